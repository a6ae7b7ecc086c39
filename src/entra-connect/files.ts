import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { diagnostic, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { compareText } from '../kernel/text.ts';

export interface ExportFile {
  /** As given on the command line, with what lies below it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ExportFiles {
  readonly files: readonly ExportFile[];
  /** Files of another kind, which are not read. */
  readonly others: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A connector file of a large forest has some 2 MB; what is far beyond it is no export. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;
const MAXIMUM_FILES = 10_000;

/** What exports and their scripts are kept in; what a file is, it says itself. */
const KEPT_IN = /\.(?:xml|json|ps1|psm1|txt)$/i;

/**
 * The files of an export: of a folder and its folders, or the one that is named. Links in it are not followed.
 * @param current the folder that a relative path is relative to
 */
export async function exportFiles(path: string, current: string): Promise<ExportFiles> {
  const paths = await pathsBelow(path, current);
  const files: ExportFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const isKept = (one: string): boolean => one === path || KEPT_IN.test(one);
  for (const one of paths.filter(isKept)) {
    const outcome = await readOne(one, current);
    if ('bytes' in outcome) files.push(outcome);
    else diagnostics.push(outcome);
  }
  return { files, others: paths.filter((one) => !isKept(one)), diagnostics };
}

async function pathsBelow(path: string, current: string): Promise<readonly string[]> {
  try {
    const root = resolve(current, path);
    if (!(await stat(root)).isDirectory()) return [path];
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(path, relative(root, join(entry.parentPath, entry.name))));
    if (files.length > MAXIMUM_FILES) fail('IMP001', { detail: `${path} holds more than ${MAXIMUM_FILES} files.` });
    return files.sort(compareText);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return fail('IMP001', { detail: `${path} cannot be read: ${failureText(error)}.` }, error);
  }
}

async function readOne(path: string, current: string): Promise<ExportFile | Diagnostic> {
  const file = resolve(current, path);
  try {
    const { size } = await stat(file);
    if (size > MAXIMUM_BYTES) {
      return diagnostic('IMP003', { detail: `${path} has ${size} bytes; ${MAXIMUM_BYTES} are read.`, subject: path });
    }
    return { path, bytes: await readFile(file) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return diagnostic('IMP002', { detail: `${path} cannot be read: ${failureText(error)}.`, subject: path });
  }
}
