import { formatMark } from '../model/mark.ts';
import type { AttributeChange, Operation } from '../model/plan.ts';
import type { WriteTest } from '../model/protection.ts';
import type { Difference } from './diff.ts';
import type { Standing } from './standing.ts';
import type { TenantIndex } from './tenant-index.ts';
import { markKey } from '../model/tenant.ts';

export interface UrgentContext {
  readonly index: TenantIndex;
  readonly workspace: string;
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
  standing: Standing,
  difference: Difference,
  { index, workspace, mayWrite }: UrgentContext,
): UrgentDisable | undefined {
  if (standing.kind !== 'held' && standing.kind !== 'guarded') return undefined;
  const { desired, object, reason } = standing;
  if (reason !== 'changedAnchor' && reason !== 'pairDoesNotFit') return undefined;
  if (object?.type !== 'user' || desired.type !== 'user' || typeof object.mark !== 'object') return undefined;
  const key = markKey(object, workspace);
  if (key === undefined || (key !== desired.key && !desired.joinedKeys.includes(key))) return undefined;
  if (index.byMark.get(key)?.length !== 1 || mayWrite(object) !== undefined) return undefined;
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
