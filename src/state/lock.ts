import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { diagnostic, DiagnosticError, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import type { LockHolder, RunLock } from '../model/state.ts';

export interface AcquiredLock extends RunLock {
  /** A warning when the lock of a dead process was taken over. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs that died one after the other while each took over from the one before; more are not believed. */
const MOST_TAKEOVERS = 5;
const ATTEMPTS = 5;

/**
 * Takes the lock file, or fails with RUN001 naming who holds it. A lock whose process on this host is dead is taken
 * over; the lock of another host never is, since its process cannot be seen from here. Of any number of processes that
 * find a dead one's lock exactly one gets it: taking over needs a lock of its own.
 */
export async function acquireLock(
  path: string,
  holder: LockHolder,
  isAlive: (pid: number) => boolean,
): Promise<AcquiredLock> {
  // Unlike its run, a process is in this once: two runs of one process are two holders, too.
  const draft = `${path}.${holder.pid}.${holder.runId}.tmp`;
  await writeDraft(draft, path, holder);
  try {
    return await acquire({ path, draft, holder, isAlive }, 0);
  } finally {
    await rm(draft, { force: true });
  }
}

interface Attempt {
  readonly path: string;
  /** A file that holds the holder already: a lock is there with its content or not at all. */
  readonly draft: string;
  readonly holder: LockHolder;
  readonly isAlive: (pid: number) => boolean;
}

async function acquire(attempt: Attempt, depth: number): Promise<AcquiredLock> {
  const { path, holder } = attempt;
  for (let time = 0; time < ATTEMPTS; time++) {
    if (await created(attempt)) return { diagnostics: [], release: () => release(path, holder) };
    const other = await readHolder(path);
    if (other === undefined) continue;
    if (depth > MOST_TAKEOVERS || isHeld(attempt, other)) throw new DiagnosticError([held(path, other)]);
    if (await takenOver(attempt, other, depth)) {
      const detail = `Run ${other.runId} (process ${other.pid}) is dead.`;
      return { diagnostics: [diagnostic('RUN003', { detail })], release: () => release(path, holder) };
    }
  }
  return fail('RUN001', { detail: `${path} changes hands faster than it can be read.`, subject: path });
}

function isHeld({ holder, isAlive }: Attempt, other: LockHolder): boolean {
  return other.host !== holder.host || isAlive(other.pid);
}

/** Under the lock of takeovers nobody else replaces a dead holder, so what is read here still stands when it is. */
async function takenOver(attempt: Attempt, dead: LockHolder, depth: number): Promise<boolean> {
  const takeover = await acquire({ ...attempt, path: `${attempt.path}.takeover` }, depth + 1);
  try {
    const present = await readHolder(attempt.path);
    if (present === undefined || !isSame(present, dead)) return false;
    const replacement = `${attempt.draft}.next`;
    await usable(attempt.path, () => link(attempt.draft, replacement));
    await usable(attempt.path, () => rename(replacement, attempt.path));
    return true;
  } finally {
    await takeover.release();
  }
}

async function writeDraft(draft: string, path: string, holder: LockHolder): Promise<void> {
  await usable(path, async () => {
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(holder));
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

async function created({ draft, path }: Attempt): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    return unusable(path, error);
  }
}

async function usable(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    unusable(path, error);
  }
}

function unusable(path: string, error: unknown): never {
  return fail('RUN002', { detail: `The lock cannot be made: ${failureText(error)}.`, subject: path }, error);
}

/** The holder; undefined when there is none any more. A lock that cannot be read is held by nobody known: RUN001. */
export async function readHolder(path: string): Promise<LockHolder | undefined> {
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

/** A plan file keeps its run id: two processes that apply it are told apart by more than that. */
function isSame(a: LockHolder, b: LockHolder): boolean {
  return a.runId === b.runId && a.host === b.host && a.pid === b.pid && a.since === b.since;
}

/** Removes the lock only while it is still ours; whatever else lies there now is somebody else's. */
async function release(path: string, holder: LockHolder): Promise<void> {
  const present = await readHolder(path).catch(() => undefined);
  if (present !== undefined && isSame(present, holder)) await rm(path, { force: true });
}

/**
 * Takes the lock away from a holder who was seen with it; false when it is somebody else's by now. It is set aside
 * before it is looked at, so that one taken in between is not removed, and put back where nobody took it again.
 */
export async function takeAway(path: string, holder: LockHolder): Promise<boolean> {
  const aside = `${path}.${holder.runId}.away`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    return unusable(path, error);
  }
  const found = await readHolder(aside).catch(() => undefined);
  const isTheirs = found !== undefined && isSame(found, holder);
  if (!isTheirs) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return isTheirs;
}

function held(path: string, other: LockHolder): Diagnostic {
  return diagnostic('RUN001', {
    detail: `Run ${other.runId} on ${other.host} (process ${other.pid}) has held it since ${other.since}.`,
    subject: path,
    help: `Wait for it to end. When ${other.host} is gone for good, remove ${path}.`,
  });
}
