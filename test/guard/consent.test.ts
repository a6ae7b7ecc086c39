import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardApply, isAllowed, usedApprovals } from '../../src/guard/index.ts';
import type { Approval, Consents } from '../../src/model/consent.ts';
import type { Hazard } from '../../src/model/hazard.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Limit } from '../../src/model/policy.ts';
import { classesOf, digestOfClass } from '../../src/model/signature.ts';
import { markOf, ourUser, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, change, operations, policyOf, removals, users } from './bodies.ts';

const disable = change('accountEnabled', false, true);
const leaves = (count: number): readonly Operation[] => operations('leave', count, { changes: [disable] });
const disables = (count: number): readonly Operation[] => operations('update', count, { changes: [disable] });
const digestsOf = (list: readonly Operation[]): readonly string[] => [
  ...new Set(list.flatMap((one) => classesOf(one).map(digestOfClass))),
];

const NOW = Date.parse('2026-11-22T08:00:00Z');

function approval(parts: Partial<Approval> = {}, hazard: Partial<Approval['hazards'][number]> = {}): Approval {
  return {
    id: 'a1',
    workspace: 'contoso',
    tenantId: 'tenant-1',
    rulesDigest: 'rules-1',
    expiresAt: '2026-11-22T09:00:00.000Z',
    hazards: [{ hazard: 'DISABLES_USER', maximum: 12, classes: digestsOf([...leaves(1)]), ...hazard }],
    source: { source: { path: 'approvals/a1.yaml', text: '' }, start: 0, end: 0 },
    ...parts,
  };
}

function consents(parts: Partial<Consents> = {}): Consents {
  return {
    flags: new Map(),
    approvals: [],
    tenantId: 'TENANT-1',
    rulesDigest: 'rules-1',
    now: NOW,
    used: new Map(),
    runId: 'run-1',
    ...parts,
  };
}

const limit: readonly Limit[] = [{ operation: 'disable', type: 'user', count: 1 }];

const anything = { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 };

function guarded(list: readonly Operation[], given: Consents, limits = limit) {
  return guardApply({
    body: bodyOf(list),
    tenant: tenantOf({ objects: users(100, 'u', { attributes: { displayName: 'x' } }) }),
    policy: policyOf(limits, {
      hazards: [{ hazard: 'DISABLES_USER', allow: 0 }],
      source: anything,
    }),
    workspace: 'contoso',
    now: 0,
    consents: given,
  });
}

const codesOf = (...parts: Parameters<typeof guarded>) =>
  guarded(...parts).map(({ code, blocks }) => (blocks ? code : code.toLowerCase()));

describe('a flag', () => {
  const flag = consents({ flags: new Map<Hazard, number>([['DISABLES_USER', 12]]) });

  test('lifts the hazard and its limit for as many as it says; one more blocks both', () => {
    const lifted = guarded(leaves(12), flag);
    expect(lifted.map(({ code, blocks, consent }) => [code, blocks, consent])).toEqual([
      ['SAFE002', false, { by: 'flag', maximum: 12 }],
      ['SAFE030', false, { by: 'flag', maximum: 12 }],
    ]);
    expect(codesOf(leaves(13), flag)).toEqual(['SAFE002', 'SAFE030', 'safe035']);
  });

  test('counts what the limit counts: leavers who are disabled already, too', () => {
    expect(
      codesOf(
        [...leaves(13)].map((one, index) => (index < 6 ? one : { ...one, changes: [] }) as Operation),
        flag,
      ),
    ).toEqual(['SAFE002', 'SAFE030', 'safe035']);
  });

  test('counts what several limits count together, not the most that one of them does', () => {
    const off = (connector: string, from: number) =>
      operations('leave', from + 6, { connector }).slice(from) as readonly Operation[];
    const users = (connector: string, from: number) =>
      Array.from({ length: 6 }, (_, index) =>
        ourUser(`u${from + index}`, { mark: markOf(`u${from + index}`, { connector }) }),
      );
    const codes = (count: number) =>
      guardApply({
        body: bodyOf([...off('corp', 0), ...off('other', 6)]),
        tenant: tenantOf({ objects: [...users('corp', 0), ...users('other', 6)] }),
        policy: policyOf(limit, { source: anything }),
        workspace: 'contoso',
        now: 0,
        consents: consents({ flags: new Map<Hazard, number>([['DISABLES_USER', count]]) }),
      }).map(({ code, blocks }) => (blocks ? code : code.toLowerCase()));
    expect(codes(6)).toEqual(['SAFE002', 'SAFE002', 'safe035']);
    expect(codes(11)).toEqual(['SAFE002', 'SAFE002', 'safe035']);
    expect(codes(12)).toEqual(['safe002', 'safe002']);
  });

  test.each<[hazard: Hazard, limit: Limit, of: (count: number) => readonly Operation[], code: string]>([
    ['DELETES_USER', { operation: 'delete', count: 0 }, (count) => operations('delete', count), 'SAFE001'],
    ['DISABLES_USER', { operation: 'disable', count: 0 }, disables, 'SAFE002'],
    ['REMOVES_MEMBER', { operation: 'memberRemove', count: 0 }, (count) => removals('team', count), 'SAFE003'],
    [
      'CLEARS_ATTRIBUTE',
      { operation: 'clear', count: 0 },
      (count) => operations('update', count, { changes: [change('displayName', null)] }),
      'SAFE004',
    ],
    [
      'UPN_CHANGE',
      { operation: 'upnChange', count: 0 },
      (count) => operations('update', count, { changes: [change('userPrincipalName', 'b', 'a')] }),
      'SAFE005',
    ],
    [
      'ENABLES_ACCOUNT',
      { operation: 'enable', count: 0 },
      (count) => operations('update', count, { changes: [change('accountEnabled', true, false)] }),
      'SAFE011',
    ],
    [
      'TAKES_OVER_OBJECT',
      { operation: 'adopt', count: 0 },
      (count) =>
        operations('update', count).map((one) => ({ ...one, kind: 'adopt', evidence: [] }) as unknown as Operation),
      'SAFE013',
    ],
  ])('%s lifts the limit that counts it, and no other', (hazard, one, of, code) => {
    const allowed = (count: number) => ({
      ...flag,
      flags: new Map([['DISABLES_USER', 9] as const, [hazard, count] as const]),
    });
    const other = { ...flag, flags: new Map<Hazard, number>([['DELETES_GROUP', 99]]) };
    expect(codesOf(of(3), allowed(3), [one])).toContain(code.toLowerCase());
    expect(isAllowed(guarded(of(3), allowed(3), [one]))).toBe(true);
    expect(codesOf(of(3), allowed(2), [one])).toContain(code);
    expect(codesOf(of(3), other, [one])).toContain(code);
  });

  test('lifts nothing that is said of a source', () => {
    const list = operations('update', 30, { changes: [change('displayName', null)] });
    const findings = guardApply({
      body: bodyOf(list),
      tenant: tenantOf({ objects: users(30, 'u', { attributes: { displayName: 'x' } }) }),
      policy: policyOf([]),
      workspace: 'contoso',
      now: 0,
      consents: consents({ flags: new Map<Hazard, number>([['CLEARS_ATTRIBUTE', 1000]]) }),
    });
    expect(findings.map(({ code, blocks }) => [code, blocks])).toEqual([['SAFE008', true]]);
  });
});

describe('an approval', () => {
  const given = (one: Approval, parts: Partial<Consents> = {}) => consents({ approvals: [one], ...parts });

  test('lifts, and is named as used', () => {
    const findings = guarded(leaves(12), given(approval()));
    expect(isAllowed(findings)).toBe(true);
    expect(findings[0]?.consent).toEqual({ by: 'approval', maximum: 12, approval: 'a1' });
    expect(usedApprovals(findings)).toEqual(['a1']);
  });

  test('is not used where nothing blocks', () => {
    expect(
      usedApprovals(
        guardApply({
          body: bodyOf(leaves(1)),
          tenant: tenantOf({ objects: users(100) }),
          policy: policyOf(limit),
          workspace: 'contoso',
          now: 0,
          consents: given(approval()),
        }),
      ),
    ).toEqual([]);
  });

  test('a flag comes before it: it is not used up', () => {
    const both = given(approval(), { flags: new Map<Hazard, number>([['DISABLES_USER', 12]]) });
    expect(usedApprovals(guarded(leaves(12), both))).toEqual([]);
    const few = given(approval(), { flags: new Map<Hazard, number>([['DISABLES_USER', 1]]) });
    expect(usedApprovals(guarded(leaves(12), few))).toEqual(['a1']);
  });

  test.each<[why: string, one: Approval, parts: Partial<Consents>, count: number, code: string]>([
    ['used by another run', approval(), { used: new Map([['a1', 'run-0']]) }, 12, 'SAFE032'],
    ['expired this moment', approval({ expiresAt: new Date(NOW).toISOString() }), {}, 12, 'SAFE033'],
    ['an expiry that is no time', approval({ expiresAt: 'never' }), {}, 12, 'SAFE033'],
    ['another workspace', approval({ workspace: 'fabrikam' }), {}, 12, 'SAFE034'],
    ['another tenant', approval({ tenantId: 'tenant-2' }), {}, 12, 'SAFE034'],
    ['other rules', approval({ rulesDigest: 'rules-2' }), {}, 12, 'SAFE034'],
    ['one more', approval(), {}, 13, 'SAFE035'],
    ['a kind of change it does not know', approval({}, { classes: digestsOf(disables(1)) }), {}, 12, 'SAFE036'],
  ])('is void: %s', (_, one, parts, count, code) => {
    expect(codesOf(leaves(count), given(one, parts))).toEqual(['SAFE002', 'SAFE030', code.toLowerCase()]);
  });

  test('used by this very run, it holds: a run that crashed goes on', () => {
    expect(isAllowed(guarded(leaves(12), given(approval(), { used: new Map([['a1', 'run-1']]) })))).toBe(true);
    expect(isAllowed(guarded(leaves(12), given(approval({ expiresAt: new Date(NOW + 1).toISOString() }))))).toBe(true);
  });

  test('is for its hazard alone, and another may hold where one does not', () => {
    expect(codesOf(leaves(2), given(approval({}, { hazard: 'UPN_CHANGE' })))).toEqual(['SAFE002', 'SAFE030']);
    const two = consents({ approvals: [approval({ rulesDigest: 'rules-2' }), approval({ id: 'a2' })] });
    expect(codesOf(leaves(2), two)).toEqual(['safe002', 'safe030']);
  });

  test('other people, the same change: it holds', () => {
    const others = [...leaves(30)].slice(18);
    expect(isAllowed(guarded(others, given(approval())))).toBe(true);
  });

  test('values of the same attribute are the same change; another attribute that goes along does not matter', () => {
    const moved = operations('update', 2, { changes: [disable, change('department', 'R')] });
    expect(isAllowed(guarded(moved, given(approval({}, { classes: digestsOf(disables(1)) }))))).toBe(true);
  });

  test('never widens: a plan passes if and only if it has no more, of no other kind', () => {
    const kinds = [leaves, disables];
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), fc.nat(16), fc.subarray([0, 1]), (left, disabled, maximum, seen) => {
        const list = [...leaves(left), ...[...disables(left + disabled)].slice(left)];
        const classes = seen.flatMap((kind) => digestsOf(kinds[kind]!(1)));
        const held = [...(left > 0 ? [0] : []), ...(disabled > 0 ? [1] : [])];
        const fits = list.length <= maximum && held.every((kind) => seen.includes(kind));
        const findings = guarded(list, given(approval({}, { maximum, classes })));
        expect(isAllowed(findings)).toBe(list.length === 0 || fits);
      }),
    );
  });
});
