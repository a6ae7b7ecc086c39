import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';

/** Keeps a second sandbox away from a state file. Returns the id of the process that holds it, or nothing once it is ours. */
export function takeStateLock(file: string): number | undefined {
  const lock = lockOf(file);
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : NaN;
  if (isAlive(holder)) return holder;
  writeFileSync(lock, String(process.pid), { mode: 0o600 });
  return undefined;
}

/** Gives the state file free. */
export function releaseStateLock(file: string): void {
  rmSync(lockOf(file), { force: true });
}

function lockOf(file: string): string {
  return `${file}.lock`;
}

/** A killed sandbox leaves its lock behind: only one whose process lives counts. */
function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0 || id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
