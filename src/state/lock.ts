import { open, readFile, rm } from 'node:fs/promises';
import { diagnostic, DiagnosticError, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { LockHolder, RunLock } from '../model/state.ts';

export interface AcquiredLock extends RunLock {
  /** A warning when the lock of a dead process was taken over. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes the lock file, or fails with RUN001 naming who holds it. A lock whose process on this host is dead is taken
 * over; the lock of another host never is, since its process cannot be seen from here.
 */
export async function acquireLock(
  path: string,
  holder: LockHolder,
  isAlive: (pid: number) => boolean,
): Promise<AcquiredLock> {
  const diagnostics: Diagnostic[] = [];
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await create(path, holder)) return { diagnostics, release: () => release(path, holder) };
    const other = await readHolder(path);
    if (other === undefined) continue;
    if (other.host !== holder.host || isAlive(other.pid)) throw new DiagnosticError([held(path, other)]);
    diagnostics.push(diagnostic('RUN003', { detail: `Run ${other.runId} (process ${other.pid}) is dead.` }));
    await rm(path, { force: true });
  }
  return fail('RUN001', { detail: `${path} changes hands faster than it can be read.`, subject: path });
}

async function create(path: string, holder: LockHolder): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(JSON.stringify(holder));
    await file.sync();
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    const message = error instanceof Error ? error.message : String(error);
    return fail('RUN002', { detail: `The lock ${path} cannot be made: ${message}.`, subject: path }, error);
  }
}

/** The holder; undefined when the lock was released meanwhile. A lock that cannot be read is held by nobody known. */
async function readHolder(path: string): Promise<LockHolder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isHolder(value)) return value;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  }
  return fail('RUN001', {
    detail: `${path} is there, but who holds it cannot be read.`,
    subject: path,
    help: 'When no run is under way, remove the file.',
  });
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== 'object' || value === null) return false;
  const { runId, host, pid, since } = value as Record<string, unknown>;
  return typeof runId === 'string' && typeof host === 'string' && typeof pid === 'number' && typeof since === 'string';
}

/** Removes the lock only while it is still ours. */
async function release(path: string, holder: LockHolder): Promise<void> {
  const present = await readHolder(path);
  if (present?.runId === holder.runId) await rm(path, { force: true });
}

function held(path: string, other: LockHolder): Diagnostic {
  return diagnostic('RUN001', {
    detail: `Run ${other.runId} on ${other.host} (process ${other.pid}) has held it since ${other.since}.`,
    subject: path,
    help: `Wait for it to end. When ${other.host} is gone for good, remove ${path}.`,
  });
}
