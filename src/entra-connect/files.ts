import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import { compareText } from '../kernel/text.ts';

export interface ExportFile {
  /** As given on the command line, with what lies below it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ExportFiles {
  readonly files: readonly ExportFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A connector file of a large forest has some 2 MB; what is far beyond it is no export. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;
const MAXIMUM_FILES = 10_000;

/** Every file of an export: of a folder and its folders, or the one that is named. Links are not followed. */
export async function exportFiles(path: string): Promise<ExportFiles> {
  const paths = await pathsBelow(path);
  const files: ExportFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const one of paths) {
    const outcome = await readOne(one);
    if ('bytes' in outcome) files.push(outcome);
    else diagnostics.push(outcome);
  }
  return { files, diagnostics };
}

async function pathsBelow(path: string): Promise<readonly string[]> {
  try {
    if (!(await lstat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    if (files.length > MAXIMUM_FILES) fail('IMP001', { detail: `${path} holds more than ${MAXIMUM_FILES} files.` });
    return files.sort(compareText);
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      fail('IMP001', { detail: `${path} cannot be read: ${failureText(error)}.` }, error);
    }
    throw error;
  }
}

async function readOne(path: string): Promise<ExportFile | Diagnostic> {
  try {
    const { size } = await lstat(path);
    if (size > MAXIMUM_BYTES) {
      return diagnostic('IMP003', { detail: `${path} has ${size} bytes; ${MAXIMUM_BYTES} are read.`, subject: path });
    }
    return { path, bytes: await readFile(path) };
  } catch (error) {
    return diagnostic('IMP001', { detail: `${path} cannot be read: ${failureText(error)}.`, subject: path });
  }
}
