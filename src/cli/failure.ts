import type { ApplyResult } from '../app/contract.ts';
import { digestOf } from '../kernel/canonical-json.ts';
import type { ExitCode } from '../kernel/codes/index.ts';
import { DiagnosticError, exitCodeOf } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import {
  cut,
  diagnosticJson,
  renderAnnotations,
  renderDiagnostics,
  renderDiagnosticsJson,
  renderSarif,
  visible,
} from '../render/index.ts';
import type { CommandLine } from './command-line.ts';
import { OutputError } from './console.ts';
import type { Console } from './console.ts';

/** What a failure is on standard output: nothing, one document, the last of several JSON lines, or annotations. */
export type FailureOutput = 'nothing' | 'document' | 'events' | 'sarif' | 'github';

export function failureOutput(line: CommandLine): FailureOutput {
  if (!('format' in line)) return 'nothing';
  if (line.format === 'sarif' || line.format === 'github') return line.format;
  if (line.format !== 'json') return 'nothing';
  return line.command === 'apply' ? 'events' : 'document';
}

export interface FailureContext {
  readonly console: Console;
  readonly output: FailureOutput;
  readonly interrupted: boolean;
  /** Folder of the workspace as it was named. */
  readonly workspace: string;
  readonly version: string;
  /** LOCKSTEP_DEBUG=1. */
  readonly debug: boolean;
}

/** Tells the user why a run ended, and gives the exit code for it. Stack traces are for those who ask for them. */
export async function reportFailure(error: unknown, context: FailureContext): Promise<ExitCode> {
  const { err } = context.console;
  if (context.debug) await err.write(`${stackOf(error)}\n`);
  if (error instanceof OutputError) throw error;
  const diagnostics = error instanceof DiagnosticError && !context.interrupted ? error.diagnostics : [];
  const code = context.interrupted ? 130 : exitCodeOf(diagnostics) || 1;
  await writeOutput(diagnostics, code, context);
  if (context.interrupted) await err.write('Interrupted.\n');
  // Lines of a workflow's log are read for commands: there the annotations tell all.
  else if (error instanceof DiagnosticError) {
    if (context.output !== 'github') await err.write(renderDiagnostics(diagnostics, err));
  } else await err.write(unexpectedLine(error));
  return code;
}

export const NOTHING_DONE: ApplyResult['counts'] = { done: 0, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0 };

/** A summary counts only where it is known that nothing was sent: a fault of our own can come at any time. */
async function writeOutput(
  diagnostics: readonly Diagnostic[],
  exitCode: ExitCode,
  { console: { out }, output, interrupted, workspace, version }: FailureContext,
): Promise<void> {
  if (output === 'document' && diagnostics.length > 0) await out.write(renderDiagnosticsJson(diagnostics));
  if (output === 'sarif' && diagnostics.length > 0) await out.write(renderSarif(diagnostics, { workspace, version }));
  if (output === 'github' && diagnostics.length > 0) await out.write(renderAnnotations(diagnostics, workspace));
  if (output !== 'events') return;
  const told = diagnostics.map(diagnosticJson);
  for (const one of told) await out.write(`${JSON.stringify({ kind: 'diagnostic', ...one })}\n`);
  const counts = diagnostics.length > 0 || interrupted ? { counts: NOTHING_DONE } : {};
  await out.write(`${JSON.stringify({ kind: 'summary', ...counts, diagnostics: told, exitCode })}\n`);
}

/** The same fault has the same id on every machine: file paths stay out of it. */
export function faultId(error: unknown): string {
  const withoutPaths = stackOf(error).replace(/(file:\/\/)?[^\s()]*\/(src|dist|node_modules)\//g, '');
  return digestOf(withoutPaths).slice(0, 8);
}

function unexpectedLine(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const what = `lockstep: unexpected error ${faultId(error)}: ${cut(visible(message), 300)}`;
  return `${what}. This is a fault of Lockstep: report it with this id and what LOCKSTEP_DEBUG=1 shows.\n`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
