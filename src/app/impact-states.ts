import { hasErrors } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { SourceText } from '../kernel/position.ts';
import type { ImpactRevision } from '../model/impact.ts';
import { readYamlFiles } from '../rules/files.ts';
import { commitAt, textsAt } from '../rules/git-texts.ts';
import { loadTexts } from '../rules/index.ts';
import { newProblems } from '../rules/problems.ts';
import { revisionOf } from '../rules/revision.ts';
import type { World } from './contract.ts';
import { environment } from './registry.ts';
import { soundWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** A workspace at a commit, or as its files are. */
export interface State {
  readonly revision: ImpactRevision;
  readonly texts: readonly SourceText[];
  readonly workspace: Workspace;
}

/** A commit at which the workspace is not sound. */
export interface UnsoundState {
  readonly revision: ImpactRevision;
  readonly diagnostics: readonly Diagnostic[];
}

/** The workspace as its files are, or as a commit has them. Throws DiagnosticError when it is not sound. */
export async function headState(world: World, directory: string, ref: string | undefined): Promise<State> {
  const problems = newProblems();
  const texts = ref === undefined ? await readYamlFiles(directory, '', problems) : await textsAt(directory, ref);
  const loaded = await loadTexts(directory, texts, environment, problems);
  const workspace = soundWorkspace(world, loaded);
  const named = ref === undefined ? await treeRevision(directory) : await commitRevision(directory, ref);
  return { revision: { ...named, rulesDigest: workspace.ruleSet.digest }, texts, workspace };
}

/** The workspace as a commit has it. Throws DiagnosticError where there is no such commit. */
export async function baseState(world: World, directory: string, ref: string): Promise<State | UnsoundState> {
  const texts = await textsAt(directory, ref);
  const revision = await commitRevision(directory, ref);
  const loaded = await loadTexts(directory, texts, environment);
  if (hasErrors(loaded.diagnostics) || loaded.ruleSet === undefined || loaded.settings === undefined) {
    // Its lines are not those of the files that people see.
    const named = texts.map(({ path, text }) => ({ path: `${ref}:${path}`, text }));
    return { revision, diagnostics: (await loadTexts(directory, named, environment)).diagnostics };
  }
  const workspace = soundWorkspace(world, loaded);
  return { revision: { ...revision, rulesDigest: workspace.ruleSet.digest }, texts, workspace };
}

const SHOWN = 10;

async function commitRevision(directory: string, ref: string): Promise<ImpactRevision> {
  return { ref, commit: (await commitAt(directory, ref)).slice(0, SHOWN), dirty: false };
}

async function treeRevision(directory: string): Promise<ImpactRevision> {
  const revision = await revisionOf(directory);
  const dirty = revision?.endsWith('+') === true;
  return { ref: 'working tree', ...(revision === undefined ? {} : { commit: revision.replace('+', '') }), dirty };
}
