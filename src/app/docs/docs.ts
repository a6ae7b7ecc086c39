import { diagnostic, DiagnosticError, hasErrors } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { placeOf } from '../../kernel/position.ts';
import type { Documentation, WorkspaceComparison } from '../../model/documentation.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { Settings } from '../../model/settings.ts';
import { textsAt } from '../../rules/git-texts.ts';
import { loadTexts } from '../../rules/index.ts';
import type { WorkspaceOptions, World } from '../contract.ts';
import { destination } from '../destination.ts';
import { environment } from '../registry.ts';
import { openWorkspace } from '../workspace.ts';
import { documentedRules, targetAttributes } from './arrange.ts';
import { filterDifferences, ruleDifferences } from './compare.ts';

export interface DocsOptions extends WorkspaceOptions {
  /** A commit, with whose workspace this one is compared. */
  readonly base?: string;
  /** Where the report will be saved: refused before anything is read when it cannot be. */
  readonly out?: string;
}

export interface DocsResult {
  readonly documentation: Documentation;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a workspace is and does, for people. Reads no source, no tenant and no secret. Throws DiagnosticError. */
export async function documentWorkspace(world: World, options: DocsOptions): Promise<DocsResult> {
  if (options.out !== undefined) await destination(world, 'report', options.out);
  const { directory, ruleSet, settings, diagnostics } = await openWorkspace(world, options);
  const { topology, filters, policy } = ruleSet;
  const rules = documentedRules(ruleSet.rules);
  const { base } = options;
  return {
    documentation: {
      topology,
      settings,
      filters,
      rules,
      policy,
      attributes: targetAttributes(rules),
      ...(base === undefined ? {} : { comparison: compared(base, await workspaceAt(directory, base), ruleSet) }),
    },
    diagnostics,
  };
}

interface FormerWorkspace {
  readonly ruleSet: RuleSet;
  readonly settings: Settings;
}

/** The workspace of a commit; undefined when there was none. The working tree plays no part. */
async function workspaceAt(directory: string, ref: string): Promise<FormerWorkspace | undefined> {
  const texts = await textsAt(directory, ref);
  if (texts.length === 0) return undefined;
  const { ruleSet, settings, diagnostics } = await loadTexts(directory, texts, environment);
  if (!hasErrors(diagnostics) && ruleSet !== undefined && settings !== undefined) return { ruleSet, settings };
  const first = diagnostics.find(({ severity }) => severity === 'error');
  const place = first?.range === undefined ? '' : ` (${placeOf(first.range)})`;
  const said = first === undefined ? '' : ` It begins with ${first.code}${place}: ${first.detail}`;
  const detail = `The workspace is not valid at ${ref}.${said}`;
  throw new DiagnosticError([
    diagnostic('GIT001', { detail, subject: ref, help: 'Compare with a commit at which lockstep validate passes.' }),
  ]);
}

function compared(ref: string, former: FormerWorkspace | undefined, now: RuleSet): WorkspaceComparison {
  const before = former?.ruleSet;
  return {
    ref,
    before:
      former === undefined
        ? undefined
        : { topology: former.ruleSet.topology, policy: former.ruleSet.policy, settings: former.settings },
    rules: ruleDifferences(documentedRules(before?.rules ?? []), documentedRules(now.rules)),
    filters: filterDifferences(before?.filters ?? [], now.filters),
  };
}
