import type { Json } from '../kernel/canonical-json.ts';
import { compareText } from '../kernel/text.ts';
import type { SourceExplanation, TenantAttribute, TenantExplanation, TenantStanding } from '../model/explanation.ts';
import { formatMark } from '../model/mark.ts';
import type { AttributeChange, Held, Operation } from '../model/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';
import { standings } from '../planner/one-standing.ts';
import { placeOfPair } from '../planner/pairs.ts';
import type { Standing } from '../planner/standing.ts';
import { objectOf } from '../planner/standing.ts';
import { markKey } from '../model/tenant.ts';
import type { ComputedWorld } from './compute.ts';

interface Asked {
  readonly ruleSet: RuleSet;
  readonly key: string;
  readonly source: SourceExplanation | undefined;
}

/** What the tenant has of an object, and what the plan does with it. undefined when neither has anything of it. */
export function explainTenant(computed: ComputedWorld, { ruleSet, key, source }: Asked): TenantExplanation | undefined {
  const { tenant, body } = computed;
  const { workspace } = ruleSet.topology;
  const identity = source?.identity?.links[0]?.key ?? key;
  const standing = standings({ ruleSet, population: computed.population, tenant })(identity);
  const object = standing === undefined ? ownObject(tenant, workspace, key) : objectOf(standing);
  const isMeant = (ref: { readonly key: string; readonly id?: string }): boolean =>
    ref.key === identity || ref.key === key || (object !== undefined && ref.id === object.id);
  const operations = body.operations.filter((one) => concerns(one, isMeant));
  const held = body.held.filter((one) => isMeant(one.object));
  if (standing === undefined && object === undefined && operations.length + held.length === 0) return undefined;
  return {
    standing: standing === undefined ? strangerStanding(object, workspace) : standingTold(standing),
    ...(object === undefined ? {} : { object: told(object) }),
    attributes: attributesOf(source, object, { tenant, operations, held }),
    operations,
    held,
  };
}

/** Of an object that no rule wants. */
function ownObject(tenant: TenantPopulation, workspace: string, key: string): TenantObject | undefined {
  return tenant.objects.find((one) => `tenant/${one.id}` === key || markKey(one, workspace) === key);
}

function concerns(operation: Operation, isMeant: (ref: { readonly key: string }) => boolean): boolean {
  if (operation.kind === 'defineExtension') return false;
  return isMeant(operation.object) || ('member' in operation && isMeant(operation.member));
}

function standingTold(standing: Standing): TenantStanding {
  switch (standing.kind) {
    case 'writable':
      return { kind: 'ours' };
    case 'guarded':
    case 'held':
      return { kind: standing.kind, reason: standing.reason, detail: standing.detail };
    case 'takenOver':
      return { kind: 'takenOver', detail: `${placeOfPair(standing.pair)} says so` };
    case 'restored':
      return { kind: 'restored', detail: `${placeOfPair(standing.pair)} says so` };
    case 'new':
      return { kind: 'new' };
  }
}

function strangerStanding(object: TenantObject | undefined, workspace: string): TenantStanding {
  const mark = object?.mark;
  if (object === undefined) return { kind: 'notOurs', detail: 'the tenant has nothing of it' };
  if (mark === undefined) return { kind: 'notOurs', detail: 'it carries no owner mark' };
  if (mark === 'unreadable') return { kind: 'notOurs', detail: 'its owner mark cannot be read' };
  if (mark.workspace !== workspace) {
    return { kind: 'notOurs', detail: `its owner mark names the workspace ${mark.workspace}` };
  }
  return { kind: 'leaving' };
}

function told({ type, id, name, anchor, mark, mastery }: TenantObject): NonNullable<TenantExplanation['object']> {
  return {
    type,
    id,
    name,
    ...(anchor === undefined ? {} : { anchor }),
    ...(typeof mark === 'object' ? { mark: formatMark(mark) } : {}),
    mastery,
  };
}

interface PlanOfObject {
  readonly tenant: TenantPopulation;
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
}

/** Attributes that rules flow, else all that were read. */
function attributesOf(
  source: SourceExplanation | undefined,
  object: TenantObject | undefined,
  plan: PlanOfObject,
): readonly TenantAttribute[] {
  const flowed = source?.identity?.outbound.map((one) => one.attribute) ?? [];
  const names = flowed.length > 0 ? flowed : [...(object?.attributes.keys() ?? [])];
  return [...new Set(names)].sort(compareText).map((attribute) => {
    const change = changeOf(attribute, plan.operations, object);
    const held = heldOf(attribute, plan.held);
    return {
      attribute,
      present: presentOf(attribute, object, plan.tenant),
      ...(change === undefined ? {} : { change }),
      ...(held === undefined ? {} : { held }),
    };
  });
}

function presentOf(attribute: string, object: TenantObject | undefined, tenant: TenantPopulation): Json {
  if (object === undefined) return null;
  const nameOf = (id: string): string => tenant.objects.find((one) => one.id === id)?.name ?? id;
  if (attribute === 'manager') return object.manager === undefined ? null : nameOf(object.manager);
  if (attribute === 'members') return (tenant.members.get(object.id) ?? []).map(nameOf).sort(compareText);
  return object.attributes.get(attribute) ?? null;
}

function changeOf(
  attribute: string,
  operations: readonly Operation[],
  object: TenantObject | undefined,
): AttributeChange | undefined {
  for (const operation of operations) {
    if (operation.kind === 'setManager' && attribute === 'manager' && operation.object.id === object?.id) {
      const { before, manager, why } = operation;
      return { attribute, before: before?.name ?? null, after: manager?.name ?? null, why };
    }
    if (!('changes' in operation)) continue;
    const change = operation.changes.find((one) => one.attribute === attribute);
    if (change !== undefined) return change;
  }
  return undefined;
}

function heldOf(attribute: string, held: readonly Held[]): TenantAttribute['held'] {
  for (const { changes, reason, detail } of held) {
    const change = changes.find((one) => one.attribute === attribute);
    if (change !== undefined) return { reason, detail, change };
  }
  return undefined;
}
