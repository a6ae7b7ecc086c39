import { expect, test } from 'vitest';
import { seededRandom } from '../../src/app/seeded-random.ts';

test('the same object gets the same bytes, in one run and in the next', () => {
  const [first, again] = [seededRandom('contoso')('corp/1'), seededRandom('contoso')('corp/1')];
  expect([first(4), first(40)]).toEqual([again(4), again(40)]);
});

test('objects, workspaces and calls get different ones', () => {
  const of = seededRandom('contoso');
  const ada = of('corp/1');
  const all = [ada(16), ada(16), of('corp/2')(16), seededRandom('fabrikam')('corp/1')(16)];
  expect(new Set(all.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(4);
});

test('as many bytes as are asked for', () => {
  const bytes = seededRandom('contoso')('corp/1');
  for (const length of [0, 1, 31, 32, 33, 100]) expect(bytes(length)).toHaveLength(length);
});
