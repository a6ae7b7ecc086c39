import { resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import type { ConnectorSettings } from '../model/settings.ts';
import type { SnapshotFacts } from '../model/snapshot.ts';
import type { ConnectorContext } from '../model/source.ts';
import { readTenant } from './compute.ts';
import type { SnapshotOptions, SnapshotResult, SourceSnapshotOptions, World } from './contract.ts';
import { destination } from './destination.ts';
import { isOfAnotherEngine } from './parity-request.ts';
import { snapshotStore, sourceConnector, targetCapabilities } from './registry.ts';
import { newRunId } from './run-id.ts';
import { everySourceAttribute, everyTenantAttribute } from './snapshot-requests.ts';
import { withContainers } from '../rules/requests.ts';
import { importWhole, requestOf } from './sources.ts';
import { openTenant } from './tenant.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Reads one source whole and keeps it in a file. Throws DiagnosticError. */
export async function snapshotSource(world: World, options: SourceSnapshotOptions): Promise<SnapshotResult> {
  const workspace = await openWorkspace(world, options);
  const settings = connectorOf(workspace, options.connector);
  const file = await fileOf(world, options);
  const connector = await sourceConnector(settings, workspace.directory, workspace.readSecret);
  const named = requestOf(workspace, settings.name);
  const request = options.allAttributes ? withContainers(everySourceAttribute(connector.schema, named)) : named;
  const { space, summary } = await importWhole(connector, request, contextOf(world));
  const population = {
    ...ofWorkspace(world, workspace),
    connector: connector.name,
    connectorType: connector.kind,
    request,
    summary,
    objects: Array.from(space.objects(), ({ object }) => object),
  };
  const facts = await snapshotStore.writeSourceSnapshot(file, population, world.signal);
  return { ...facts, diagnostics: [...workspace.diagnostics, ...summary.diagnostics] };
}

/** Reads the tenant whole and keeps it in a file. Throws DiagnosticError. */
export async function snapshotTenant(world: World, options: SnapshotOptions): Promise<SnapshotResult> {
  const workspace = await openWorkspace(world, options);
  const { tenantRequest, ruleSet } = workspace;
  const { schema } = targetCapabilities(ruleSet.topology);
  const asked = options.allAttributes
    ? { request: everyTenantAttribute(schema, tenantRequest), more: isOfAnotherEngine }
    : { request: tenantRequest };
  const file = await fileOf(world, options);
  await using tenant = await openTenant(world, workspace);
  const readAt = world.clock.now();
  const population = await readTenant(workspace, tenant.connector, contextOf(world), asked);
  const read = {
    ...ofWorkspace(world, workspace),
    connector: tenant.connector.name,
    ownerMarkApplicationId: ruleSet.topology.ownerMarkApplicationId,
    readAt,
    request: asked.request,
    population,
  };
  const facts = await snapshotStore.writeTenantSnapshot(file, read, world.signal);
  return { ...facts, diagnostics: workspace.diagnostics };
}

/** Proves a snapshot and says what it is of. Reads nothing else. */
export function showSnapshot(world: World, path: string): Promise<SnapshotFacts> {
  return snapshotStore.inspectSnapshot({ path: resolve(world.directory, path), shownAs: path }, world);
}

function connectorOf({ settings }: Workspace, name: string | undefined): ConnectorSettings {
  const { connectors } = settings;
  const [only, ...others] = connectors;
  if (name === undefined && only !== undefined && others.length === 0) return only;
  const found = connectors.find((one) => one.name === name);
  const known = connectors.map((one) => one.name).join(', ');
  const detail = name === undefined ? `There are several: ${known}.` : `There is no ${name}; there are: ${known}.`;
  return found ?? fail('SNP008', { detail, ...(name === undefined ? {} : { subject: name }) });
}

function contextOf({ signal, clock, progress }: World): ConnectorContext {
  return { signal, clock, progress };
}

function ofWorkspace(world: World, { ruleSet }: Workspace): { readonly workspace: string; readonly tool: string } {
  return { workspace: ruleSet.topology.workspace, tool: world.version };
}

async function fileOf(world: World, { out }: SnapshotOptions) {
  return { path: await destination(world, 'snapshot', out), shownAs: out, runId: newRunId(world) };
}
