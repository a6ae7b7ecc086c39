import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import type { LockHolder, StateBackend } from '../model/state.ts';
import { openLedger } from './ledger.ts';
import { forgetRuns } from './retention.ts';
import { acquireLock } from './lock.ts';
import type { AcquiredLock } from './lock.ts';

export interface LocalState extends StateBackend {
  lock(holder: LockHolder): Promise<AcquiredLock>;
}

/** Lock and ledgers in the folder `.lockstep` of a workspace: for one machine. */
export function localState(folder: string, isAlive: (pid: number) => boolean): LocalState {
  const runs = join(folder, 'runs');
  return {
    async lock(holder) {
      await makeFolder(folder);
      return acquireLock(join(folder, 'lock.json'), holder, isAlive);
    },
    forgetRuns: (before, current) => forgetRuns(runs, before, current),
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

/** Readable by its owner only: it holds personal data. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    fail('RUN002', { detail: `The folder cannot be made: ${failureText(error)}.`, subject: path }, error);
  }
}
