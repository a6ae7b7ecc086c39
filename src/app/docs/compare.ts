import { flowText } from '../../model/flow-text.ts';
import type { Difference, DocumentedRule } from '../../model/documentation.ts';
import type { Flow, Scope, ScopingFilter } from '../../model/rule-set.ts';

/** Rules that came, went or say something else, by precedence. A rule is the one of its name. */
export function ruleDifferences(
  before: readonly DocumentedRule[],
  after: readonly DocumentedRule[],
): readonly Difference<DocumentedRule>[] {
  const placeOf = ({ before: was, after: is }: Difference<DocumentedRule>): number => (is ?? was)?.rule.precedence ?? 0;
  return differences(before, after, ({ rule }) => rule.id, ruleSays).toSorted((a, b) => placeOf(a) - placeOf(b));
}

export function filterDifferences(
  before: readonly ScopingFilter[],
  after: readonly ScopingFilter[],
): readonly Difference<ScopingFilter>[] {
  return differences(before, after, ({ name }) => name, filterSays);
}

function differences<Thing>(
  before: readonly Thing[],
  after: readonly Thing[],
  nameOf: (thing: Thing) => string,
  says: (thing: Thing) => string,
): readonly Difference<Thing>[] {
  const had = new Map(before.map((thing) => [nameOf(thing), thing]));
  const has = new Set(after.map(nameOf));
  const removed = before.filter((thing) => !has.has(nameOf(thing)));
  const others = after.flatMap((thing): readonly Difference<Thing>[] => {
    const name = nameOf(thing);
    const was = had.get(name);
    if (was === undefined) return [{ name, after: thing }];
    return says(was) === says(thing) ? [] : [{ name, before: was, after: thing }];
  });
  return [...removed.map((thing) => ({ name: nameOf(thing), before: thing })), ...others];
}

/** All that a rule says; not where it stands. */
function ruleSays({ rule, sourceTypes }: DocumentedRule): string {
  const { description = '', direction, connectors, targetType, link, precedence, scope, join, flows } = rule;
  return JSON.stringify([
    [description, direction, connectors, sourceTypes, targetType, link, precedence],
    scopeSays(scope),
    join.map((group) => group.map(({ from, to, caseSensitive }) => [from, to, caseSensitive])),
    flows.map(flowSays),
  ]);
}

function filterSays({ connectors, containers, objects }: ScopingFilter): string {
  const types = [...objects].map(([type, scope]) => [type, scopeSays(scope)]);
  return JSON.stringify([connectors, containers.map(({ key, include }) => [key, include]), types]);
}

function flowSays(flow: Flow): unknown {
  return [flow.target, flow.from.kind, flowText(flow), flow.applyOnce, flow.merge];
}

function scopeSays(scope: Scope): unknown {
  const comparand = (one: Scope[number][number]['comparands'][number]) => [typeof one, String(one)];
  return scope.map((group) =>
    group.map(({ attribute, operator, comparands }) => [attribute, operator, comparands.map(comparand)]),
  );
}
