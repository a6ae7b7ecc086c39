import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scalar, Value } from '../../src/model/value.ts';
import { inValueOrder } from '../../src/space/value-order.ts';

test.each<[string, Value, Value]>([
  ['texts by code unit', ['smtp:b', 'SMTP:a', 'smtp:a'], ['SMTP:a', 'smtp:a', 'smtp:b']],
  ['numbers by size', [10, 9n, 2 ** 40], [9n, 10, 2 ** 40]],
  [
    'bytes from the left',
    [Uint8Array.of(2), Uint8Array.of(1, 0), Uint8Array.of(1)],
    [Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(2)],
  ],
  ['references not at all', [{ dn: 'CN=b' }, { dn: 'CN=a' }], [{ dn: 'CN=b' }, { dn: 'CN=a' }]],
  ['one value', 'b', 'b'],
])('%s', (_name, value, ordered) => {
  expect(inValueOrder(new Map([['x', value]])).get('x')).toEqual(ordered);
});

test('attributes that are in order are not copied', () => {
  const attributes = new Map<string, Value>([['x', ['a', 'b']]]);
  expect(inValueOrder(attributes)).toBe(attributes);
});

test('the order of reading plays no part', () => {
  const lists = fc.oneof(
    fc.array(fc.string()),
    fc.array(fc.maxSafeInteger()),
    fc.array(fc.uint8Array({ maxLength: 4 })),
  );
  fc.assert(
    fc.property(lists, (values: Scalar[]) => {
      const forwards = inValueOrder(new Map([['x', values]])).get('x');
      const backwards = inValueOrder(new Map([['x', values.toReversed()]])).get('x');
      expect(backwards).toEqual(forwards);
    }),
  );
});
