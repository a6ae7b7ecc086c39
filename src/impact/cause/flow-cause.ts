import { attributesRead } from '../../model/flow-reads.ts';
import type { Contribution, DesiredObject } from '../../model/desired.ts';
import type { CauseLine } from '../../model/impact.ts';
import type { Flow, Rule } from '../../model/rule-set.ts';
import { sameRaw } from '../same-value.ts';
import { flowLines, orderLines, reachLines } from './rule-parts.ts';
import type { Sides } from './rule-parts.ts';
import type { TextSide } from './side.ts';

/** One attribute of one identity under both configurations. */
export interface Contested {
  readonly target: string;
  readonly base: Contribution | undefined;
  readonly head: Contribution | undefined;
  /** The identity under both, for what the flows read; undefined for inbound flows, which read the source. */
  readonly readers?: { readonly base: DesiredObject | undefined; readonly head: DesiredObject | undefined };
}

interface Won {
  readonly rule: Rule;
  readonly flow: Flow;
  readonly losers: ReadonlySet<string>;
}

/** Which changed lines made an attribute another one: from who won it on each side, back to what that read. */
export function flowCause(one: Contested, base: TextSide, head: TextSide): readonly CauseLine[] {
  const [before, after] = [wonBy(one.base, base), wonBy(one.head, head)];
  const sides: Sides = { one: base, other: head };
  if (before !== undefined && after !== undefined && before.rule.id === after.rule.id) {
    const own = flowLines(before.rule.id, one.target, sides);
    const read = readLines(one, [before.flow, after.flow], base, head);
    const lines = [...own, ...read];
    return lines.length > 0 ? lines : unionLines(one, after.rule, sides);
  }
  const won = [before, after].flatMap((each) => each ?? []);
  const flows = won.map(({ flow }) => flow);
  const lines = [...contestLines(one, before, after, sides), ...readLines(one, flows, base, head)];
  if (lines.length > 0 || one.readers === undefined) return lines;
  const { readers } = one;
  const asked = new Set(won.flatMap(({ rule }) => rule.scope.flat().map(({ attribute }) => attribute)));
  return [...asked].flatMap((name) => metaverseCause(name, readers, base, head));
}

/** Another rule has won: why did the one lose it, or the other gain it? */
function contestLines(
  { target, base, head }: Contested,
  before: Won | undefined,
  after: Won | undefined,
  sides: Sides,
): readonly CauseLine[] {
  if (before === undefined || after === undefined) {
    return [before, after].flatMap((won) => (won === undefined ? [] : changeOf(won, target, sides)));
  }
  const order = orderLines(before.rule.id, after.rule.id, sides);
  const bothTookPart = after.losers.has(before.rule.id) || before.losers.has(after.rule.id);
  if (order.length > 0 && bothTookPart) return order;
  // Whoever gave nothing neither lost nor won anything.
  const lost = base?.value === undefined ? [] : changeOf(before, target, sides);
  const gained = head?.value === undefined ? [] : changeOf(after, target, sides);
  if (after.losers.has(before.rule.id)) return gained.length > 0 ? gained : changeOf(after, target, sides);
  if (before.losers.has(after.rule.id)) return lost.length > 0 ? lost : changeOf(before, target, sides);
  // Who comes first wins whatever the other does.
  if (gained.length > 0 && after.rule.precedence < before.rule.precedence) return gained;
  if (lost.length > 0 || gained.length > 0) return [...lost, ...gained];
  return [...changeOf(before, target, sides), ...changeOf(after, target, sides)];
}

function changeOf({ rule }: Won, target: string, sides: Sides): readonly CauseLine[] {
  const flow = flowLines(rule.id, target, sides);
  return flow.length > 0 ? flow : reachLines(rule.id, sides);
}

/** Metaverse attributes that the flows read, or that the scopes of their rules ask for, where they differ. */
function readLines(
  { readers }: Contested,
  flows: readonly Flow[],
  base: TextSide,
  head: TextSide,
): readonly CauseLine[] {
  if (readers === undefined) return [];
  const names = new Set(flows.flatMap(attributesRead));
  return [...names].flatMap((name) => metaverseCause(name, readers, base, head));
}

/** Why an attribute of the metaverse is another one; nothing where it is the same. */
export function metaverseCause(
  name: string,
  readers: NonNullable<Contested['readers']>,
  base: TextSide,
  head: TextSide,
): readonly CauseLine[] {
  const [before, after] = [readers.base?.metaverse.get(name), readers.head?.metaverse.get(name)];
  if (readers.base !== undefined && readers.head !== undefined) {
    if ((before === undefined) === (after === undefined) && sameRaw(before?.value, after?.value)) return [];
  }
  return flowCause({ target: name, base: before, head: after }, base, head);
}

/** Several flows make one value, of which lineage knows the first: the one that differs, where there is one only. */
function unionLines({ target }: Contested, { flows, direction }: Rule, sides: Sides): readonly CauseLine[] {
  if (flows.find((one) => one.target === target)?.merge === 'update') return [];
  const ids = new Set(
    [sides.one, sides.other].flatMap(({ ruleSet }) =>
      ruleSet.rules
        .filter((rule) => rule.direction === direction && rule.flows.some((one) => one.target === target))
        .map(({ id }) => id),
    ),
  );
  const found = [...ids]
    .map((id) => [...flowLines(id, target, sides), ...reachLines(id, sides)])
    .filter((lines) => lines.length > 0);
  return found.length === 1 ? (found[0] ?? []) : [];
}

function wonBy(contribution: Contribution | undefined, { ruleSet }: TextSide): Won | undefined {
  const entry = contribution === undefined ? undefined : ruleSet.flows[contribution.flow];
  if (contribution === undefined || entry === undefined) return undefined;
  const losers = contribution.losers.flatMap((number) => ruleSet.flows[number]?.rule.id ?? []);
  return { ...entry, losers: new Set(losers) };
}
