import { targetCapabilities } from '../../src/app/registry.ts';
import { sourceFacts } from '../../src/app/parity.ts';
import type { Json } from '../../src/kernel/canonical-json.ts';
import { toJson } from '../../src/model/comparison.ts';
import type { DesiredObject, DesiredPopulation } from '../../src/model/desired.ts';
import type { Parity, ParityDifference } from '../../src/model/parity.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { plainText } from '../../src/model/schema.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { ImportedSource } from '../../src/model/space.ts';
import type { TenantObject, TenantPopulation } from '../../src/model/tenant.ts';
import { parityOf, synchronizedAttributes } from '../../src/parity/index.ts';
import { makePlan } from '../../src/planner/index.ts';
import { lineageOf } from '../../src/planner/lineage.ts';
import { populationOf } from '../support/world/plan.ts';
import { imported } from '../support/world/sources.ts';
import { strangeGroup, stranger, tenantOf } from '../support/world/tenant.ts';
import type { TenantParts } from '../support/world/tenant.ts';

const { schema } = targetCapabilities({ directoryExtensions: [] });

/** Id of what another engine made of a source object. */
export function idOf({ guid }: Pick<DesiredObject, 'guid'>): string {
  return `id-${guid}`;
}

/** What another engine that follows the same rules would have made of it. */
export function written(desired: DesiredObject): TenantObject {
  const attributes: Record<string, Json> = {};
  for (const [name, { value }] of desired.attributes) {
    const attribute = schema.get(desired.type)?.attributes.get(name) ?? plainText;
    if (value === undefined || attribute.syntax === 'reference') continue;
    const converted = toJson(value, attribute);
    if (converted.ok && converted.json !== null) attributes[name] = converted.json;
  }
  const { name, anchor, sid, manager } = desired;
  const parts = {
    id: idOf(desired),
    name,
    mastery: 'otherEngine',
    ...(sid === undefined ? {} : { sid }),
  } as const;
  const object = desired.type === 'user' ? stranger(name, { ...parts, anchor }) : strangeGroup(name, parts);
  return {
    ...object,
    attributes: new Map(Object.entries(attributes)),
    ...(manager?.kind === 'desired' ? { manager: `id-${manager.key.slice(manager.key.indexOf('/') + 1)}` } : {}),
  };
}

/** A tenant that another engine filled by the same rules. */
export function filled({ desired }: DesiredPopulation, facts: TenantParts['facts'] = {}): TenantPopulation {
  const byKey = new Map(desired.map((one) => [one.key, idOf(one)]));
  const members = desired.map((one) => {
    const keys = (one.members ?? []).flatMap((member) => (member.kind === 'desired' ? [member.key] : []));
    return [idOf(one), [...new Set(keys)].flatMap((key) => byKey.get(key) ?? [])] as const;
  });
  return tenantOf({
    objects: desired.map(written),
    facts: { liveSync: true, ...facts },
    members: Object.fromEntries(members.filter((_, index) => desired[index]?.type === 'group')),
  });
}

export interface Compared {
  readonly parity: Parity;
  readonly differences: readonly ParityDifference[];
  /** `name attribute class tenant -> rules` of every difference. */
  readonly told: readonly string[];
  /** `side name reason` of everything in no pair. */
  readonly alone: readonly string[];
}

export interface Scene {
  readonly rules: RuleSet;
  readonly source: readonly SourceObject[] | readonly ImportedSource[];
  /** Makes the tenant of the one that another engine filled. */
  readonly tenant?: (filled: TenantPopulation) => TenantPopulation;
}

/** The rules against a tenant, as the command does it. */
export function compare({ rules, source, tenant = (one) => one }: Scene): Compared {
  const sources =
    source.map((one) => one).every((one) => 'space' in one) && source.length > 0
      ? (source as readonly ImportedSource[])
      : [imported(source as readonly SourceObject[])];
  const held = tenant(filled(populationOf(rules, sources)));
  const population = populationOf(rules, sources, '2026-11-22', held);
  const body = makePlan({
    ruleSet: rules,
    population,
    tenant: held,
    asOf: Date.parse('2026-11-22'),
    ...targetCapabilities(rules.topology),
  });
  const parity = parityOf({
    workspace: rules.topology.workspace,
    population,
    tenant: held,
    schema: targetCapabilities(rules.topology).schema,
    synchronized: synchronizedAttributes,
    held: body.held,
    lineage: lineageOf(rules),
    isRefusedName: (name) =>
      targetCapabilities(rules.topology).valueProblem('user', 'userPrincipalName', name) !== undefined,
    sourceOf: sourceFacts(sources),
  });
  const differences = parity.groups.flatMap((group) => group.differences);
  return {
    parity,
    differences,
    told: differences.map(
      (one) =>
        `${short(one.identity.name)} ${one.attribute} ${one.class} ${valueOf(one.tenant)} -> ${valueOf(one.rules)}`,
    ),
    alone: parity.unpaired.flatMap(({ objects }) =>
      objects.map(({ side, identity, reason }) => `${side} ${short(identity.name)} ${reason}`),
    ),
  };
}

function valueOf(value: Json): string {
  return typeof value === 'string' ? short(value) : JSON.stringify(value);
}

function short(name: string): string {
  return name.replace(/@contoso\.com$/, '');
}

/** A tenant with one object changed. */
export function changed(
  tenant: TenantPopulation,
  name: string,
  parts: Partial<Omit<TenantObject, 'attributes'>> & { readonly attributes?: Readonly<Record<string, Json>> },
): TenantPopulation {
  const { attributes = {}, ...rest } = parts;
  const names = new Set([name, `${name}@contoso.com`]);
  const objects = tenant.objects.map((object) => {
    if (!names.has(object.name)) return object;
    const values = new Map(object.attributes);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null) values.delete(key);
      else values.set(key, value);
    }
    return { ...object, ...rest, attributes: values };
  });
  if (!tenant.objects.some((object) => names.has(object.name))) throw new Error(`no ${name}`);
  return { ...tenant, objects };
}
