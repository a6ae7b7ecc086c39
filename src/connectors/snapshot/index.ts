import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { SnapshotFacts, SnapshotSource, SnapshotTenant } from '../../model/snapshot.ts';
import { wrongKind } from './errors.ts';
import type { SnapshotFile } from './errors.ts';
import { readHead, readSnapshot } from './read-file.ts';
import type { ReadOptions } from './read-file.ts';
import { snapshotSource } from './source.ts';
import { snapshotTenant } from './tenant.ts';

export type { SnapshotFile } from './errors.ts';
export { writeSourceSnapshot } from './write-source.ts';
export { writeTenantSnapshot } from './write-tenant.ts';
export type { Destination } from './write-file.ts';

/** Opens a snapshot of a source: its head is read; all of it is proved when it is imported. */
export async function openSourceSnapshot(file: SnapshotFile, signal: AbortSignal): Promise<SnapshotSource> {
  const head = await readHead(file, signal);
  return head.kind === 'source' ? snapshotSource(file, head) : wrongKind(file, head.kind, 'source');
}

/** Opens a snapshot of a tenant: its head is read; all of it is proved when it is read. */
export async function openTenantSnapshot(file: SnapshotFile, signal: AbortSignal): Promise<SnapshotTenant> {
  const head = await readHead(file, signal);
  return head.kind === 'tenant' ? snapshotTenant(file, head) : wrongKind(file, head.kind, 'tenant');
}

/** Does a file begin as a snapshot does? */
export async function isSnapshot(path: string, signal: AbortSignal): Promise<boolean> {
  try {
    await readHead({ path, shownAs: path }, signal);
    return true;
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

/** Proves a snapshot and says what it is of; keeps nothing of what it holds. */
export function inspectSnapshot(file: SnapshotFile, options: ReadOptions): Promise<SnapshotFacts> {
  return readSnapshot(file, { head: () => undefined, line: () => undefined }, options);
}
