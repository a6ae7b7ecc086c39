import { resolve } from 'node:path';
import { diagnostic, DiagnosticError, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { PlanEnvelope } from '../model/plan.ts';
import type { SnapshotHead, SnapshotSource, SnapshotTenant, TenantSnapshotHead } from '../model/snapshot.ts';
import type { TenantReader } from '../model/target.ts';
import type { PlanOptions, World } from './contract.ts';
import { snapshotStore } from './registry.ts';
import { lackingOfSource, lackingOfTenant } from './snapshot-coverage.ts';
import { requestOf } from './sources.ts';
import { openTenant } from './tenant.ts';
import type { Workspace } from './workspace.ts';

/** The snapshots that a plan is made from, found to belong to the workspace and to hold what its rules read. */
export interface Snapshots {
  /** By connector. */
  readonly sources: ReadonlyMap<string, SnapshotSource>;
  readonly tenant: TenantStandIn | undefined;
  /** When the oldest of them was read, milliseconds since 1970 UTC; without any, never. */
  readonly oldest: number;
}

export interface TenantStandIn {
  readonly reader: SnapshotTenant;
  /** How the envelope of the plan names it. */
  readonly origin: PlanEnvelope['sources'][number];
}

export async function openSnapshots(
  world: World,
  workspace: Workspace,
  options: Pick<PlanOptions, 'sources' | 'tenant'>,
  /** Who needs what no rule reads. */
  otherwise?: string,
): Promise<Snapshots> {
  return openSnapshotsOf(world, [workspace], options, otherwise);
}

/** The same for several states of a workspace: each must find in them what it reads. */
export async function openSnapshotsOf(
  world: World,
  workspaces: readonly Workspace[],
  options: Pick<PlanOptions, 'sources' | 'tenant'>,
  otherwise?: string,
): Promise<Snapshots> {
  const sources = await openSources(world, workspaces, options.sources ?? [], otherwise);
  const tenant =
    options.tenant === undefined ? undefined : await openTenantSnapshot(world, workspaces, options.tenant, otherwise);
  if (tenant !== undefined && sources.size > 0) refuseWithoutSnapshot(workspaces, sources);
  const heads = [...sources.values(), ...(tenant === undefined ? [] : [tenant.reader])].map(({ head }) => head);
  return { sources, tenant, oldest: Math.min(...heads.map(({ readAt }) => Date.parse(readAt))) };
}

/**
 * Where tenant and sources come from snapshots, nothing else is read: a change under review may have added a connector,
 * and with it the name of any server or file.
 */
function refuseWithoutSnapshot(workspaces: readonly Workspace[], sources: ReadonlyMap<string, SnapshotSource>): void {
  const connectors = workspaces.flatMap(({ settings }) => settings.connectors);
  refuseMissing(connectors.filter(({ name }) => !sources.has(name)).map(({ name }) => name));
}

/** Refuses where a connector has no snapshot and needs one; several states may name the same. */
export function refuseMissing(connectors: readonly string[]): void {
  const missing = connectors.map((name) =>
    diagnostic('SNP009', { detail: `There is no snapshot of ${name}.`, subject: name }),
  );
  if (missing.length > 0) throw new DiagnosticError(eachOnce(missing));
}

/** The tenant is opened only where no snapshot stands in for it: opening it takes a credential. */
export async function withReader<T>(
  world: World,
  workspace: Workspace,
  { tenant }: Snapshots,
  use: (reader: TenantReader) => Promise<T>,
): Promise<T> {
  if (tenant !== undefined) return await use(tenant.reader);
  await using live = await openTenant(world, workspace);
  return await use(live.connector);
}

async function openSources(
  world: World,
  workspaces: readonly Workspace[],
  paths: readonly string[],
  otherwise: string | undefined,
): Promise<ReadonlyMap<string, SnapshotSource>> {
  const sources = new Map<string, SnapshotSource>();
  const lacking: Diagnostic[] = [];
  for (const path of paths) {
    const source = await snapshotStore.openSourceSnapshot(fileOf(world, path), world.signal);
    const { connector } = source.head;
    for (const workspace of workspaces) refuseOtherWorkspace(path, workspace, source.head);
    const readers = workspaces.filter(({ requests }) => requests.has(connector));
    if (readers.length === 0) notHere(path, `it is of a connector ${connector}, which is not in the topology`);
    if (sources.has(connector)) notHere(path, `there is another snapshot of ${connector}`);
    for (const workspace of readers) {
      const missing = source.lacking(requestOf(workspace, connector));
      for (const one of lackingOfSource(path, connector, missing, workspace.ruleSet, otherwise)) lacking.push(one);
    }
    sources.set(connector, source);
  }
  if (lacking.length > 0) throw new DiagnosticError(eachOnce(lacking));
  return sources;
}

async function openTenantSnapshot(
  world: World,
  workspaces: readonly Workspace[],
  path: string,
  otherwise: string | undefined,
): Promise<TenantStandIn> {
  const reader = await snapshotStore.openTenantSnapshot(fileOf(world, path), world.signal);
  const { head } = reader;
  const lacking: Diagnostic[] = [];
  for (const workspace of workspaces) {
    refuseOtherTenant(path, workspace, head);
    const missing = reader.lacking(workspace.tenantRequest);
    for (const one of lackingOfTenant(path, missing, workspace.ruleSet, otherwise)) lacking.push(one);
  }
  if (lacking.length > 0) throw new DiagnosticError(eachOnce(lacking));
  const origin = { connector: head.connector, origin: `snapshot ${path} (${head.origin})`, readAt: head.readAt };
  return { reader, origin };
}

function refuseOtherTenant(path: string, workspace: Workspace, head: TenantSnapshotHead): void {
  const { tenantId, ownerMarkApplicationId } = workspace.ruleSet.topology;
  if (head.tenantId.toLowerCase() !== tenantId.toLowerCase()) {
    fail('SNP005', { detail: `${path} is of ${head.tenantId}, the topology names ${tenantId}.`, subject: path });
  }
  refuseOtherWorkspace(path, workspace, head);
  if (head.ownerMarkApplicationId.toLowerCase() !== ownerMarkApplicationId.toLowerCase()) {
    notHere(path, `it holds the owner marks of another application, ${head.ownerMarkApplicationId}`);
  }
}

/** Two states of a workspace mostly lack the same, with the same words. */
function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [`${one.code} ${one.detail}`, one])).values()];
}

function fileOf(world: World, path: string): Parameters<typeof snapshotStore.openSourceSnapshot>[0] {
  return { path: resolve(world.directory, path), shownAs: path };
}

function refuseOtherWorkspace(path: string, { ruleSet }: Workspace, head: SnapshotHead): void {
  const { workspace } = ruleSet.topology;
  if (head.workspace !== workspace) notHere(path, `it is of the workspace ${head.workspace}, this one is ${workspace}`);
}

function notHere(path: string, what: string): never {
  throw new DiagnosticError([diagnostic('SNP006', { detail: `${path}: ${what}.`, subject: path })]);
}
