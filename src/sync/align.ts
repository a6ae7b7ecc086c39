import type { Rule, RuleSet } from '../model/rule-set.ts';
import { alikeRules } from './likeness.ts';

/**
 * The same rules with other flow numbers: flows of a rule that the other rule set has alike take the numbers that they
 * have there, so that what the one gives can be told to be what the other gives. Flows that only the other one has
 * keep their numbers there, and nothing refers to them.
 */
export function alignedWith(other: RuleSet, ruleSet: RuleSet): RuleSet {
  const alike = alikeRules(ruleSet, other);
  const theirs = new Map(other.rules.map((rule) => [rule.id, rule]));
  const flows = [...other.flows];
  const rules = ruleSet.rules.map((rule) => {
    const numbers = alike.has(rule.id) ? theirs.get(rule.id)?.flows.map(({ number }) => number) : undefined;
    const first = flows.length;
    const numbered: Rule = {
      ...rule,
      flows: rule.flows.map((flow, index) => ({ ...flow, number: numbers?.[index] ?? first + index })),
    };
    for (const flow of numbered.flows) flows[flow.number] = { rule: numbered, flow };
    return numbered;
  });
  return { ...ruleSet, rules, flows };
}
