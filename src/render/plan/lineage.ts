import type { Json } from '../../kernel/canonical-json.ts';
import type { AttributeChange, Why } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import type { ListCell, ListColumn } from '../html/list-data.ts';
import { afterText, beforeText, listChange } from '../value.ts';
import { count } from '../words.ts';

const WIDTH = 200;
const FLOW = 160;
const LOSERS = 6;

/** What is said of each attribute of an object: both values, the flow that won, and those that did not. */
export const LINEAGE: readonly ListColumn[] = [
  { title: 'Attribute' },
  { title: 'Before', look: 'before' },
  { title: 'After', look: 'after' },
  { title: 'Because of', look: 'code' },
  { title: 'Instead of', look: 'code' },
];

export function lineageOf({ attribute, before, after, why }: AttributeChange): readonly ListCell[] {
  return [attribute, ...sidesOf(before, after), ...whyCells(why)];
}

/** From the flow that first gave the value, whose line comes first, to the one that writes it. */
export function whyCells(why: readonly Why[]): readonly [won: ListCell, lost: ListCell] {
  const won = why.map(({ at, rule, flow }) => `${at} ${rule}: ${brief(flow, FLOW)}`);
  const lost = why.flatMap(({ losers }) => losers);
  const more = lost.length - LOSERS;
  const shown = more > 0 ? [...lost.slice(0, LOSERS), `and ${count(more, 'flow')} more`] : lost;
  return [{ several: won.toReversed() }, { several: shown }];
}

/** Both values; of lists what left and what came, since they are sets. */
export function sidesOf(before: Json, after: Json): readonly [before: ListCell, after: ListCell] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [beforeText(before, WIDTH), afterText(after, WIDTH)];
  const lines = listChange(before as Json[], after as Json[], WIDTH);
  const side = (values: readonly unknown[], sign: string): ListCell => ({
    several: [count(values.length, 'value'), ...lines.filter((line) => line.startsWith(sign))],
  });
  return [side(before, '- '), side(after, '+ ')];
}
