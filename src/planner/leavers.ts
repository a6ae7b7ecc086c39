import { compareText } from '../kernel/text.ts';
import type { DesiredObject, DesiredPopulation, FailedObject, UndesiredObject } from '../model/desired.ts';
import { deletionDue, graceIsOver } from '../model/grace.ts';
import { formatMark } from '../model/mark.ts';
import type { OwnerMark } from '../model/mark.ts';
import type { AttributeChange, Held, HoldReason, Operation, Waiting } from '../model/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantFacts, TenantObject } from '../model/tenant.ts';
import type { WriteTest } from '../model/protection.ts';
import type { AnchorClaims } from './anchor-claims.ts';
import { placeOfPair } from './pairs.ts';
import type { Pairs } from './pairs.ts';
import { refOfTenant } from './standing.ts';
import type { TenantIndex } from './tenant-index.ts';

export interface LeaversInput {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly index: TenantIndex;
  readonly claims: AnchorClaims;
  readonly mayWrite: WriteTest;
  readonly pairs: Pairs;
  /** Ids of objects that become another source object's in this plan. */
  readonly takenOver: ReadonlySet<string>;
  readonly facts: TenantFacts;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

export interface Leavers {
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
  readonly waiting: Waiting | undefined;
}

/** What becomes of objects that carry our mark and that the rules no longer want. */
export function planLeavers(input: LeaversInput): Leavers {
  const operations: Operation[] = [];
  const held: Held[] = [];
  const desired = new Set(input.population.desired.map((object) => object.key));
  const failed = new Map(input.population.failed.map((object) => [object.key, object]));
  const joined = new Map(input.population.desired.flatMap((one) => one.joinedKeys.map((key) => [key, one])));
  const due: string[] = [];
  const undesired = new Map(input.population.undesired.map((object) => [object.key, object]));

  for (const [key, objects] of input.index.byMark) {
    if (desired.has(key)) continue;
    for (const object of objects) {
      const { mark } = object;
      if (mark === undefined || mark === 'unreadable' || input.takenOver.has(object.id)) continue;
      const step = nextStep(input, object, mark, leaveReason(undesired.get(key)));
      const refusal =
        refusalBySource(failed.get(key), joined.get(key)) ??
        refusalOf(input, object, mark, objects.length, step?.kind ?? 'delete');
      if (refusal === undefined && mark.leavingSince !== undefined && step?.kind !== 'delete') {
        due.push(day(deletionDue(mark.leavingSince, input.ruleSet.policy.deletions)));
      }
      if (step === undefined) continue;
      if (refusal === undefined) operations.push(step);
      else held.push(heldStep(step, object, key, refusal));
    }
  }
  return { operations, held, waiting: waitingOf(due) };
}

function waitingOf(due: readonly string[]): Waiting | undefined {
  const [next] = due.toSorted(compareText);
  return next === undefined ? undefined : { count: due.length, next };
}

type Step = Extract<Operation, { kind: 'leave' | 'delete' }>;

/** Disable first, delete when the grace days are over; undefined while they run. */
function nextStep(input: LeaversInput, object: TenantObject, mark: OwnerMark, reason: string): Step | undefined {
  const { deletions } = input.ruleSet.policy;
  const key = `${mark.connector}/${mark.anchor}`;
  const base = {
    after: [],
    object: refOfTenant(object, key),
    mark: formatMark(mark),
    reason,
    licences: object.licences,
  };
  const since = mark.leavingSince ?? day(input.asOf);
  if (graceIsOver(mark, deletions, input.asOf)) {
    return { ...base, kind: 'delete', id: `delete:${key}` };
  }
  const changes = disableOf(object);
  if (mark.leavingSince !== undefined && changes.length === 0) return undefined;
  const newMark = formatMark({ ...mark, leavingSince: since });
  return {
    ...base,
    kind: 'leave',
    id: `leave:${key}`,
    newMark,
    changes,
    deleteAfter: day(deletionDue(since, deletions)),
  };
}

function disableOf(object: TenantObject): readonly AttributeChange[] {
  if (object.type !== 'user' || object.attributes.get('accountEnabled') === false) return [];
  const before = object.attributes.get('accountEnabled') ?? null;
  return [{ attribute: 'accountEnabled', before, after: false, why: [] }];
}

interface Refusal {
  readonly reason: HoldReason;
  readonly detail: string;
}

/** The source object is there all the same: its rules failed, or it is part of another identity. */
function refusalBySource(failure: FailedObject | undefined, identity: DesiredObject | undefined): Refusal | undefined {
  if (failure !== undefined) return { reason: 'evaluationFailed', detail: `${failure.message}, ${failure.at}` };
  if (identity === undefined) return undefined;
  return { reason: 'duplicateInSource', detail: `its source object is joined to ${identity.dn}` };
}

function refusalOf(
  input: LeaversInput,
  object: TenantObject,
  mark: OwnerMark,
  sameMark: number,
  step: Step['kind'],
): Refusal | undefined {
  const { topology } = input.ruleSet;
  if (sameMark > 1) return { reason: 'duplicateMark', detail: `${sameMark} objects carry this mark` };
  if (!topology.sourceConnectors.includes(mark.connector)) {
    return {
      reason: 'foreignMark',
      detail: `its mark names the connector ${mark.connector}, which the topology does not`,
    };
  }
  const expected = object.type === 'group' ? `lockstep-${topology.workspace}-${mark.anchor}` : object.anchor;
  if (object.anchor === undefined || object.anchor !== expected) {
    return { reason: 'markDisagrees', detail: `the mark is ours, but the anchor is ${object.anchor ?? 'missing'}` };
  }
  const pair = input.pairs.byId.get(object.id);
  if (pair !== undefined && pair.object !== `${mark.connector}/${mark.anchor}`) {
    return { reason: 'pairDoesNotFit', detail: `the pair at ${placeOfPair(pair)} gives it to ${pair.object}` };
  }
  const [claimant] = input.claims.get(`${object.type}/${object.anchor}`) ?? [];
  if (claimant !== undefined) {
    return { reason: 'changedAnchor', detail: `${claimant.dn} has its anchor now: most likely the same, moved` };
  }
  if (step === 'delete' && object.type === 'group' && input.facts.grantingGroups.has(object.id)) {
    return { reason: 'grantsAccess', detail: 'its members would lose the application or licences it grants' };
  }
  return input.mayWrite(object);
}

function heldStep(step: Step, object: TenantObject, key: string, refusal: Refusal): Held {
  const left = refusal.reason === 'evaluationFailed';
  return {
    kind: 'held',
    object: refOfTenant(object, key),
    ...refusal,
    // What a failed object should be is not known: to leave is not what the rules want.
    would: left ? 'nothing' : step.kind,
    changes: step.kind === 'leave' && !left ? step.changes : [],
  };
}

function leaveReason(undesired: UndesiredObject | undefined): string {
  switch (undesired?.reason.kind) {
    case 'filteredOut':
      return `filtered out: ${undesired.reason.detail}`;
    case 'outOfScope':
      return outOfScope(undesired.reason.detail);
    case 'notWritable':
      return undesired.reason.detail;
    case undefined:
      return 'no longer in the source';
  }
}

function outOfScope(detail: string | undefined): string {
  const text = 'no rule has it in scope any more';
  return detail === undefined ? text : `${text}: ${detail}`;
}

/** YYYY-MM-DD in UTC. */
function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
