import type { ExitCode } from '../kernel/codes/index.ts';
import { DiagnosticError } from '../kernel/diagnostic.ts';
import { openly, redaction } from '../render/index.ts';
import type { Redaction } from '../render/index.ts';
import type { RedactOption } from './command-line.ts';
import type { Session } from './session.ts';

/**
 * Carries a command out that may have to hide whom it is about: in what it shows, and in why it failed. Key and
 * recipient are looked at before anything is read.
 */
export async function redacting(
  { redact, encryptTo }: RedactOption,
  { useCases, world }: Session,
  work: (shown: Redaction) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (encryptTo !== undefined) await useCases.checkRecipient(encryptTo);
  if (redact === undefined) return await work(openly);
  const shown = redaction(await useCases.redactionKey(world, redact));
  try {
    return await work(shown);
  } catch (error) {
    throw error instanceof DiagnosticError ? new DiagnosticError(shown.diagnostics(error.diagnostics)) : error;
  }
}
