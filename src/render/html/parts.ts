import { visible } from '../escape.ts';
import { wordParts } from '../word-parts.ts';
import type { WordPart } from '../word-parts.ts';
import { count } from '../words.ts';
import { lines, markup, nothing } from './markup.ts';
import type { Html, HtmlPart } from './markup.ts';

/** What a piece of a page means. It is always said in words too: colour alone says nothing. */
export type Standing = 'good' | 'note' | 'caution' | 'danger' | 'quiet';

/** A word with the colour and the sign of what it means. */
export function badge(standing: Standing, words: string): Html {
  return markup`<span class="badge ${standing}">${words}</span>`;
}

export interface Tile {
  readonly label: string;
  readonly value: number;
  readonly standing: Standing;
}

/** The figures that matter most, side by side. */
export function tiles(all: readonly Tile[]): Html {
  return markup`<dl class="tiles">${all.map(tileMarkup)}</dl>`;
}

function tileMarkup({ label, value, standing }: Tile): Html {
  return markup`<div class="tile ${standing}"><dt>${label}</dt><dd>${value}</dd></div>`;
}

export interface TableColumn {
  readonly title: string;
  readonly number?: true;
}

/** A table whose rows are named by their first cell. Wide ones scroll by themselves. For long ones see `list`. */
export function table(caption: string, columns: readonly TableColumn[], rows: readonly (readonly HtmlPart[])[]): Html {
  const head = columns.map(({ title, number }) => markup`<th scope="col"${numberClass(number)}>${title}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, index) =>
      index === 0
        ? markup`<th scope="row">${cell}</th>`
        : markup`<td${numberClass(columns[index]?.number)}>${cell}</td>`,
    );
    return markup`<tr>${cells}</tr>\n`;
  });
  return markup`<div class="scroll" role="group" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
</table></div>`;
}

function numberClass(number: true | undefined): Html {
  return number === true ? markup` class="number"` : nothing;
}

/** Something that opens: its summary is always seen. With an id, a link to it opens it. */
export function group(summary: HtmlPart, body: HtmlPart, { open = false, id = '' } = {}): Html {
  const named = id === '' ? nothing : markup` id="${id}"`;
  return markup`<details${named}${open ? markup` open` : nothing}><summary>${summary}</summary>
<div class="inside">${body}</div></details>`;
}

/** Terms and what is said of them. */
export function facts(pairs: readonly (readonly [term: string, said: HtmlPart])[]): Html {
  return markup`<dl class="pairs">${pairs.map(([term, said]) => markup`<dt>${term}</dt><dd>${said}</dd>`)}</dl>`;
}

/** A name, expression or path as it stands in a file; its line breaks stay. */
export function code(text: string): Html {
  return markup`<code>${lines(text)}</code>`;
}

export interface FilterItem {
  readonly body: Html;
  /** Which of the choices it belongs to. */
  readonly kinds: readonly string[];
}

export interface Choice {
  readonly label: string;
  readonly options: readonly string[];
}

/** Up to some hundreds of things (`rules`; each list of a page has its own noun), with a box that keeps those with the words typed, and a choice of kinds. */
export function filtered(id: string, noun: string, items: readonly FilterItem[], choice?: Choice): Html {
  const shown = items.map(
    ({ body, kinds }) => markup`<div class="item" data-kinds="${JSON.stringify(kinds.map(visible))}">${body}</div>\n`,
  );
  const chosen = choice === undefined ? nothing : select(`${id}-kind`, choice);
  return markup`<div data-filtered data-noun="${noun}" data-one="${oneOf(noun)}">
${filterForm(id, noun, chosen, items.length)}
${shown}</div>`;
}

/** `identity` of `identities`, `group` of `groups`. */
export function oneOf(noun: string): string {
  return noun.replace(/ies$/, 'y').replace(/s$/, '');
}

/** The form above a list: words, choices, and how many are left. */
export function filterForm(id: string, noun: string, choices: HtmlPart, total: number): Html {
  return markup`<form class="filter">
<label for="${id}-words">Filter ${noun}</label> <input id="${id}-words" type="search" autocomplete="off" spellcheck="false">
${choices}
<output for="${id}-words">${count(total, oneOf(noun), noun)}</output>
</form>`;
}

/** A label and its list of choices, the first of which is all of them. */
export function select(id: string, { label, options }: Choice): Html {
  const all = options.map((option) => markup`<option value="${option}">${option}</option>`);
  return markup`<span class="choice"><label for="${id}">${label}</label> <select id="${id}"><option value="">all</option>${all}</select></span>`;
}

/**
 * One text that became another, as the one and the other: deleted and inserted words are marked by more than colour.
 * Expressions look like code, prose does not.
 */
export function wordDifference(
  before: string,
  after: string,
  look: 'code' | 'prose' = 'code',
): readonly [before: Html, after: Html] {
  const parts = wordParts(before, after);
  return [
    differenceSide(
      parts.filter(({ kind }) => kind !== 'new'),
      look,
    ),
    differenceSide(
      parts.filter(({ kind }) => kind !== 'gone'),
      look,
    ),
  ];
}

function differenceSide(parts: readonly WordPart[], look: 'code' | 'prose'): Html {
  const words = parts.map(({ kind, text }) => {
    if (kind === 'same') return lines(text);
    return kind === 'gone' ? markup`<del>${lines(text)}</del>` : markup`<ins>${lines(text)}</ins>`;
  });
  return look === 'code'
    ? markup`<code class="difference">${words}</code>`
    : markup`<span class="difference">${words}</span>`;
}
