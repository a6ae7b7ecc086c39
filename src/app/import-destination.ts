import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { diagnostic, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { compareText } from '../kernel/text.ts';
import { PINS_FILE } from '../rules/pins.ts';

const MARKER = 'lockstep.yaml';

/** A workspace reads all YAML below its folder: two of them never share files. `out` is the folder as it was given. Throws IMP014. */
export async function refuseInsideWorkspace(folder: string, out: string): Promise<void> {
  for (let above = dirname(folder), below = folder; above !== below; below = above, above = dirname(above)) {
    if (!(await isFile(join(above, MARKER)))) continue;
    const marker = `${relative(folder, above).replaceAll('\\', '/')}/${MARKER}`;
    const inside = relative(above, folder);
    fail('IMP014', { detail: `${marker} above it makes a workspace, and would read ${inside} as well.`, subject: out });
  }
}

/** YAML files that are there, that the import does not write, and that the new workspace would read. */
export async function strangers(
  folder: string,
  out: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly Diagnostic[]> {
  const paths = await yamlBelow(folder);
  return paths
    .filter((path) => !files.has(path) && path !== PINS_FILE)
    .map((path) => diagnostic('IMP015', { detail: `${path} is there, and is no file of this import.`, subject: out }));
}

async function yamlBelow(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
      .sort(compareText);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return [];
    return fail('CLI002', { detail: `The folder cannot be read: ${failureText(error)}.`, subject: folder }, error);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
