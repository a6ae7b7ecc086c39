import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, normalize, relative, resolve } from 'node:path';
import { convert, readServerExport, topologyText } from '../entra-connect/index.ts';
import type { Conversion } from '../entra-connect/index.ts';
import { diagnostic, DiagnosticError, fail, hasErrors } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import type { SourceText } from '../kernel/position.ts';
import { isExtensionName } from '../model/directory-extension.ts';
import type { Migration } from '../model/migration.ts';
import { loadTexts } from '../rules/index.ts';
import type { LoadedWorkspace } from '../rules/index.ts';
import type { World } from './contract.ts';
import { refuseInsideWorkspace, strangers } from './import-destination.ts';
import { workspaceName } from './init.ts';
import { environment, tenantSchema } from './registry.ts';

export interface ImportOptions {
  /** What was exported. */
  readonly path: string;
  /** Folder of the new workspace. */
  readonly out: string;
  readonly tenantId?: string;
}

export interface ImportResult {
  readonly migration: Migration;
  /** What could not be read or carried over. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a workspace of the configuration of an Entra Connect server. Writes nothing. */
export async function importEntraConnect(world: World, options: ImportOptions): Promise<ImportResult> {
  const { path, out, tenantId } = options;
  const read = await readServerExport(path, world.directory);
  const name = workspaceName(resolve(world.directory, out));
  const named = { name, ...(tenantId === undefined ? {} : { tenantId }) };
  const pack = (await compiled(new Map([['lockstep.yaml', topologyText(read.server, named)]]))).ruleSet;
  if (pack === undefined) {
    const detail = 'It holds no connector of an Active Directory with a domain that is selected.';
    throw new DiagnosticError([diagnostic('IMP001', { detail, subject: path }), ...read.diagnostics]);
  }
  const knowledge = {
    directory: environment.schemaOf('activeDirectory'),
    tenant: tenantSchema,
    isExtensionName,
    pack,
  };
  const { conversion, left } = await thatCompiles((refused) => convert(read.server, knowledge, { ...named, refused }));
  return {
    migration: fromExport(conversion.migration, path),
    diagnostics: [...read.diagnostics, ...conversion.diagnostics, ...left],
  };
}

/** The report is committed with the rules: its places are below the export, wherever that lay. */
function fromExport({ rules, ...rest }: Migration, path: string): Migration {
  const folder = join(normalize(path), '/');
  const placeOf = (origin: string): string =>
    origin.startsWith(folder) ? origin.slice(folder.length) : origin.replace(path, () => basename(path));
  return { ...rest, rules: rules.map((rule) => ({ ...rule, origin: placeOf(rule.origin) })) };
}

/** The rule language has the last word: a rule that it refuses is left out, and the rest is made again without it. */
async function thatCompiles(
  make: (refused: ReadonlyMap<string, string>) => Conversion,
): Promise<{ readonly conversion: Conversion; readonly left: readonly Diagnostic[] }> {
  const refused = new Map<string, string>();
  for (;;) {
    const conversion = make(refused);
    const { files } = conversion.migration;
    const before = refused.size;
    const errors = (await compiled(files)).diagnostics.filter(({ severity }) => severity === 'error');
    for (const { range, detail } of errors) {
      const file = range?.source.path ?? '';
      if (file.startsWith('rules/') && !refused.has(file)) refused.set(file, detail);
    }
    if (refused.size === before) return { conversion, left: errors };
  }
}

function compiled(files: ReadonlyMap<string, string>): Promise<LoadedWorkspace> {
  const texts = [...files].map(([path, text]): SourceText => ({ path, text }));
  return loadTexts('', texts, environment);
}

export interface WriteOptions {
  readonly out: string;
  /** Files that are there and say something else are overwritten. */
  readonly force: boolean;
  /** Texts by path below the folder. */
  readonly files: ReadonlyMap<string, string>;
}

export interface WriteResult {
  /** Relative to the current directory. */
  readonly directory: string;
  readonly written: readonly string[];
  /** Files that were there already, just so. */
  readonly unchanged: readonly string[];
}

/** Writes files into a folder. All or none: a file that would be overwritten stops it before the first one. */
export async function writeWorkspace(world: World, { out, force, files }: WriteOptions): Promise<WriteResult> {
  const folder = resolve(world.directory, out);
  const written: string[] = [];
  const unchanged: string[] = [];
  await refuseInsideWorkspace(folder, out);
  const clashes: Diagnostic[] = force ? [] : [...(await strangers(folder, out, files))];
  for (const [path, text] of files) {
    const present = await textAt(join(folder, path));
    if (present === text) unchanged.push(path);
    else written.push(path);
    if (present !== undefined && present !== text && !force) {
      clashes.push(diagnostic('IMP010', { detail: `${path} is there already, with another text.`, subject: out }));
    }
  }
  if (hasErrors(clashes)) throw new DiagnosticError(clashes);
  for (const path of written) await write(join(folder, path), files.get(path) ?? '');
  return { directory: relative(world.directory, folder) || '.', written, unchanged };
}

async function textAt(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return undefined;
    return fail('CLI002', { detail: `The file cannot be read: ${failureText(error)}.`, subject: path }, error);
  }
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    fail('CLI002', { detail: `The file cannot be written: ${failureText(error)}.`, subject: path }, error);
  }
}
