import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import { isPlanFile } from '../planfile/index.ts';
import type { World } from './contract.ts';
import { snapshotStore } from './registry.ts';
import { isReport } from './report-file.ts';

const KINDS = {
  plan: { isOne: (path: string) => isPlanFile(path) },
  snapshot: { isOne: (path: string, { signal }: World) => snapshotStore.isSnapshot(path, signal) },
  report: { isOne: (path: string) => isReport(path) },
} as const;

/**
 * Where a plan, a snapshot or a report goes, absolute. Refused before anything is read: what lies there and is not an earlier
 * one of its kind is never overwritten.
 */
export async function destination(world: World, kind: keyof typeof KINDS, out: string): Promise<string> {
  const path = resolve(world.directory, out);
  const refuse = (why: string, cause?: unknown): never =>
    fail('CLI002', { detail: `The ${kind} cannot be written to ${out}: ${why}.`, subject: out }, cause);
  const present = await stat(path).catch((error: unknown) =>
    isMissing(error) ? undefined : refuse(failureText(error), error),
  );
  if (present?.isDirectory() === true) refuse('it is a folder');
  if (present !== undefined && !(present.isFile() && (await KINDS[kind].isOne(path, world)))) {
    const detail = `${out} is there already and is no ${kind}.`;
    fail('CLI002', { detail, subject: out, help: 'Choose another name.' });
  }
  await access(dirname(path), constants.W_OK | constants.X_OK).catch((error: unknown) =>
    refuse(isMissing(error) ? 'its folder is not there' : failureText(error), error),
  );
  return path;
}

/** Refuses a file for a report before anything is read for it. */
export async function checkReport(world: World, out: string): Promise<void> {
  await destination(world, 'report', out);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
