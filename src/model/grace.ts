import type { OwnerMark } from './mark.ts';
import type { Policy } from './policy.ts';

const DAY = 86_400_000;

/** The instant from which an object that left on a day (YYYY-MM-DD, UTC) may be deleted. */
export function deletionDue(leavingSince: string, deletions: Policy['deletions']): number {
  return Date.parse(leavingSince) + deletions.graceDays * DAY;
}

/** May an object with this mark be deleted: its grace days are over, or the policy grants none. */
export function graceIsOver(mark: OwnerMark, deletions: Policy['deletions'], instant: number): boolean {
  if (deletions.first === 'delete') return true;
  return mark.leavingSince !== undefined && instant >= deletionDue(mark.leavingSince, deletions);
}
