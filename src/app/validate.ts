import { relative } from 'node:path';
import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { findWorkspace, loadTexts, loadWorkspace } from '../rules/index.ts';
import type { LoadedWorkspace } from '../rules/index.ts';
import { textsAt } from '../rules/git-texts.ts';
import type { ValidateOptions, ValidateResult, World } from './contract.ts';
import { environment } from './registry.ts';

/** Checks a workspace offline, and its rules as a whole: no connector is opened. */
export async function validate(world: World, options: ValidateOptions): Promise<ValidateResult> {
  const directory = await findWorkspace(world.directory, options.workspace);
  const workspace = await loadWorkspace(directory, environment);
  const found = [...findingsOf(workspace), ...expired(workspace, world.clock.now())];
  const { gitBase } = options;
  const diagnostics = gitBase === undefined ? found : newSince(await findingsAt(directory, gitBase), found, workspace);
  const { ruleSet, documents } = workspace;
  return {
    workspace: relative(world.directory, directory) || '.',
    ...(ruleSet === undefined
      ? {}
      : { name: ruleSet.topology.workspace, rulesDigest: ruleSet.digest, scopes: ruleSet }),
    documents,
    rules: ruleSet?.rules.length ?? 0,
    flows: ruleSet?.flows.length ?? 0,
    diagnostics,
    ...(gitBase === undefined ? {} : { known: found.length - diagnostics.length }),
  };
}

function findingsOf(workspace: LoadedWorkspace): readonly Diagnostic[] {
  return [...workspace.diagnostics, ...workspace.lint()];
}

/** Approvals that hold no more: no mistake, and nothing that should stay. */
function expired({ approvals }: LoadedWorkspace, now: number): readonly Diagnostic[] {
  return approvals
    .filter(({ expiresAt }) => !(now < Date.parse(expiresAt)))
    .map(({ expiresAt, source }) => diagnostic('PLN015', { detail: `It held until ${expiresAt}.`, range: source }));
}

/** How often the workspace of a commit had each finding. */
async function findingsAt(directory: string, ref: string): Promise<ReadonlyMap<string, number>> {
  const workspace = await loadTexts(directory, await textsAt(directory, ref), environment);
  const counts = new Map<string, number>();
  for (const one of findingsOf(workspace)) {
    const key = keyOf(one, workspace);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Warnings beyond those of the commit. Errors are always shown: they stop every command. */
function newSince(
  before: ReadonlyMap<string, number>,
  found: readonly Diagnostic[],
  workspace: LoadedWorkspace,
): readonly Diagnostic[] {
  const left = new Map(before);
  return found.filter((one) => {
    if (one.severity === 'error') return true;
    const key = keyOf(one, workspace);
    const known = left.get(key) ?? 0;
    left.set(key, known - 1);
    return known <= 0;
  });
}

/** The same finding in a text that moved: lines and files may change, the document and what is said of it not. */
function keyOf({ code, detail, range, subject }: Diagnostic, { documentAt }: LoadedWorkspace): string {
  const where = range === undefined ? subject : (documentAt(range) ?? range.source.path);
  return `${code}\n${where ?? ''}\n${detail}`;
}
