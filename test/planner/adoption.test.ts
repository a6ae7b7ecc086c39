import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActingPair, AdoptionPair } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { TenantObject, TenantPopulation } from '../../src/model/tenant.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { groupAnchor, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import type { WorldPlan } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourUser, strangeGroup, stranger, tenantOf } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const DELETED_AT = '2026-11-12T06:00:00Z';
const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };

function pairOf(kind: 'adopt' | 'restore' | 'distinct', name: string, id: string, consent?: string): AdoptionPair {
  const pair = { object: `corp/${guidOf(name)}`, id, source, ...(consent === undefined ? {} : { consent }) };
  return kind === 'restore' ? { ...pair, kind, deletedAt: DELETED_AT } : { ...pair, kind };
}

function withPairs(...adoptions: readonly AdoptionPair[]): RuleSet {
  return { ...rules, adoptions };
}

const shown = ({ body }: WorldPlan) =>
  body.held.flatMap(({ candidates = [] }) =>
    candidates.map(({ id, by, evidence }) => `${by} ${id}: ${evidence.join(' ')}`),
  );

describe('what speaks for a candidate', () => {
  const ada = person('ada', { with: { mail: 'ada.byron@contoso.com', employeeID: '7', objectSid: sidBytes(7) } });
  const other = (parts: Parameters<typeof stranger>[1]) => stranger('x', parts);

  test.each<[string, TenantObject, readonly string[]]>([
    ['the anchor', other({ anchor: userAnchor('ada') }), ['adopt id-x: anchor']],
    ['the sign-in name, in any case', other({ name: 'ADA@Contoso.com' }), ['adopt id-x: userPrincipalName']],
    ['the address', other({ attributes: { mail: 'Ada.Byron@contoso.com' } }), ['adopt id-x: mail']],
    [
      'the primary address',
      other({ attributes: { proxyAddresses: ['SMTP:ada.byron@contoso.com'] } }),
      ['adopt id-x: mail'],
    ],
    ['the security identifier', other({ sid: 'S-1-5-21-1-2-3-7' }), ['adopt id-x: securityIdentifier']],
    [
      'a security identifier in an extension',
      other({ attributes: { extensionAttribute1: 'S-1-5-21-1-2-3-7' } }),
      ['adopt id-x: securityIdentifier'],
    ],
    ['the number of the employee', other({ attributes: { employeeId: '7' } }), ['adopt id-x: employeeId']],
    [
      'another anchor beside the name',
      other({ name: 'ada@contoso.com', anchor: 'AAAA' }),
      ['reanchor id-x: userPrincipalName'],
    ],
    [
      'all of them, the strongest first',
      stranger('ada', { anchor: userAnchor('ada'), attributes: { employeeId: '7' } }),
      ['adopt id-ada: anchor userPrincipalName employeeId'],
    ],
    ['nothing', other({}), []],
    ['the sign-in name of a guest', other({ name: 'ada@contoso.com', guest: true }), []],
    ['the sign-in name of a synchronized one', other({ name: 'ada@contoso.com', mastery: 'otherEngine' }), []],
    [
      'the sign-in name of one that was synchronized',
      other({ name: 'ada@contoso.com', mastery: 'formerlySynced' }),
      [],
    ],
    ['the sign-in name in a restricted unit', other({ name: 'ada@contoso.com', managementRestricted: true }), []],
    [
      'the sign-in name of another workspace',
      ourUser('x', { name: 'ada@contoso.com', mark: markOf('x', { workspace: 'y' }) }),
      [],
    ],
    ['the sign-in name and a mark that cannot be read', other({ name: 'ada@contoso.com', mark: 'unreadable' }), []],
  ])('%s', (_name, object, expected) => {
    expect(shown(planOf({ rules, source: [ada], tenant: { objects: [object] } }))).toEqual(expected);
  });

  test('a secondary address says nothing, and a shared number names nobody', () => {
    const secondary = other({ attributes: { proxyAddresses: ['smtp:ada.byron@contoso.com'] } });
    expect(shown(planOf({ rules, source: [ada], tenant: { objects: [secondary] } }))).toEqual([]);
    const numbered = other({ attributes: { employeeId: '7' } });
    const two = [ada, person('bob', { with: { employeeID: '7' } })];
    expect(shown(planOf({ rules, source: two, tenant: { objects: [numbered] } }))).toEqual([]);
  });

  test.each<[string, TenantObject, readonly string[]]>([
    ['both names', strangeGroup('crew'), ['adopt id-crew: displayName mailNickname']],
    ['the anchor', strangeGroup('x', { anchor: groupAnchor('crew') }), ['adopt id-x: anchor']],
    ['the names of a dynamic group', strangeGroup('crew', { dynamicMembership: true }), []],
    ['the names of a role-assignable group', strangeGroup('crew', { roleAssignable: true }), []],
    ['the names of a mail-enabled group', strangeGroup('crew', { mailEnabled: true }), []],
    ['the names of a Microsoft 365 group', strangeGroup('crew', { attributes: { mail: 'crew@contoso.com' } }), []],
    ['the names of a group of another tool', strangeGroup('crew', { anchor: 'bicep' }), []],
  ])('of a group: %s', (_name, object, expected) => {
    expect(shown(planOf({ rules, source: [team('crew')], tenant: { objects: [object] } }))).toEqual(expected);
  });

  test('consent is asked for where there is something to consent to', () => {
    const facts = { privilegedUsers: new Map([['id-ada', 'Helpdesk']]), grantingGroups: new Set(['id-crew']) };
    const tenant = { objects: [stranger('ada'), strangeGroup('crew')], facts };
    const { held } = planOf({ rules, source: [ada, team('crew')], tenant }).body;
    expect(held.flatMap((one) => one.candidates ?? []).map((one) => one.consent)).toEqual([
      'grants access',
      'Helpdesk',
    ]);
  });
});

describe('a restore', () => {
  const deleted = {
    type: 'user',
    id: 'gone',
    name: 'ada@contoso.com',
    deletedAt: DELETED_AT,
    anchor: userAnchor('ada'),
  } as const;
  const ada = [person('ada', { with: { department: 'R' } })];

  test.each([
    ['with our mark', { ...deleted, mark: markOf('ada') }, ['update ada']],
    ['without a mark', { ...deleted, mark: undefined }, ['adopt ada', 'update ada']],
  ])('%s takes one plan to come back and one to be in step', (_name, object, second) => {
    const paired = withPairs(pairOf('restore', 'ada', 'gone'));
    const first = planOf({ rules: paired, source: ada, tenant: { facts: { deleted: [object] } } });
    expect(first.told).toEqual(['restore ada']);
    const back = applied(first.tenant, first.body);
    const next = planOf({ rules: paired, source: ada, tenant: back });
    expect(next.told).toEqual(second);
    const last = planOf({ rules: paired, source: ada, tenant: applied(back, next.body) });
    expect([...last.told, ...last.holds]).toEqual([]);
  });

  test.each([
    ['a guest', { ...deleted, mark: undefined, guest: true }, 'guest'],
    ['a guest by its name', { ...deleted, mark: undefined, name: 'ada_x#EXT#@contoso.com' }, 'guest'],
    [
      'one that another engine writes',
      { ...deleted, mark: undefined, mastery: 'otherEngine' as const },
      'masteredElsewhere',
    ],
    ['one of another workspace', { ...deleted, mark: markOf('ada', { workspace: 'y' }) }, 'foreignMark'],
    ['one with another anchor', { ...deleted, mark: undefined, anchor: 'AAAA' }, 'changedAnchor'],
  ])('never of %s', (_name, object, reason) => {
    const paired = withPairs(pairOf('restore', 'ada', 'gone'));
    const plan = planOf({ rules: paired, source: ada, tenant: { facts: { deleted: [object] } } });
    expect(plan.told).toEqual([]);
    expect(plan.body.held.map((one) => one.reason)).toEqual([reason]);
  });
});

/** Pairs between anybody and anything, so that most are wrong. */
const pairing = generatedWorld.chain((world) => {
  const ids = world.tenant.objects.map(({ id }) => id);
  const anchors = world.tenant.objects.flatMap(({ anchor }) => anchor ?? []);
  const anId = fc.constantFrom('id-nobody', ...ids);
  const anchor = fc.constantFrom('AAAA', ...anchors, ...['ada', 'bob', 'cy'].map(userAnchor));
  const object = fc.constantFrom(
    ...['ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'red', 'blue', 'zed'].map((name) => `corp/${guidOf(name)}`),
  );
  const consent = fc.constantFrom({}, { consent: 'User Administrator' }, { consent: 'grants access' });
  const fitting = fc
    .constantFrom('ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'red', 'blue', 'green')
    .map((name) => ({ kind: 'adopt' as const, object: `corp/${guidOf(name)}`, id: `id-${name}`, source }));
  const pair: fc.Arbitrary<AdoptionPair> = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fitting, consent).map(([one, more]) => ({ ...one, ...more })) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('adopt', 'distinct'),
        object,
        id: anId,
        source: fc.constant(source),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('restore'),
        object,
        id: anId,
        deletedAt: fc.constantFrom(DELETED_AT, '2026-11-13T06:00:00Z'),
        source: fc.constant(source),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('reanchor'),
        object,
        id: anId,
        from: anchor,
        to: anchor,
        was: object,
        source: fc.constant(source),
      }),
    },
  );
  return fc.record({ world: fc.constant(world), pairs: fc.array(pair, { maxLength: 6 }).map(unique) });
});

/** As the workspace would take them. */
function unique(pairs: readonly AdoptionPair[]): readonly AdoptionPair[] {
  const seen = new Set<string>();
  return pairs.filter(({ object, id }) => {
    if (seen.has(object) || seen.has(id)) return false;
    seen.add(object).add(id);
    return true;
  });
}

describe('whatever pairs there are', () => {
  test('many of them fit', () => {
    const kinds = fc
      .sample(pairing, { numRuns: 400, seed: 7 })
      .flatMap(({ world, pairs }) =>
        planOf({ rules: withPairs(...pairs), source: world.source, tenant: world.tenant }).body.operations.map(
          (one) => one.kind,
        ),
      );
    expect(kinds.filter((kind) => kind === 'adopt').length).toBeGreaterThan(20);
  });

  const runs = { numRuns: 400 };
  const planned = (
    world: { source: readonly SourceObject[]; tenant: TenantPopulation },
    pairs: readonly AdoptionPair[],
  ) => planOf({ rules: withPairs(...pairs), source: world.source, tenant: world.tenant });

  test('nothing without a mark is touched but what a pair names, and that first gets its mark', () => {
    fc.assert(
      fc.property(pairing, ({ world, pairs }) => {
        const byId = new Map(world.tenant.objects.map((object) => [object.id, object]));
        for (const operation of planned(world, pairs).body.operations) {
          if (operation.kind === 'defineExtension') continue;
          const target = byId.get(operation.object.id ?? '');
          if (target === undefined || typeof target.mark === 'object') continue;
          const pair = pairs.find((one): one is ActingPair => one.id === target.id && one.kind !== 'distinct');
          expect(pair?.object, operation.id).toBe(operation.object.key);
          expect(target.mark).toBeUndefined();
          expect([target.guest, target.mastery, target.dynamicMembership, target.roleAssignable]).toEqual([
            false,
            'cloud',
            false,
            false,
          ]);
          if (operation.kind === 'adopt' || operation.kind === 'reanchor') continue;
          expect(['update', 'setManager', 'addMember']).toContain(operation.kind);
          expect(
            operation.after.some(
              (id) => id === `adopt:${operation.object.key}` || id === `reanchor:${operation.object.key}`,
            ),
          ).toBe(true);
        }
      }),
      runs,
    );
  });

  test('the plan is plain data', () => {
    fc.assert(
      fc.property(pairing, ({ world, pairs }) => {
        const { body } = planned(world, pairs);
        expect(JSON.parse(JSON.stringify(body))).toStrictEqual(body);
      }),
    );
  });

  test('what was applied leaves nothing to do but to remove members', () => {
    fc.assert(
      fc.property(pairing, ({ world, pairs }) => {
        const first = planned(world, pairs);
        const once = applied(world.tenant, first.body);
        const second = planned({ ...world, tenant: once }, pairs);
        // A name that a delete sets free is there for the next plan.
        const frees = first.body.operations.some((one) => one.kind === 'delete');
        const tookOver = first.body.operations.some((one) => one.kind === 'adopt' || one.kind === 'reanchor');
        if (!frees && !tookOver) expect(second.told).toEqual([]);
        if (!frees) expect(second.body.operations.filter((one) => one.kind === 'adopt')).toEqual([]);
        const third = planned({ ...world, tenant: applied(once, second.body) }, pairs);
        expect(third.told).toEqual([]);
      }),
      runs,
    );
  });
});

test('the group that is adopted loses nobody in its first plan, and whom it must lose in its next', () => {
  const people = [person('bob'), person('eve'), team('crew', ['bob'])];
  const objects = [ourUser('bob'), ourUser('eve'), stranger('visitor'), strangeGroup('crew')];
  const tenant = tenantOf({ objects, members: { 'id-crew': ['id-eve', 'id-visitor'] } });
  const paired = withPairs(pairOf('adopt', 'crew', 'id-crew'));
  const first = planOf({ rules: paired, source: people, tenant });
  expect(first.told).toEqual(['adopt crew', 'crew + bob']);
  const second = planOf({ rules: paired, source: people, tenant: applied(tenant, first.body) });
  expect(second.told).toEqual(['crew - eve']);
});
