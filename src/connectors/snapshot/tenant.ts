import type { SnapshotTenant, TenantSnapshotHead } from '../../model/snapshot.ts';
import type { ConnectorContext } from '../../model/source.ts';
import type { TenantObject, TenantPopulation, TenantRequest } from '../../model/tenant.ts';
import { lackingOfTenant } from './coverage.ts';
import { damaged, lacks } from './errors.ts';
import type { SnapshotFile } from './errors.ts';
import { readSnapshot } from './read-file.ts';
import { tenantCollector } from './tenant-collector.ts';

/** The tenant that a snapshot holds: it can be read, and there is nothing to write to. */
export function snapshotTenant(file: SnapshotFile, head: TenantSnapshotHead): SnapshotTenant {
  return {
    head,
    name: head.connector,
    lacking: (request) => lackingOfTenant(head, request),
    read: (request, wantMembers, context) => readTenant(file, head, request, wantMembers, context),
  };
}

async function readTenant(
  file: SnapshotFile,
  known: TenantSnapshotHead,
  request: TenantRequest,
  wantMembers: (group: TenantObject) => boolean,
  context: ConnectorContext,
): Promise<TenantPopulation> {
  const missing = lackingOfTenant(known, request);
  if (missing.length > 0) lacks(file, missing);
  const collector = tenantCollector(request);
  const { head } = await readSnapshot(file, collector, context);
  if (JSON.stringify(head) !== JSON.stringify(known)) damaged(file, 1, 'the file was replaced while it was read');
  const population = collector.population(known);
  if (population === undefined) return damaged(file, 0, 'it does not hold the facts of the tenant that its head names');
  const unknown = population.objects.find(
    (object) => object.type === 'group' && wantMembers(object) && !population.members.has(object.id),
  );
  if (unknown !== undefined) lacks(file, [{ type: `group ${unknown.name}`, attribute: 'members' }]);
  return population;
}
