import { createHash } from 'node:crypto';
import { markup, markupOf, nothing, ownCode } from './markup.ts';
import type { Html } from './markup.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** A part of a page with its own heading; it stands in the list of contents. */
export interface PageSection {
  /** Unique on the page, `[A-Za-z0-9._-]`. */
  readonly id: string;
  readonly title: string;
  /** How many things are in it, for the list of contents. */
  readonly count?: number;
  readonly body: Html;
}

export interface Page {
  readonly title: string;
  /** What kind of page this is: `Plan`, `Migration report`. */
  readonly kind: string;
  /** One or two sentences below the title. */
  readonly lead?: string;
  /** Facts about what was read, as `[name, value]`. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  /** What comes before the sections: tiles, a verdict. */
  readonly summary?: Html;
  readonly sections: readonly PageSection[];
  /** Data of its large lists. */
  readonly data?: readonly (readonly string[])[];
}

const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The frame of every page. `tiles`, `table`, `group`, `facts`, `badge`, `filtered` and `wordDifference` are what its
 * sections are made of, `list` is for populations, and `markup` makes all other markup.
 *
 * A page needs nothing but itself: no network, no file beside it. Its policy lets no style and no script run but
 * ours, so that markup which got through would still do nothing. The same page gives the same bytes.
 */
export function renderPage(page: Page): string {
  return [...pagePieces(page)].join('');
}

/** The same page in pieces: one with a large list is written into a file without ever being one text. */
export function* pagePieces({ data = [], ...page }: Page): Generator<string> {
  yield markupOf(beforeData(page));
  for (const one of data) yield* one;
  yield markupOf(markup`
${ownCode('script', script)}
</body>
</html>
`);
}

function beforeData({ title, kind, lead, facts = [], summary = nothing, sections }: Omit<Page, 'data'>): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="Lockstep">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} - ${kind}</title>
${ownCode('style', style)}
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top">
<p class="kind">Lockstep <span aria-hidden="true">·</span> ${kind}</p>
<h1>${title}</h1>
${lead === undefined ? nothing : markup`<p class="lead">${lead}</p>`}
${facts.length === 0 ? nothing : markup`<dl class="facts">${facts.map(factMarkup)}</dl>`}
</header>
<div class="frame">
${contents(sections)}
<main id="main" tabindex="-1">
${summary}
${sections.map(sectionMarkup)}</main>
</div>`;
}

function factMarkup([name, value]: readonly [string, string]): Html {
  return markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function contents(sections: readonly PageSection[]): Html {
  if (sections.length < 2) return nothing;
  const items = sections.map(({ id, title, count }) => {
    const size = count === undefined ? nothing : markup` <span class="count">${count}</span>`;
    return markup`<li><a href="#${id}">${title}${size}</a></li>`;
  });
  return markup`<nav class="contents" aria-label="Contents"><ul>${items}</ul></nav>`;
}

function sectionMarkup({ id, title, body }: PageSection): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}

function hashOf(code: string): string {
  return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
}
