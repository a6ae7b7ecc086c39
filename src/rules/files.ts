import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import type { SourceText } from '../kernel/position.ts';
import { compareText } from '../kernel/text.ts';
import type { Problems } from './problems.ts';

/** Bytes. Reading takes up to a few kilobytes of memory for each byte of hostile YAML. */
const LARGEST_FILE = 1_000_000;
const LARGEST_WORKSPACE = 10_000_000;
const MOST_FILES = 1_000;
const MOST_ENTRIES = 100_000;
const DEEPEST_FOLDER = 20;

/**
 * The YAML files below a folder, by path; paths in diagnostics begin with `prefix`. Hidden files and folders
 * (.lockstep, .git, .github) belong to tools, and packs/ to other workspaces.
 */
export async function readYamlFiles(
  folder: string,
  prefix: string,
  problems: Problems,
): Promise<readonly SourceText[]> {
  const paths = await findYaml(folder, problems);
  const sources: SourceText[] = [];
  let total = 0;
  for (const path of paths) {
    const source = await readSource(folder, path, prefix, problems);
    if (source === undefined) continue;
    total += source.text.length;
    if (total > LARGEST_WORKSPACE) {
      problems.add(
        diagnostic('CFG004', { detail: `Its YAML is more than ${LARGEST_WORKSPACE} bytes.`, subject: folder }),
      );
      break;
    }
    sources.push(source);
  }
  return sources;
}

async function findYaml(folder: string, problems: Problems): Promise<readonly string[]> {
  const found: string[] = [];
  const open: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, depth } = next;
    for (const entry of await list(join(folder, path))) {
      if (entry.name.startsWith('.')) continue;
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (++seen > MOST_ENTRIES || found.length > MOST_FILES || depth > DEEPEST_FOLDER) {
        const detail = `There are more than ${MOST_FILES} YAML files, ${MOST_ENTRIES} entries or ${DEEPEST_FOLDER} levels of folders.`;
        problems.add(diagnostic('CFG004', { detail, subject: folder }));
        return [];
      }
      if (entry.isDirectory() && !isForeign(entry.name, depth)) open.push({ path: below, depth: depth + 1 });
      else if (entry.isFile() && isYaml(entry.name)) found.push(below);
      else if (entry.isSymbolicLink() && (isYaml(entry.name) || !entry.name.includes('.'))) reportLink(below, problems);
    }
  }
  return found.sort(compareText);
}

function isForeign(name: string, depth: number): boolean {
  return name === 'node_modules' || (depth === 0 && name === 'packs');
}

/** Would {@link readYamlFiles} take it? The path is relative to the workspace. */
export function isWorkspaceFile(path: string): boolean {
  const parts = path.split('/');
  const foreign = parts.slice(0, -1).some((part, depth) => isForeign(part, depth));
  return !foreign && isYaml(path) && !parts.some((part) => part.startsWith('.'));
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

function reportLink(path: string, problems: Problems): void {
  problems.add(diagnostic('CFG005', { detail: `${path} is a symbolic link.`, subject: path }));
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return fail('CFG003', { detail: `The folder cannot be read: ${failureText(error)}.`, subject: folder }, error);
  }
}

async function readSource(
  folder: string,
  path: string,
  prefix: string,
  problems: Problems,
): Promise<SourceText | undefined> {
  const file = join(folder, path);
  const shown = `${prefix}${path}`;
  const bytes = await bytesOf(file);
  if (typeof bytes === 'string') {
    problems.add(
      diagnostic(bytes === 'too large' ? 'CFG004' : 'CFG003', { detail: `${shown}: ${bytes}.`, subject: shown }),
    );
    return undefined;
  }
  try {
    return { path: shown, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    problems.add(diagnostic('CFG003', { detail: `${shown} is not UTF-8 text.`, subject: shown }));
    return undefined;
  }
}

async function bytesOf(file: string): Promise<Uint8Array | string> {
  try {
    if ((await stat(file)).size > LARGEST_FILE) return 'too large';
    return await readFile(file);
  } catch (error) {
    return failureText(error);
  }
}
