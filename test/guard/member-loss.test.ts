import { expect, test } from 'vitest';
import { guardApply } from '../../src/guard/index.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Limit } from '../../src/model/policy.ts';
import { tenantOf } from '../support/world/tenant.ts';
import { bodyOf, groups, policyOf, removals } from './bodies.ts';

/** Sizes of g0, g1, …; who is in them does not matter here. */
function lost(sizes: readonly number[], list: readonly Operation[], limit: Limit): readonly string[] {
  const members = Object.fromEntries(
    sizes.map((size, index) => [`id-g${index}`, Array.from({ length: size }, (_, one) => `id-u${one}`)]),
  );
  const tenant = tenantOf({ objects: groups(sizes.length), members });
  return guardApply({ body: bodyOf(list), tenant, policy: policyOf([limit]), workspace: 'contoso', now: 0 }).map(
    (one) => one.code,
  );
}

const perGroup: Limit = { operation: 'memberRemove', perGroup: { percent: 30, from: 10 } };

test.each([
  [10, 3, []],
  [10, 4, ['SAFE003']],
  [11, 4, []],
  [11, 5, ['SAFE003']],
  [9, 9, []],
  [1000, 301, ['SAFE003']],
])('of %d members %d may go: %j', (size, count, codes) => {
  expect(lost([size], removals('g0', count), perGroup)).toEqual(codes);
});

test('each group for itself', () => {
  expect(lost([10, 10], [...removals('g0', 3), ...removals('g1', 3)], perGroup)).toEqual([]);
  expect(lost([10, 10], [...removals('g0', 4), ...removals('g1', 4)], perGroup)).toEqual(['SAFE003', 'SAFE003']);
});

test('over all groups: count, and percent of the memberships of our groups', () => {
  const both = [...removals('g0', 3), ...removals('g1', 3)];
  expect(lost([10, 10], both, { operation: 'memberRemove', count: 6 })).toEqual([]);
  expect(lost([10, 10], both, { operation: 'memberRemove', count: 5 })).toEqual(['SAFE003']);
  expect(lost([10, 10], both, { operation: 'memberRemove', percent: 30 })).toEqual([]);
  expect(lost([10, 10], both, { operation: 'memberRemove', percent: 25 })).toEqual(['SAFE003']);
});

test('a group whose members are not known has lost them all', () => {
  expect(lost([], removals('g9', 20), perGroup)).toEqual(['SAFE003']);
});
