import { digestOf } from '../kernel/canonical-json.ts';
import type { ExitCode } from '../kernel/codes/index.ts';
import { DiagnosticError, exitCodeOf } from '../kernel/diagnostic.ts';
import { cut, renderDiagnostics, renderDiagnosticsJson, visible } from '../render/index.ts';
import type { Format } from './command-line.ts';
import type { Console } from './console.ts';

export interface FailureContext {
  readonly console: Console;
  readonly format: Format;
  readonly interrupted: boolean;
  /** LOCKSTEP_DEBUG=1. */
  readonly debug: boolean;
}

/** Tells the user why a run ended, and gives the exit code for it. Stack traces are for those who ask for them. */
export async function reportFailure(error: unknown, context: FailureContext): Promise<ExitCode> {
  const { err, out } = context.console;
  if (context.debug) await err.write(`${stackOf(error)}\n`);
  if (context.interrupted) {
    await err.write('Interrupted.\n');
    return 130;
  }
  if (!(error instanceof DiagnosticError)) {
    await err.write(unexpectedLine(error));
    return 1;
  }
  if (context.format === 'json') await out.write(renderDiagnosticsJson(error.diagnostics));
  await err.write(renderDiagnostics(error.diagnostics, err));
  return exitCodeOf(error.diagnostics) || 1;
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
