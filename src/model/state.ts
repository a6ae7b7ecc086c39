import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Baseline, BaselineHead, BaselineObject } from './baseline.ts';
import type { Outcome } from './report.ts';
import type { Operation } from './plan.ts';

/** One line of the run ledger: written before (`intent`) and after (`outcome`) each operation. */
export type LedgerEntry =
  | { readonly kind: 'started'; readonly runId: string; readonly planDigest: string; readonly at: string }
  | { readonly kind: 'intent'; readonly operation: Operation; readonly at: string }
  | { readonly kind: 'outcome'; readonly operation: string; readonly outcome: Outcome; readonly at: string }
  | { readonly kind: 'finished'; readonly runId: string; readonly at: string; readonly interrupted: boolean };

/** Append-only; an entry is on disk when the promise resolves. */
export interface Ledger {
  append(entry: LedgerEntry): Promise<void>;
  close(): Promise<void>;
}

export interface LockHolder {
  readonly runId: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** Held while the process lives; released by `release`, or found stale when its process is dead. */
export interface RunLock {
  release(): Promise<void>;
}

/** What a ledger that was read is worth. `cut`: its last entry was not written whole; `damaged`: something else is in it. */
export type LedgerCondition = 'whole' | 'cut' | 'damaged';

/** What became of looking for a baseline. */
export type BaselineFound =
  | { readonly kind: 'found'; readonly baseline: Baseline }
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged'; readonly diagnostic: Diagnostic };

export interface StateBackend {
  /** Approvals that were used, each with the id of the run that used it. */
  usedApprovals(): Promise<ReadonlyMap<string, string>>;
  /** Notes, for good, that a run uses an approval; the same run may ask again. Fails with PLN013. */
  useApproval(id: string, runId: string, at: string): Promise<void>;
  lock(holder: LockHolder): Promise<RunLock>;
  /** Who holds the lock; undefined where nobody does. */
  holder(): Promise<LockHolder | undefined>;
  /** Takes the lock away from a holder; false when it was not its any more. */
  unlock(holder: LockHolder): Promise<boolean>;
  openLedger(runId: string): Promise<Ledger>;
  /** Runs that have a ledger, the last first. */
  runIds(): Promise<readonly string[]>;
  /** Gives what a ledger holds, entry by entry; undefined where the run has none. */
  readLedger(runId: string, take: (entry: LedgerEntry) => void): Promise<LedgerCondition | undefined>;
  /** Removes ledgers that were last written before an instant, but never that of the run; tells what could not be. */
  forgetRuns(before: number, current: string): Promise<readonly Diagnostic[]>;
  /** With those of its objects that are wanted. */
  readBaseline(isWanted: (key: string) => boolean): Promise<BaselineFound>;
  /** Which run has noted what it left, read without a proof; undefined: none. */
  baselineRun(): Promise<string | undefined>;
  /** Warnings where it cannot be written. */
  writeBaseline(head: BaselineHead, objects: Iterable<BaselineObject>): Promise<readonly Diagnostic[]>;
  removeBaseline(): Promise<readonly Diagnostic[]>;
}
