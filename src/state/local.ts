import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { compareText } from '../kernel/text.ts';
import type { LockHolder, StateBackend } from '../model/state.ts';
import { usedApprovals, useApproval } from './approvals.ts';
import { baselineRun, readBaseline, removeBaseline, writeBaseline } from './baseline.ts';
import { openLedger } from './ledger.ts';
import { readLedger } from './read-ledger.ts';
import { forgetRuns, LEDGER } from './retention.ts';
import { acquireLock, readHolder, takeAway } from './lock.ts';
import type { AcquiredLock } from './lock.ts';

export interface LocalState extends StateBackend {
  lock(holder: LockHolder): Promise<AcquiredLock>;
}

/** Lock, ledgers and baseline in the folder `.lockstep` of a workspace: for one machine. */
export function localState(folder: string, isAlive: (pid: number) => boolean): LocalState {
  const runs = join(folder, 'runs');
  const approvals = join(folder, 'approvals');
  const lock = join(folder, 'lock.json');
  const baseline = join(folder, 'baseline.jsonl');
  return {
    async lock(holder) {
      await makeFolder(folder);
      return acquireLock(lock, holder, isAlive);
    },
    holder: () => readHolder(lock),
    unlock: (holder) => takeAway(lock, holder),
    async runIds() {
      const names = await readable(runs, () => readdir(runs));
      const ids = (names ?? []).flatMap((name) => LEDGER.exec(name)?.[1] ?? []);
      return ids.sort((a, b) => compareText(b, a));
    },
    async readLedger(runId, take) {
      const name = `${runId}.jsonl`;
      return LEDGER.test(name) ? readable(name, () => readLedger(join(runs, name), take)) : undefined;
    },
    usedApprovals: () => usedApprovals(approvals),
    async useApproval(id, runId, at) {
      await makeFolder(approvals);
      await useApproval(approvals, id, runId, at);
    },
    forgetRuns: (before, current) => forgetRuns(runs, before, current),
    readBaseline: (isWanted) => readBaseline(baseline, isWanted),
    baselineRun: () => baselineRun(baseline),
    writeBaseline: (head, objects) => writeBaseline(baseline, head, objects),
    removeBaseline: () => removeBaseline(baseline),
    async openLedger(runId) {
      await makeFolder(runs);
      const path = join(runs, `${runId}.jsonl`);
      try {
        return await openLedger(path);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
          return fail('PLN008', { detail: `Run ${runId} has a ledger already.`, subject: runId }, error);
        }
        return fail('RUN002', { detail: `The ledger cannot be made: ${failureText(error)}.`, subject: path }, error);
      }
    },
  };
}

/** undefined where it is not there. */
async function readable<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined;
    return fail(
      'RUN002',
      { detail: `What earlier runs left cannot be read: ${failureText(error)}.`, subject: path },
      error,
    );
  }
}

/** Readable by its owner only: it holds personal data. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    fail('RUN002', { detail: `The folder cannot be made: ${failureText(error)}.`, subject: path }, error);
  }
}
