import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/kernel/canonical-json.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { Value } from '../../src/model/value.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourUser } from '../support/world/tenant.ts';

const MORE = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: more-in }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 101
  link: join
  flows: { otherMails: otherMobile, c: c, company: company, employeeLeaveDateTime: '=[info]' }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: more-out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 201
  link: join
  flows:
    otherMails: otherMails
    usageLocation: c
    employeeLeaveDateTime: employeeLeaveDateTime
    companyName: { expression: '[company]', applyOnce: true }
`;

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({ documents: MORE });
});

type Given = Readonly<Record<string, Value | undefined>>;

function compare(source: Given, tenant: Readonly<Record<string, Json>>, parts = {}) {
  const ada = person('ada', { with: source });
  const { body } = planOf({
    rules,
    source: [ada],
    tenant: { objects: [ourUser('ada', { attributes: tenant, ...parts })] },
  });
  const changes = body.operations.flatMap((one) => ('changes' in one ? one.changes : []));
  return {
    changes: Object.fromEntries(changes.map(({ attribute, before, after }) => [attribute, [before, after]])),
    held: body.held.map((one) => [one.reason, one.changes[0]?.attribute]),
  };
}

test.each<[name: string, source: Given, tenant: Readonly<Record<string, Json>>, changes: Record<string, [Json, Json]>]>(
  [
    ['the same', { department: 'R' }, { department: 'R' }, {}],
    ['a value where none was', { department: 'R' }, {}, { department: [null, 'R'] }],
    ['another value', { department: 'R' }, { department: 'S' }, { department: ['S', 'R'] }],
    ['another case counts', { department: 'r' }, { department: 'R' }, { department: ['R', 'r'] }],
    ['no value where one was: cleared', {}, { department: 'R' }, { department: ['R', null] }],
    ['no value where none was', {}, {}, {}],
    ['an attribute that no rule flows is left alone', {}, { city: 'Oslo' }, {}],
    [
      'a set in another order',
      { otherMobile: ['b@x.example', 'a@x.example'] },
      { otherMails: ['a@x.example', 'b@x.example'] },
      {},
    ],
    [
      'a set with one more',
      { otherMobile: ['b@x.example', 'a@x.example'] },
      { otherMails: ['a@x.example'] },
      { otherMails: [['a@x.example'], ['a@x.example', 'b@x.example']] },
    ],
    ['an empty set: cleared', {}, { otherMails: ['a@x.example'] }, { otherMails: [['a@x.example'], null] }],
    ['a false is a value', { userAccountControl: 514 }, {}, { accountEnabled: [true, false] }],
    ['composed and decomposed', { department: 'e\u0301' }, { department: 'é' }, {}],
    [
      'a time in another zone',
      { info: '2026-01-31T01:00:00+01:00' },
      { employeeLeaveDateTime: '2026-01-31T00:00:00Z' },
      {},
    ],
    ['applyOnce is for the create alone', { company: 'New' }, { companyName: 'Old' }, {}],
    ['applyOnce clears nothing', {}, { companyName: 'Old' }, {}],
  ],
)('%s', (_name, source, tenant, changes) => {
  expect(compare(source, tenant)).toEqual({ changes, held: [] });
});

test.each<
  [
    name: string,
    source: Given,
    tenant: Readonly<Record<string, Json>>,
    held: readonly [reason: string, attribute: string][],
  ]
>([
  ['a value too long', { department: 'x'.repeat(65) }, {}, [['invalidValue', 'department']]],
  ['an empty text', { department: '' }, { department: 'R' }, [['invalidValue', 'department']]],
  ['a clear that the tenant does not know', {}, { usageLocation: 'NO' }, [['cannotClear', 'usageLocation']]],
  ['mail cannot be cleared either', {}, { mail: 'a@contoso.com' }, [['cannotClear', 'mail']]],
  [
    'a domain that is not verified',
    { userPrincipalName: 'ada@pending.example' },
    {},
    [['unverifiedDomain', 'userPrincipalName']],
  ],
  [
    'a domain that is not there',
    { userPrincipalName: 'ada@nowhere.example' },
    {},
    [['unverifiedDomain', 'userPrincipalName']],
  ],
  ['an address in no form', { mail: 'no address' }, {}, [['invalidValue', 'mail']]],
  ['one bad value of several', { otherMobile: ['a@x.example', 'bad'] }, {}, [['invalidValue', 'otherMails']]],
])('%s is held, and the rest goes on', (_name, source, tenant, held) => {
  expect(compare({ ...source, title: 'Dr' }, tenant)).toEqual({ changes: { jobTitle: [null, 'Dr'] }, held });
});

test('why: the rules from the tenant back to the source, and who lost', () => {
  const ada = person('ada', { with: { department: 'R' } });
  const [operation] = planOf({ rules, source: [ada], tenant: { objects: [ourUser('ada')] } }).body.operations;
  expect(operation).toMatchObject({
    changes: [
      {
        attribute: 'department',
        why: [
          {
            rule: 'user-out',
            flow: 'department',
            at: expect.stringMatching(/^rules\.yaml:\d+$/) as string,
            losers: [],
          },
          { rule: 'person-in', flow: 'department' },
        ],
      },
    ],
  });
});

test('a create gives what has a value, and nothing is cleared that is not there', () => {
  const [operation] = planOf({ rules, source: [person('ada', { with: { company: 'New' } })] }).body.operations;
  expect(
    operation?.kind === 'create' && operation.changes.map((one) => [one.attribute, one.before, one.after]),
  ).toEqual([
    ['accountEnabled', null, true],
    ['companyName', null, 'New'],
    ['displayName', null, 'ada'],
    ['mailNickname', null, 'ada'],
    ['userPrincipalName', null, 'ada@contoso.com'],
  ]);
});

test.each<[name: string, source: Given, reason: string]>([
  ['no alias', { sAMAccountName: undefined }, 'invalidValue'],
  ['no display name', { displayName: undefined }, 'invalidValue'],
  ['a name the tenant refuses', { userPrincipalName: 'a b@contoso.com' }, 'invalidValue'],
  ['an unverified domain', { userPrincipalName: 'ada@pending.example' }, 'unverifiedDomain'],
])('a create without what the tenant asks for is held: %s', (_name, source, reason) => {
  const plan = planOf({ rules, source: [person('ada', { with: source })] });
  expect(plan.told).toEqual([]);
  expect(plan.body.held.map((one) => [one.reason, one.would])).toEqual([[reason, 'create']]);
});

test('federated sign-in asks for a federated domain', async () => {
  const federated = await rulesOf({ topology: '  signIn: { newUsers: federated }' });
  const facts = { domains: [{ name: 'Contoso.com', verified: true, federated: true, initial: false }] };
  expect(planOf({ rules: federated, source: [person('ada')] }).holds).toEqual(['notFederated ada create']);
  expect(planOf({ rules: federated, source: [person('ada')], tenant: { facts } }).told).toEqual(['create ada']);
  // Nobody signs in as a group.
  expect(planOf({ rules: federated, source: [team('crew')] }).told).toEqual(['create crew']);
});

test('who returns is enabled again, also where that is set only once', async () => {
  const once = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: enabled-once }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  link: join
  flows: { accountEnabled: { from: accountEnabled, applyOnce: true } }
`,
  });
  const state = (leavingSince?: string) =>
    ourUser('ada', {
      attributes: { accountEnabled: false },
      mark: markOf('ada', leavingSince === undefined ? {} : { leavingSince }),
    });
  const changesOf = (leavingSince?: string) =>
    planOf({
      rules: once,
      source: [person('ada')],
      tenant: { objects: [state(leavingSince)] },
    }).body.operations.flatMap((one) =>
      'changes' in one ? one.changes.map((change) => [change.attribute, change.after]) : [],
    );
  expect(changesOf()).toEqual([]);
  expect(changesOf('2026-11-01')).toEqual([['accountEnabled', true]]);
});

test.each([
  ['no otherEngines named', undefined, [], 'liveSync ada create'],
  ['its domain is theirs', 'contoso.com', [], 'liveSync ada create'],
  ['its domain is not theirs', 'fabrikam.com', [], 'create ada'],
  [
    'a synced user outside the named domains',
    'fabrikam.com',
    [ourUser('eve', { mark: undefined, mastery: 'otherEngine', anchor: 'E' })],
    'liveSync ada create',
  ],
  [
    'synced users inside them',
    'fabrikam.com',
    [ourUser('eve', { mark: undefined, mastery: 'otherEngine', name: 'eve@Fabrikam.com', anchor: 'E' })],
    'create ada',
  ],
])('while another engine is live: %s', async (_name, domain, objects, expected) => {
  const topology = `  signIn: { newUsers: externalPassword }${domain === undefined ? '' : `\n  otherEngines: [{ name: connect, domains: [${domain}] }]`}`;
  const live = await rulesOf({ topology });
  const plan = planOf({ rules: live, source: [person('ada')], tenant: { objects, facts: { liveSync: true } } });
  expect([...plan.told, ...plan.holds]).toEqual([expected]);
});

describe('a sign-in name moves to another domain', () => {
  const domain = (name: string, federated: boolean) => ({ name, verified: true, federated, initial: false });
  const domains = [
    domain('Contoso.com', true),
    domain('fabrikam.com', true),
    domain('managed.example', false),
    domain('cloud.example', false),
  ];
  const moved = (from: string, to: string) =>
    planOf({
      rules,
      source: [person('ada', { with: { userPrincipalName: to } })],
      tenant: { objects: [ourUser('ada', { name: from })], facts: { domains } },
    });

  test.each([
    ['from one federated domain to another: never in one step', 'ada@contoso.com', 'ada@fabrikam.com', false],
    ['within a federated domain', 'ada@contoso.com', 'byron@CONTOSO.com', true],
    ['out of federation', 'ada@contoso.com', 'ada@managed.example', true],
    ['into federation', 'ada@managed.example', 'ada@contoso.com', true],
    ['between managed domains', 'ada@managed.example', 'ada@cloud.example', true],
  ])('%s', (_name, from, to, goes) => {
    const { body } = moved(from, to);
    expect(body.operations.map(({ kind }) => kind)).toEqual(goes ? ['update'] : []);
    expect(body.held.map(({ reason }) => reason)).toEqual(goes ? [] : ['federatedDomainChange']);
  });

  test('whoever is new may start in any of them', () => {
    const source = [person('ada', { with: { userPrincipalName: 'ada@fabrikam.com' } })];
    expect(planOf({ rules, source, tenant: { facts: { domains } } }).body.held).toEqual([]);
  });
});
