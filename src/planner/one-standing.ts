import type { DesiredPopulation } from '../model/desired.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { TenantPopulation } from '../model/tenant.ts';
import { standingContext } from './standing-context.ts';
import { standingOf } from './standing.ts';
import type { Standing } from './standing.ts';

interface StandingInput {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
}

/** Where each desired object stands, as the plan sees it: asked for one object at a time. */
export function standings(input: StandingInput): (key: string) => Standing | undefined {
  const context = standingContext(input);
  return (key) => {
    const desired = input.population.desired.find((one) => one.key === key);
    return desired === undefined ? undefined : standingOf(desired, context);
  };
}
