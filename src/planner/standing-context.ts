import { append } from '../kernel/multimap.ts';
import { foldCase } from '../kernel/text.ts';
import { adoptionTest } from '../model/adoptable.ts';
import type { DesiredObject, DesiredPopulation } from '../model/desired.ts';
import { liveSyncTest } from '../model/live-sync.ts';
import { writeTest } from '../model/protection.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { DeletedObject, TenantPopulation } from '../model/tenant.ts';
import { anchorClaims } from './anchor-claims.ts';
import { searchCandidates } from './candidates.ts';
import { pairsOf } from './pairs.ts';
import type { StandingContext } from './standing.ts';
import { markKey } from '../model/tenant.ts';
import { indexTenant } from './tenant-index.ts';

interface Input {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
}

/** Everything that decides where a desired object stands; made once for a plan. */
export function standingContext({ ruleSet, population, tenant }: Input): StandingContext {
  const { workspace, otherEngineDomains } = ruleSet.topology;
  const index = indexTenant(tenant, workspace);
  const claims = anchorClaims(population.desired);
  const adoptable = adoptionTest(tenant.facts, ruleSet.policy);
  const pairs = pairsOf(ruleSet.adoptions);
  const { desired } = population;
  return {
    index,
    claims,
    workspace,
    adoptable,
    pairs,
    mayWrite: writeTest(tenant.facts, ruleSet.policy),
    overlap: liveSyncTest(otherEngineDomains, tenant),
    search: searchCandidates({ desired, tenant: tenant.objects, index, claims, pairs, adoptable }),
    deleted: new Map(tenant.facts.deleted.map((one) => [one.id, one])),
    deletedBy: deletedByKey(tenant.facts.deleted, workspace),
    wanted: new Set([...desired, ...population.failed].map(({ key }) => key)),
    names: wantedNames(desired),
    membersRead: tenant.members,
  };
}

/** By `connector/objectGUID` of our mark and by `type/anchor`. */
function deletedByKey(
  deleted: readonly DeletedObject[],
  workspace: string,
): ReadonlyMap<string, readonly DeletedObject[]> {
  const found = new Map<string, DeletedObject[]>();
  for (const object of deleted) {
    const key = markKey(object, workspace);
    const names = [
      ...(key === undefined ? [] : [key]),
      ...(object.anchor === undefined ? [] : [`${object.type}/${object.anchor}`]),
    ];
    for (const name of names) append(found, name, object);
  }
  return found;
}

function wantedNames(desired: readonly DesiredObject[]): ReadonlyMap<string, readonly DesiredObject[]> {
  const names = new Map<string, DesiredObject[]>();
  for (const one of desired) {
    const name = one.type === 'user' ? one.attributes.get('userPrincipalName')?.value : undefined;
    if (typeof name === 'string') append(names, foldCase(name), one);
  }
  return names;
}
