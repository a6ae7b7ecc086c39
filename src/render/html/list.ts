import { count, grouped } from '../words.ts';
import { cellText, listData, partsOf, wordsOf } from './list-data.ts';
import type { ListCell, ListColumn, ListData, ListRow, OneCell } from './list-data.ts';
import { jsonBlock, jsonBlockPieces, markup, nothing } from './markup.ts';
import type { Html } from './markup.ts';
import { badge, filterForm, oneOf, select, wordDifference } from './parts.ts';

export interface List {
  /** Unique on the page, `[A-Za-z0-9._-]`. */
  readonly id: string;
  /** `objects`. */
  readonly noun: string;
  readonly columns: readonly ListColumn[];
  readonly detailColumns?: readonly ListColumn[];
  /** Read once. */
  readonly rows: Iterable<ListRow>;
  /** Things that there are where the rows are the first of them only; it is told in every count. */
  readonly outOf?: number;
}

/** A list whose data stand at the end of the page. */
export interface LargeList {
  readonly body: Html;
  /** For `Page.data`. */
  readonly data: readonly string[];
}

/** Rows that stand in the page itself, for readers without script; the script shows as many at a time. */
const PAGE = 100;

/**
 * A table of up to some hundred thousand rows: they are data in the page, and the script makes as many of them as are
 * looked at. Words, choices and the order of a column narrow and sort all of them.
 */
export function list(of: List): Html {
  const { body, data } = bodyAndData(of);
  return markup`${body}${jsonBlock(`${of.id}-data`, data.json.join(''))}`;
}

/** The same for very many rows: the data come in pieces, which are written into a file one by one. */
export function largeList(of: List): LargeList {
  const { body, data } = bodyAndData(of);
  return { body, data: jsonBlockPieces(`${of.id}-data`, data.json) };
}

function bodyAndData({ id, noun, columns, detailColumns = [], rows, outOf }: List): {
  readonly body: Html;
  readonly data: ListData;
} {
  const data = listData(columns, detailColumns, rows, PAGE);
  const { total, options, first } = data;
  const heads = visibleOf(columns).map(
    ([{ title, look }]) => markup`<th scope="col"${numberClass(look)}>${cellText(title)}</th>`,
  );
  const shown = first.map((row) => rowMarkup(row, columns, detailColumns));
  const choices = [...options].map(([index, all]) =>
    select(`${id}-choice-${String(index)}`, { label: columns[index]?.title ?? '', options: all }),
  );
  const part = outOf === undefined || outOf <= total ? undefined : outOf;
  const body = markup`<div class="list" data-list="${id}-data" data-noun="${noun}" data-one="${oneOf(noun)}">
${filterForm(id, noun, markup`${choices}${gatherSelect(id, columns)}`, total)}
${part === undefined ? nothing : markup`<p>${`The first ${grouped(total)} of ${count(part, oneOf(noun), noun)}: the rest is in --format json.`}</p>`}
<div class="scroll" role="group" tabindex="0" aria-label="${noun}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>${shown}</tbody>
</table></div>
${total <= PAGE && gatherable(columns).length === 0 ? nothing : moreMarkup(total, noun)}
</div>`;
  return { body, data };
}

function gatherable(columns: readonly ListColumn[]): readonly ListColumn[] {
  return columns.filter(({ gather }) => gather !== undefined);
}

function gatherSelect(id: string, columns: readonly ListColumn[]): Html {
  if (gatherable(columns).length === 0) return nothing;
  const options = columns.map(({ title, gather }, index) =>
    gather === undefined ? nothing : markup`<option value="${String(index)}">${title}</option>`,
  );
  return markup`<span class="choice" hidden><label for="${id}-gather">Group by</label> <select id="${id}-gather" data-gather><option value="">nothing</option>${options}</select></span>`;
}

function moreMarkup(total: number, noun: string): Html {
  const without =
    total <= PAGE
      ? nothing
      : markup`<noscript>${`The first ${grouped(PAGE)} of ${grouped(total)} ${noun}: the rest needs scripts.`}</noscript>`;
  return markup`<p class="more"><span class="shown"></span> <button type="button" hidden>Show more</button>${without}</p>`;
}

function visibleOf<Item extends ListColumn>(columns: readonly Item[]): readonly (readonly [Item, number])[] {
  return columns.map((column, index) => [column, index] as const).filter(([{ hidden }]) => hidden !== true);
}

function rowMarkup(
  { cells, detail = [] }: ListRow,
  columns: readonly ListColumn[],
  inner: readonly ListColumn[],
): Html {
  const shown = visibleOf(columns);
  const nodes = shown.map(([column, index], at) => {
    const body = cellMarkup(cells[index] ?? '', column);
    return at === 0
      ? markup`<th scope="row">${body}</th>`
      : markup`<td${numberClass(column.look)} data-title="${cellText(column.title)}">${body}</td>`;
  });
  return markup`<tr>${nodes}</tr>${detail.length === 0 ? nothing : detailMarkup(detail, shown.length, inner)}\n`;
}

function detailMarkup(detail: readonly (readonly ListCell[])[], width: number, inner: readonly ListColumn[]): Html {
  const heads = inner.map(({ title }) => markup`<th scope="col">${cellText(title)}</th>`);
  const rows = detail.map((row) => markup`<tr>${detailCells(row, inner)}</tr>`);
  return markup`<tr class="detail"><td colspan="${width}"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></td></tr>`;
}

function detailCells(row: readonly ListCell[], inner: readonly ListColumn[]): readonly Html[] {
  const sides = differing(row, inner);
  return row.map((cell, index) => {
    const column = inner[index];
    const body = column?.look === 'before' ? sides?.[0] : column?.look === 'after' ? sides?.[1] : undefined;
    return markup`<td data-title="${cellText(column?.title ?? '')}">${body ?? cellMarkup(cell, column)}</td>`;
  });
}

/** Both sides of a row, where both are texts in quotes: their words are compared. */
function differing(row: readonly ListCell[], inner: readonly ListColumn[]): readonly [Html, Html] | undefined {
  const before = row[inner.findIndex(({ look }) => look === 'before')];
  const after = row[inner.findIndex(({ look }) => look === 'after')];
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  return before.startsWith('"') && after.startsWith('"')
    ? wordDifference(cellText(before), cellText(after))
    : undefined;
}

function cellMarkup(cell: ListCell, column: ListColumn | undefined): Html {
  const parts = partsOf(cell);
  const [only] = parts;
  if (only === undefined) return nothing;
  if (parts.length === 1) return oneMarkup(only, column);
  return markup`<ul class="several">${parts.map((one) => markup`<li>${oneMarkup(one, column)}</li>`)}</ul>`;
}

function oneMarkup(cell: OneCell, column: ListColumn | undefined): Html {
  if (typeof cell === 'number') return markup`${cell}`;
  if (typeof cell !== 'string') return badge(cell[0], wordsOf(cell));
  return column?.look === undefined ? markup`${wordsOf(cell)}` : markup`<code>${wordsOf(cell)}</code>`;
}

function numberClass(look: ListColumn['look']): Html {
  return look === 'number' ? markup` class="number"` : nothing;
}
