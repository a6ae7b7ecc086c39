import type { PlanBody } from '../model/plan.ts';
import type { ImportRequest } from '../model/source.ts';
import { computeWorld, planOf } from './compute.ts';
import type { MadePlan } from './compute.ts';
import type { World } from './contract.ts';
import type { Snapshots } from './plan-snapshots.ts';
import { TENANT_NAME } from './registry.ts';
import { requestOf } from './sources.ts';
import type { Workspace } from './workspace.ts';

interface Data {
  readonly snapshots: Snapshots;
  readonly asOf: number;
}

/**
 * Makes the plan of another state of the workspace of the same data: of what was read for this one where that is
 * enough, else of the same snapshots. Undefined where it reads what is not there: the outside may have changed since.
 */
export function baseReader(
  world: World,
  workspace: Workspace,
  base: Workspace,
  { snapshots, asOf }: Data,
): ((made: MadePlan) => Promise<PlanBody>) | undefined {
  if (!isSameTenant(workspace, base)) return undefined;
  if (readsNoMore(base, workspace)) {
    return ({ sources, tenant }) => {
      const byName = new Map(sources.map((source) => [source.space.connector, source]));
      const own = base.settings.connectors.flatMap(({ name }) => byName.get(name) ?? []);
      return Promise.resolve(planOf(world, base, { sources: own, tenant, target: TENANT_NAME }, asOf).body);
    };
  }
  const { tenant } = snapshots;
  if (tenant === undefined || !isHeld(base, snapshots)) return undefined;
  return async () => (await computeWorld(world, base, tenant.reader, asOf, snapshots.sources)).body;
}

function isSameTenant(a: Workspace, b: Workspace): boolean {
  const [one, other] = [a.ruleSet.topology, b.ruleSet.topology];
  return (
    one.tenantId === other.tenantId &&
    one.workspace === other.workspace &&
    one.ownerMarkApplicationId === other.ownerMarkApplicationId
  );
}

function readsNoMore(base: Workspace, head: Workspace): boolean {
  const { topology, adoptions } = base.ruleSet;
  const extensions = new Set(head.ruleSet.topology.directoryExtensions.map(({ name }) => name));
  const pairs = new Set(head.ruleSet.adoptions.map(({ id }) => id));
  return (
    base.settings.connectors.every(({ name }) => covers(head.requests.get(name), requestOf(base, name))) &&
    isWithin(base.tenantRequest.attributes.user, head.tenantRequest.attributes.user) &&
    isWithin(base.tenantRequest.attributes.group, head.tenantRequest.attributes.group) &&
    (head.tenantRequest.managers || !base.tenantRequest.managers) &&
    topology.directoryExtensions.every(({ name }) => extensions.has(name)) &&
    adoptions.every(({ id }) => pairs.has(id))
  );
}

function covers(wider: ImportRequest | undefined, request: ImportRequest): boolean {
  if (wider === undefined || (request.declared?.size ?? 0) !== (wider.declared?.size ?? 0)) return false;
  return [...request.attributes].every(([type, names]) => isWithin(names, wider.attributes.get(type)));
}

function isWithin(names: readonly string[], wider: readonly string[] = []): boolean {
  const all = new Set(wider);
  return names.every((name) => all.has(name));
}

/** Do the snapshots hold what it reads? */
function isHeld(base: Workspace, { sources, tenant }: Snapshots): boolean {
  const isWhole = base.settings.connectors.every(({ name }) => {
    return sources.get(name)?.lacking(requestOf(base, name)).length === 0;
  });
  return isWhole && tenant?.reader.lacking(base.tenantRequest).length === 0;
}
