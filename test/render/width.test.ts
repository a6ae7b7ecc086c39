import { expect, test } from 'vitest';
import { cut, displayWidth, pad } from '../../src/render/width.ts';
import { valueText } from '../../src/render/value.ts';
import { count, grouped, listed } from '../../src/render/words.ts';

test.each([
  ['abc', 3],
  ['Ærø', 3],
  ['営業', 4],
  ['e\u0301', 1],
  ['👩', 2],
  ['ﾊﾝ', 2],
  ['한글', 4],
])('%s takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('texts are cut and filled by columns', () => {
  expect(cut('abcdef', 4)).toBe('abc…');
  expect(cut('営業部門', 5)).toBe('営業…');
  expect(cut('abc', 3)).toBe('abc');
  expect(pad('営業', 6)).toBe('営業  ');
  expect(pad('abcdef', 3)).toBe('abcdef');
});

test('values are bounded and stay in their quotes', () => {
  expect(valueText('abcdefghij', 8)).toBe('"abcde…"');
  expect(valueText('abc', 8)).toBe('"abc"');
  expect(valueText('x'.repeat(10_000), 20).length).toBeLessThan(25);
  expect(valueText(['a', 'b'], 20)).toBe('["a", "b"]');
  expect(valueText(true, 20)).toBe('true');
  expect(valueText({ a: 1 }, 20)).toBe('{\\"a\\":1}');
});

test('amounts in words', () => {
  expect(count(1, 'member')).toBe('1 member');
  expect(count(1204, 'member')).toBe('1,204 members');
  expect(grouped(1234567)).toBe('1,234,567');
  expect(listed(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
});
