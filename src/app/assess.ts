import { relative, resolve } from 'node:path';
import { assess as assessInput } from '../assess/index.ts';
import { readServerExport } from '../entra-connect/index.ts';
import { DiagnosticError, fail, hasErrors } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { AssessedTenant, Assessment, AssessmentInput } from '../model/assessment.ts';
import type { ConnectorContext } from '../model/source.ts';
import type { TenantRequest } from '../model/tenant.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { snapshotStore } from './registry.ts';
import { openTenant } from './tenant.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

export interface AssessOptions extends WorkspaceOptions {
  /** What the server exported, in any form. */
  readonly export?: string;
  /** A snapshot, in the place of the tenant of the workspace. */
  readonly tenant?: string;
}

export interface AssessResult {
  readonly assessment: Assessment;
  /** What could not be read of the export, and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

type Part = Pick<AssessmentInput, 'tenant' | 'unread'>;

/** Says which situation this is and what works in it. Reads; writes nothing. Throws DiagnosticError. */
export async function assess(world: World, options: AssessOptions): Promise<AssessResult> {
  const workspace = await workspaceOf(world, options);
  const read = options.export === undefined ? undefined : await readServerExport(options.export, world.directory);
  const tenant = await tenantOf(world, workspace, options);
  const assessment = assessInput({
    ...(read === undefined || options.export === undefined
      ? {}
      : {
          export: { ...read.server, path: options.export, whole: read.server.isWhole && !hasErrors(read.diagnostics) },
        }),
    ...tenant,
    ...(workspace === undefined ? {} : { workspace: factsOf(world, workspace) }),
  });
  return { assessment, diagnostics: [...(workspace?.diagnostics ?? []), ...(read?.diagnostics ?? [])] };
}

/** The workspace that is named, or the one that is here; without one an export or a snapshot must be given. */
async function workspaceOf(world: World, options: AssessOptions): Promise<Workspace | undefined> {
  const isGiven = options.export !== undefined || options.tenant !== undefined;
  try {
    return await openWorkspace(world, options);
  } catch (error) {
    const isNone = error instanceof DiagnosticError && error.diagnostics.some(({ code }) => NO_WORKSPACE.has(code));
    if (options.workspace !== undefined || !isNone) throw error;
    if (isGiven) return undefined;
    return fail('CLI009', { detail: 'There is no workspace here, and neither --export nor --tenant is given.' }, error);
  }
}

/** None, or several and none of them named. */
const NO_WORKSPACE: ReadonlySet<string> = new Set(['CFG001', 'CFG002']);

async function tenantOf(world: World, workspace: Workspace | undefined, options: AssessOptions): Promise<Part> {
  if (options.tenant !== undefined) return { tenant: await snapshotOf(world, options.tenant) };
  if (workspace === undefined) return {};
  try {
    return { tenant: await liveTenant(world, workspace) };
  } catch (error) {
    // Somebody who has just imported a workspace has no credential yet: the export alone is assessed.
    if (options.export === undefined || !isOfSecrets(error)) throw error;
    return { unread: error.diagnostics.map(({ detail }) => detail).join(' ') };
  }
}

function isOfSecrets(error: unknown): error is DiagnosticError {
  return error instanceof DiagnosticError && error.diagnostics.every(({ code }) => code === 'SEC001');
}

/** Who is there and of which kind; no attribute and no member is needed. */
const REQUEST: TenantRequest = { attributes: { user: [], group: [] }, managers: false };

async function snapshotOf(world: World, path: string): Promise<AssessedTenant> {
  const file = { path: resolve(world.directory, path), shownAs: path };
  const reader = await snapshotStore.openTenantSnapshot(file, world.signal);
  const { facts, objects } = await reader.read(REQUEST, () => false, contextOf(world));
  return { origin: path, facts, objects };
}

async function liveTenant(world: World, workspace: Workspace): Promise<AssessedTenant> {
  await using tenant = await openTenant(world, workspace);
  const { facts, objects } = await tenant.connector.read(REQUEST, () => false, contextOf(world));
  return { origin: facts.displayName, facts, objects };
}

function factsOf(world: World, { directory, settings, ruleSet }: Workspace): NonNullable<AssessmentInput['workspace']> {
  return {
    folder: relative(world.directory, directory) || '.',
    tenantId: ruleSet.topology.tenantId,
    connectors: settings.connectors.map(({ name }) => name),
  };
}

function contextOf({ signal, clock, progress }: World): ConnectorContext {
  return { signal, clock, progress };
}
