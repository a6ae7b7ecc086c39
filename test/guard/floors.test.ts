import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardApply, isAllowed } from '../../src/guard/index.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Floor } from '../../src/model/policy.ts';
import type { TenantObject, TenantPopulation } from '../../src/model/tenant.ts';
import { guidOf } from '../support/world/identity.ts';
import { markText, ourGroup, ourUser, stranger, strangeGroup, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, bySource, change, operations, policyOf, removals, users } from './bodies.ts';

const role = (atLeast: number, name = 'Global Administrator'): Floor => ({ kind: 'role', role: name, atLeast });
const group = (atLeast: number, name = 'g'): Floor => ({ kind: 'group', group: name, atLeast });

function found(floors: readonly Floor[], list: readonly Operation[], tenant: TenantPopulation) {
  const policy = policyOf([], {
    floors,
    source: { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 },
  });
  return guardApply({ body: bodyOf(list), tenant, policy, workspace: 'contoso', now: 0, causes: bySource(list) });
}

const codesOf = (...parts: Parameters<typeof found>) => found(...parts).map((one) => one.code);

const disable = { changes: [change('accountEnabled', false, true)] };

/** Three holders of the role, and of the group, among five users. */
function tenant(objects: readonly TenantObject[] = users(5), roles = 'Global Administrator'): TenantPopulation {
  return tenantOf({
    objects: [...objects, ourGroup('g')],
    facts: { privilegedUsers: new Map(['id-u0', 'id-u1', 'id-u2'].map((id) => [id, roles])) },
    members: { 'id-g': ['id-u0', 'id-u1', 'id-u2'] },
  });
}

describe.each([
  ['a role', role],
  ['a group', group],
] as const)('%s', (_, floor) => {
  test.each<[what: string, of: (count: number) => readonly Operation[]]>([
    ['disabled', (count) => operations('update', count, disable)],
    ['disabled in leaving', (count) => operations('leave', count, disable)],
    ['deleted', (count) => operations('delete', count)],
  ])('two are left when one is %s, and one when two are', (_what, of) => {
    expect(codesOf([floor(2)], of(1), tenant())).toEqual([]);
    const [one, ...others] = found([floor(2)], of(2), tenant());
    expect([one?.code, one?.blocks, one?.count, others]).toEqual(['SAFE040', true, 2, []]);
    expect(one?.detail).toMatch(/has 3 enabled (holders|direct members), and 1 would be left; the floor is 2\.$/);
  });

  test('who is disabled already, or not known to be enabled, is not counted', () => {
    const disabled = [ourUser('u0', { attributes: { accountEnabled: false } }), ...users(5).slice(1)];
    expect(codesOf([floor(2)], operations('delete', 1), tenant(disabled))).toEqual([]);
    expect(codesOf([floor(3)], operations('delete', 1), tenant(disabled))).toEqual(['SAFE042']);
    expect(codesOf([floor(2)], operations('delete', 2), tenant(disabled))).toEqual(['SAFE040']);
    expect(codesOf([floor(3)], [], tenant(users(5).slice(1)))).toEqual(['SAFE042']);
  });

  test('what is missing already is told and blocks nothing else', () => {
    const rest = operations('update', 5, { changes: [change('department', 'x')] });
    const findings = found([floor(4)], rest, tenant());
    expect(findings.map(({ code, blocks }) => [code, blocks])).toEqual([['SAFE042', false]]);
    expect(isAllowed(findings)).toBe(true);
  });

  test('what the plan adds is not counted: it may fail', () => {
    const swap = [
      ...operations('delete', 1),
      ...operations('update', 5, { changes: [change('accountEnabled', true, false)] }).slice(3),
    ];
    expect(codesOf([floor(3)], swap, tenant())).toEqual(['SAFE040']);
  });

  test('one of another name cannot be judged: that blocks', () => {
    const findings = found([floor(1, 'Globl Administrator')], [], tenant());
    expect(findings.map(({ code, blocks }) => [code, blocks])).toEqual([['SAFE041', true]]);
  });
});

test('a role is one of those that the facts name, whatever its case; who may only activate it holds it not', () => {
  const named = (roles: string) => codesOf([role(1)], [], tenant(users(5), roles));
  expect(named('Global administrator')).toEqual([]);
  expect(named('Exchange Administrator, Global Administrator, User Administrator')).toEqual([]);
  expect(named('Global Administrator (eligible)')).toEqual(['SAFE041']);
  expect(named('Global Administrator Reader')).toEqual(['SAFE041']);
  expect(codesOf([role(1, 'A, B')], [], tenant(users(5), 'A, B, C'))).toEqual([]);
  const [finding] = found([role(1, 'Global Administrater')], [], tenant());
  expect(finding?.detail).toBe(
    'The role Global Administrater: nobody holds a role of that name (did you mean Global Administrator?).',
  );
});

test('who is taken out of a group that holds the role is taken from the role; with the group all are', () => {
  const facts = {
    privilegedUsers: new Map([
      ['id-u0', 'R'],
      ['id-u1', 'R'],
    ]),
    privilegedGroups: new Map([['id-g', 'R']]),
  };
  const through = tenantOf({ objects: [...users(3), ourGroup('g')], facts, members: { 'id-g': ['id-u0', 'id-u1'] } });
  expect(codesOf([role(1, 'R')], removals('g', 1), through)).toEqual([]);
  expect(codesOf([role(2, 'R')], removals('g', 1), through)).toEqual(['SAFE040']);
  const gone = operations('delete', 1, { type: 'group' }).map((one) => ({
    ...one,
    object: { type: 'group' as const, key: `corp/${guidOf('g')}`, id: 'id-g', name: 'g' },
  })) as readonly Operation[];
  expect(codesOf([role(1, 'R')], gone, through)).toEqual(['SAFE040']);
  expect(codesOf([group(1)], gone, through)).toEqual(['SAFE040']);
  expect(codesOf([group(1)], removals('other', 2), through)).toEqual([]);
});

test('a group is named by its id or by a name that no other has, and its members must have been read', () => {
  const twins = [ourGroup('g'), strangeGroup('h', { name: 'G' })];
  const two = tenantOf({ objects: [...users(2), ...twins], members: { 'id-g': ['id-u0', 'id-u1'] } });
  expect(codesOf([group(1)], [], two)).toEqual(['SAFE041']);
  expect(codesOf([group(2, 'ID-G')], [], two)).toEqual([]);
  const unread = { ...tenant(), members: new Map() };
  expect(found([group(1)], [], unread).map(({ code, detail }) => [code, detail])).toEqual([
    ['SAFE041', 'The group g: its members were not read.'],
  ]);
  const [typo] = found([group(1, 'gg')], [], tenant());
  expect(typo?.detail).toBe('The group gg: the tenant has no such group (did you mean g?).');
});

test('only people count: guests of the group that are groups or devices do not', () => {
  const mixed = tenantOf({
    objects: [stranger('a'), ourGroup('g'), ourGroup('inner')],
    members: { 'id-g': ['id-a', 'id-inner', 'id-device'] },
  });
  expect(codesOf([group(1)], [], mixed)).toEqual([]);
  expect(codesOf([group(2)], [], mixed)).toEqual(['SAFE042']);
});

/** What one operation of a random plan does, and the state it leaves. */
const step = fc.record({
  kind: fc.constantFrom('disable', 'enable', 'delete', 'remove', 'add', 'rename'),
  user: fc.nat(7),
});

function operationOf({ kind, user }: { kind: string; user: number }, index: number): Operation {
  const name = `u${user}`;
  const ref = { type: 'user' as const, key: `corp/${guidOf(name)}`, id: `id-${name}`, name };
  const g = { type: 'group' as const, key: `corp/${guidOf('g')}`, id: 'id-g', name: 'g' };
  const base = { id: `${index}`, after: [], mark: markText(name) };
  switch (kind) {
    case 'delete':
      return { ...base, kind: 'delete', object: ref, reason: '', licences: 0 };
    case 'remove':
      return { ...base, kind: 'removeMember', object: g, member: ref };
    case 'add':
      return { ...base, kind: 'addMember', object: g, member: ref };
    default: {
      const changes =
        kind === 'rename' ? [change('displayName', 'x')] : [change('accountEnabled', kind === 'enable', null)];
      return { ...base, kind: 'update', object: ref, from: '', changes };
    }
  }
}

/** The smallest number that is left, whichever of the operations are done and in whatever order. */
function fewest(steps: readonly { kind: string; user: number }[], enabled: ReadonlySet<number>, held: Set<number>) {
  const safe = [...held].filter(
    (user) =>
      enabled.has(user) &&
      !steps.some((one) => one.user === user && ['disable', 'delete', 'remove'].includes(one.kind)),
  );
  return safe.length;
}

test('a plan goes exactly when the floor holds whatever of it is done, or when it takes nobody away', () => {
  const plans = fc.array(step, { maxLength: 8 });
  const states = fc.record({ enabled: fc.array(fc.nat(7)), members: fc.uniqueArray(fc.nat(7)), floor: fc.nat(5) });
  fc.assert(
    fc.property(plans, states, (steps, { enabled, members, floor }) => {
      const on = new Set(enabled);
      const objects = Array.from({ length: 8 }, (_, index) =>
        ourUser(`u${index}`, { attributes: { accountEnabled: on.has(index) } }),
      );
      const whole = tenantOf({
        objects: [...objects, ourGroup('g')],
        members: { 'id-g': members.map((user) => `id-u${user}`) },
      });
      const held = new Set(members);
      const before = members.filter((user) => on.has(user)).length;
      const after = fewest(steps, on, held);
      const findings = found([group(floor)], steps.map(operationOf), whole);
      expect(isAllowed(findings)).toBe(after >= floor || after === before);
    }),
  );
});
