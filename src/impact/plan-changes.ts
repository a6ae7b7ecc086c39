import { compareText } from '../kernel/text.ts';
import type { CauseLine, ImpactChange, OperationCount } from '../model/impact.ts';
import type { Held, Operation, PlanBody } from '../model/plan.ts';

interface Plans {
  readonly base: PlanBody;
  readonly head: PlanBody;
}

/** Changes that are told already, by identity. */
type Told = ReadonlyMap<string, readonly ImpactChange[]>;

/** Operations of each kind, of both plans. */
export function operationCounts({ base, head }: Plans): readonly OperationCount[] {
  const counts = new Map<Operation['kind'], { base: number; head: number }>();
  const add = (operations: readonly Operation[], side: 'base' | 'head'): void => {
    for (const { kind } of operations) {
      const entry = counts.get(kind) ?? { base: 0, head: 0 };
      entry[side]++;
      counts.set(kind, entry);
    }
  };
  add(base.operations, 'base');
  add(head.operations, 'head');
  return [...counts].map(([kind, both]) => ({ kind, ...both })).sort((a, b) => compareText(a.kind, b.kind));
}

type WholeObject = Extract<
  Operation,
  { readonly kind: 'create' | 'adopt' | 'reanchor' | 'restore' | 'leave' | 'delete' }
>;

/** What befalls an object as a whole; attributes and memberships are told by what the rules give. */
function isOfWholeObject(operation: Operation): operation is WholeObject {
  switch (operation.kind) {
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'leave':
    case 'delete':
      return true;
    case 'defineExtension':
    case 'update':
    case 'setManager':
    case 'addMember':
    case 'removeMember':
      return false;
  }
}

export function* operationChanges({ base, head }: Plans, told: Told): Generator<ImpactChange> {
  const [before, after] = [wholeOf(base), wholeOf(head)];
  for (const [id, operation] of after) {
    if (!before.has(id)) yield operationChange('operationAppears', operation, told);
  }
  for (const [id, operation] of before) {
    if (!after.has(id)) yield operationChange('operationDisappears', operation, told);
  }
}

function wholeOf({ operations }: PlanBody): ReadonlyMap<string, WholeObject> {
  return new Map(operations.filter(isOfWholeObject).map((one) => [`${one.kind} ${one.object.key}`, one]));
}

function operationChange(
  kind: 'operationAppears' | 'operationDisappears',
  operation: WholeObject,
  told: Told,
): ImpactChange {
  const { type, key, name } = operation.object;
  const detail = operation.kind === 'leave' || operation.kind === 'delete' ? { detail: operation.reason } : {};
  const cause = causeAmong(told.get(key), isOfScope);
  return { kind, type, key, name, operation: operation.kind, before: null, after: null, ...detail, cause };
}

export function* heldChanges({ base, head }: Plans, told: Told): Generator<ImpactChange> {
  const [before, after] = [heldOf(base), heldOf(head)];
  for (const [id, held] of after) if (!before.has(id)) yield heldChange('heldAppears', held, told);
  for (const [id, held] of before) if (!after.has(id)) yield heldChange('heldDisappears', held, told);
}

/** Failures are told as errors. */
function heldOf({ held }: PlanBody): ReadonlyMap<string, Held> {
  const others = held.filter(({ reason }) => reason !== 'evaluationFailed');
  return new Map(
    others.map((one) => [JSON.stringify([one.object.key, one.reason, one.would, attributesOf(one)]), one]),
  );
}

function attributesOf({ changes }: Held): readonly string[] {
  return changes.map(({ attribute }) => attribute).sort(compareText);
}

function heldChange(kind: 'heldAppears' | 'heldDisappears', held: Held, told: Told): ImpactChange {
  const { type, key, name } = held.object;
  const [only, ...others] = attributesOf(held);
  const attribute = only === undefined || others.length > 0 ? {} : { attribute: only };
  const cause = causeAmong(told.get(key), (one) => isOfScope(one) || one.attribute === only);
  return {
    kind,
    type,
    key,
    name,
    hold: held.reason,
    ...attribute,
    before: null,
    after: null,
    detail: held.detail,
    cause,
  };
}

function isOfScope({ kind }: ImpactChange): boolean {
  return kind === 'leavesScope' || kind === 'entersScope' || kind === 'anchorChanged' || kind === 'errorDisappears';
}

/** The cause that the fitting changes of the identity share; where they have several, it is not known which. */
function causeAmong(
  changes: readonly ImpactChange[] | undefined,
  fits: (change: ImpactChange) => boolean,
): readonly CauseLine[] {
  const causes = new Set((changes ?? []).filter(fits).map(({ cause }) => cause));
  const [only, ...others] = causes;
  return only === undefined || others.length > 0 ? [] : only;
}
