import { compareText } from '../kernel/text.ts';
import type { ConnectorContext, ImportRequest, SourceConnector } from '../model/source.ts';
import type { ImportedSource } from '../model/space.ts';
import type { TenantReader } from '../model/target.ts';
import type { TenantObject, TenantPopulation, TenantRequest, TenantType } from '../model/tenant.ts';
import { narrowedSpace } from '../space/narrowed.ts';
import { bothOrNeither, readTenant } from './compute.ts';
import type { World } from './contract.ts';
import { importWhole, requestOf } from './sources.ts';
import type { StandIns } from './sources.ts';
import type { Snapshots } from './plan-snapshots.ts';
import type { Workspace } from './workspace.ts';

/** What one state of a workspace reads of the data: neither more nor less than a plan of it would. */
export interface Reading {
  readonly sources: readonly ImportedSource[];
  /** Present where a snapshot of the tenant was given. */
  readonly tenant?: TenantPopulation;
}

/** Reads the data for several states of a workspace: once what they read alike, and once what one reads a part of. */
export async function readForAll(
  world: World,
  workspaces: readonly Workspace[],
  snapshots: Snapshots,
  standIns: StandIns,
): Promise<readonly Reading[]> {
  const failure = new AbortController();
  const context: ConnectorContext = {
    signal: AbortSignal.any([world.signal, failure.signal]),
    clock: world.clock,
    progress: world.progress,
  };
  const reader = snapshots.tenant?.reader;
  const [sources, tenants] = await bothOrNeither(
    [
      readSources(workspaces, snapshots, standIns, context),
      reader === undefined ? Promise.resolve([]) : readTenants(workspaces, reader, context),
    ],
    failure,
  );
  return workspaces.map((_, index) => {
    const tenant = tenants[index];
    return { sources: sources[index] ?? [], ...(tenant === undefined ? {} : { tenant }) };
  });
}

async function readSources(
  workspaces: readonly Workspace[],
  snapshots: Snapshots,
  standIns: StandIns,
  context: ConnectorContext,
): Promise<readonly (readonly ImportedSource[])[]> {
  const read = new Map<string, (request: ImportRequest) => ImportedSource>();
  for (const [name, connector] of standIns) {
    const requests = workspaces.flatMap((one) => (one.requests.has(name) ? [requestOf(one, name)] : []));
    // Only a snapshot says of an object the same whatever else is asked for.
    const isSnapshot = snapshots.sources.has(name);
    read.set(name, await readEach(connector, requests, isSnapshot ? typesText : requestText, context));
  }
  return workspaces.map((workspace) =>
    workspace.settings.connectors.flatMap(({ name }) => read.get(name)?.(requestOf(workspace, name)) ?? []),
  );
}

/** One import for all requests of the same text, of all that one of them asks for. */
async function readEach(
  connector: SourceConnector,
  requests: readonly ImportRequest[],
  textOf: (request: ImportRequest) => string,
  context: ConnectorContext,
): Promise<(request: ImportRequest) => ImportedSource> {
  const read = new Map<string, { readonly whole: ImportedSource; readonly asked: ImportRequest }>();
  for (const [text, alike] of Map.groupBy(requests, textOf)) {
    const asked = alike.reduce(union);
    read.set(text, { whole: await importWhole(connector, asked, context), asked });
  }
  return (request) => {
    const found = read.get(textOf(request));
    if (found === undefined) throw new TypeError(`nothing was read of ${connector.name}`);
    const { whole, asked } = found;
    if (requestText(asked) === requestText(request)) return whole;
    return { ...whole, space: narrowedSpace(whole.space, request.attributes) };
  };
}

function union(one: ImportRequest, other: ImportRequest): ImportRequest {
  const attributes = [...one.attributes].map(
    ([type, names]) => [type, sorted([...names, ...(other.attributes.get(type) ?? [])])] as const,
  );
  return { ...one, attributes: new Map(attributes) };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}

function requestText({ attributes, declared }: ImportRequest): string {
  return textOfMaps([attributes, declared]);
}

/** Objects of the same types, with the same syntax of attributes. */
function typesText({ attributes, declared }: ImportRequest): string {
  return textOfMaps([[...attributes.keys()].sort(compareText), declared]);
}

function textOfMaps(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    one instanceof Map ? [...(one as ReadonlyMap<string, unknown>)].sort(([a], [b]) => compareText(a, b)) : one,
  );
}

async function readTenants(
  workspaces: readonly Workspace[],
  reader: TenantReader,
  context: ConnectorContext,
): Promise<readonly TenantPopulation[]> {
  const read = new Map<string, { readonly whole: TenantPopulation; readonly asked: TenantRequest }>();
  for (const [text, alike] of Map.groupBy(workspaces, tenantText)) {
    const [workspace] = alike;
    const asked = alike.map((one) => one.tenantRequest).reduce(unionOfTenant);
    if (workspace === undefined) continue;
    read.set(text, { whole: await readTenant(workspace, reader, context, { request: asked }), asked });
  }
  return workspaces.map((workspace) => {
    const found = read.get(tenantText(workspace));
    if (found === undefined) throw new TypeError('nothing was read of the tenant');
    return narrowedTenant(found.whole, found.asked, workspace.tenantRequest);
  });
}

/** What decides which objects and members are read, and whether there are managers. */
function tenantText({ tenantRequest, ruleSet }: Workspace): string {
  const { adoptions, topology } = ruleSet;
  return JSON.stringify([tenantRequest.managers, adoptions.map(({ id }) => id), topology.ownerMarkApplicationId]);
}

function unionOfTenant(one: TenantRequest, other: TenantRequest): TenantRequest {
  const of = (type: TenantType) => sorted([...one.attributes[type], ...other.attributes[type]]);
  return { ...one, attributes: { user: of('user'), group: of('group') } };
}

/** The tenant as it would be had fewer attributes been asked for. */
function narrowedTenant(tenant: TenantPopulation, asked: TenantRequest, request: TenantRequest): TenantPopulation {
  const { user, group } = request.attributes;
  if (user.length === asked.attributes.user.length && group.length === asked.attributes.group.length) return tenant;
  const wanted = { user: new Set(user), group: new Set(group) };
  const narrow = (object: TenantObject): TenantObject => {
    const names = wanted[object.type];
    const kept = [...object.attributes].filter(([name]) => names.has(name));
    return kept.length === object.attributes.size ? object : { ...object, attributes: new Map(kept) };
  };
  return { ...tenant, objects: tenant.objects.map(narrow) };
}
