import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { compareText } from '../kernel/text.ts';

const MARKER = 'lockstep.yaml';

/** Names that come to mind for it, and that hold no workspace. */
const NEAR_MARKER = /^\.?lockstep\.(?:ya?ml|json)$/i;

/**
 * The folder of the workspace, absolute: the one that is named, else the only one of `.`, `config/` and `config/*`
 * that holds a lockstep.yaml. Fails when there is none, or more than one.
 */
export async function findWorkspace(current: string, named?: string): Promise<string> {
  if (named !== undefined) {
    const folder = resolve(current, named);
    if (await holdsWorkspace(folder)) return folder;
    return noWorkspace(`There is no ${MARKER} in ${named}.`, current, [folder]);
  }
  const candidates = await candidatesOf(current);
  const found = await withWorkspace(candidates);
  const [only, ...others] = found;
  if (only === undefined) {
    return noWorkspace(`There is no ${MARKER} here, in config/ or in a folder of config/.`, current, candidates);
  }
  if (others.length === 0) return only;
  const names = found.map((folder) => relative(current, folder) || '.').join(', ');
  return fail('CFG002', { detail: `Each of these holds a ${MARKER}: ${names}.`, subject: current });
}

/** A file that was meant to be the topology is named. */
async function noWorkspace(detail: string, current: string, folders: readonly string[]): Promise<never> {
  const [subject = current] = folders;
  for (const folder of folders) {
    const near = (await filesOf(folder)).find((name) => NEAR_MARKER.test(name));
    if (near === undefined) continue;
    const found = relative(current, join(folder, near));
    return fail('CFG001', { detail, subject, help: `Did you mean ${MARKER}? ${found} is there: rename it.` });
  }
  return fail('CFG001', { detail, subject });
}

async function candidatesOf(current: string): Promise<readonly string[]> {
  const config = join(current, 'config');
  return [current, config, ...(await foldersOf(config)).map((name) => join(config, name))];
}

async function withWorkspace(candidates: readonly string[]): Promise<readonly string[]> {
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

function foldersOf(folder: string): Promise<readonly string[]> {
  return namesOf(folder, (entry) => entry.isDirectory());
}

function filesOf(folder: string): Promise<readonly string[]> {
  return namesOf(folder, (entry) => entry.isFile());
}

async function namesOf(folder: string, wanted: (entry: Dirent) => boolean): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(wanted)
      .map((entry) => entry.name)
      .sort(compareText);
  } catch {
    return [];
  }
}
