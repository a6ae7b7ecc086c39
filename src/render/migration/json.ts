import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { Migration } from '../../model/migration.ts';
import { diagnosticJson } from '../diagnostics-json.ts';
import { countsOf, flowsOf } from './words.ts';

export interface MigrationOutcome {
  readonly migration: Migration;
  readonly directory: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What an import came to, for programs. */
export function renderMigrationJson(outcome: MigrationOutcome): string {
  const { migration, directory, written, unchanged, diagnostics } = outcome;
  const { rules, settings } = migration;
  const document = {
    format: 'lockstep-migration',
    version: 1,
    workspace: directory,
    written,
    unchanged,
    counts: { rules: countsOf(rules), flows: countsOf(flowsOf(migration)), settings: countsOf(settings) },
    rules,
    settings,
    diagnostics: diagnostics.map(diagnosticJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
