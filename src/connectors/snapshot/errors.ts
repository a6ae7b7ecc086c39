import { diagnostic, DiagnosticError, fail } from '../../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../../kernel/file-failure.ts';
import type { Lacking } from '../../model/snapshot.ts';

/** A snapshot on disk. */
export interface SnapshotFile {
  /** Absolute. */
  readonly path: string;
  /** As the user wrote it. */
  readonly shownAs: string;
}

/** `line` is 1-based; 0 is the file as a whole. */
export function damaged({ shownAs }: SnapshotFile, line: number, what: string, cause?: unknown): never {
  const where = line === 0 ? shownAs : `${shownAs}, line ${line}`;
  fail('SNP001', { detail: `${where}: ${what}.`, subject: shownAs }, cause);
}

export function otherVersion({ shownAs }: SnapshotFile, format: unknown, version: unknown): never {
  const found = `format ${shown(format)}, version ${shown(version)}`;
  fail('SNP002', {
    detail: `${shownAs} says ${found}; this version reads lockstep-snapshot versions 1 and 2.`,
    subject: shownAs,
  });
}

function shown(value: unknown): string {
  return (JSON.stringify(value) as string | undefined)?.slice(0, 40) ?? 'none';
}

export function tooLarge({ shownAs }: SnapshotFile, what: string): never {
  fail('SNP003', { detail: `${shownAs}: ${what}.`, subject: shownAs });
}

export function lacks({ shownAs }: SnapshotFile, missing: readonly Lacking[]): never {
  throw new DiagnosticError(
    missing.map((one) => diagnostic('SNP004', { detail: `${shownAs} holds no ${nameOf(one)}.`, subject: shownAs })),
  );
}

function nameOf({ type, attribute }: Lacking): string {
  return attribute === undefined ? `objects of type ${type}` : `${attribute} of ${type}`;
}

export function wrongKind({ shownAs }: SnapshotFile, found: string, wanted: string): never {
  fail('SNP006', { detail: `${shownAs} is a snapshot of a ${found}, and a ${wanted} is wanted.`, subject: shownAs });
}

export function cannotHold(what: string, why: string): never {
  fail('SNP007', { detail: `${what}: ${why}.`, subject: what });
}

/** A failure of the file system in the user's words; anything else is passed on. */
export function unreadable({ shownAs }: SnapshotFile, error: unknown): never {
  if (!isSystemError(error)) throw error;
  fail('CLI002', { detail: `The snapshot cannot be read: ${failureText(error)}.`, subject: shownAs }, error);
}

export function unwritable(shownAs: string, error: unknown): never {
  if (!isSystemError(error)) throw error;
  fail('CLI002', { detail: `The snapshot cannot be written: ${failureText(error)}.`, subject: shownAs }, error);
}
