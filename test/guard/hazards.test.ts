import { describe, expect, test } from 'vitest';
import { guardApply, judgePlan } from '../../src/guard/index.ts';
import type { CauseFound, ChangeCause } from '../../src/model/cause.ts';
import { hazards } from '../../src/model/hazard.ts';
import type { Hazard, HazardFound } from '../../src/model/hazard.ts';
import type { AttributeChange, Operation } from '../../src/model/plan.ts';
import type { HazardAllowance } from '../../src/model/policy.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { markOf, ourUser, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, change, groups, operations, policyOf, removals, users } from './bodies.ts';

const source = { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 };

function hazardsOf(list: readonly Operation[], objects: readonly TenantObject[] = users(9)): readonly HazardFound[] {
  return judgePlan({
    body: bodyOf(list),
    tenant: tenantOf({ objects }),
    policy: policyOf([], { source }),
    workspace: 'contoso',
    now: 0,
    population: { desired: [], failed: [], undesired: [], source: new Map() },
    connectors: [],
    reviewed: new Set(),
    pins: [],
    emptyInclusions: [],
  }).hazards;
}

const tell = ({ hazard, detail }: HazardFound): string => (detail === undefined ? hazard : `${hazard} ${detail}`);
const update = (...changes: readonly AttributeChange[]): readonly Operation[] => operations('update', 1, { changes });
const enable = change('accountEnabled', true, false);
const disable = change('accountEnabled', false, true);
const first = operations('update', 1)[0]!;
const object = 'object' in first ? first.object : undefined!;

const taken = {
  ...first,
  kind: 'adopt',
  id: 'adopt',
  anchorBefore: null,
  evidence: ['mail', 'displayName'],
  pair: 'adoptions.yaml:5',
} as unknown as Operation;
const manager = (before: boolean, after: boolean) =>
  ({
    ...first,
    kind: 'setManager',
    why: [],
    before: before ? object : null,
    manager: after ? object : null,
  }) as Operation;
const leaving = ourUser('u0', { mark: markOf('u0', { leavingSince: '2026-11-01' }) });
const returns = { ...update(enable)[0]!, newMark: 'm' } as Operation;

describe('what is a hazard, and what only looks like one', () => {
  test.each<[what: string, of: readonly Operation[], found: readonly string[], objects?: readonly TenantObject[]]>([
    ['a user is deleted', operations('delete', 1), ['DELETES_USER']],
    [
      'with a licence',
      operations('delete', 1),
      ['DELETES_MAILBOX holds 1 licence, and may have a mailbox', 'DELETES_USER'],
      [ourUser('u0', { licences: 1 })],
    ],
    ['a group is deleted', operations('delete', 1, { type: 'group' }), ['DELETES_GROUP'], groups(1)],
    [
      'a user that the plan calls a group',
      operations('delete', 1, { type: 'group' }).map((one) => ({ ...one, object }) as Operation),
      ['DELETES_USER'],
    ],
    ['an enabled leaver', operations('leave', 1, { changes: [disable] }), ['DISABLES_USER']],
    ['a leaver who is disabled already', operations('leave', 1), []],
    ['a disable', update(disable), ['DISABLES_USER']],
    ['an enable', update(enable), ['ENABLES_ACCOUNT']],
    ['a return', [returns], [], [leaving]],
    ['a plan that claims a return', [returns], ['ENABLES_ACCOUNT']],
    ['a new sign-in name', update(change('userPrincipalName', 'b@c.d', 'a@c.d')), ['UPN_CHANGE a@c.d -> b@c.d']],
    ['a new address', update(change('mail', 'b@c.d', 'a@c.d')), ['MAIL_CHANGE a@c.d -> b@c.d']],
    ['a first address', update(change('mail', 'b@c.d', null)), []],
    ['a value', update(change('department', 'R')), []],
    [
      'two values that are cleared',
      update(change('department', null), change('title', 'x'), change('city', null)),
      ['CLEARS_ATTRIBUTE department, city'],
    ],
    ['a manager who is taken away', [manager(true, false)], ['CLEARS_ATTRIBUTE manager']],
    ['another manager', [manager(true, true)], []],
    ['a member who is removed', removals('team', 2), ['REMOVES_MEMBER', 'REMOVES_MEMBER']],
    ['an object that is taken over', [taken], ['TAKES_OVER_OBJECT mail, displayName']],
    [
      'an anchor that is taken over',
      [{ ...taken, kind: 'reanchor' } as Operation],
      ['TAKES_OVER_OBJECT mail, displayName'],
    ],
    ['a new user, disabled', operations('create', 1, { changes: [disable] }), []],
    [
      'several at once',
      update(disable, change('mail', null, 'a@c.d')),
      ['DISABLES_USER', 'MAIL_CHANGE a@c.d -> none', 'CLEARS_ATTRIBUTE mail'],
    ],
  ])('%s', (_, of, found, objects) => {
    expect(hazardsOf(of, objects).map(tell)).toEqual(found);
  });
});

function guarded(
  list: readonly Operation[],
  allowances: readonly HazardAllowance[],
  causes?: readonly CauseFound[],
  effects: readonly HazardFound[] = [],
) {
  return guardApply({
    body: bodyOf(list),
    tenant: tenantOf({ objects: users(100, 'u', { attributes: { displayName: 'x' } }) }),
    policy: policyOf([], { source, hazards: allowances }),
    workspace: 'contoso',
    now: 0,
    effects: () => effects,
    ...(causes === undefined ? {} : { causes }),
  });
}
const codesOf = (...parts: Parameters<typeof guarded>) =>
  guarded(...parts).map(({ code, hazard, count, blocks }) => `${code} ${hazard ?? ''} ${count} ${blocks}`);

describe('allowances', () => {
  test.each<[hazard: Hazard, of: (count: number) => readonly Operation[]]>([
    ['DELETES_USER', (count) => operations('delete', count)],
    ['DISABLES_USER', (count) => operations('leave', count, { changes: [disable] })],
    ['UPN_CHANGE', (count) => operations('update', count, { changes: [change('userPrincipalName', 'b', 'a')] })],
    ['MAIL_CHANGE', (count) => operations('update', count, { changes: [change('mail', 'b', 'a')] })],
    ['REMOVES_MEMBER', (count) => removals('team', count)],
    ['CLEARS_ATTRIBUTE', (count) => operations('update', count, { changes: [change('displayName', null)] })],
  ])('%s: so many as the policy allows, and not one more', (hazard, of) => {
    expect(codesOf(of(3), [{ hazard, allow: 3 }])).toEqual([]);
    expect(codesOf(of(4), [{ hazard, allow: 3 }])).toEqual([`SAFE030 ${hazard} 4 true`]);
    expect(codesOf(of(1), [{ hazard, allow: 0 }])).toEqual([`SAFE030 ${hazard} 1 true`]);
    expect(
      codesOf(
        of(4),
        hazards.filter((one) => one !== hazard).map((one) => ({ hazard: one, allow: 0 })),
      ),
    ).toEqual([]);
  });

  test('people count, not operations: a nested group has many', () => {
    const list = removals('team', 1);
    const effects: readonly HazardFound[] = [{ hazard: 'LOSES_PRIVILEGE', operation: list[0]!.id, people: 40 }];
    expect(codesOf(list, [{ hazard: 'LOSES_PRIVILEGE', allow: 39 }], [], effects)).toEqual([
      'SAFE030 LOSES_PRIVILEGE 40 true',
    ]);
    expect(codesOf(list, [{ hazard: 'LOSES_PRIVILEGE', allow: 40 }], [], effects)).toEqual([]);
  });
});

describe('enabling', () => {
  const one = update(enable);
  const id = one[0]!.id;
  const because = (cause: ChangeCause, attribute?: string): CauseFound => ({
    operation: id,
    cause,
    ...(attribute === undefined ? {} : { attribute }),
  });

  test.each<[what: string, causes: readonly CauseFound[] | undefined, blocked: boolean]>([
    ['no causes', undefined, true],
    ['another operation', [{ operation: 'other', cause: 'source' }], true],
    ['unknown', [because('unknown')], true],
    ['drift', [because('drift')], true],
    ['the source', [because('source')], false],
    ['a rule', [because('rule')], false],
    ['drift of this attribute, whatever the rest', [because('source'), because('drift', 'accountEnabled')], true],
    ['the source for this attribute', [because('source', 'accountEnabled'), because('drift')], false],
    ['the source for another one', [because('drift'), because('source', 'department')], true],
  ])('because of %s: blocked %s', (_, causes, blocked) => {
    expect(codesOf(one, [], causes)).toEqual(blocked ? ['SAFE031 ENABLES_ACCOUNT 1 true'] : []);
  });

  test('an allowance of the policy makes none automatic', () => {
    expect(codesOf(one, [{ hazard: 'ENABLES_ACCOUNT', allow: 5 }])).toEqual(['SAFE031 ENABLES_ACCOUNT 1 true']);
  });

  test('says how many drifted', () => {
    const list = operations('update', 3, { changes: [enable] });
    const [found] = guarded(list, [], [{ operation: list[1]!.id, cause: 'drift' }]);
    expect(found?.detail).toBe('Disabled in the tenant since the last run: 1. Cause not known: 2.');
  });
});
