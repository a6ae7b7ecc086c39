import type { Operation } from './plan.ts';
import type { Outcome } from './report.ts';
import type { LockHolder } from './state.ts';

/**
 * How a run stands. `running`: it holds the lock, and its process lives as far as can be seen from here; `died`: it ended
 * without saying so.
 */
export type RunEnd = 'finished' | 'interrupted' | 'running' | 'died';

/** How many operations ended how; `open`: noted before they were sent, and nothing after. */
export type RunCounts = Readonly<Record<Outcome['status'] | 'open', number>>;

/** One run, by its ledger. */
export interface RunSummary {
  readonly runId: string;
  readonly end: RunEnd;
  /** ISO 8601, UTC; absent where the ledger does not say. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Digest of the body of the plan that was applied. */
  readonly planDigest?: string;
  readonly counts: RunCounts;
  /** The ledger holds something that is no entry: what came after it was not read. */
  readonly damaged: boolean;
}

/** One operation of a run. */
export interface RunOperation {
  readonly id: string;
  /** Absent for one that was never begun: its ledger holds the id alone. */
  readonly operation?: Operation;
  /** Absent: it may have been done. */
  readonly outcome?: Outcome;
  /** ISO 8601, UTC: of the last entry about it. */
  readonly at: string;
}

export interface RunDetail extends RunSummary {
  /** In the order in which they were begun. */
  readonly operations: readonly RunOperation[];
}

/** What `unlock` found, and did. */
export type Unlocking =
  | { readonly kind: 'free' }
  /** Who holds it, and why it was not taken away. */
  | { readonly kind: 'kept'; readonly holder: LockHolder; readonly because: 'notNamed' | 'otherRun' | 'alive' }
  | { readonly kind: 'removed'; readonly holder: LockHolder };
