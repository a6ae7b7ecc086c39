import fc from 'fast-check';
import { expect } from 'vitest';
import { isBalanced, parsed } from './parsed.ts';
import { HOSTILE_NAMES } from './scenarios.ts';

export const LINK_BASE = 'https://github.com/contoso/identities/blob/3f9c2a1/config/';

/** Tags that the renderer makes, or that Markdown of its own becomes. */
const OURS =
  /^<(?:details(?: open)?|summary|b|p|h3|ul|li|strong|code|del|ins|blockquote|br \/|table|thead|tbody|tr|th|td|(?:th|td) align="right"|a href="https:\/\/github\.com\/contoso\/identities\/blob\/3f9c2a1\/config\/[^"]*#L\d+")>$/;
/** What a forge makes links or notifications of: https://docs.github.com/en/get-started/writing-on-github */
const LIVE = /@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|https?:|www\.|:\w+:|\$/i;

/** A document of ours has what the renderer makes, and nothing that a value made. */
export function expectHarmless(markdown: string): void {
  const { tags, prose, comments, html } = parsed(markdown);
  expect(tags.filter((tag) => !OURS.test(tag))).toEqual([]);
  expect(tags.filter((tag) => tag === '<h3>')).toHaveLength(1);
  expect(comments).toEqual([markdown.split('\n', 1)[0]]);
  expect(markdown.split('<!-- lockstep:')).toHaveLength(2);
  expect(isBalanced(html)).toBe(true);
  expect(prose).not.toMatch(LIVE);

  expect(markdown).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
  );
}

/** Texts that Markdown, HTML or a forge could take for something else. */
export const texts = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '\\',
        '|',
        '<',
        '>',
        '&',
        '*',
        '_',
        '~',
        '[',
        ']',
        '(',
        ')',
        '!',
        '#',
        '@',
        '-',
        '+',
        '\n',
        ' ',
        '  ',
        'a',
        '1.',
        'www.a.b',
        'http://a.b',
        ':x:',
        '$',
        '<!--',
        '-->',
        '</details>',
        '</code>',
        '<code>',
        '\u202e',
        '\u{10ffff}',
        '\ud83d',
        '営',
        '\u0301',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
