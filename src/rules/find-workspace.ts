import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { compareText } from '../kernel/text.ts';

const MARKER = 'lockstep.yaml';

/**
 * The folder of the workspace, absolute: the one that is named, else the only one of `.`, `config/` and `config/*`
 * that holds a lockstep.yaml. Fails when there is none, or more than one.
 */
export async function findWorkspace(current: string, named?: string): Promise<string> {
  if (named !== undefined) {
    const folder = resolve(current, named);
    if (await holdsWorkspace(folder)) return folder;
    return fail('CFG001', { detail: `There is no ${MARKER} in ${named}.`, subject: folder });
  }
  const found = await candidatesWithWorkspace(current);
  const [only, ...others] = found;
  if (only === undefined) {
    return fail('CFG001', {
      detail: `There is no ${MARKER} here, in config/ or in a folder of config/.`,
      subject: current,
    });
  }
  if (others.length === 0) return only;
  const names = found.map((folder) => relative(current, folder) || '.').join(', ');
  return fail('CFG002', { detail: `Each of these holds a ${MARKER}: ${names}.`, subject: current });
}

async function candidatesWithWorkspace(current: string): Promise<readonly string[]> {
  const config = join(current, 'config');
  const candidates = [current, config, ...(await foldersOf(config)).map((name) => join(config, name))];
  const found: string[] = [];
  for (const folder of candidates) if (await holdsWorkspace(folder)) found.push(folder);
  return found;
}

async function holdsWorkspace(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, MARKER))).isFile();
  } catch {
    return false;
  }
}

async function foldersOf(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort(compareText);
  } catch {
    return [];
  }
}
