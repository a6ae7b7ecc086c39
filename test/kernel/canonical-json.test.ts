import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, digestOf, newDigest } from '../../src/kernel/canonical-json.ts';
import type { Json } from '../../src/kernel/canonical-json.ts';

test.each<[value: Json, text: string]>([
  [null, 'null'],
  [true, 'true'],
  [-0, '0'],
  [1e21, '1e+21'],
  [0.1, '0.1'],
  ['a"\\\n\u0001', String.raw`"a\"\\\n\u0001"`],
  ['ä😀', '"ä😀"'],
  [[], '[]'],
  [{}, '{}'],
  [[1, [2, null]], '[1,[2,null]]'],
  [{ b: 1, a: { d: [], c: 'x' } }, '{"a":{"c":"x","d":[]},"b":1}'],
  // By UTF-16 code unit: a surrogate pair sorts before U+FB33 although its code point is greater.
  [{ '\ufb33': 1, '😀': 2, '\r': 3, '1': 4, '10': 5, '9': 6 }, '{"\\r":3,"1":4,"10":5,"9":6,"😀":2,"\ufb33":1}'],
])('%j is written as %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test('equal values give equal texts, whatever the order of their keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
      const json = value as Json;
      const text = canonicalJson(json);
      expect(canonicalJson(reversed(json))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
    }),
  );
});

test('a digest over pieces is the digest of the whole', () => {
  const digest = newDigest();
  for (const piece of ['lock', '', 'step']) digest.update(piece);
  expect(digest.hex()).toBe(digestOf('lockstep'));
  expect(digestOf('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>)
      .reverse()
      .map(([key, one]) => [key, reversed(one)]),
  );
}
