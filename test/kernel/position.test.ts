import { expect, test } from 'vitest';
import { lineOf, lineText, placeOf, positionAt } from '../../src/kernel/position.ts';

const source = { path: 'rules/a.yaml', text: 'one\ntwo\r\n\n😀x' };

test.each([
  [0, 1, 1],
  [3, 1, 4],
  [4, 2, 1],
  [8, 2, 5],
  [9, 3, 1],
  [10, 4, 1],
  [12, 4, 3],
  [13, 4, 4],
])('offset %d is line %d, column %d', (offset, line, column) => {
  expect(positionAt(source, offset)).toEqual({ line, column });
});

test('a line is shown without its end, whichever it is', () => {
  expect([1, 2, 3, 4, 5].map((line) => lineText(source, line))).toEqual(['one', 'two', '', '😀x', '']);
});

test('places read as editors link them', () => {
  const range = { source, start: 5, end: 6 };
  expect([placeOf(range), lineOf(range)]).toEqual(['rules/a.yaml:2:2', 'rules/a.yaml:2']);
});

test('an empty text has one line', () => {
  expect(positionAt({ path: 'x', text: '' }, 0)).toEqual({ line: 1, column: 1 });
});
