import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';

const NAME = /^([0-9a-f]{16})\.json$/;

/** The approvals that were used, each with the run that used it. What cannot be read was used by nobody known. */
export async function usedApprovals(folder: string): Promise<ReadonlyMap<string, string>> {
  const used = new Map<string, string>();
  for (const name of await namesIn(folder)) {
    const id = NAME.exec(name)?.[1];
    if (id !== undefined) used.set(id, (await runIn(join(folder, name))) ?? 'unknown');
  }
  return used;
}

/** Notes that a run uses an approval; on disk when the promise resolves. Fails with PLN013 when another run has. */
export async function useApproval(folder: string, id: string, runId: string, at: string): Promise<void> {
  const path = join(folder, `${id}.json`);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ approval: id, runId, at })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const user = error.code === 'EEXIST' ? await runIn(path) : undefined;
    if (user === runId) return;
    if (error.code === 'EEXIST') {
      fail('PLN013', { detail: `Run ${user ?? 'unknown'} used the approval ${id}.`, subject: id }, error);
    }
    fail('RUN002', { detail: `The use of an approval cannot be noted: ${failureText(error)}.`, subject: path }, error);
  }
}

/** A name in a folder is on disk when the folder is. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return [];
    return fail(
      'RUN002',
      { detail: `What was approved cannot be read: ${failureText(error)}.`, subject: folder },
      error,
    );
  }
}

async function runIn(path: string): Promise<string | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    const runId = typeof value === 'object' && value !== null && 'runId' in value ? value.runId : undefined;
    return typeof runId === 'string' ? runId : undefined;
  } catch {
    return undefined;
  }
}
