import { formatMark } from '../model/mark.ts';
import type { OwnerMark } from '../model/mark.ts';
import { definitionId } from '../model/directory-extension.ts';
import type { Held, HoldReason, Operation, UpdateObject } from '../model/plan.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantPopulation, TenantType } from '../model/tenant.ts';
import { domainOf, federatedDomains, liveSyncTest } from '../model/live-sync.ts';
import { differenceOf } from './diff.ts';
import type { DiffContext, Difference } from './diff.ts';
import { updatesOf } from './extensions.ts';
import type { Names } from './names.ts';
import { objectOf, refOf } from './standing.ts';
import type { Standing } from './standing.ts';
import { restoreOf, takeOverOf } from './take-over.ts';
import { urgentDisable } from './urgent-disable.ts';
import type { UrgentContext } from './urgent-disable.ts';

/** What the plan does about one desired object itself, relations apart. */
export interface ObjectPlan {
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
}

export interface ObjectPlanner {
  (standing: Standing): ObjectPlan;
}

/** Attributes without which Graph refuses a create (User resource type, group resource type). */
const REQUIRED: Readonly<Record<TenantType, readonly string[]>> = {
  user: ['userPrincipalName', 'displayName', 'mailNickname', 'accountEnabled'],
  group: ['displayName', 'mailNickname'],
};

export interface ObjectPlannerInput {
  readonly ruleSet: RuleSet;
  readonly tenant: TenantPopulation;
  readonly diff: Omit<DiffContext, 'nameVerdict'>;
  readonly names: Names;
  /** Ids of operations that must come before anything that writes a mark. */
  readonly beforeMarks: readonly string[];
  readonly urgent: UrgentContext;
}

const UNTOUCHED: ObjectPlan = { operations: [], held: [] };

export function objectPlanner(input: ObjectPlannerInput): ObjectPlanner {
  const creation = creationTest(input);
  return (standing) => {
    const { desired } = standing;
    if (desired.noFlow !== undefined) return UNTOUCHED;
    const object = objectOf(standing);
    const verdict = (attribute: 'userPrincipalName' | 'mail') => input.names[attribute](desired);
    const difference = differenceOf(desired, object, { ...input.diff, nameVerdict: verdict });
    const upn = desired.type === 'user' ? verdict('userPrincipalName') : undefined;
    const waits = upn?.kind === 'freeAfter' ? [`update:${upn.key}`] : [];

    switch (standing.kind) {
      case 'held': {
        const urgent = urgentDisable(standing, difference, input.urgent);
        const held = [heldObject(standing, urgent?.rest ?? difference, wouldOf(standing))];
        return { operations: urgent === undefined ? [] : [urgent.operation], held };
      }
      case 'guarded': {
        const urgent = urgentDisable(standing, difference, input.urgent);
        const rest = urgent?.rest ?? difference;
        const differs = rest.changes.length + rest.held.length > 0 || standing.always === true;
        return {
          operations: urgent === undefined ? [] : [urgent.operation],
          held: differs ? [heldObject(standing, rest, 'update')] : [],
        };
      }
      case 'new': {
        const refusal = creation(desired, difference);
        if (refusal !== undefined) {
          return {
            operations: [],
            held: [heldObject({ desired, object: undefined, ...refusal }, difference, 'create')],
          };
        }
        const { definitions } = input.diff;
        const defined = difference.changes.filter(
          (one) => definitions(desired.type, one.attribute)?.kind === 'missing',
        );
        const after = [...input.beforeMarks, ...waits, ...defined.map((one) => definitionId(one.attribute))];
        return {
          operations: [createOf(input.ruleSet, desired, difference, after)],
          held: heldAttributes(standing, difference),
        };
      }
      case 'writable': {
        const operation = updateOf(standing, difference, { waits, beforeMarks: input.beforeMarks });
        return {
          operations: operation === undefined ? [] : updatesOf(operation, input.diff.definitions),
          held: heldAttributes(standing, difference),
        };
      }
      case 'takenOver':
        return takenOver(input, standing, difference, waits);
      case 'restored':
        return { operations: [restoreOf(standing)], held: [] };
    }
  };
}

/** Mark and anchor first, by themselves; what differs follows as an ordinary update that waits for them. */
function takenOver(
  { ruleSet, beforeMarks, diff }: ObjectPlannerInput,
  standing: Extract<Standing, { kind: 'takenOver' }>,
  difference: Difference,
  waits: readonly string[],
): ObjectPlan {
  const { desired, object, refusal } = standing;
  const first = takeOverOf(standing, ruleSet.topology.workspace, beforeMarks);
  const { changes } = difference;
  const differs = changes.length + difference.held.length > 0;
  if (refusal !== undefined) {
    return {
      operations: [first],
      held: differs ? [heldObject({ desired, object, ...refusal }, difference, 'update')] : [],
    };
  }
  const update: UpdateObject = {
    kind: 'update',
    id: `update:${desired.key}`,
    after: [first.id, ...waits],
    object: refOf(desired, object),
    from: desired.dn,
    mark: first.mark,
    changes,
  };
  const updates = changes.length === 0 ? [] : updatesOf(update, diff.definitions);
  return { operations: [first, ...updates], held: heldAttributes(standing, difference) };
}

function wouldOf({ object, pair }: Extract<Standing, { kind: 'held' }>): Held['would'] {
  if (pair !== undefined) return pair.kind;
  return object === undefined ? 'create' : 'update';
}

function createOf(
  ruleSet: RuleSet,
  desired: DesiredObject,
  difference: Difference,
  after: readonly string[],
): Operation {
  const { connector, guid } = desired;
  return {
    kind: 'create',
    id: `create:${desired.key}`,
    after,
    object: refOf(desired, undefined),
    from: desired.dn,
    anchor: desired.anchor,
    mark: formatMark({ workspace: ruleSet.topology.workspace, connector, anchor: guid }),
    changes: difference.changes,
  };
}

function updateOf(
  standing: Extract<Standing, { kind: 'writable' }>,
  difference: Difference,
  order: { readonly waits: readonly string[]; readonly beforeMarks: readonly string[] },
): UpdateObject | undefined {
  const { desired, object, mark } = standing;
  const returned = mark.leavingSince !== undefined;
  if (difference.changes.length === 0 && !returned) return undefined;
  return {
    kind: 'update',
    id: `update:${desired.key}`,
    after: returned ? [...order.beforeMarks, ...order.waits] : order.waits,
    object: refOf(desired, object),
    from: desired.dn,
    mark: formatMark(mark),
    ...(returned ? { newMark: formatMark(staying(mark)) } : {}),
    changes: difference.changes,
  };
}

function staying(mark: OwnerMark): OwnerMark {
  return { workspace: mark.workspace, connector: mark.connector, anchor: mark.anchor };
}

interface Refused {
  readonly desired: DesiredObject;
  readonly object: Extract<Standing, { kind: 'held' }>['object'];
  readonly reason: HoldReason;
  readonly detail: string;
  readonly candidates?: Held['candidates'];
}

function heldObject(refused: Refused, difference: Difference, would: Held['would']): Held {
  return {
    kind: 'held',
    object: refOf(refused.desired, refused.object),
    from: refused.desired.dn,
    reason: refused.reason,
    detail: refused.detail,
    would,
    ...(refused.candidates === undefined ? {} : { candidates: refused.candidates }),
    changes: [...difference.changes, ...difference.held.map((one) => one.change)],
  };
}

function heldAttributes(standing: Standing, difference: Difference): readonly Held[] {
  const object = objectOf(standing);
  return difference.held.map(({ reason, detail, change }) => ({
    kind: 'held',
    object: refOf(standing.desired, object),
    from: standing.desired.dn,
    reason,
    detail,
    would: object === undefined ? 'create' : 'update',
    changes: [change],
  }));
}

type CreationTest = (
  desired: DesiredObject,
  difference: Difference,
) => { readonly reason: HoldReason; readonly detail: string } | undefined;

function creationTest(input: ObjectPlannerInput): CreationTest {
  const live = liveSyncTest(input.ruleSet.topology.otherEngineDomains, input.tenant);
  const federated = federatedDomains(input.tenant.facts.domains);
  return (desired, difference) => {
    const required = REQUIRED[desired.type];
    const refused = difference.held.find((one) => required.includes(one.change.attribute));
    if (refused !== undefined) return { reason: refused.reason, detail: refused.detail };
    const missing = required.find((name) => !difference.changes.some((change) => change.attribute === name));
    if (missing !== undefined) return { reason: 'invalidValue', detail: `${missing} has no value` };
    const overlap = live(desired.type, desired.name);
    if (overlap !== undefined) return { reason: 'liveSync', detail: overlap };
    if (desired.type === 'user' && input.ruleSet.topology.newUserSignIn === 'federated') {
      const domain = domainOf(desired.name);
      if (!federated.has(domain)) return { reason: 'notFederated', detail: `${domain} is a managed domain` };
    }
    return undefined;
  };
}
