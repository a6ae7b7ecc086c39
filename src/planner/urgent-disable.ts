import { formatMark } from '../model/mark.ts';
import type { AttributeChange, Operation } from '../model/plan.ts';
import type { WriteTest } from '../model/protection.ts';
import type { Difference } from './diff.ts';
import type { Standing } from './standing.ts';
import type { TenantIndex } from './tenant-index.ts';

export interface UrgentContext {
  readonly index: TenantIndex;
  readonly mayWrite: WriteTest;
}

export interface UrgentDisable {
  readonly operation: Operation;
  /** What stays held. */
  readonly rest: Difference;
}

/**
 * The disable of a person whose anchor changed, or whose pair does not fit. Everything else about them is held; but the
 * one object with our mark of this very identity is known, and an anchor that somebody changed, or copied, must not keep
 * a blocked account open. Only ever disables.
 */
export function urgentDisable(
  standing: Extract<Standing, { kind: 'held' | 'guarded' }>,
  difference: Difference,
  { index, mayWrite }: UrgentContext,
): UrgentDisable | undefined {
  const { desired, object, reason } = standing;
  if (reason !== 'changedAnchor' && reason !== 'pairDoesNotFit') return undefined;
  if (object?.type !== 'user' || desired.type !== 'user' || typeof object.mark !== 'object') return undefined;
  const key = [desired.key, ...desired.joinedKeys].find((one) => {
    const marked = index.byMark.get(one) ?? [];
    return marked.length === 1 && marked[0] === object;
  });
  if (key === undefined || mayWrite(object) !== undefined) return undefined;
  const disable = difference.changes.find(isDisable);
  if (disable === undefined) return undefined;
  return {
    operation: {
      kind: 'update',
      id: `update:${key}`,
      after: [],
      object: { type: 'user', key, id: object.id, name: object.name },
      from: desired.dn,
      mark: formatMark(object.mark),
      changes: [disable],
    },
    rest: { ...difference, changes: difference.changes.filter((change) => change !== disable) },
  };
}

function isDisable({ attribute, after }: AttributeChange): boolean {
  return attribute === 'accountEnabled' && after === false;
}
