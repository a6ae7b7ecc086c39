import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { gitHubWorkflows, scaffold } from '../rules/index.ts';
import type { World } from './contract.ts';

export interface InitResult {
  /** Relative to the current directory. */
  readonly directory: string;
  readonly files: readonly string[];
}

export interface InitOptions {
  readonly directory: string;
  /** Workflows for this CI system, and no workspace: the folder is the root of a repository. */
  readonly ci?: 'github';
}

/** Writes a small workspace into a folder that is empty or not there yet. Nothing is ever overwritten. */
export async function init(world: World, options: InitOptions): Promise<InitResult> {
  const folder = resolve(world.directory, options.directory);
  if (options.ci !== undefined) return await initWorkflows(world, folder);
  const files = scaffold(workspaceName(folder));
  const present = await entriesOf(folder);
  const clash = [...files.keys()].find((path) => present.includes(path.split('/')[0] ?? path));
  if (clash !== undefined) {
    fail('CLI002', {
      detail: `${clash} is there already in ${options.directory}.`,
      subject: folder,
      help: 'Choose a new folder: lockstep init DIR.',
    });
  }
  for (const [path, text] of files) await write(join(folder, path), text);
  return { directory: relative(world.directory, folder) || '.', files: [...files.keys()] };
}

/** All of them or none: a workflow that is there already was made somebody's own. */
async function initWorkflows(world: World, folder: string): Promise<InitResult> {
  const files = gitHubWorkflows();
  const present = new Set(await entriesOf(join(folder, '.github', 'workflows')));
  const clash = [...files.keys()].find((path) => present.has(basename(path)));
  if (clash !== undefined) {
    fail('CLI002', {
      detail: `${clash} is there already.`,
      subject: folder,
      help: 'Move it away to get a new one.',
    });
  }
  for (const [path, text] of files) await write(join(folder, path), text);
  return { directory: relative(world.directory, folder) || '.', files: [...files.keys()] };
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    fail('CLI002', { detail: `The file cannot be written: ${failureText(error)}.`, subject: path }, error);
  }
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    return fail('CLI002', { detail: `The folder cannot be read: ${failureText(error)}.`, subject: folder }, error);
  }
}

/** A name of lower-case letters, digits and dashes from the name of the folder. */
export function workspaceName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return /^[a-z]/.test(name) ? name.slice(0, 32) : 'example';
}
