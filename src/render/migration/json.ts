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
  /** The file of pins, where a snapshot was given. */
  readonly pins?: { readonly file: string; readonly pins: number; readonly written: boolean };
}

/** What an import came to, for programs. */
export function renderMigrationJson(outcome: MigrationOutcome): string {
  const { migration, directory, written, unchanged, diagnostics, pins } = outcome;
  const { rules, settings } = migration;
  const document = {
    format: 'lockstep-migration',
    version: 1,
    workspace: directory,
    written,
    unchanged,
    ...(pins === undefined ? {} : { pins: { file: pins.file, count: pins.pins, written: pins.written } }),
    counts: { rules: countsOf(rules), flows: countsOf(flowsOf(migration)), settings: countsOf(settings) },
    rules,
    settings,
    diagnostics: diagnostics.map(diagnosticJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
