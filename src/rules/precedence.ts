import type { SourceRange } from '../kernel/position.ts';
import type { Report } from './problems.ts';
import { nearest } from './rule-selection.ts';
import type { RuleEntry } from './rule-selection.ts';
import { at, numberOf, textOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

type Place =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'beside'; readonly anchor: string; readonly side: 'before' | 'after' };

interface PlacedRule {
  readonly entry: RuleEntry;
  readonly place: Place;
  readonly range: SourceRange;
}

/**
 * Rules by precedence. A rule with `order` stands next to the rule that it names, which may itself be placed so.
 * Disabled rules keep their place, so that others can still be ordered by them.
 */
export function byPrecedence(entries: readonly RuleEntry[], report: Report): readonly RuleEntry[] {
  const placed = entries.flatMap((entry) => placeOf(entry, report) ?? []);
  const beside = neighbours(placed, entries, report);
  const roots = placed.filter(({ place }) => place.kind === 'number').sort((a, b) => numberAt(a) - numberAt(b));
  roots.forEach((root, index) => {
    const previous = roots[index - 1];
    if (previous === undefined || numberAt(previous) !== numberAt(root)) return;
    report('CFG060', root.range, `${root.entry.id} and ${previous.entry.id} have precedence ${numberAt(root)}.`);
  });
  const sequence: RuleEntry[] = [];
  for (const root of roots) emit(root.entry, beside, sequence);
  reportLost(placed, sequence, report);
  return sequence;
}

function numberAt({ place }: PlacedRule): number {
  return place.kind === 'number' ? place.number : 0;
}

function placeOf(entry: RuleEntry, report: Report): PlacedRule | undefined {
  const spec = at(entry.document.root, 'spec');
  const order = at(spec, 'order');
  const named = within(spec, 'order', 'before') ?? within(spec, 'order', 'after');
  const range = at(spec, 'precedence')?.range ?? named?.range ?? order?.range ?? entry.document.nameRange;
  if (at(spec, 'precedence') !== undefined && order !== undefined) {
    report('CFG061', order.range, `${entry.id} has a precedence and an order.`);
  }
  const packOfReplaced = entry.id.split(':', 1)[0];
  const place = placeIn(spec, entry.pack) ?? placeIn(at(entry.replaces?.root, 'spec'), packOfReplaced);
  if (place !== undefined) return { entry, place, range };
  if (entry.document.sound) report('CFG061', range, `${entry.id} has neither a precedence nor an order.`);
  return undefined;
}

/** Inside a pack, rules call each other by their short names. */
function placeIn(spec: YamlNode | undefined, pack: string | undefined): Place | undefined {
  const number = numberOf(at(spec, 'precedence'));
  if (number !== undefined) return { kind: 'number', number };
  for (const side of ['before', 'after'] as const) {
    const name = textOf(within(spec, 'order', side));
    if (name === undefined) continue;
    return { kind: 'beside', anchor: pack === undefined || name.includes(':') ? name : `${pack}:${name}`, side };
  }
  return undefined;
}

/** The last of the rules that already stand on one side of an anchor. */
function outermost(anchor: string, side: 'before' | 'after', found: Neighbours): string {
  const passed = new Set<string>();
  let last = anchor;
  for (let next = found.get(last)?.[side]; next !== undefined && !passed.has(last); next = found.get(last)?.[side]) {
    passed.add(last);
    last = next.id;
  }
  return last;
}

type Neighbours = ReadonlyMap<string, { before?: RuleEntry; after?: RuleEntry }>;

/** For each rule, the one that wants to stand just before it and the one just after it. */
function neighbours(placed: readonly PlacedRule[], entries: readonly RuleEntry[], report: Report): Neighbours {
  const known = new Set(entries.map(({ id }) => id));
  const found = new Map<string, { before?: RuleEntry; after?: RuleEntry }>();
  for (const { entry, place, range } of placed) {
    if (place.kind === 'number') continue;
    if (!known.has(place.anchor)) {
      report('CFG033', range, `There is no rule ${place.anchor}.`, nearest(place.anchor, known));
      continue;
    }
    const taken = found.get(place.anchor)?.[place.side];
    if (taken !== undefined) {
      const detail = `${entry.id} and ${taken.id} both stand just ${place.side} ${place.anchor}.`;
      report('CFG060', range, detail, 'Order one of the two by the other.');
    }
    const anchor = outermost(place.anchor, place.side, found);
    found.set(anchor, { ...found.get(anchor), [place.side]: entry });
  }
  return found;
}

/** A rule with those before and after it, each with its own. */
function emit(root: RuleEntry, beside: Neighbours, into: RuleEntry[]): void {
  const open: { entry: RuleEntry; expanded: boolean }[] = [{ entry: root, expanded: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { entry, expanded } = next;
    if (expanded) {
      into.push(entry);
      continue;
    }
    const { before, after } = beside.get(entry.id) ?? {};
    if (after !== undefined) open.push({ entry: after, expanded: false });
    open.push({ entry, expanded: true });
    if (before !== undefined) open.push({ entry: before, expanded: false });
  }
}

/** Rules whose order leads to no rule with a number: they name each other in a circle. */
function reportLost(placed: readonly PlacedRule[], sequence: readonly RuleEntry[], report: Report): void {
  const reached = new Set(sequence.map(({ id }) => id));
  const placeOfId = new Map(placed.map(({ entry, place }) => [entry.id, place]));
  for (const { entry, range } of placed) {
    if (reached.has(entry.id) || !isCircle(entry.id, placeOfId)) continue;
    report('CFG061', range, `The order of ${entry.id} leads in a circle.`);
  }
}

/** An order that ends at an unknown rule is no circle; the rule has been reported where it is named. */
function isCircle(id: string, places: ReadonlyMap<string, Place>): boolean {
  const passed = new Set<string>();
  for (let next = id; !passed.has(next);) {
    const place = places.get(next);
    if (place?.kind !== 'beside') return false;
    passed.add(next);
    next = place.anchor;
  }
  return true;
}
