import { brief } from '../escape.ts';
import { grouped } from '../words.ts';
import { jsonBlock, markup, nothing } from './markup.ts';
import type { Html } from './markup.ts';
import { badge, filterForm, oneOf, select } from './parts.ts';
import type { Standing } from './parts.ts';

export interface ListColumn {
  readonly title: string;
  /** How its cells look. */
  readonly look?: 'number' | 'code';
  /** Rows can be chosen by what stands here; for columns of few different texts. */
  readonly choose?: true;
}

/** Plain text, a number, or words with their standing. Long texts are cut: a list is for finding things. */
export type ListCell = string | number | readonly [standing: Standing, words: string];

export interface ListRow {
  readonly cells: readonly ListCell[];
  /** Rows of a small table that opens below this one. */
  readonly detail?: readonly (readonly ListCell[])[];
}

export interface List {
  /** Unique on the page, `[A-Za-z0-9._-]`. */
  readonly id: string;
  /** `objects`. */
  readonly noun: string;
  readonly columns: readonly ListColumn[];
  readonly detailColumns?: readonly ListColumn[];
  readonly rows: readonly ListRow[];
}

/** Rows that stand in the page itself, for readers without script; the script shows as many at a time. */
const PAGE = 100;
/** Columns of text in a cell. */
const CELL = 400;

/**
 * A table of up to some hundred thousand rows: they are data in the page, and the script makes as many of them as are
 * looked at. Words, choices and the order of a column narrow and sort all of them.
 */
export function list({ id, noun, columns, detailColumns = [], rows }: List): Html {
  const heads = columns.map(({ title, look }) => markup`<th scope="col"${numberClass(look)}>${title}</th>`);
  const shown = rows.slice(0, PAGE).map((row) => rowMarkup(row, columns, detailColumns));
  const choices = columns.flatMap(({ title, choose }, index) =>
    choose === true ? [select(`${id}-choice-${String(index)}`, { label: title, options: optionsOf(rows, index) })] : [],
  );
  return markup`<div data-list="${id}-data" data-noun="${noun}" data-one="${oneOf(noun)}">
${filterForm(id, noun, choices, rows.length)}
<div class="scroll" role="group" tabindex="0" aria-label="${noun}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>${shown}</tbody>
</table></div>
${rows.length <= PAGE ? nothing : moreMarkup(rows.length, noun)}
${jsonBlock(`${id}-data`, JSON.stringify(dataOf(columns, detailColumns, rows)))}
</div>`;
}

function moreMarkup(total: number, noun: string): Html {
  const without = `The first ${grouped(PAGE)} of ${grouped(total)} ${noun}: the rest needs scripts.`;
  return markup`<p class="more"><button type="button" hidden>Show more</button><noscript>${without}</noscript></p>`;
}

function rowMarkup(
  { cells, detail = [] }: ListRow,
  columns: readonly ListColumn[],
  inner: readonly ListColumn[],
): Html {
  const shown = cells.map((cell, index) => {
    const body = cellMarkup(cell, columns[index]);
    return index === 0
      ? markup`<th scope="row">${body}</th>`
      : markup`<td${numberClass(columns[index]?.look)}>${body}</td>`;
  });
  return markup`<tr>${shown}</tr>${detail.length === 0 ? nothing : detailMarkup(detail, columns.length, inner)}\n`;
}

function detailMarkup(detail: readonly (readonly ListCell[])[], width: number, inner: readonly ListColumn[]): Html {
  const heads = inner.map(({ title }) => markup`<th scope="col">${title}</th>`);
  const rows = detail.map(
    (row) => markup`<tr>${row.map((cell, index) => markup`<td>${cellMarkup(cell, inner[index])}</td>`)}</tr>`,
  );
  return markup`<tr class="detail"><td colspan="${width}"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></td></tr>`;
}

function cellMarkup(cell: ListCell, column: ListColumn | undefined): Html {
  if (typeof cell === 'number') return markup`${cell}`;
  if (typeof cell !== 'string') return badge(cell[0], brief(cell[1], CELL));
  return column?.look === 'code' ? markup`<code>${brief(cell, CELL)}</code>` : markup`${brief(cell, CELL)}`;
}

function numberClass(look: ListColumn['look']): Html {
  return look === 'number' ? markup` class="number"` : nothing;
}

/** The texts of a column, in the order in which they first come. */
function optionsOf(rows: readonly ListRow[], index: number): readonly string[] {
  return [...new Set(rows.map(({ cells }) => textOf(cells[index] ?? '')))];
}

function textOf(cell: ListCell): string {
  return brief(typeof cell === 'object' ? cell[1] : String(cell), CELL);
}

/** What the script reads: cells as text, number or `[standing, words]`, already visible. */
function dataOf(columns: readonly ListColumn[], inner: readonly ListColumn[], rows: readonly ListRow[]): object {
  const cellData = (cell: ListCell): ListCell =>
    typeof cell === 'object' ? [cell[0], textOf(cell)] : typeof cell === 'string' ? textOf(cell) : cell;
  const columnData = (all: readonly ListColumn[]) => all.map(({ title, look = '' }) => [brief(title, CELL), look]);
  return {
    columns: columnData(columns),
    inner: columnData(inner),
    rows: rows.map(({ cells, detail = [] }) => [
      cells.map(cellData),
      ...(detail.length === 0 ? [] : [detail.map((row) => row.map(cellData))]),
    ]),
  };
}
