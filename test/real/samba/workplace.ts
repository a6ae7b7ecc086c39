import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'lockstep-dc-';
const A_DAY = 24 * 3600 * 1000;

/** A new directory for a controller. What a crashed run left behind goes when it is a day old: its server is long gone. */
export function newWorkplace(): string {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const path = join(tmpdir(), name);
    if (ageOf(path) > A_DAY) rmSync(path, { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), PREFIX));
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}
