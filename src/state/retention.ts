import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { compareText } from '../kernel/text.ts';

/** The ledger of a run is named like it. */
export const LEDGER = /^([0-9A-Za-z-]{1,64})\.jsonl$/;

/** Removes the ledgers of a folder that were last written before an instant. Other files are not touched. */
export async function forgetRuns(folder: string, before: number, current: string): Promise<readonly Diagnostic[]> {
  const failures: Diagnostic[] = [];
  for (const name of (await readdir(folder)).sort(compareText)) {
    if (!LEDGER.test(name) || name === `${current}.jsonl`) continue;
    try {
      const path = join(folder, name);
      if ((await lstat(path)).mtimeMs < before) await unlink(path);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // Another run may have been quicker.
      if (error.code === 'ENOENT') continue;
      failures.push(diagnostic('RUN004', { detail: `${name}: ${failureText(error)}.`, subject: folder }));
    }
  }
  return failures;
}
