import type { Flow, Rule, RuleSet } from '../model/rule-set.ts';
import { numberOf, within } from './tree.ts';
import type { RuleEntry } from './rule-selection.ts';
import type { UnplacedRule } from './rule-parts.ts';

/** A rule in its place, compiled into one rule for each object type. */
export interface OrderedRules {
  readonly entry: RuleEntry;
  readonly rules: readonly UnplacedRule[];
}

/**
 * Gives out precedences and flow numbers along the order. A rule keeps the number that it states; one that was placed
 * by `order`, or that stands for a further object type, takes a number between its neighbours.
 */
export function numberRules(ordered: readonly OrderedRules[]): Pick<RuleSet, 'rules' | 'flows'> {
  const places = ordered.flatMap(({ entry, rules }) => {
    const stated = statedNumber(entry);
    const compiled: readonly (UnplacedRule | undefined)[] = rules.length === 0 ? [undefined] : rules;
    return compiled.map((rule, index) => ({ rule, stated: index === 0 ? stated : undefined }));
  });
  const precedences = fillGaps(places.map(({ stated }) => stated));
  const flows: { rule: Rule; flow: Flow }[] = [];
  const rules = places.flatMap(({ rule: unplaced }, index) => {
    if (unplaced === undefined) return [];
    const numbered = unplaced.flows.map((flow, offset) => ({ ...flow, number: flows.length + offset }));
    const rule: Rule = { ...unplaced, precedence: precedences[index] ?? 0, flows: numbered };
    for (const flow of numbered) flows.push({ rule, flow });
    return [rule];
  });
  return { rules, flows };
}

function statedNumber({ document, replaces }: RuleEntry): number | undefined {
  if (within(document.root, 'spec', 'order') !== undefined) return undefined;
  return (
    numberOf(within(document.root, 'spec', 'precedence')) ?? numberOf(within(replaces?.root, 'spec', 'precedence'))
  );
}

/** Spreads the unknown numbers evenly between the known ones around them. */
function fillGaps(numbers: readonly (number | undefined)[]): readonly number[] {
  const filled: number[] = [];
  let index = 0;
  while (index < numbers.length) {
    const known = numbers[index];
    if (known !== undefined) {
      filled.push(known);
      index++;
      continue;
    }
    let end = index;
    while (end < numbers.length && numbers[end] === undefined) end++;
    const next = numbers[end];
    const low = filled.at(-1) ?? (next ?? 1) - 1;
    const high = next ?? low + 1;
    for (let step = 1; step <= end - index; step++) filled.push(low + ((high - low) * step) / (end - index + 1));
    index = end;
  }
  return filled;
}
