import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { list } from '../../src/render/html/list.ts';
import type { ListRow } from '../../src/render/html/list-data.ts';
import { idOf, jsonBlock, lines, markup, markupOf, nothing } from '../../src/render/html/markup.ts';
import { renderPage } from '../../src/render/html/page.ts';
import {
  badge,
  code,
  facts,
  filtered,
  filterForm,
  group,
  table,
  tiles,
  wordDifference,
} from '../../src/render/html/parts.ts';
import { listOf } from './page-lists.ts';

const NAMES: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '"onmouseover="alert(1)" \'x\' `y`',
  '&lt;b&gt; & &amp;',
  '\u001b[31mred\u0000\u0007',
  'user\u202egnp.exe\u2066',
  'first\nsecond\u2028third',
  'half \ud83d of a pair',
  '__proto__',
  'x'.repeat(10_000),
  '',
];

/** Tags and comments of a page, without those whose text is ours or data. */
function tagsOf(page: string): readonly string[] {
  return page.replace(/<script type="application\/json"[^>]*>[^<]*<\/script>/g, '').match(/<[^>]*>/g) ?? [];
}

function pageAbout(name: string): string {
  const rows: readonly ListRow[] = [
    { cells: [name, 1204, ['danger', name]], detail: [[name, name]] },
    { cells: ['other', 3, ['good', 'fine']] },
  ];
  const columns = [
    { title: name, choose: true },
    { title: 'n', look: 'number' },
    { title: name, choose: true },
  ] as const;
  return renderPage({
    title: name,
    kind: 'Test',
    lead: name,
    facts: [[name, name]],
    summary: tiles([{ label: name, value: 1204, standing: 'good' }]),
    sections: [
      {
        id: 'a',
        title: name,
        count: 1,
        body: table(name, [{ title: name }, { title: 'n', number: true }], [[name, 2]]),
      },
      {
        id: 'b',
        title: name,
        body: filtered(
          'f',
          name,
          [{ kinds: [name], body: group(name, facts([[name, code(name)]]), { id: idOf(name) }) }],
          { label: name, options: [name] },
        ),
      },
      { id: 'c', title: name, body: list({ id: 'l', noun: name, columns, detailColumns: [{ title: name }], rows }) },
      { id: 'd', title: name, body: markup`${badge('note', name)}${wordDifference(name, `${name} more`)}` },
    ],
  });
}

describe('markup', () => {
  test('escapes what it is given, and nothing of its own', () => {
    expect(markupOf(markup`<b title="${'a"b'}">${'<i>'}</b>${[markup`<u>`, nothing]}${undefined}${12345}`)).toBe(
      '<b title="a&quot;b">&lt;i&gt;</b><u>12,345',
    );
  });

  test('keeps the line breaks of texts of several lines, and no other control', () => {
    expect(markupOf(lines('a\r\nb\u0007\n<c>'))).toBe('a\nb\\u0007\n&lt;c&gt;');
  });

  test('takes no object for markup that it did not make', () => {
    const forged = JSON.parse('{"markup of ours":"<b>"}') as never;
    expect(() => markupOf(markup`${forged}`)).toThrow();
  });

  test('gives every name an id of its own, of letters that a fragment may hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
        expect(idOf(left)).toMatch(/^[\w.-]*$/);
        expect(idOf(left) === idOf(right)).toBe(left === right);
      }),
    );
  });

  test('ends no data block from within, and gives the data back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...NAMES), fc.string()), (text) => {
        const block = markupOf(jsonBlock('x', JSON.stringify({ text })));
        const [, inside = ''] = /^<script type="application\/json" id="x">([^<>&]*)<\/script>$/.exec(block) ?? [];
        expect(JSON.parse(inside)).toEqual({ text });
      }),
    );
  });
});

describe('a page', () => {
  const plain = tagsOf(pageAbout('plain')).map((tag) => tag.replaceAll('plain', ''));

  test.each(NAMES)('has the same tags whatever a name says: %j', (name) => {
    const tags = tagsOf(pageAbout(name)).map((tag) => /^<\/?[a-z0-9!]+/.exec(tag)?.[0]);
    const differenceTags = (tag: string | undefined) => tag?.endsWith('ins') !== true && tag?.endsWith('del') !== true;
    expect(tags.filter(differenceTags)).toEqual(
      plain.map((tag) => /^<\/?[a-z0-9!]+/.exec(tag)?.[0]).filter(differenceTags),
    );
  });

  test.each(NAMES)('shows no character that cannot be seen: %j', (name) => {
    expect(pageAbout(name).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test('is the same bytes for the same input', () => {
    expect(pageAbout('Ada')).toBe(pageAbout('Ada'));
  });

  test('allows its own style and script by their hash, and nothing else', () => {
    const page = pageAbout('Ada');
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src ${hash(style)}; script-src ${hash(script)}; base-uri &#39;none&#39;; form-action &#39;none&#39;"`.replaceAll(
        "'",
        '&#39;',
      ),
    );
    expect(page).not.toMatch(/ (?:style|on\w+|src|action)=|https?:|@import|url\(/);
  });

  test('names every row and column of its tables, and every section', () => {
    const page = pageAbout('Ada');
    expect(page).not.toMatch(/<th(?! scope="(?:row|col)")[ >]/);
    expect(page).toMatch(/<section id="a" aria-labelledby="a-title">\s*<h2 id="a-title">Ada<\/h2>/);
    expect(page).toContain('<a href="#a">Ada <span class="count">1</span></a>');
  });
});

describe('the difference of two texts', () => {
  test('marks the words that went in the one and those that came in the other', () => {
    expect(wordDifference('[givenName] & "x"', '[surname] & "x"').map(markupOf)).toEqual([
      '<code class="difference">[<del>givenName</del>] &amp; &quot;x&quot;</code>',
      '<code class="difference">[<ins>surname</ins>] &amp; &quot;x&quot;</code>',
    ]);
  });

  test('of long texts is the one and the other', () => {
    const [before, after] = wordDifference('a '.repeat(8000), 'b '.repeat(8000)).map(markupOf);
    expect(before!.match(/<(?:ins|del)>/g)).toEqual(['<del>']);
    expect(after!.match(/<(?:ins|del)>/g)).toEqual(['<ins>']);
  });
});

describe('a list', () => {
  const many = (size: number) =>
    markupOf(
      list({
        id: 'l',
        noun: 'objects',
        columns: [{ title: 'Name' }, { title: 'Type', choose: true }],
        rows: Array.from({ length: size }, (_, index) => ({
          cells: [`person ${index}`, index % 2 ? 'user' : 'group'],
        })),
      }),
    );

  test('shows its first rows without script, and says how many there are', () => {
    const page = many(1234);
    expect(page.match(/<th scope="row">/g)).toHaveLength(100);
    expect(page).toContain('The first 100 of 1,234 objects');
    expect(many(100)).not.toContain('noscript');
  });

  test('carries all of them as data', () => {
    const { rows } = listOf(many(1234), 'l');
    expect(rows).toHaveLength(1234);
    expect(rows[1233]).toEqual(['person 1233', 'user']);
  });

  test('offers each text of a column once', () => {
    expect(many(10).match(/<option value="[^"]+">/g)).toEqual(['<option value="group">', '<option value="user">']);
  });
});

test.each([
  ['identities', 1, '1 identity'],
  ['identities', 2, '2 identities'],
  ['own rules', 1, '1 own rule'],
  ['own rules', 1200, '1,200 own rules'],
])('the number of %s: %i', (noun, total, words) => {
  expect(markupOf(filterForm('f', noun, nothing, total))).toContain(`>${words}</output>`);
});
