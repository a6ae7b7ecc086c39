import { diagnostic } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/**
 * Codes about the configuration, a connection or a file as a whole. All others may name objects, or quote the line of a
 * directory that they are about: of them, the code alone is shown.
 */
const OF_NOBODY =
  /^(?:CFG|LINT|TST|EXP|PIN|SEC|CLI|GIT|BAS|PLN)\d|^SRC0[01]\d$|^SNP0(?:0[2345689]|10)$|^ENT00[1234679]$/;

export function redactedDiagnostics(diagnostics: readonly Diagnostic[], hide: Pseudonyms): readonly Diagnostic[] {
  return diagnostics.map((one) =>
    OF_NOBODY.test(one.code) ? one : diagnostic(one.code, { detail: `The details are ${hide.detail(one.detail)}.` }),
  );
}
