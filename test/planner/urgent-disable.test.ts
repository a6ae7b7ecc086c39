import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { guidBytes, guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { imported, person } from '../support/world/sources.ts';
import { markOf, ourUser, stranger } from '../support/world/tenant.ts';
import type { ObjectParts } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  const anchor = 'sourceAnchor: { attribute: mS-DS-ConsistencyGuid, fallback: objectGUID, writeBack: false }';
  const matching = 'matching: { people: mail }';
  const topology = `  extends: [lockstep/default@1]\n  signIn: { newUsers: externalPassword }\n  ${anchor}\n  ${matching}`;
  rules = await rulesOf({ topology, ordinary: false, connectors: ['corp', 'second'] });
});

const DISABLED = { userAccountControl: 514 };

/** Ada, whose ConsistencyGuid somebody changed after her user was made. */
function changed(control: object, parts: ObjectParts = {}) {
  const moved = { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('moved')), department: 'R', mail: 'ada@contoso.com' };
  const source = [person('ada', { with: { ...moved, ...control } })];
  return planOf({ rules, source, tenant: { objects: [ourUser('ada', parts)] } });
}

const changesOf = (plan: ReturnType<typeof planOf>) =>
  plan.body.operations.flatMap((one) => ('changes' in one ? one.changes.map((change) => change.attribute) : []));

describe('a person whose anchor changed', () => {
  test('is disabled all the same, and nothing else of them changes', () => {
    const plan = changed(DISABLED);
    expect(plan.told).toEqual(['update ada']);
    expect(changesOf(plan)).toEqual(['accountEnabled']);
    const [held] = plan.body.held;
    expect(held?.reason).toBe('changedAnchor');
    expect(held?.changes.map((change) => change.attribute)).toContain('department');
    expect(held?.changes.map((change) => change.attribute)).not.toContain('accountEnabled');
  });

  test('is done with after that: the next plan has nothing to do', () => {
    const first = changed(DISABLED);
    const source = [
      person('ada', {
        with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('moved')), mail: 'ada@contoso.com', ...DISABLED },
      }),
    ];
    expect(planOf({ rules, source, tenant: applied(first.tenant, first.body) }).told).toEqual([]);
  });

  test('is never enabled', () => {
    expect(changed({}, { attributes: { accountEnabled: false } }).told).toEqual([]);
  });

  test.each<[string, ObjectParts]>([
    ['without our mark', { mark: undefined }],
    ['with the mark of another workspace', { mark: markOf('ada', { workspace: 'other' }) }],
    ['with the mark of another object', { mark: markOf('eve') }],
    ['with a mark that cannot be read', { mark: 'unreadable' }],
    ['mastered by another engine', { mastery: 'otherEngine' }],
    ['in a restricted unit', { managementRestricted: true }],
    ['a guest', { guest: true }],
    ['disabled already', { attributes: { accountEnabled: false } }],
  ])('is left alone %s', (_what, parts) => {
    expect(changed(DISABLED, parts).told.filter((one) => one === 'update ada')).toEqual([]);
  });

  test('is left alone with a role', () => {
    const source = [
      person('ada', {
        with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('moved')), mail: 'a@b.example', ...DISABLED },
      }),
    ];
    const facts = { privilegedUsers: new Map([['id-ada', 'Global Administrator']]) };
    expect(planOf({ rules, source, tenant: { objects: [ourUser('ada')], facts } }).told).toEqual([]);
  });

  test('is left alone where two objects carry the mark', () => {
    const source = [
      person('ada', {
        with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('moved')), mail: 'a@b.example', ...DISABLED },
      }),
    ];
    const objects = [ourUser('ada'), stranger('twin', { mark: markOf('ada') })];
    expect(planOf({ rules, source, tenant: { objects } }).told).toEqual([]);
  });
});

test('whose last account is disabled is disabled, although the first forest names the person now', () => {
  const account = (name: string, control: object, dn?: string) =>
    person(name, { ...(dn === undefined ? {} : { dn }), with: { mail: 'ada@contoso.com', ...control } });
  const sources = [
    imported([account('old', DISABLED)]),
    imported([account('ada', DISABLED, 'CN=ada,DC=second')], 'second', 'DC=second'),
  ];
  const mark = markOf('ada', { connector: 'second' });
  const objects = [stranger('ada', { mark, anchor: userAnchor('ada') })];
  const plan = planOf({ rules, sources, tenant: { objects } });
  expect(plan.told).toEqual(['update ada']);
  expect(changesOf(plan)).toEqual(['accountEnabled']);
  expect(plan.holds).toEqual(['changedAnchor ada update', 'duplicateInSource ada leave']);
  expect(planOf({ rules, sources, tenant: applied(plan.tenant, plan.body) }).told).toEqual([]);
});

test('a person of two forests is left alone where two objects carry the mark of the second account', () => {
  const account = (name: string, dn?: string) =>
    person(name, { ...(dn === undefined ? {} : { dn }), with: { mail: 'ada@contoso.com', ...DISABLED } });
  const sources = [imported([account('old')]), imported([account('ada', 'CN=ada,DC=second')], 'second', 'DC=second')];
  const mark = markOf('ada', { connector: 'second' });
  const objects = [
    stranger('ada', { mark, anchor: userAnchor('ada') }),
    stranger('twin', { mark, anchor: 'AAAA', name: 'twin@contoso.com' }),
  ];
  const plan = planOf({ rules, sources, tenant: { objects } });
  expect(plan.told).toEqual([]);
  expect(plan.holds).toContain('changedAnchor ada update');
});

describe('a person whose pair does not fit', () => {
  const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
  const object = `corp/${guidOf('ada')}`;
  const gone = (parts: ObjectParts, pair: AdoptionPair, given: object = {}) =>
    planOf({
      rules: { ...rules, adoptions: [pair] },
      source: [person('ada', { with: { mail: 'ada@contoso.com', department: 'R', ...DISABLED, ...given } })],
      tenant: { objects: [ourUser('ada', parts)] },
    });

  test.each<[string, ObjectParts, AdoptionPair]>([
    ['names another', {}, { kind: 'adopt', object, id: 'id-eve', source }],
    [
      'names another anchor',
      { anchor: 'AAAA' },
      { kind: 'reanchor', object, id: 'id-ada', from: 'BBBB', to: userAnchor('ada'), source },
    ],
  ])('is disabled all the same, and nothing else of them changes: it %s', (_name, parts, pair) => {
    const plan = gone(parts, pair);
    expect(plan.body.held.map((one) => one.reason)).toEqual(['pairDoesNotFit']);
    expect(plan.told).toEqual(['update ada']);
    expect(changesOf(plan)).toEqual(['accountEnabled']);
  });

  test('is left alone where the mark is that of somebody else', () => {
    const pair = { kind: 'reanchor', object, id: 'id-ada', from: 'AAAA', to: userAnchor('ada'), source } as const;
    const plan = gone({ anchor: 'AAAA', mark: markOf('bob') }, pair);
    expect(plan.holds).toContain('pairDoesNotFit ada reanchor');
    expect(plan.told.filter((one) => one === 'update ada')).toEqual([]);
  });
});

test('a person is left alone whose user holds an anchor that nobody knows', () => {
  const source = [person('ada', { with: { mail: 'ada@contoso.com', ...DISABLED } })];
  const plan = planOf({ rules, source, tenant: { objects: [ourUser('ada', { anchor: 'AAAA' })] } });
  expect([plan.told, plan.holds]).toEqual([[], ['markDisagrees ada update']]);
});

test('whatever the anchors, a held person is at most disabled', () => {
  const names = fc.constantFrom('ada', 'moved', 'eve');
  fc.assert(
    fc.property(names, names, fc.constantFrom(512, 514), fc.boolean(), (guid, anchor, control, enabled) => {
      const source = [
        person('ada', {
          with: {
            'mS-DS-ConsistencyGuid': guidBytes(guidOf(guid)),
            mail: 'ada@contoso.com',
            userAccountControl: control,
          },
        }),
      ];
      const objects = [ourUser('ada', { anchor: userAnchor(anchor), attributes: { accountEnabled: enabled } })];
      const plan = planOf({ rules, source, tenant: { objects } });
      if (guid === anchor) return;
      const changes = plan.body.operations.flatMap((one) => ('changes' in one ? one.changes : []));
      for (const { attribute, after } of changes) expect([attribute, after]).toEqual(['accountEnabled', false]);
    }),
  );
});
