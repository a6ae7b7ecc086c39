import { joinAlike } from '../../model/rule-set.ts';
import type { Rule } from '../../model/rule-set.ts';
import { disjoint } from './contradiction.ts';
import { TENANT } from '../topology.ts';
import { readSchema } from './lint.ts';
import type { Lint } from './lint.ts';

/** Rules of several connectors that join one metaverse type by different attributes. */
export const orderOfConnectors: Lint = ({ ruleSet: { rules } }, report) => {
  const joining = rules.filter(({ join, connectors }) => join.length > 0 && !connectors.includes(TENANT));
  for (const [index, rule] of joining.entries()) {
    const other = joining
      .slice(0, index)
      .find(
        (one) =>
          one.targetType === rule.targetType &&
          targetsOf(one) !== targetsOf(rule) &&
          one.connectors.some((name) => rule.connectors.some((another) => another !== name)),
      );
    if (other === undefined) continue;
    const detail = `${rule.id} joins a ${rule.targetType} by ${targetsOf(rule)}, ${other.id} by ${targetsOf(other)}.`;
    report('LINT014', rule.source, detail);
  }
};

/** A rule finds what another one of another connector projects, and that one does not look for what this one projects. */
export const joinInOneDirection: Lint = ({ ruleSet: { rules } }, report) => {
  const inbound = rules.filter(({ direction }) => direction === 'inbound');
  const projecting = inbound.filter(({ link }) => link === 'provision');
  for (const rule of projecting) {
    const other = projecting.find((one) => one.join.length === 0 && finds(rule, one, inbound));
    if (other === undefined) continue;
    const detail = `${rule.id} joins a ${rule.sourceType} with what ${other.id} makes of a ${other.sourceType}, and not the other way round.`;
    report('LINT014', rule.source, detail);
  }
};

function finds(rule: Rule, other: Rule, inbound: readonly Rule[]): boolean {
  const apart = other.connectors.some((name) => rule.connectors.some((own) => own !== name));
  if (!apart || rule.targetType !== other.targetType) return false;
  const flowed = new Set(
    inbound
      .filter((one) => one.sourceType === other.sourceType && one.targetType === other.targetType)
      .filter((one) => one.connectors.some((name) => other.connectors.includes(name)))
      .flatMap((one) => one.flows.map((flow) => flow.target)),
  );
  return rule.join.some((group) => group.every(({ to }) => flowed.has(to)));
}

/** Rules that may both be in scope of an object and would join it by different conditions. */
export const severalJoins: Lint = (input, report) => {
  const joining = input.ruleSet.rules.filter(({ join }) => join.length > 0);
  for (const [index, rule] of joining.entries()) {
    const other = joining.slice(0, index).find(
      (one) =>
        one.sourceType === rule.sourceType &&
        one.connectors.some((name) => rule.connectors.includes(name)) &&
        !joinAlike(one, rule) &&
        // Two rules for every object are told when they are compiled.
        one.scope.length + rule.scope.length > 0 &&
        !disjoint(one.scope, rule.scope, (attribute) => readSchema(input, rule, attribute)),
    );
    if (other === undefined) continue;
    const detail = `A ${rule.sourceType} may be in the scope of ${other.id}, which joins by ${targetsOf(other)}, and of ${rule.id}, which joins by ${targetsOf(rule)}.`;
    report('LINT015', rule.source, detail);
  }
};

/** Attributes of the metaverse that a rule joins by: groups in their order, conditions in none. */
function targetsOf({ join }: Rule): string {
  return join.map((group) => sorted(group.map(({ to }) => to)).join(' and ')).join(', else ');
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
