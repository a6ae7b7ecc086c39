import type { Json } from '../../kernel/canonical-json.ts';
import { compareText } from '../../kernel/text.ts';
import type { SnapshotFacts, TenantSnapshotHead } from '../../model/snapshot.ts';
import type { TenantFacts, TenantPopulation, TenantRequest } from '../../model/tenant.ts';
import { compareLines } from './line.ts';
import type { SnapshotLine } from './line.ts';
import { lineOfDeleted, lineOfObject } from './tenant-object.ts';
import { writeSnapshot } from './write-file.ts';
import type { Destination } from './write-file.ts';

export interface ReadTenant {
  readonly workspace: string;
  readonly connector: string;
  readonly tool: string;
  readonly ownerMarkApplicationId: string;
  /** Milliseconds since 1970 UTC. */
  readonly readAt: number;
  readonly request: TenantRequest;
  readonly population: TenantPopulation;
}

/** Writes what was read of a tenant. The order in which it was read leaves no trace. */
export function writeTenantSnapshot(
  destination: Destination,
  tenant: ReadTenant,
  signal: AbortSignal,
): Promise<SnapshotFacts> {
  const drafts = [...draftsOf(tenant.population)].sort(compareLines);
  return writeSnapshot(destination, headOf(tenant, drafts), linesOf(drafts), signal);
}

function headOf(tenant: ReadTenant, drafts: readonly Draft[]): TenantSnapshotHead {
  const { facts } = tenant.population;
  const counts = new Map<string, number>([
    ['user', 0],
    ['group', 0],
  ]);
  for (const { kind } of drafts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const { user, group } = tenant.request.attributes;
  return {
    format: 'lockstep-snapshot',
    version: facts.extensionApplications === undefined ? 1 : 2,
    kind: 'tenant',
    workspace: tenant.workspace,
    connector: tenant.connector,
    origin: facts.displayName,
    readAt: new Date(tenant.readAt).toISOString(),
    tool: tenant.tool,
    tenantId: facts.tenantId,
    ownerMarkApplicationId: tenant.ownerMarkApplicationId,
    managers: tenant.request.managers,
    extensions: facts.extensions.toSorted(compareText),
    ...(facts.extensionApplications === undefined ? {} : { extensionApplications: facts.extensionApplications }),
    attributes: { group: group.toSorted(compareText), user: user.toSorted(compareText) },
    counts: Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b))),
  };
}

/** A line before it is made: all of them are sorted, and one is held at a time. */
interface Draft extends Pick<SnapshotLine, 'kind' | 'id'> {
  readonly make: () => SnapshotLine;
}

function* linesOf(drafts: readonly Draft[]): Generator<SnapshotLine> {
  for (const { make } of drafts) yield make();
}

function* draftsOf({ facts, objects, members }: TenantPopulation): Generator<Draft> {
  yield* factDrafts(facts);
  for (const object of objects) yield { kind: object.type, id: object.id, make: () => lineOfObject(object) };
  for (const [id, ids] of members) yield draft('members', id, () => ({ members: ids.toSorted(compareText) }));
}

function* factDrafts(facts: TenantFacts): Generator<Draft> {
  yield draft('facts', facts.tenantId, () => ({
    displayName: facts.displayName,
    liveSync: facts.liveSync,
    markDefined: facts.markDefined,
    ...(facts.markApplicationId === undefined ? {} : { markApplicationId: facts.markApplicationId }),
  }));
  for (const { name, ...domain } of facts.domains) yield draft('domain', name, () => domain);
  for (const [id, roles] of facts.privilegedUsers) yield draft('privilegedUser', id, () => ({ roles }));
  for (const [id, roles] of facts.privilegedGroups) yield draft('privilegedGroup', id, () => ({ roles }));
  const { applications } = facts;
  for (const id of facts.grantingGroups) {
    yield draft('grantingGroup', id, () =>
      applications === undefined ? {} : { applications: applications.get(id) ?? [] },
    );
  }
  for (const object of facts.deleted) {
    const line = lineOfDeleted(object);
    yield { kind: line.kind, id: line.id, make: () => line };
  }
}

function draft(kind: string, id: string, rest: () => Readonly<Record<string, Json>>): Draft {
  return { kind, id, make: () => ({ kind, id, ...rest() }) };
}
