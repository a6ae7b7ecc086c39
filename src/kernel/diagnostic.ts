import type { SourceRange } from './position.ts';
import { codes } from './codes/index.ts';
import type { Code, ExitCode } from './codes/index.ts';
import type { Severity } from './codes/entry.ts';

export type { Severity } from './codes/entry.ts';

/**
 * Something a person should know and can act on. The summary of its code never changes (people learn to
 * recognise it); `detail` says what is wrong in this case, in whole sentences.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly detail: string;
  /** Where in the user's text. */
  readonly range?: SourceRange;
  /** The thing it is about when it is not a text: a DN, a server, a file. */
  readonly subject?: string;
  /** What to do in this case; the code's own advice stands when absent. */
  readonly help?: string;
}

export type DiagnosticParts = Omit<Diagnostic, 'code' | 'severity'>;

/** A diagnostic of a registered code, with the severity that the registry gives it. */
export function diagnostic(code: Code, parts: DiagnosticParts): Diagnostic {
  return { code, severity: codes[code].severity, ...parts };
}

/** Input or the outside failed in a way the user can act on; caught once, in cli/. */
export class DiagnosticError extends Error {
  override readonly name = 'DiagnosticError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    super(diagnostics.map((one) => `${one.code}: ${one.detail}`).join('\n'), options);
    this.diagnostics = diagnostics;
  }
}

/** Throws one diagnostic as an error. */
export function fail(code: Code, parts: DiagnosticParts, cause?: unknown): never {
  throw new DiagnosticError([diagnostic(code, parts)], cause === undefined ? undefined : { cause });
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error');
}

/** The exit code that a set of diagnostics asks for: the one of its first error. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const first = diagnostics.find((one) => one.severity === 'error');
  return first === undefined ? 0 : codes[first.code].exit;
}
