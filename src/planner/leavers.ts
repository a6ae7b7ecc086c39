import type { DesiredPopulation, UndesiredObject } from '../model/desired.ts';
import { formatMark } from '../model/mark.ts';
import type { OwnerMark } from '../model/mark.ts';
import type { AttributeChange, Held, HoldReason, Operation } from '../model/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { WriteTest } from '../model/protection.ts';
import { refOfTenant } from './standing.ts';
import type { TenantIndex } from './tenant-index.ts';

export interface LeaversInput {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly index: TenantIndex;
  readonly mayWrite: WriteTest;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
}

/** What becomes of objects that carry our mark and that the rules no longer want. */
export function planLeavers(input: LeaversInput): { readonly operations: Operation[]; readonly held: Held[] } {
  const operations: Operation[] = [];
  const held: Held[] = [];
  const desired = new Set(input.population.desired.map((object) => object.key));
  const failed = new Map(input.population.failed.map((object) => [object.key, object]));
  const undesired = new Map(input.population.undesired.map((object) => [object.key, object]));

  for (const [key, objects] of input.index.byMark) {
    if (desired.has(key)) continue;
    for (const object of objects) {
      const { mark } = object;
      if (mark === undefined || mark === 'unreadable') continue;
      const step = nextStep(input, object, mark, leaveReason(undesired.get(key)));
      if (step === undefined) continue;
      const failure = failed.get(key);
      const refusal =
        failure === undefined
          ? refusalOf(input, object, mark, objects.length)
          : ({ reason: 'evaluationFailed', detail: `${failure.message}, ${failure.at}` } as const);
      if (refusal === undefined) operations.push(step);
      else held.push(heldStep(step, object, key, refusal));
    }
  }
  return { operations, held };
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
  const today = day(input.asOf);
  const since = mark.leavingSince ?? today;
  const deleteAfter = day(Date.parse(since) + deletions.graceDays * 86_400_000);
  if (deletions.first === 'delete' || (mark.leavingSince !== undefined && today >= deleteAfter)) {
    return { ...base, kind: 'delete', id: `delete:${key}` };
  }
  const changes = disableOf(object);
  if (mark.leavingSince !== undefined && changes.length === 0) return undefined;
  const newMark = formatMark({ ...mark, leavingSince: since });
  return { ...base, kind: 'leave', id: `leave:${key}`, newMark, changes, deleteAfter };
}

function disableOf(object: TenantObject): readonly AttributeChange[] {
  if (object.type !== 'user' || object.attributes.get('accountEnabled') === false) return [];
  const before = object.attributes.get('accountEnabled') ?? null;
  return [{ attribute: 'accountEnabled', before, after: false, why: [] }];
}

function refusalOf(
  input: LeaversInput,
  object: TenantObject,
  mark: OwnerMark,
  sameMark: number,
): { readonly reason: HoldReason; readonly detail: string } | undefined {
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
  return input.mayWrite(object);
}

function heldStep(
  step: Step,
  object: TenantObject,
  key: string,
  refusal: { readonly reason: HoldReason; readonly detail: string },
): Held {
  return {
    kind: 'held',
    object: refOfTenant(object, key),
    ...refusal,
    would: step.kind,
    changes: step.kind === 'leave' ? step.changes : [],
  };
}

function leaveReason(undesired: UndesiredObject | undefined): string {
  switch (undesired?.reason.kind) {
    case 'filteredOut':
      return `filtered out: ${undesired.reason.detail}`;
    case 'outOfScope':
      return 'no rule has it in scope any more';
    case 'notWritable':
      return undesired.reason.detail;
    case undefined:
      return 'no longer in the source';
  }
}

/** YYYY-MM-DD in UTC. */
function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
