import { flowText } from '../../model/flow-text.ts';
import type { CauseLine } from '../../model/impact.ts';
import { joinAlike } from '../../model/rule-set.ts';
import type { Flow, Rule, Scope } from '../../model/rule-set.ts';
import type { TextSide } from './side.ts';

/** The two configurations; `one` and `other` may be base and head, or head and base. */
export interface Sides {
  readonly one: TextSide;
  readonly other: TextSide;
}

/** Lines of head where head has any: what was taken away alone is told by base. */
export function preferHead(a: readonly CauseLine[], b: readonly CauseLine[]): readonly CauseLine[] {
  const [head, base] = a.some(({ side }) => side === 'head') ? [a, b] : [b, a];
  return head.length > 0 ? head : base;
}

export function sameFlow(a: Flow, b: Flow): boolean {
  return flowText(a) === flowText(b) && a.applyOnce === b.applyOnce && a.merge === b.merge;
}

/** Lines that made the flow of a rule another one, or that brought or took it; none where it is the same. */
export function flowLines(rule: string, target: string, { one, other }: Sides): readonly CauseLine[] {
  const [a, b] = [one.flow(rule, target), other.flow(rule, target)];
  if (a !== undefined && b !== undefined && sameFlow(a, b)) return [];
  const found = preferHead(
    a === undefined ? [] : one.changedIn(a.source),
    b === undefined ? [] : other.changedIn(b.source),
  );
  return found.length > 0 ? found : presenceLines(rule, { one, other });
}

/**
 * Lines that brought or took a rule; none where both have the same document of it. A rule of a pack comes and goes, or
 * comes from another document of that name, as the Topology says.
 */
export function presenceLines(rule: string, { one, other }: Sides): readonly CauseLine[] {
  const [a, b] = [one.rules.get(rule), other.rules.get(rule)];
  if (a !== undefined && b !== undefined && !isOtherDocument(a, b)) return [];
  const found = preferHead(
    a === undefined ? [] : one.changedIn(a.source),
    b === undefined ? [] : other.changedIn(b.source),
  );
  const known = a ?? b;
  if (found.length > 0 || known === undefined) return found;
  return preferHead(one.changedForRule(known), other.changedForRule(known));
}

function isOtherDocument({ source: a }: Rule, { source: b }: Rule): boolean {
  return a.source.path === b.source.path && a.source.text === b.source.text && a.start !== b.start;
}

const SCOPE = new Set(['scope']);
const ENDS = new Set(['from', 'to', 'link', 'join']);
const PLACE = new Set(['precedence', 'order']);

/** Lines that made a rule take others than before: its scope, its ends, how it links; or that brought or took it. */
export function reachLines(rule: string, { one, other }: Sides): readonly CauseLine[] {
  const [a, b] = [one.rules.get(rule), other.rules.get(rule)];
  if (a === undefined || b === undefined) return presenceLines(rule, { one, other });
  const keys = new Set([...(sameScope(a.scope, b.scope) ? [] : SCOPE), ...(sameEnds(a, b) ? [] : ENDS)]);
  return keys.size === 0 ? [] : preferHead(one.changedBlock(a.source, keys), other.changedBlock(b.source, keys));
}

/** Lines that put one of two rules before the other; none where their order is the same. */
export function orderLines(first: string, second: string, { one, other }: Sides): readonly CauseLine[] {
  const [a, b] = [isBefore(first, second, one), isBefore(first, second, other)];
  if (a === undefined || b === undefined || a === b) return [];
  return [first, second].flatMap((id) => {
    const [here, there] = [one.rules.get(id), other.rules.get(id)];
    return here === undefined || there === undefined
      ? []
      : preferHead(one.changedBlock(here.source, PLACE), other.changedBlock(there.source, PLACE));
  });
}

function isBefore(first: string, second: string, { rules }: TextSide): boolean | undefined {
  const [a, b] = [rules.get(first), rules.get(second)];
  return a === undefined || b === undefined ? undefined : a.precedence < b.precedence;
}

export function sameScope(a: Scope, b: Scope): boolean {
  return scopeText(a) === scopeText(b);
}

function scopeText(scope: Scope): string {
  return JSON.stringify(
    scope.map((group) =>
      group.map(({ attribute, operator, comparands }) => [
        attribute,
        operator,
        ...comparands.map((one) => [typeof one, String(one)]),
      ]),
    ),
  );
}

function sameEnds(a: Rule, b: Rule): boolean {
  return (
    a.link === b.link &&
    a.sourceType === b.sourceType &&
    a.direction === b.direction &&
    a.connectors.join() === b.connectors.join() &&
    joinAlike(a, b)
  );
}
