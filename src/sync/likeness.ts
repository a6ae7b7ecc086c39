import { compareText } from '../kernel/text.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';

/**
 * Rules that two rule sets have alike: they give the same values for the same objects. Where they stand in their files,
 * their precedence and the numbers of their flows play no part.
 */
export function alikeRules(one: RuleSet, other: RuleSet): ReadonlySet<string> {
  const texts = new Map(other.rules.map((rule) => [rule.id, ruleText(rule, other)]));
  return new Set(one.rules.filter((rule) => texts.get(rule.id) === ruleText(rule, one)).map(({ id }) => id));
}

/** Do both know the same attributes, with the same syntax, for the same tenant? Else the same text may mean another thing. */
export function sameWorld(one: RuleSet, other: RuleSet): boolean {
  return textOf([one.topology, one.metaverse]) === textOf([other.topology, other.metaverse]);
}

/** The document, since that names the dialect of its expressions, and what it was compiled to. */
function ruleText(rule: Rule, { rules }: RuleSet): string {
  const { id, direction, connectors, sourceType, targetType, link, scope, join, flows, source } = rule;
  // Rules of one document are one rule for several types.
  const first = rules.find((one) => one.source === source)?.id ?? id;
  return textOf([
    documentOf(rule),
    [id, first, direction, connectors, sourceType, targetType, link, join],
    scope.map((group) => group.map(({ attribute, operator, comparands }) => [attribute, operator, comparands])),
    flows.map(({ target, from, applyOnce, merge }) => [target, from, applyOnce, merge]),
  ]);
}

function documentOf({ source: { source, start } }: Rule): string {
  const { text } = source;
  const from = text.lastIndexOf('\n---', start);
  const to = text.indexOf('\n---', start);
  return text.slice(from === -1 ? 0 : text.indexOf('\n', from + 1), to === -1 ? undefined : to).trim();
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return { bigint: String(one) };
    return one instanceof Map ? [...(one as ReadonlyMap<string, unknown>)].sort(([a], [b]) => compareText(a, b)) : one;
  });
}
