import { beforeAll, describe, expect, test } from 'vitest';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { dnOf, guidBytes, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import type { WorldPlan } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('thousands share one address or one name', () => {
  const COUNT = 1_000;
  const mail = 'noreply@contoso.com';
  const people = many(COUNT, (index) => person(`p${index}`, { with: { mail } }));

  test.each([
    ['one object of the tenant has it', people, [stranger('x', { attributes: { mail } })]],
    ['as many of the tenant have it', people, many(COUNT, (index) => stranger(`x${index}`, { attributes: { mail } }))],
    [
      'as many of the tenant have it, and each is another already by its anchor',
      people,
      many(COUNT, (index) => stranger(`x${index}`, { attributes: { mail }, anchor: userAnchor(`p${index}`) })),
    ],
    [
      'groups of one name',
      many(COUNT, (index) => team(`g${index}`, [], { with: { displayName: 'All' } })),
      many(COUNT, (index) => strangeGroup(`x${index}`, { name: 'All' })),
    ],
  ])('%s: all are held, and the plan grows with their number alone', (_name, objects, tenant) => {
    const { body, told, lines } = planOf({ rules, source: objects, tenant: { objects: tenant } });
    expect(told).toEqual([]);
    expect(body.held).toHaveLength(COUNT);
    for (const { candidates = [] } of body.held) {
      expect(candidates.length).toBeGreaterThan(0);
      expect(candidates.length).toBeLessThanOrEqual(5);
      for (const { alsoFor = [] } of candidates) expect(alsoFor.length).toBeLessThanOrEqual(5);
    }
    expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThan(COUNT * 4_000);
  });

  test('what speaks strongest is among those that are shown', () => {
    const tenant = [
      ...many(100, (index) => stranger(`a${index}`, { attributes: { mail } })),
      stranger('z', { name: 'ada@contoso.com' }),
    ];
    const { body } = planOf({ rules, source: [person('ada', { with: { mail } })], tenant: { objects: tenant } });
    expect(body.held[0]?.candidates?.map(({ id }) => id)).toContain('id-z');
  });
});

test('what has the security identifier of another source object is not taken over, pair or not', () => {
  const pair: AdoptionPair = { kind: 'adopt', object: `corp/${guidOf('ada')}`, id: 'id-x', source };
  const ada = person('ada', { with: { mail: 'ada@contoso.com', objectSid: sidBytes(7) } });
  const bob = person('bob', { with: { objectSid: sidBytes(8) } });
  const tenant = (sid: string) => ({
    objects: [stranger('x', { sid, attributes: { mail: 'ada@contoso.com' } })],
  });
  const paired = { ...rules, adoptions: [pair] };
  const foreign = planOf({ rules: paired, source: [ada, bob], tenant: tenant('S-1-5-21-1-2-3-8') });
  expect(foreign.holds).toContain('pairDoesNotFit x adopt');
  expect(foreign.body.held.find(({ reason }) => reason === 'pairDoesNotFit')?.detail).toContain(
    `it has the security identifier of ${bob.dn}`,
  );
  expect(foreign.told).not.toContain('adopt x');
  const own = planOf({ rules: paired, source: [ada, bob], tenant: tenant('S-1-5-21-1-2-3-7') });
  expect(own.told).toContain('adopt x');
});

const mail = 'desk@contoso.com';
const mailed = (name: string) => person(name, { with: { mail } });
const x = stranger('x', { attributes: { mail } });
const distinct = (name: string, id: string): AdoptionPair => ({
  kind: 'distinct',
  object: `corp/${guidOf(name)}`,
  id,
  source,
});

/** Whom the first hold of a source object offers, and whom else each may be. */
function offered({ body }: WorldPlan, name: string) {
  const held = body.held.find(({ object }) => object.key === `corp/${guidOf(name)}`);
  return (held?.candidates ?? []).map(({ id, alsoFor }) => [id, alsoFor ?? []]);
}

describe('who else a candidate may be', () => {
  const both = [mailed('ada'), mailed('bob')];

  test('is told at each of them, and never the one itself', () => {
    const plan = planOf({ rules, source: both, tenant: { objects: [x] } });
    expect(offered(plan, 'ada')).toEqual([['id-x', [dnOf('bob')]]]);
    expect(offered(plan, 'bob')).toEqual([['id-x', [dnOf('ada')]]]);
    for (const { detail } of plan.body.held) expect(detail).toMatch(/CN=(ada|bob),.*too/);
  });

  test('is nobody of whom a person said that they are two', () => {
    const paired = { ...rules, adoptions: [distinct('bob', 'id-x')] };
    const plan = planOf({ rules: paired, source: both, tenant: { objects: [x] } });
    expect(offered(plan, 'ada')).toEqual([['id-x', []]]);
    expect(offered(plan, 'bob')).toEqual([]);
    expect(plan.told).toEqual(['create bob']);
  });

  test('is nobody who is in the tenant already', () => {
    const objects = [x, ourUser('bob', { attributes: { mail } })];
    expect(offered(planOf({ rules, source: both, tenant: { objects } }), 'ada')).toEqual([['id-x', []]]);
  });

  test('is nobody whom the rules leave alone', async () => {
    const alone = await rulesOf({
      documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: alone }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  link: joinNoFlow
  scope: { all: [{ displayName: { equal: bob } }] }
`,
    });
    const plan = planOf({ rules: alone, source: both, tenant: { objects: [x] } });
    expect(offered(plan, 'ada')).toEqual([['id-x', []]]);
  });

  test('is named, the first two of them, with how it would be taken over', () => {
    const people = ['ada', 'bob', 'cy', 'dee'].map(mailed);
    const facts = { privilegedUsers: new Map([['id-x', 'Helpdesk']]) };
    const objects = [stranger('x', { anchor: 'AAAA', attributes: { mail } })];
    const { held } = planOf({ rules, source: people, tenant: { objects, facts } }).body;
    const detail = held.find(({ object }) => object.key === `corp/${guidOf('ada')}`)?.detail ?? '';
    for (const part of ['x@contoso.com', 'id-x', 'AAAA', 'Helpdesk']) expect(detail).toContain(part);
    expect(detail.match(/CN=/g)).toHaveLength(2);
    const dns = held.flatMap(({ candidates = [] }) => candidates.map(({ alsoFor = [] }) => alsoFor));
    for (const others of dns) expect(others).toEqual(others.toSorted());
    expect(dns.map((others) => others.length)).toEqual([3, 3, 3, 3]);
  });
});

describe('several candidates', () => {
  const shared = (names: readonly string[]) => names.map((name) => stranger(name, { attributes: { mail } }));

  test.each([
    [['z', 'y'], 2, ''],
    [['z', 'y', 'w'], 3, ''],
    [['z', 'y', 'w', 'v', 'u'], 5, 'and 2 more'],
  ])('%j are told by id, the first three in words', (names, count, more) => {
    const plan = planOf({ rules, source: [mailed('ada')], tenant: { objects: shared(names) } });
    expect(offered(plan, 'ada').map(([id]) => id)).toEqual(names.map((name) => `id-${name}`).sort());
    const detail = plan.body.held[0]?.detail ?? '';
    expect(detail.match(/\(id-/g)).toHaveLength(Math.min(count, 3));
    if (more === '') expect(detail).not.toContain('more');
    else expect(detail).toContain(more);
    // It may be any of them: none is named as the object.
    expect(plan.body.held[0]?.object.id).toBeUndefined();
  });

  test('do not count those of whom a person said that they are somebody else, or that another is', () => {
    const adopt: AdoptionPair = { kind: 'adopt', object: `corp/${guidOf('bob')}`, id: 'id-y', source };
    const paired = { ...rules, adoptions: [distinct('ada', 'id-z'), adopt] };
    const objects = shared(['z', 'y', 'w']);
    const plan = planOf({ rules: paired, source: [mailed('ada'), mailed('bob')], tenant: { objects } });
    expect(offered(plan, 'ada').map(([id]) => id)).toEqual(['id-w']);
    expect(plan.told).toEqual(['adopt y', 'update y']);
  });

  test('are not sought for who carries the mark already', () => {
    const objects = [ourUser('ada', { anchor: 'AAAA' }), stranger('y', { attributes: { mail } })];
    expect(offered(planOf({ rules, source: [mailed('ada')], tenant: { objects } }), 'ada').map(([id]) => id)).toEqual([
      'id-ada',
    ]);
  });
});

test('an anchor of the source speaks for its object alone, whatever else is the same', () => {
  const objects = [stranger('y', { anchor: userAnchor('bob'), attributes: { mail } })];
  const plan = planOf({ rules, source: [mailed('ada'), mailed('bob')], tenant: { objects } });
  expect(plan.told).toEqual(['create ada']);
  expect(offered(plan, 'bob')).toEqual([['id-y', []]]);
});

test('a former anchor finds its object, as one to anchor anew', () => {
  const ada = person('ada', { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('new')) } });
  const objects = [stranger('y', { anchor: userAnchor('ada') })];
  const [held] = planOf({ rules, source: [ada], tenant: { objects } }).body.held;
  expect(held?.candidates).toMatchObject([
    { id: 'id-y', by: 'reanchor', from: userAnchor('ada'), to: userAnchor('new'), evidence: ['formerAnchor'] },
  ]);
});

test('an employee number that somebody in the tenant has, too, names nobody', () => {
  const numbered = { with: { employeeID: '7' } };
  const stray = stranger('y', { attributes: { employeeId: '7' } });
  const alone = planOf({ rules, source: [person('ada', numbered)], tenant: { objects: [stray] } });
  expect(offered(alone, 'ada')).toEqual([['id-y', []]]);
  const there = ourUser('bob', { attributes: { employeeId: '7' } });
  const shared = { source: [person('ada', numbered), person('bob', numbered)], tenant: { objects: [stray, there] } };
  expect(planOf({ rules, ...shared }).told).toEqual(['create ada']);
});

test('who has no number is not known by that: nobody is found among others without one', () => {
  const objects = [stranger('x'), stranger('y')];
  expect(planOf({ rules, source: [person('ada'), person('bob')], tenant: { objects } }).told.toSorted()).toEqual([
    'create ada',
    'create bob',
  ]);
});

test.each<[string, { readonly name?: string; readonly attributes?: Record<string, string> }, readonly string[]]>([
  ['both names', {}, ['displayName', 'mailNickname']],
  ['the nickname alone', { name: 'Another' }, ['mailNickname']],
  ['the display name alone, in any case', { name: 'CREW', attributes: { mailNickname: 'other' } }, ['displayName']],
])('a group is found by %s', (_name, parts, evidence) => {
  const [held] = planOf({ rules, source: [team('crew')], tenant: { objects: [strangeGroup('crew', parts)] } }).body
    .held;
  expect(held?.candidates).toMatchObject([{ id: 'id-crew', evidence }]);
});

test('a user is no group of the same name, and a group no user', () => {
  const objects = [
    strangeGroup('ada', { name: 'ada@contoso.com' }),
    stranger('crew', { attributes: { displayName: 'crew' } }),
  ];
  const plan = planOf({ rules, source: [person('ada'), team('crew')], tenant: { objects } });
  expect(plan.told.toSorted()).toEqual(['create ada', 'create crew']);
});

test('what carries a mark is nobody’s candidate, ours or not', () => {
  const objects = [
    stranger('x', { mark: markOf('eve', { workspace: 'fabrikam' }), attributes: { mail } }),
    stranger('y', { mark: 'unreadable', attributes: { mail } }),
  ];
  const plan = planOf({ rules, source: [mailed('ada')], tenant: { objects } });
  expect(plan.told).toEqual(['create ada']);
  expect(offered(plan, 'ada')).toEqual([]);
});
