export type Severity = 'error' | 'warning';

/** Exit codes of the command line; one table in the README. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 130;

export interface CodeEntry {
  readonly severity: Severity;
  /** The problem in a few words: constant per code, no names in it. */
  readonly summary: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  readonly exit: ExitCode;
}

/** Keeps the literal names of a table of codes while checking its entries. */
export function table<const Name extends string>(entries: Readonly<Record<Name, CodeEntry>>): typeof entries {
  return entries;
}
