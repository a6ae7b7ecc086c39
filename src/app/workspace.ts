import { join } from 'node:path';
import { DiagnosticError, hasErrors } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Approval } from '../model/consent.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { RuleTest } from '../model/rule-test.ts';
import type { SecretReader, Settings } from '../model/settings.ts';
import type { ImportRequest } from '../model/source.ts';
import type { TenantRequest } from '../model/tenant.ts';
import { findWorkspace, loadWorkspace } from '../rules/index.ts';
import type { LoadedWorkspace } from '../rules/index.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { environment } from './registry.ts';
import { secretReader } from './secrets.ts';

/** A workspace that was found sound: everything a run needs of it. */
export interface Workspace {
  /** Absolute. */
  readonly directory: string;
  /** Where lock, ledgers and the embedded tenant lie. */
  readonly stateFolder: string;
  readonly settings: Settings;
  readonly ruleSet: RuleSet;
  readonly approvals: readonly Approval[];
  readonly tests: readonly RuleTest[];
  readonly requests: ReadonlyMap<string, ImportRequest>;
  readonly tenantRequest: TenantRequest;
  readonly readSecret: SecretReader;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds and compiles the workspace. Throws DiagnosticError with everything that is wrong in it. */
export async function openWorkspace(world: World, options: WorkspaceOptions): Promise<Workspace> {
  const directory = await findWorkspace(world.directory, options.workspace);
  return soundWorkspace(world, await loadWorkspace(directory, environment));
}

/** Where lock and ledgers of a workspace lie, be it sound or not. */
export async function stateFolderOf(world: World, options: WorkspaceOptions): Promise<string> {
  return join(await findWorkspace(world.directory, options.workspace), STATE_FOLDER);
}

const STATE_FOLDER = '.lockstep';

/** A workspace that was read, from wherever. Throws DiagnosticError with everything that is wrong in it. */
export function soundWorkspace(world: World, loaded: LoadedWorkspace): Workspace {
  const { directory, settings, ruleSet, approvals, tests, requests, tenantRequest, diagnostics } = loaded;
  if (hasErrors(diagnostics) || settings === undefined || ruleSet === undefined) throw new DiagnosticError(diagnostics);
  return {
    directory,
    stateFolder: join(directory, STATE_FOLDER),
    settings,
    ruleSet,
    approvals,
    tests,
    requests,
    tenantRequest,
    readSecret: secretReader(world, directory),
    diagnostics,
  };
}
