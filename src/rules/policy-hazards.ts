import { hazards } from '../model/hazard.ts';
import type { Hazard } from '../model/hazard.ts';
import type { HazardAllowance } from '../model/policy.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, itemsOf, numberOf, textOf } from './tree.ts';
import type { YamlNode } from './tree.ts';

/**
 * What one plan may hold without consent and without a Policy document. A hazard that is not here has no number of its
 * own: the limits count disables, deletes, removed members and changed sign-in names.
 */
const builtInAllowances: readonly HazardAllowance[] = [
  { hazard: 'LOSES_PRIVILEGE', allow: 0 },
  { hazard: 'GRANTS_PRIVILEGE', allow: 0 },
  { hazard: 'MAIL_CHANGE', allow: 50 },
];

/** The allowances of a policy, each in place of the built-in one of its hazard; the gravest hazard first. */
export function compileHazards(node: YamlNode | undefined, report: Report): readonly HazardAllowance[] {
  const allowances = new Map(builtInAllowances.map(({ hazard, allow }) => [hazard, allow]));
  const given = new Set<Hazard>();
  for (const item of itemsOf(node)) {
    const hazard = hazards.find((one) => one === textOf(at(item, 'hazard')));
    const allow = numberOf(at(item, 'allow'));
    if (hazard === undefined || allow === undefined) continue;
    const range = entriesOf(item)[0]?.keyRange ?? item.range;
    if (given.has(hazard)) report('CFG075', range, `There is an allowance for ${hazard} already.`);
    given.add(hazard);
    allowances.set(hazard, allow);
  }
  return hazards.flatMap((hazard) => {
    const allow = allowances.get(hazard);
    return allow === undefined ? [] : [{ hazard, allow }];
  });
}
