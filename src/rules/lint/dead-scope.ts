import type { Scope } from '../../model/rule-set.ts';
import { contradiction } from './contradiction.ts';
import type { SchemaOf } from './contradiction.ts';
import { readSchema, wordsOf } from './lint.ts';
import type { Lint } from './lint.ts';

/** Scopes of rules that no object satisfies, and groups of clauses that none does. */
export const deadScope: Lint = (input, report) => {
  for (const rule of input.ruleSet.rules) {
    const dead = deadGroups(rule.scope, (attribute) => readSchema(input, rule, attribute));
    const [first] = dead;
    if (first === undefined) continue;
    if (dead.length === rule.scope.length) {
      report('LINT001', rule.source, `${rule.id}: ${dead.map(({ why }) => why).join('; ')}.`);
      continue;
    }
    for (const { why, at } of dead) report('LINT002', at, `${rule.id}: ${why}; other groups of the scope remain.`);
  }
};

/** The groups that contradict themselves, with their words. */
export function deadGroups(scope: Scope, schemaOf: SchemaOf) {
  return scope.flatMap((group) => {
    const clauses = contradiction(group, schemaOf);
    const [first, ...others] = clauses ?? [];
    if (first === undefined) return [];
    const why =
      others.length === 0
        ? `${wordsOf(first)} holds for no object`
        : `${wordsOf(first)} and ${others.map(wordsOf).join(' and ')} never hold together`;
    return [{ why, at: (others.at(-1) ?? first).source }];
  });
}
