import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowance } from '../../src/guard/limits.ts';
import { guardApply, isAllowed } from '../../src/guard/index.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Limit, LimitedOperation } from '../../src/model/policy.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { guidOf } from '../support/world/identity.ts';
import { markOf, ourUser, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, bySource, change, groups, operations, policyOf, users } from './bodies.ts';

/** Limits alone: lost attributes have a guard of their own. */
const source = { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 };

function found(list: readonly Operation[], limits: readonly Limit[], objects: readonly TenantObject[], marked = {}) {
  const body = bodyOf(list, marked);
  return guardApply({
    body,
    tenant: tenantOf({ objects }),
    policy: policyOf(limits, { source }),
    workspace: 'contoso',
    now: 0,
    causes: bySource(list),
  });
}

function blocks(list: readonly Operation[], limit: Limit, objects: readonly TenantObject[]): boolean {
  return !isAllowed(found(list, [limit], objects));
}

const disable = [change('accountEnabled', false, true)];

test.each<[operation: LimitedOperation, of: (count: number) => readonly Operation[], code: string]>([
  ['delete', (count) => operations('delete', count), 'SAFE001'],
  ['disable', (count) => operations('leave', count), 'SAFE002'],
  ['disable', (count) => operations('update', count, { changes: disable }), 'SAFE002'],
  ['enable', (count) => operations('update', count, { changes: [change('accountEnabled', true, false)] }), 'SAFE011'],
  ['clear', (count) => operations('update', count, { changes: [change('department', null)] }), 'SAFE004'],
  [
    'upnChange',
    (count) => operations('update', count, { changes: [change('userPrincipalName', 'x@contoso.com')] }),
    'SAFE005',
  ],
  ['create', (count) => operations('create', count), 'SAFE010'],
  ['update', (count) => operations('update', count, { changes: [change('department', 'R')] }), 'SAFE010'],
])('%s: at the limit it goes, one more is blocked', (operation, of, code) => {
  const limit: Limit = { operation, type: 'user', count: 3 };
  const objects = users(100, 'u', { attributes: { department: 'x' } });
  expect(blocks(of(3), limit, objects)).toBe(false);
  expect(found(of(4), [limit], objects).map((one) => [one.code, one.blocks])).toEqual([[code, true]]);
  expect(blocks(of(4), { ...limit, type: 'group' }, objects)).toBe(false);
});

test('a create that disables is no disable, and a set is no clear', () => {
  expect(
    blocks(
      operations('create', 5, { changes: [change('accountEnabled', false, null)] }),
      { operation: 'disable', count: 1 },
      [],
    ),
  ).toBe(false);
  expect(
    blocks(
      operations('update', 5, { changes: [change('department', 'x')] }),
      { operation: 'clear', count: 1 },
      users(5),
    ),
  ).toBe(false);
});

test.each([
  [{ percent: 2 }, 100, 2],
  [{ percent: 2 }, 101, 3],
  [{ percent: 2 }, 1, 1],
  [{ percent: 2 }, 0, 1],
  [{ percent: 0 }, 1000, 1],
  [{ percent: 100 }, 7, 7],
  [{ count: 50, percent: 2 }, 1_000, 20],
  [{ count: 50, percent: 2 }, 10_000, 50],
  [{ count: 0, percent: 2 }, 10_000, 0],
  [{ count: 5 }, 0, 5],
  [{}, 5, Infinity],
])('%j of %d allows %d', (limit, base, count) => {
  expect(allowance(limit, base).count).toBe(count);
});

test('of count and percent the lower blocks, and percent is never below one', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(100), fc.nat(100_000), (count, percent, base) => {
      const { count: allowed } = allowance({ count, percent }, base);
      expect(allowed).toBe(Math.min(count, allowance({ percent }, base).count));
      expect(allowance({ percent }, base).count).toBeGreaterThanOrEqual(1);
      expect(allowance({ percent }, base + 1).count).toBeGreaterThanOrEqual(allowance({ percent }, base).count);
    }),
  );
});

test.each([null, '', []])(
  '%j leaves nothing of an attribute: a clear, for the limit and for the loss of an attribute',
  (after) => {
    const list = operations('update', 30, { changes: [change('businessPhones', after)] });
    const objects = users(100, 'u', { attributes: { businessPhones: ['1'] } });
    expect(blocks(list, { operation: 'clear', count: 29 }, objects)).toBe(true);
    expect(blocks(list, { operation: 'clear', count: 30 }, objects)).toBe(false);
    const input = { body: bodyOf(list), tenant: tenantOf({ objects }), workspace: 'contoso', now: 0 };
    const codes = (maximumAttributeLossPercent: number) =>
      guardApply({ ...input, policy: policyOf([], { source: { ...source, maximumAttributeLossPercent } }) }).map(
        (one) => one.code,
      );
    expect(codes(29)).toEqual(['SAFE008']);
    expect(codes(30)).toEqual([]);
  },
);

test('small sets are not exempt: two of two is more than two percent', () => {
  expect(blocks(operations('delete', 2), { operation: 'delete', percent: 2 }, users(2))).toBe(true);
  expect(blocks(operations('delete', 1), { operation: 'delete', percent: 2 }, users(2))).toBe(false);
});

test('percent is of the marked objects of the same type and connector', () => {
  const limit: Limit = { operation: 'delete', percent: 10 };
  const foreign = users(90, 'f', { mark: markOf('x', { workspace: 'fabrikam' }) });
  const others = Array.from({ length: 90 }, (_, index) =>
    ourUser(`o${index}`, { mark: markOf(`o${index}`, { connector: 'second' }) }),
  );
  const unreadable = users(90, 'n', { mark: 'unreadable' });
  expect(
    blocks(operations('delete', 2), limit, [...users(10), ...groups(90), ...foreign, ...others, ...unreadable]),
  ).toBe(true);
  expect(blocks(operations('delete', 2), limit, users(11))).toBe(false);
  expect(blocks(operations('delete', 1), limit, users(10))).toBe(false);
});

test('what is counted in the tenant counts: a plan that claims more gains nothing', () => {
  const limit: Limit = { operation: 'delete', percent: 10 };
  const objects = users(10);
  const claim = { 'corp/user': 100_000 };
  expect(isAllowed(found(operations('delete', 2), [limit], objects, claim))).toBe(false);
  // Keys of a larger connector, or of as many connectors as there are deletes.
  const large = Array.from({ length: 90 }, (_, index) =>
    ourUser(`o${index}`, { mark: markOf(`o${index}`, { connector: 'second' }) }),
  );
  expect(blocks(operations('delete', 2, { connector: 'second' }), limit, [...objects, ...large])).toBe(true);
  const spread = operations('delete', 5).map(
    (one, index) =>
      ({ ...one, object: { ...('object' in one ? one.object : {}), key: `c${index}/${guidOf('x')}` } }) as Operation,
  );
  expect(blocks(spread, limit, objects)).toBe(true);
  // A user that is said to be a group.
  const disguised = operations('delete', 5).map(
    (one) => ({ ...one, object: { ...('object' in one ? one.object : {}), type: 'group' } }) as Operation,
  );
  expect(blocks(disguised, { ...limit, type: 'user' }, objects)).toBe(true);
  // Creates spread over connectors that nobody has.
  const made = operations('create', 5).map(
    (one, index) => ({ ...one, object: { ...('object' in one ? one.object : {}), key: `c${index}/x` } }) as Operation,
  );
  expect(blocks(made, { operation: 'create', count: 3 }, objects)).toBe(true);
});

test('a finding names at most twenty operations and counts all', () => {
  const [one] = found(operations('delete', 30), [{ operation: 'delete', count: 1 }], users(100));
  expect([one?.operations.length, one?.count, one?.policyKey]).toEqual([20, 30, 'limits: operation delete']);
});
