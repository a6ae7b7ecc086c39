import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOfPolicy, guardApply } from '../../src/guard/index.ts';
import { emptyScope } from '../../src/guard/limit-scope.ts';
import type { PlanGuardInput } from '../../src/guard/index.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Limit, LimitScope } from '../../src/model/policy.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { markOf, ourGroup, ourUser, strangeGroup, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, change, operations, policyOf, removals, users } from './bodies.ts';

const loose = { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 };

function found(list: readonly Operation[], limit: Limit, tenant: TenantPopulation) {
  const policy = policyOf([limit], { source: loose });
  return guardApply({ body: bodyOf(list), tenant, policy, workspace: 'contoso', now: 0 });
}

const scoped = (where: LimitScope, parts: Partial<Limit> = {}): Limit => ({
  operation: 'disable',
  count: 2,
  where,
  ...parts,
});
const disable = { changes: [change('accountEnabled', false, true)] };

/** Disables of people at these DNs. */
function disables(...dns: readonly string[]): readonly Operation[] {
  return operations('update', dns.length, disable).map((one, index) => ({ ...one, from: dns[index] }) as Operation);
}

const FINANCE = 'OU=Finance,DC=corp,DC=contoso,DC=com';
const inFinance = (name: string) => `CN=${name},OU=Oslo,ou=finance, DC=corp,DC=contoso,DC=com`;
const elsewhere = (name: string) => `CN=${name},OU=Staff,DC=corp,DC=contoso,DC=com`;

test('of a container only what lies in it counts', () => {
  const tenant = tenantOf({ objects: users(10) });
  const limit = scoped({ under: FINANCE });
  const two = [inFinance('a'), inFinance('b')];
  expect(found(disables(...two, elsewhere('c'), elsewhere('d')), limit, tenant)).toEqual([]);
  const [one] = found(disables(...two, inFinance('c'), elsewhere('d')), limit, tenant);
  expect([one?.code, one?.count, one?.policyKey]).toEqual(['SAFE002', 3, 'limits: operation disable, where']);
  expect(one?.detail).toBe(
    `3 disables of corp/user objects under ${FINANCE} (or in no container any more); the limit is 2.`,
  );
  // The name of the container itself is no match at its end: OU=NotFinance.
  expect(found(disables(...two, 'CN=x,OU=NotFinance,DC=corp,DC=contoso,DC=com'), limit, tenant)).toEqual([]);
});

test('who has left the source is in no container, and counts in each', () => {
  const tenant = tenantOf({ objects: users(10) });
  expect(found(operations('leave', 2, disable), scoped({ under: FINANCE }), tenant)).toEqual([]);
  expect(found(operations('leave', 3, disable), scoped({ under: FINANCE }), tenant)).toHaveLength(1);
  const deletes = operations('delete', 3);
  expect(found(deletes, scoped({ under: FINANCE }, { operation: 'delete' }), tenant)).toHaveLength(1);
});

test('of a connector only its objects count, as the mark in the tenant says', () => {
  const second = Array.from({ length: 10 }, (_, index) =>
    ourUser(`u${index}`, { mark: markOf(`u${index}`, { connector: 'lab' }) }),
  );
  const list = operations('update', 3, disable);
  expect(found(list, scoped({ connector: 'corp' }), tenantOf({ objects: users(10) }))).toHaveLength(1);
  // The plan says corp, the mark says lab.
  expect(found(list, scoped({ connector: 'corp' }), tenantOf({ objects: second }))).toEqual([]);
  expect(found(list, scoped({ connector: 'lab' }), tenantOf({ objects: second }))).toHaveLength(1);
  // What the tenant does not know counts everywhere.
  expect(
    found(operations('create', 3), scoped({ connector: 'lab' }, { operation: 'create' }), tenantOf({})),
  ).toHaveLength(1);
});

const five = { 'id-f': ['id-u0', 'id-u1', 'id-u2', 'id-u3', 'id-u4'] };

test('of a group its direct members count, and percentages are of them', () => {
  const tenant = tenantOf({ objects: [...users(100), strangeGroup('f', { name: 'Finance' })], members: five });
  const where = { group: 'FINANCE' };
  const half: Limit = { operation: 'disable', percent: 40, where };
  expect(found(operations('update', 2, disable), half, tenant)).toEqual([]);
  const [one] = found(operations('update', 100, disable), half, tenant);
  expect([one?.count, one?.detail]).toEqual([
    5,
    '5 disables of 5 marked corp/user objects in the group FINANCE; the limit is 2 (40 %).',
  ]);
  expect(found(operations('update', 100, disable).slice(5), half, tenant)).toEqual([]);
  expect(found(operations('create', 9), scoped(where, { operation: 'create' }), tenant)).toEqual([]);
});

test.each<[what: string, tenant: TenantPopulation]>([
  ['is not there', tenantOf({ objects: users(10) })],
  [
    'is there twice',
    tenantOf({
      objects: [...users(10), strangeGroup('f', { name: 'Finance' }), ourGroup('g', { name: 'Finance' })],
      members: { 'id-f': [] },
    }),
  ],
  [
    'was not read',
    { ...tenantOf({ objects: [...users(10), strangeGroup('f', { name: 'Finance' })] }), members: new Map() },
  ],
])('of a group that %s everybody counts', (_, tenant) => {
  const [one] = found(operations('update', 3, disable), scoped({ group: 'Finance' }), tenant);
  expect(one?.detail).toContain('The group Finance cannot be told in the tenant, so everybody counts.');
});

test('all that is named must fit', () => {
  const tenant = tenantOf({ objects: [...users(10), strangeGroup('f', { name: 'Finance' })], members: five });
  const where = { group: 'Finance', under: FINANCE, connector: 'corp' };
  const list = disables(...'abcdefg'.split('').map(inFinance));
  expect(found(list, scoped(where), tenant)[0]?.count).toBe(5);
  expect(found(list, scoped({ ...where, connector: 'lab' }), tenant)).toEqual([]);
  expect(found(disables(...'abcdefg'.split('').map(elsewhere)), scoped(where), tenant)).toEqual([]);
});

test('member removals of one group, and of those of a connector', () => {
  const objects = [...users(20), ourGroup('g'), ourGroup('h', { mark: markOf('h', { connector: 'lab' }) })];
  const ids = users(20).map(({ id }) => id);
  const tenant = tenantOf({ objects, members: { 'id-g': ids, 'id-h': ids } });
  const limit = (where: LimitScope): Limit => ({ operation: 'memberRemove', count: 3, where });
  const list = [...removals('g', 3), ...removals('h', 4)];
  expect(found(list, limit({ group: 'g' }), tenant)).toEqual([]);
  expect(found(list, limit({ group: 'h' }), tenant)[0]?.detail).toBe(
    '4 members would be removed over all groups in the group h; the limit is 3.',
  );
  expect(found(list, limit({ connector: 'corp' }), tenant)).toEqual([]);
  expect(found(list, limit({ connector: 'lab' }), tenant)).toHaveLength(1);
  const share = (where: LimitScope): Limit => ({ operation: 'memberRemove', percent: 15, where });
  expect(found(list, share({ group: 'g' }), tenant)).toEqual([]);
  expect(found(list, share({ group: 'h' }), tenant)).toHaveLength(1);
  const each: Limit = { operation: 'memberRemove', perGroup: { percent: 15, from: 10 }, where: { group: 'h' } };
  expect(found(list, each, tenant)).toHaveLength(1);
  expect(found(removals('g', 9), each, tenant)).toEqual([]);
});

test('a scope lets nothing pass that the same limit without one stops for those in it', () => {
  const place = fc.constantFrom(inFinance('x'), elsewhere('x'), '');
  fc.assert(
    fc.property(fc.array(place, { maxLength: 8 }), fc.nat(8), (dns, count) => {
      const tenant = tenantOf({ objects: users(10) });
      const list = disables(...dns);
      const counted = dns.filter((dn) => dn !== elsewhere('x')).length;
      expect(found(list, scoped({ under: FINANCE }, { count }), tenant).length > 0).toBe(counted > count);
      expect(found(list, { operation: 'disable', count }, tenant).length > 0).toBe(dns.length > count);
    }),
  );
});

test('a container in which nothing was read is told', () => {
  const input = (dn: string) => ({
    policy: policyOf([
      scoped({ under: FINANCE }),
      scoped({ under: FINANCE }, { operation: 'delete' }),
      scoped({ connector: 'corp' }),
    ]),
    population: { desired: [], undesired: [], failed: [{ dn }], source: new Map() },
  });
  const codes = (dn: string) =>
    emptyScope(input(dn) as unknown as PlanGuardInput).map(({ code, blocks }) => [code, blocks]);
  expect(codes(inFinance('a'))).toEqual([]);
  expect(codes(elsewhere('a'))).toEqual([['SAFE044', false]]);
});

test('the groups that a policy names are those whose members are read', () => {
  const isNamed = groupsOfPolicy(
    policyOf([scoped({ group: 'Finance' }), scoped({ connector: 'corp' })], {
      floors: [
        { kind: 'group', group: 'ID-B', atLeast: 1 },
        { kind: 'role', role: 'r', atLeast: 1 },
      ],
    }),
  );
  const names = ['finance', 'b', 'r', 'corp'].filter((name) => isNamed(strangeGroup(name)));
  expect(names).toEqual(['finance', 'b']);
});
