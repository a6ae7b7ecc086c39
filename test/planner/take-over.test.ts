import { beforeAll, describe, expect, test } from 'vitest';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { DeletedObject } from '../../src/model/tenant.ts';
import { guidBytes, guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { imported, person, team } from '../support/world/sources.ts';
import { markOf, ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
let forests: RuleSet;
let shared: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
  forests = await rulesOf({
    ordinary: false,
    connectors: ['corp', 'second'],
    topology: `  extends: [lockstep/default@1]
  signIn: { newUsers: externalPassword }
  sourceAnchor: { attribute: mS-DS-ConsistencyGuid, fallback: objectGUID, writeBack: false }
  matching: { people: mail }`,
  });
  shared = await rulesOf({
    topology: `  signIn: { newUsers: externalPassword }
  otherEngines: [{ name: connect, domains: [fabrikam.com] }]`,
  });
});

const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
const key = (name: string) => `corp/${guidOf(name)}`;
const adopt = (name: string, id: string, consent?: string): AdoptionPair => ({
  kind: 'adopt',
  object: key(name),
  id,
  source,
  ...(consent === undefined ? {} : { consent }),
});
const withPairs = (of: RuleSet, ...adoptions: readonly AdoptionPair[]): RuleSet => ({ ...of, adoptions });

describe('a pair that does not fit', () => {
  const pair = adopt('ada', 'id-x');

  test('is told with its place, with the object it names, and with what differs from that', () => {
    const objects = [stranger('x', { guest: true, attributes: { mail: 'ada@contoso.com', department: 'old' } })];
    const from = [person('ada', { with: { mail: 'ada@contoso.com', department: 'new' } })];
    const [held] = planOf({ rules: withPairs(rules, pair), source: from, tenant: { objects } }).body.held;
    expect(held).toMatchObject({ object: { id: 'id-x', name: 'x@contoso.com' }, reason: 'guest', would: 'adopt' });
    expect(held?.detail).toMatch(/\(pair at adoptions\.yaml:1\)$/);
    expect(held?.changes.find(({ attribute }) => attribute === 'department')).toMatchObject({ before: 'old' });
  });

  test.each([
    ['is told with its place where the object is of another kind', [strangeGroup('x')], 'id-x'],
    ['is told with its place where there is no object', [], undefined],
  ])('%s', (_name, objects, id) => {
    const plan = planOf({ rules: withPairs(rules, pair), source: [person('ada')], tenant: { objects } });
    const [held] = plan.body.held;
    expect([held?.reason, held?.object.id]).toEqual(['pairDoesNotFit', id]);
    expect(held?.detail).toMatch(/\(pair at adoptions\.yaml:1\)$/);
  });

  test('is told although nothing differs, where another is the object already', () => {
    const objects = [ourUser('ada'), stranger('x')];
    const plan = planOf({ rules: withPairs(rules, pair), source: [person('ada')], tenant: { objects } });
    expect([plan.told, plan.holds]).toEqual([[], ['pairDoesNotFit ada update']]);
  });
});

describe('what is taken over and not written further', () => {
  const taken = (given: Readonly<Record<string, string>>) =>
    planOf({
      rules: withPairs(rules, adopt('ada', 'id-ada', 'Helpdesk')),
      source: [person('ada', { with: given })],
      tenant: {
        objects: [stranger('ada'), stranger('eve', { attributes: { mail: 'eve@contoso.com' } })],
        facts: { privilegedUsers: new Map([['id-ada', 'Helpdesk']]) },
      },
    });

  test.each([
    ['one attribute', { department: 'new' }, ['department']],
    ['one that is held for itself', { mail: 'eve@contoso.com' }, ['mail']],
    ['one of each', { department: 'new', mail: 'eve@contoso.com' }, ['department', 'mail']],
  ])('is held with what differs: %s', (_name, given, attributes) => {
    const plan = taken(given);
    expect([plan.told, plan.holds]).toEqual([['adopt ada'], ['privileged ada update']]);
    expect(plan.body.held[0]).toMatchObject({ object: { id: 'id-ada' }, detail: 'Helpdesk' });
    expect(plan.body.held[0]?.changes.map(({ attribute }) => attribute)).toEqual(attributes);
  });

  test('is not held where nothing differs', () => {
    const plan = taken({});
    expect([plan.told, plan.holds]).toEqual([['adopt ada'], []]);
  });
});

test('who is ours and not written is held with what differs, also where one of two values is held for itself', () => {
  const plan = planOf({
    rules,
    source: [person('ada', { with: { department: 'new', mail: 'eve@contoso.com' } })],
    tenant: {
      objects: [ourUser('ada'), stranger('eve', { attributes: { mail: 'eve@contoso.com' } })],
      facts: { privilegedUsers: new Map([['id-ada', 'Helpdesk']]) },
    },
  });
  expect([plan.told, plan.holds]).toEqual([[], ['privileged ada update']]);
});

describe('a person of two forests, whose object carries the mark of the second account', () => {
  const mail = 'ada@contoso.com';
  const sources = [
    imported([person('ada', { with: { mail } })]),
    imported(
      [person('far', { dn: 'CN=far,DC=second', with: { mail, userAccountControl: 514 } })],
      'second',
      'DC=second',
    ),
  ];
  const was = `second/${guidOf('far')}`;
  const reanchor = (from: string): AdoptionPair => ({
    kind: 'reanchor',
    object: key('ada'),
    id: 'id-ada',
    from,
    to: userAnchor('ada'),
    was,
    source,
  });
  const far = markOf('far', { connector: 'second' });

  test.each([
    ['another anchor', userAnchor('far')],
    // Only the mark changes: the anchor went with the person.
    ['the same anchor', userAnchor('ada')],
  ])('gets the mark of the first by a pair, with %s', (_name, anchor) => {
    const objects = [stranger('ada', { mark: far, anchor, attributes: { mail } })];
    const plan = planOf({ rules: withPairs(forests, reanchor(anchor)), sources, tenant: { objects } });
    const done = plan.body.operations.find(({ kind }) => kind === 'reanchor');
    expect(done).toMatchObject({ object: { id: 'id-ada', key: key('ada') }, anchorBefore: anchor });
    expect(done?.kind === 'reanchor' ? done.evidence : []).toContain('mark');
    const next = planOf({
      rules: withPairs(forests, reanchor(anchor)),
      sources,
      tenant: applied(plan.tenant, plan.body),
    });
    expect([next.told, next.holds]).toEqual([[], []]);
  });

  test('the mark of somebody who is gone is no evidence', () => {
    const objects = [stranger('ada', { mark: markOf('gone'), anchor: 'AAAA', attributes: { mail } })];
    const pair = { ...reanchor('AAAA'), was: key('gone') } as AdoptionPair;
    const { body } = planOf({ rules: withPairs(forests, pair), sources, tenant: { objects } });
    const done = body.operations.find(({ kind }) => kind === 'reanchor');
    expect(done?.kind === 'reanchor' ? done.evidence : ['mark']).not.toContain('mark');
  });
});

const deletedAt = '2026-11-20T08:00:00Z';

describe('while another engine is live', () => {
  const facts = { liveSync: true };
  const ada = (userPrincipalName: string) => person('ada', { with: { userPrincipalName, employeeID: '7' } });
  const there = (name: string) => stranger('ada', { name, attributes: { employeeId: '7' } });
  const ours = 'ada@contoso.com';
  const theirs = 'ada@fabrikam.com';
  const cases = [
    ['neither name is in its domains', ours, ours, true],
    ['the name is in its domains', theirs, ours, false],
    ['the name that the rules want is in its domains', ours, theirs, false],
  ] as const;

  test.each(cases)('an object is taken over or not: %s', (_name, has, wants, free) => {
    const plan = planOf({
      rules: withPairs(shared, adopt('ada', 'id-ada')),
      source: [ada(wants)],
      tenant: { objects: [there(has)], facts },
    });
    expect(plan.told.some((one) => one.startsWith('adopt'))).toBe(free);
    expect(plan.holds.some((one) => one.startsWith('liveSync'))).toBe(!free);
  });

  test.each(cases)('an object of the bin is restored or not: %s', (_name, has, wants, free) => {
    const deleted: DeletedObject = {
      type: 'user',
      id: 'gone',
      name: has,
      anchor: userAnchor('ada'),
      mark: undefined,
      deletedAt,
    };
    const plan = planOf({
      rules: withPairs(shared, { kind: 'restore', object: key('ada'), id: 'gone', deletedAt, source }),
      source: [ada(wants)],
      tenant: { facts: { ...facts, deleted: [deleted] } },
    });
    expect(plan.told.some((one) => one.startsWith('restore'))).toBe(free);
    expect(plan.holds.some((one) => one.startsWith('liveSync'))).toBe(!free);
  });
});

describe('groups', () => {
  test('one that is named like a user comes back all the same: their names are apart', () => {
    const named = 'ada@contoso.com';
    const deleted: DeletedObject = { type: 'group', id: 'gone', name: named, mark: undefined, deletedAt };
    const plan = planOf({
      rules: withPairs(rules, { kind: 'restore', object: key('crew'), id: 'gone', deletedAt, source }),
      source: [team('crew', [], { with: { displayName: named } }), person('ada')],
      tenant: { objects: [ourUser('ada')], facts: { deleted: [deleted] } },
    });
    expect([plan.told, plan.holds]).toEqual([[`restore ada`], []]);
  });

  test('one whose members no rule flows needs no members read', async () => {
    const bare = await rulesOf({
      ordinary: false,
      documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: in }
spec:
  from: { connectors: [corp], type: group }
  to: { metaverse: group }
  precedence: 100
  link: provision
  flows: { displayName: displayName, mailNickname: sAMAccountName, sourceAnchor: '=ConvertToBase64([objectGUID])' }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: out }
spec:
  from: { metaverse: group }
  to: { connector: entra, type: group }
  precedence: 200
  link: provision
  flows: { displayName: displayName, mailNickname: mailNickname }
`,
    });
    const plan = planOf({
      rules: withPairs(bare, adopt('crew', 'id-crew')),
      source: [team('crew')],
      tenant: { objects: [strangeGroup('crew')] },
    });
    expect([plan.told, plan.holds]).toEqual([['adopt crew'], []]);
  });
});

test('a security identifier that nobody in the source has is no obstacle: the old engine left it', () => {
  const objects = [stranger('ada', { sid: 'S-1-5-21-9-9-9-9' })];
  const plan = planOf({
    rules: withPairs(rules, adopt('ada', 'id-ada')),
    source: [person('ada')],
    tenant: { objects },
  });
  expect(plan.told).toEqual(['adopt ada']);
});

test('a person known by a former anchor that lies in the bin is not made anew', () => {
  const moved = person('ada', { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('new')) } });
  const deleted: DeletedObject = {
    type: 'user',
    id: 'gone',
    name: 'x@contoso.com',
    anchor: userAnchor('ada'),
    mark: undefined,
  };
  const plan = planOf({ rules, source: [moved], tenant: { facts: { deleted: [deleted] } } });
  expect([plan.told, plan.holds]).toEqual([[], ['softDeleted ada create']]);
});

test('two objects of another engine that hold anchors of one person are both named', () => {
  const ada = person('ada', { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('new')) } });
  const synced = (name: string, anchor: string) => stranger(name, { anchor, mastery: 'otherEngine' });
  const objects = [synced('x', userAnchor('ada')), synced('y', userAnchor('new'))];
  const { told, body } = planOf({ rules, source: [ada], tenant: { objects } });
  expect(told).toEqual([]);
  const [held] = body.held;
  expect(held?.reason).toBe('candidate');
  for (const name of ['x@contoso.com', 'y@contoso.com']) expect(held?.detail).toContain(name);
});

test('two with our mark are both named', () => {
  const objects = [ourUser('ada'), ourUser('ada', { id: 'x', name: 'ada2@contoso.com', anchor: 'AAAA' })];
  const { held } = planOf({ rules, source: [person('ada')], tenant: { objects } }).body;
  const own = held.find(({ reason, would }) => reason === 'duplicateMark' && would === 'update');
  for (const name of ['ada@contoso.com', 'ada2@contoso.com']) expect(own?.detail).toContain(name);
});
