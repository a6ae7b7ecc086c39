import { brief } from '../escape.ts';
import type { Standing } from './parts.ts';

export interface ListColumn {
  readonly title: string;
  /** How its cells look. The words that differ of a `before` and the `after` beside it are marked. */
  readonly look?: 'number' | 'code' | 'before' | 'after';
  /** Rows can be chosen by what stands here; for columns of few different texts. */
  readonly choose?: true;
  /** Rows can be gathered by it: by `count` with the most first, by `order` as they first come. */
  readonly gather?: 'count' | 'order';
  /** In no column of its own: for choosing, gathering and searching. */
  readonly hidden?: true;
}

/** Plain text, a number, or words with their standing. Long texts are cut: a list is for finding things. */
export type OneCell = string | number | readonly [standing: Standing, words: string];

/** One of these, or several of them. */
export type ListCell = OneCell | { readonly several: readonly OneCell[] };

export interface ListRow {
  readonly cells: readonly ListCell[];
  /** Rows of a small table that opens below this one. */
  readonly detail?: readonly (readonly ListCell[])[];
}

/** What a page carries of a list, and what its choices are. */
export interface ListData {
  /** One JSON document, in pieces: that of a large list is longer than a page should be in one text. */
  readonly json: readonly string[];
  readonly total: number;
  /** The first rows. */
  readonly first: readonly ListRow[];
  /** Texts of the columns that rows are chosen by, in the order in which they first come. */
  readonly options: ReadonlyMap<number, readonly string[]>;
}

/** Columns of text in a cell. */
const CELL = 400;
const ROWS_IN_A_PIECE = 1000;
const TEXTS_IN_A_PIECE = 5000;

export function cellText(text: string): string {
  return brief(text, CELL);
}

/**
 * The rows as numbers of texts, each of which is there once: `{columns, inner, rows, texts}`. A row is its cells, then
 * those of its detail, one row of it after the other. A text is a string, a number, `[standing, words]`, or
 * `[[numbers]]` for several. What stands in it is visible already.
 */
export function listData(
  columns: readonly ListColumn[],
  inner: readonly ListColumn[],
  rows: Iterable<ListRow>,
  firstRows: number,
): ListData {
  const texts = internTexts();
  const json = [`{"columns":${headJson(columns)},"inner":${headJson(inner)},"rows":[`];
  const chosen = columns.flatMap(({ choose }, index) => (choose === true ? [[index, new Set<string>()] as const] : []));
  const first: ListRow[] = [];
  let piece: string[] = [];
  let total = 0;
  for (const row of rows) {
    if (total < firstRows) first.push(row);
    for (const [index, seen] of chosen) for (const one of partsOf(row.cells[index] ?? '')) seen.add(wordsOf(one));
    const numbers = row.cells.map(texts.numberOf);
    for (const cells of row.detail ?? []) for (const cell of cells) numbers.push(texts.numberOf(cell));
    piece.push(`${total === 0 ? '' : ','}[${numbers.join(',')}]`);
    total += 1;
    if (piece.length < ROWS_IN_A_PIECE) continue;
    json.push(piece.join(''));
    piece = [];
  }
  json.push(piece.join(''), '],"texts":[');
  for (let from = 0; from < texts.all.length; from += TEXTS_IN_A_PIECE) {
    json.push(`${from === 0 ? '' : ','}${texts.all.slice(from, from + TEXTS_IN_A_PIECE).join(',')}`);
  }
  json.push(']}');
  return { json, total, first, options: new Map(chosen.map(([index, seen]) => [index, [...seen]])) };
}

/** The parts of a cell: itself, unless it has several. */
export function partsOf(cell: ListCell): readonly OneCell[] {
  return typeof cell === 'object' && 'several' in cell ? cell.several : [cell];
}

/** What a cell says, visible and cut. */
export function wordsOf(cell: OneCell): string {
  return cellText(typeof cell === 'object' ? cell[1] : String(cell));
}

function headJson(columns: readonly ListColumn[]): string {
  return JSON.stringify(
    columns.map(({ title, look = '', gather = '', hidden }) => [
      cellText(title),
      look,
      gather,
      hidden === true ? 1 : 0,
    ]),
  );
}

interface Texts {
  readonly numberOf: (cell: ListCell) => number;
  /** As JSON, by their numbers. */
  readonly all: readonly string[];
}

function internTexts(): Texts {
  const all: string[] = [];
  const plain = new Map<string | number, number>();
  const other = new Map<string, number>();
  const add = (json: string): number => all.push(json) - 1;
  const known = <Key>(map: Map<Key, number>, key: Key, json: () => string): number => {
    const found = map.get(key);
    if (found !== undefined) return found;
    const number = add(json());
    map.set(key, number);
    return number;
  };
  const oneNumber = (cell: OneCell): number => {
    if (typeof cell !== 'object') {
      return known(plain, cell, () => (typeof cell === 'number' ? String(cell) : JSON.stringify(cellText(cell))));
    }
    const json = JSON.stringify([cell[0], cellText(cell[1])]);
    return known(other, json, () => json);
  };
  const numberOf = (cell: ListCell): number => {
    const parts = partsOf(cell);
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return oneNumber(only);
    const json = `[[${parts.map(oneNumber).join(',')}]]`;
    return known(other, json, () => json);
  };
  return { numberOf, all };
}
