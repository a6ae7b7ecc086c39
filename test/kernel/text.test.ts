import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareText, didYouMean, foldCase, isWellFormed, nfc } from '../../src/kernel/text.ts';

test.each([
  ['ada', 'ADA', 'letters'],
  ['é', 'E\u0301', 'composed and decomposed'],
  ['J\u030C', 'ǰ', 'a letter that has a composed form in lower case only'],
  ['ΑΣ', 'ας', 'a final sigma'],
  ['ΑΣ@x', 'ασ@X', 'a sigma before a sign'],
  ['\u212A', 'k', 'the Kelvin sign'],
  ['Å', '\u212B', 'the Ångström sign'],
])('%s and %s are one: %s', (a, b) => {
  expect(foldCase(a)).toBe(foldCase(b));
});

test.each([
  ['ß', 'ss', 'a sharp s is no double s'],
  ['ı', 'i', 'a dotless i is no i'],
  ['İ', 'i', 'nor is a dotted capital I'],
  ['ﬁ', 'fi', 'a ligature is not its letters'],
  ['é', 'e', 'an accent counts'],
  ['Ａ', 'A', 'width counts'],
])('%s and %s are two: %s', (a, b) => {
  expect(foldCase(a)).not.toBe(foldCase(b));
});

const text = fc.string({ unit: 'binary', maxLength: 20 });

test('folding is settled after once, and blind to normal form', () => {
  fc.assert(
    fc.property(text, (one) => {
      expect(foldCase(foldCase(one))).toBe(foldCase(one));
      expect(foldCase(one.normalize('NFD'))).toBe(foldCase(one));
      expect(foldCase(one)).toBe(nfc(foldCase(one)));
    }),
    { examples: [['J\u030C'], ['ΑΣ'], ['İ'], ['\u0345\u0301']] },
  );
});

test('texts are ordered by code unit, whatever the locale', () => {
  expect(['ä', 'z', 'Z', '10', '9', '😀', '\ufb33'].sort(compareText)).toEqual([
    '10',
    '9',
    'Z',
    'z',
    'ä',
    '😀',
    '\ufb33',
  ]);
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(compareText(a, b)).toBe(-compareText(b, a) + 0);
    }),
  );
});

test('a lone surrogate is not well-formed', () => {
  expect([isWellFormed('a\ud800'), isWellFormed('😀')]).toEqual([false, true]);
});

test.each<[word: string, candidates: readonly string[], near: string | undefined]>([
  ['departmnt', ['department', 'displayName'], 'department'],
  ['DEPARTMENT', ['department'], 'department'],
  ['depratment', ['department'], 'department'],
  ['sn', ['cn', 'telephoneNumber'], 'cn'],
  ['a', ['b'], 'b'],
  ['surname', ['givenName'], undefined],
  ['xyz', ['abc'], undefined],
  ['extensionAttribut', ['extensionAttribute1', 'extensionAttribute'], 'extensionAttribute'],
  ['name', ['nome', 'name'], 'name'],
  ['', ['a'], undefined],
  ['anything', [], undefined],
])('near to %s of %j is %s', (word, candidates, near) => {
  expect(didYouMean(word, candidates)).toBe(near);
});

test('nothing farther than three edits is offered', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (word, candidate) => {
      const offered = didYouMean(word, [candidate]) !== undefined;
      const [a, b] = [foldCase(word), foldCase(candidate)];
      const allowed = Math.min(3, Math.ceil(a.length / 3));
      expect(offered).toBe(distance(a, b) <= allowed);
    }),
  );
});

/** Levenshtein by its definition. */
function distance(a: string, b: string): number {
  const memo = new Map<string, number>();
  const of = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i} ${j}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const cost = a[i - 1] === b[j - 1] ? 0 : 1;
    const value = Math.min(of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + cost);
    memo.set(key, value);
    return value;
  };
  return of(a.length, b.length);
}
