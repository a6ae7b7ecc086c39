import type { Flow, Rule } from '../../model/rule-set.ts';
import { scopeImplies } from './contradiction.ts';
import { readSchema } from './lint.ts';
import type { Lint } from './lint.ts';

/** Flows that another rule always wins: it is in scope wherever this one is, comes first, and always gives a value. */
export const shadowedFlow: Lint = (input, report) => {
  const { rules } = input.ruleSet;
  for (const rule of rules) {
    const winners = rules.filter(
      (other) => sameWay(other, rule) && scopeImplies(rule.scope, other.scope, (name) => readSchema(input, rule, name)),
    );
    for (const flow of rule.flows) {
      const winner = winners.find((other) => other.flows.some((one) => one.target === flow.target && wins(one)));
      if (winner === undefined || flow.merge !== 'update') continue;
      const where = winner.scope.length === 0 ? 'for every object' : 'wherever this rule is in scope';
      report('LINT010', flow.source, `${rule.id}: ${flow.target} always comes from ${winner.id}, ${where}.`);
    }
  }
};

/** In scope of the same objects, as far as types and connectors go, and by precedence before the other. */
function sameWay(first: Rule, second: Rule): boolean {
  return (
    first.precedence < second.precedence &&
    first.direction === second.direction &&
    first.sourceType === second.sourceType &&
    first.targetType === second.targetType &&
    second.connectors.every((connector) => first.connectors.includes(connector)) &&
    first.link !== 'joinNoFlow'
  );
}

function wins({ from, applyOnce, merge }: Flow): boolean {
  if (applyOnce || merge !== 'update') return false;
  switch (from.kind) {
    case 'constant':
      return from.value !== '';
    case 'expression':
      return from.alwaysGives;
    case 'direct':
      return false;
  }
}
