import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { positionAt } from '../../kernel/position.ts';
import type { Position } from '../../kernel/position.ts';

/** A place in a file of the repository, as CI systems link it. */
export interface FilePlace {
  /** POSIX, relative to the current directory, which in CI is the root of the repository. */
  readonly file: string;
  /** 1-based, in UTF-16 code units; the end is exclusive. Absent: the file as a whole. */
  readonly region?: { readonly start: Position; readonly end: Position };
}

/** What has no place in a text is shown at the file that makes the folder a workspace. */
const TOPOLOGY = 'lockstep.yaml';

/** Where a diagnostic is shown. Paths of a workspace are relative to its folder. */
export function filePlaceOf({ range }: Diagnostic, workspace: string): FilePlace {
  if (range === undefined) return { file: inRepository(workspace, TOPOLOGY) };
  const { source, start, end } = range;
  return {
    file: inRepository(workspace, source.path),
    region: { start: positionAt(source, start), end: positionAt(source, Math.max(start, end)) },
  };
}

export function inRepository(workspace: string, path: string): string {
  const folder = workspace.replace(/\/+$/, '');
  return folder === '' || folder === '.' || path.startsWith('/') ? path : `${folder}/${path}`;
}

/** Errors before warnings; within one severity the order stays. */
export function gravestFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const { error = [], warning = [] } = Object.groupBy(diagnostics, ({ severity }) => severity);
  return [...error, ...warning];
}
