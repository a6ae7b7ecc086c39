import { importEntraConnect } from '../../../src/app/index.ts';
import type { ImportResult } from '../../../src/app/import-entra-connect.ts';
import { environment } from '../../../src/app/registry.ts';
import type { Diagnostic } from '../../../src/kernel/diagnostic.ts';
import type { RuleSet } from '../../../src/model/rule-set.ts';
import { loadTexts } from '../../../src/rules/index.ts';
import { worldIn } from '../../support/run/world.ts';

/** What the product made of an export: the report, the files, and what the files compile to. */
export interface Imported extends ImportResult {
  /** Undefined where the files have an error. */
  readonly ruleSet: RuleSet | undefined;
  /** What the product says of the files. */
  readonly problems: readonly Diagnostic[];
}

export async function importFolder(folder: string): Promise<Imported> {
  const result = await importEntraConnect(worldIn(folder), { path: '.', out: 'made' });
  const texts = [...result.migration.files].map(([path, text]) => ({ path, text }));
  const { ruleSet, diagnostics } = await loadTexts('', texts, environment);
  return { ...result, ruleSet, problems: diagnostics };
}

/** Without the rules of the pack: those that were made of the export alone. */
export function ownRules(ruleSet: RuleSet): RuleSet {
  return { ...ruleSet, rules: ruleSet.rules.filter(({ id }) => !id.startsWith('lockstep/')) };
}
