import type { World } from '../app/contract.ts';
import type { ExitCode } from '../kernel/codes/index.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { renderDiagnostics } from '../render/index.ts';
import type { GlobalOptions } from './command-line.ts';
import type { Console } from './console.ts';
import type { UseCases } from './machine.ts';
import type { ProgressLine } from './progress.ts';

/** What a command works with. */
export interface Session {
  readonly world: World;
  readonly useCases: UseCases;
  readonly console: Console;
  readonly progress: ProgressLine;
  readonly global: GlobalOptions;
  /** From here on the tenant may be written to: an interruption waits for what was sent. */
  readonly beginWriting: () => void;
}

/** Carries out one kind of command line. */
export type Handler<Line> = (line: Line, session: Session) => Promise<ExitCode>;

export function workspaceOptions({ global }: Session): { readonly workspace?: string } {
  return global.workspace === undefined ? {} : { workspace: global.workspace };
}

export async function writeOut(session: Session, text: string): Promise<void> {
  session.progress.clear();
  await session.console.out.write(text);
}

export async function writeErr(session: Session, text: string): Promise<void> {
  session.progress.clear();
  await session.console.err.write(text);
}

export async function writeDiagnostics(session: Session, diagnostics: readonly Diagnostic[]): Promise<void> {
  if (diagnostics.length === 0) return;
  await writeErr(session, `${renderDiagnostics(diagnostics, session.console.err)}\n`);
}
