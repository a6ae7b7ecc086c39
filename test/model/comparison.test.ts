import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/kernel/canonical-json.ts';
import { sameValue, toJson } from '../../src/model/comparison.ts';
import type { AttributeSchema } from '../../src/model/schema.ts';
import type { Value } from '../../src/model/value.ts';

const exact: AttributeSchema = {
  syntax: 'string',
  multiValued: false,
  comparison: 'exact',
  write: 'always',
  clearable: true,
};
const folded: AttributeSchema = { ...exact, comparison: 'ignoreCase' };
const set: AttributeSchema = { ...exact, multiValued: true };
const time: AttributeSchema = { ...exact, syntax: 'time' };

test.each<[schema: AttributeSchema, a: Json | undefined, b: Json | undefined, same: boolean]>([
  [exact, undefined, null, true],
  [set, [], null, true],
  [set, [], undefined, true],
  [exact, '', null, false],
  [exact, 'a', 'A', false],
  [folded, 'a', 'A', true],
  [exact, 'é', 'e\u0301', true],
  [exact, 'a', 'a ', false],
  [exact, '1', 1, false],
  [exact, 'true', true, false],
  [exact, false, null, false],
  [exact, 0, null, false],
  [set, ['a', 'b'], ['b', 'a'], true],
  [set, ['a', 'a'], ['a'], true],
  [set, ['a'], ['a', 'b'], false],
  [set, ['a', 'b'], ['a,b'], false],
  [set, ['a', 'b'], ['a\nstring:b'], false],
  [set, ['a","b'], ['a', 'b'], false],
  [{ ...set, comparison: 'ignoreCase' }, ['a', 'A'], ['A'], true],
  [time, '2026-01-31T00:00:00Z', '2026-01-31T00:00:00.0000000Z', true],
  [time, '2026-01-31T00:00:00Z', '2026-01-31T01:00:00+01:00', true],
  [time, '2026-01-31T00:00:00Z', '2026-01-31T00:00:01Z', false],
  [time, 'soon 1', 'soon 01', false],
])('%j: %j and %j are the same: %s', (schema, a, b, same) => {
  expect(sameValue(a, b, schema)).toBe(same);
  expect(sameValue(b, a, schema)).toBe(same);
});

const json = fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.integer(), fc.constant(null));
const value: fc.Arbitrary<Json> = fc.oneof(json, fc.array(fc.constantFrom('a', 'A', 'b', ',', '"'), { maxLength: 4 }));
const schema = fc.constantFrom(exact, folded, set, time);

test('sameness is an equivalence, and blind to the order of a set', () => {
  fc.assert(
    fc.property(value, value, value, schema, (a, b, c, of) => {
      expect(sameValue(a, a, of)).toBe(true);
      expect(sameValue(a, b, of)).toBe(sameValue(b, a, of));
      if (sameValue(a, b, of) && sameValue(b, c, of)) expect(sameValue(a, c, of)).toBe(true);
      if (Array.isArray(a)) expect(sameValue(a, [...(a as readonly Json[])].reverse(), of)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each<[value: Value, schema: AttributeSchema, json: Json]>([
  ['a', exact, 'a'],
  ['e\u0301', exact, 'é'],
  [7, exact, '7'],
  [9_007_199_254_740_993n, exact, '9007199254740993'],
  [['b', 'a', 'b'], set, ['a', 'b']],
  ['a', set, ['a']],
  [['a'], exact, 'a'],
  [true, { ...exact, syntax: 'boolean' }, true],
  [7, { ...exact, syntax: 'integer' }, 7],
  [Uint8Array.from([1, 2]), { ...exact, syntax: 'binary' }, 'AQI='],
])('%# fits, as %3$j', (given, of, expected) => {
  expect(toJson(given, of)).toEqual({ ok: true, json: expected });
});

test.each<[value: Value, schema: AttributeSchema]>([
  [true, exact],
  [Uint8Array.from([1]), exact],
  [{ dn: 'CN=a' }, exact],
  [['a', 'b'], exact],
  ['true', { ...exact, syntax: 'boolean' }],
  ['7', { ...exact, syntax: 'integer' }],
  ['a', { ...exact, syntax: 'binary' }],
  [{ dn: 'CN=a' }, { ...exact, syntax: 'reference' }],
])('%# does not fit, and is refused instead of bent', (given, of) => {
  expect(toJson(given, of).ok).toBe(false);
});
