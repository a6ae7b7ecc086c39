type Text = string | number | readonly [standing: string, words: string] | readonly [readonly number[]];

export interface PageList {
  readonly columns: readonly string[];
  /** Cells of each row as words, then those of its detail. */
  readonly rows: readonly (readonly (string | number | readonly (string | number)[])[])[];
}

/** The data of a list of a page, as its script reads them. */
export function listOf(page: string, id: string): PageList {
  const block = new RegExp(`<script type="application/json" id="${id}-data">([^<]*)</script>`).exec(page);
  if (block === null) throw new Error(`no list ${id}`);
  const { columns, rows, texts } = JSON.parse(block[1]!) as {
    readonly columns: readonly (readonly [string])[];
    readonly rows: readonly (readonly number[])[];
    readonly texts: readonly Text[];
  };
  const one = (at: number): string | number => {
    const text = texts[at]!;
    return typeof text === 'object' ? String(text[1]) : text;
  };
  const cell = (at: number) => {
    const text = texts[at]!;
    return typeof text === 'object' && typeof text[0] === 'object' ? text[0].map(one) : one(at);
  };
  return { columns: columns.map(([title]) => title), rows: rows.map((row) => row.map(cell)) };
}
