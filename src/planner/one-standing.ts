import type { DesiredPopulation } from '../model/desired.ts';
import { writeTest } from '../model/protection.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantPopulation } from '../model/tenant.ts';
import { anchorClaims } from './anchor-claims.ts';
import { standingOf } from './standing.ts';
import type { Standing } from './standing.ts';
import { indexTenant } from './tenant-index.ts';

interface StandingInput {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
}

/** Where each desired object stands, as the plan sees it: asked for one object at a time. */
export function standings({ ruleSet, population, tenant }: StandingInput): (key: string) => Standing | undefined {
  const index = indexTenant(tenant, ruleSet.topology.workspace);
  const claims = anchorClaims(population.desired);
  const mayWrite = writeTest(tenant.facts, ruleSet.policy);
  return (key) => {
    const desired = population.desired.find((one) => one.key === key);
    return desired === undefined ? undefined : standingOf(desired, { index, claims, mayWrite });
  };
}
