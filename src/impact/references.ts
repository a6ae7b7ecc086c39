import type { ResolvedReference } from '../model/desired.ts';

export interface MemberImpact {
  readonly kind: 'membershipLost' | 'membershipGained' | 'heldAppears';
  readonly member: ResolvedReference;
  /** The same as base knows it. */
  readonly former?: ResolvedReference;
}

/** The same text for whatever is one identity under both configurations. */
export type TargetOf = (reference: ResolvedReference) => string;

/** What becomes of the members of a group; nothing where one of the two says nothing of them. */
export function* memberImpacts(
  before: readonly ResolvedReference[],
  after: readonly ResolvedReference[],
  keyOf: TargetOf,
): Generator<MemberImpact> {
  if (sameOrder(before, after, keyOf)) return;
  const had = membersOf(before, keyOf);
  const has = membersOf(after, keyOf);
  for (const [key, member] of had) {
    const now = has.get(key);
    if (now === undefined) yield { kind: 'membershipLost', member };
    else if (member.kind === 'desired' && now.kind !== 'desired')
      yield { kind: 'heldAppears', member: now, former: member };
  }
  for (const [key, member] of has) {
    const former = had.get(key);
    if (former === undefined && member.kind !== 'desired') yield { kind: 'heldAppears', member };
    else if (member.kind === 'desired' && former?.kind !== 'desired')
      yield { kind: 'membershipGained', member, ...(former === undefined ? {} : { former }) };
  }
}

/** Would the manager be another one, or is it known no more? */
export function isOtherManager(
  before: ResolvedReference | null | undefined,
  after: ResolvedReference | null | undefined,
  keyOf: TargetOf,
): boolean {
  if (before === undefined || before === null || after === undefined || after === null) return before !== after;
  return keyOf(before) !== keyOf(after) || isWritten(before) !== isWritten(after);
}

function isWritten({ kind }: ResolvedReference): boolean {
  return kind === 'desired';
}

/** Most groups of a large tenant are the same on both sides: no sets are made for them. */
function sameOrder(
  before: readonly ResolvedReference[],
  after: readonly ResolvedReference[],
  keyOf: TargetOf,
): boolean {
  if (before.length !== after.length) return false;
  return before.every((one, index) => {
    const other = after[index];
    if (one.kind === 'desired' && other?.kind === 'desired' && one.key === other.key) return true;
    return other !== undefined && isWritten(one) === isWritten(other) && keyOf(one) === keyOf(other);
  });
}

/** Two names of one member are one member; it is wanted when one of them is. */
function membersOf(references: readonly ResolvedReference[], keyOf: TargetOf): Map<string, ResolvedReference> {
  const members = new Map<string, ResolvedReference>();
  for (const one of references) {
    const key = keyOf(one);
    if (members.get(key)?.kind !== 'desired') members.set(key, one);
  }
  return members;
}
