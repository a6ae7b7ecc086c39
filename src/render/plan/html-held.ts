import { compareText } from '../../kernel/text.ts';
import type { Held } from '../../model/plan.ts';
import { holdDetail, holdReasons } from '../hold-reasons.ts';
import type { ListCell, ListColumn, ListRow } from '../html/list-data.ts';
import { markup } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { badge, group } from '../html/parts.ts';
import { nameText } from '../escape.ts';
import { byReason, heldWords } from './held-lines.ts';
import { LINEAGE, lineageOf } from './lineage.ts';

export const HELD_COLUMNS: readonly ListColumn[] = [
  { title: 'Object' },
  { title: 'Type', choose: true, gather: 'count' },
  { title: 'Why it is held', choose: true, gather: 'count' },
  { title: 'Details' },
  { title: 'What would be done', choose: true, gather: 'count' },
];

export { LINEAGE as HELD_DETAIL };

/** Each reason with what would change it. */
export function reasonsMarkup(held: readonly Held[], choice: string): Html {
  const items = byReason(held).map(([reason, all]) => {
    const { title, explain } = holdReasons[reason];
    const link = markup`<a href="#held" data-choose="${choice}" data-value="${title}">See them in the list</a>`;
    return group(markup`${badge('caution', String(all.length))} ${title}`, markup`<p>${explain}</p><p>${link}</p>`);
  });
  return markup`${items}`;
}

export function* heldRows(held: readonly Held[]): Generator<ListRow> {
  const sorted = byReason(held).flatMap(([, all]) =>
    all.toSorted((a, b) => compareText(a.object.name, b.object.name) || compareText(a.object.key, b.object.key)),
  );
  for (const one of sorted) {
    const cells: readonly ListCell[] = [
      nameText(one.object.name),
      one.object.type,
      ['caution', holdReasons[one.reason].title],
      holdDetail(one),
      heldWords[one.would],
    ];
    yield { cells, detail: [...candidateDetail(one), ...one.changes.map(lineageOf)] };
  }
}

function candidateDetail({ candidates = [] }: Held): readonly (readonly ListCell[])[] {
  return candidates.map(({ id, name, evidence }) => ['candidate', '', `${name} (${id})`, evidence.join(', '), '']);
}
