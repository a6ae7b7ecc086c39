import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import { guidOf, sidBytes } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';
import { ourGroup, ourUser } from '../support/world/tenant.ts';

const THERE = 'DC=fabrikam,DC=com';

async function packOf(people: string, connectors = ['corp', 'fabrikam']): Promise<RuleSet> {
  const topology = `  extends: [lockstep/default@1]\n  signIn: { newUsers: externalPassword }\n  matching: { people: ${people} }`;
  return rulesOf({ topology, connectors, ordinary: false });
}

const there = (name: string, given: Readonly<Record<string, Value | undefined>> = {}): SourceObject =>
  person(name, { dn: `CN=${name},OU=Staff,${THERE}`, with: given });

const foreign = (sid: string): SourceObject =>
  sourceObject(`fsp-${sid}`, {
    type: 'foreignSecurityPrincipal',
    dn: `CN=${sid},CN=ForeignSecurityPrincipals,DC=corp,DC=contoso,DC=com`,
    with: { cn: sid },
  });

const both = (here: readonly SourceObject[], other: readonly SourceObject[]) => [
  imported(here),
  imported(other, 'fabrikam', THERE),
];

const keyHere = (name: string): string => `corp/${guidOf(name)}`;
const keyThere = (name: string): string => `fabrikam/${guidOf(name)}`;

describe('who is one person', () => {
  const sid = sidBytes(1104);
  const cases: readonly [string, string, Record<string, Value>, Record<string, Value>, boolean][] = [
    ['mail', 'one mail address', { mail: 'a@b.example' }, { mail: 'A@b.example' }, true],
    ['mail', 'two mail addresses', { mail: 'a@b.example' }, { mail: 'c@b.example' }, false],
    ['objectSid', 'a mailbox that names the account', { objectSid: sid }, { msExchMasterAccountSid: sid }, true],
    ['objectSid', 'a Skype account that names it', { objectSid: sid }, { 'msRTCSIP-OriginatorSid': sid }, true],
    ['objectSid', 'nothing that names it', { objectSid: sid }, { objectSid: sidBytes(1105) }, false],
    ['oneForest', 'the same of everything', { mail: 'a@b.example' }, { mail: 'a@b.example' }, false],
    [
      'samAccountName+mailNickname',
      'both the same',
      { sAMAccountName: 'x', mailNickname: 'y' },
      { sAMAccountName: 'X', mailNickname: 'Y' },
      true,
    ],
    [
      'samAccountName+mailNickname',
      'one of them',
      { sAMAccountName: 'x', mailNickname: 'y' },
      { sAMAccountName: 'x', mailNickname: 'z' },
      false,
    ],
    ['{ attribute: employeeID }', 'one number', { employeeID: '7' }, { employeeID: '7' }, true],
  ];

  test.each(cases)('%s: %s', async (people, _name, first, second, one) => {
    for (const order of [
      ['corp', 'fabrikam'],
      ['fabrikam', 'corp'],
    ]) {
      const sources = both([person('ada', { with: first })], [there('eve', { ...second, userAccountControl: 514 })]);
      const { desired } = populationOf(await packOf(people, order), sources);
      // The account that can sign in names the person, wherever it stands.
      expect(desired.map(({ key, joinedKeys }) => [key, joinedKeys])).toEqual(
        one
          ? [[keyHere('ada'), [keyThere('eve')]]]
          : [
              [keyHere('ada'), []],
              [keyThere('eve'), []],
            ],
      );
    }
  });

  test.each([
    ['mail', 'mail'],
    ['{ attribute: employeeID }', 'employeeID'],
    ['samAccountName+mailNickname', 'mailNickname'],
  ])('%s: whoever has nothing to be matched by is not carried, and the place says why', async (people, attribute) => {
    const { desired, undesired } = populationOf(await packOf(people), both([person('ada')], []));
    expect(desired).toEqual([]);
    expect(undesired.map(({ reason }) => reason)).toEqual([
      {
        kind: 'outOfScope',
        detail: expect.stringMatching(`^${attribute} isNotNull fails .lockstep/default@1/matching.yaml:`) as string,
      },
    ]);
  });

  test('two accounts that can sign in are held, until rules rank them', async () => {
    const sources = both(
      [person('ada', { with: { mail: 'a@b.example' } })],
      [there('eve', { mail: 'a@b.example', userAccountControl: 512 })],
    );
    const { desired, failed } = populationOf(await packOf('mail'), sources);
    expect(desired).toEqual([]);
    expect(failed.map(({ key }) => key)).toEqual([keyHere('ada'), keyThere('eve')].sort());
    expect(failed[0]?.message).toContain('several accounts of one person can sign in');
    const ranked = await rulesOf({
      topology: '  extends: [lockstep/default@1]\n  matching: { people: mail }',
      connectors: ['corp', 'fabrikam'],
      ordinary: false,
      documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: fabrikam-first }
spec:
  from: { connectors: [fabrikam], type: user }
  to: { metaverse: person }
  precedence: 50
  link: join
  flows: { sourceAnchor: '=ConvertToBase64([objectGUID])' }
`,
    });
    expect(populationOf(ranked, sources).desired.map(({ key }) => key)).toEqual([keyThere('eve')]);
  });
});

describe('a member from another forest', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = await packOf('oneForest');
  });
  const text = 'S-1-5-21-1-2-3-1104';
  const crew = (sid: string) => team('crew', [foreign(sid).dn]);
  const member = (sid: string, other: readonly SourceObject[], of = rules) =>
    populationOf(of, both([foreign(sid), crew(sid)], other)).desired.find((one) => one.type === 'group')?.members;

  test('is the person or group that has its security identifier', () => {
    const eve = there('eve', { objectSid: sidBytes(1104) });
    expect(member(text, [eve])).toEqual([{ kind: 'desired', key: keyThere('eve') }]);
    const all = { ...team('all', [], { with: { objectSid: sidBytes(1104) } }), dn: `CN=all,${THERE}` };
    const groups = populationOf(rules, both([foreign(text), crew(text)], [all])).desired;
    expect(groups.find((one) => one.name === 'crew')?.members).toEqual([{ kind: 'desired', key: keyThere('all') }]);
  });

  test('may be who has its identifier, also where a conflict gave its object another name', () => {
    const renamed = sourceObject('renamed', {
      type: 'foreignSecurityPrincipal',
      dn: 'CN=of another,CN=ForeignSecurityPrincipals,DC=corp,DC=contoso,DC=com',
      with: { cn: 'of another', objectSid: sidBytes(1104) },
    });
    const eve = there('eve', { objectSid: sidBytes(1104) });
    const filteredOut = there('eve', { objectSid: sidBytes(1104), adminDescription: 'User_1' });
    const membersOf = (one: SourceObject) =>
      populationOf(rules, both([renamed, team('crew', [renamed.dn])], [one])).desired.find(
        ({ type }) => type === 'group',
      )?.members;
    expect(membersOf(eve)).toMatchObject([{ kind: 'notDesired', otherKeys: [keyThere('eve')] }]);
    expect(membersOf(filteredOut)).toMatchObject([{ kind: 'notDesired', otherKeys: [keyThere('eve')] }]);
    // Without an identifier, by a name that is none: it may be anybody.
    const nameless = {
      ...renamed,
      attributes: new Map([...renamed.attributes].filter(([name]) => name !== 'objectSid')),
    };
    expect(
      populationOf(rules, both([nameless, team('crew', [nameless.dn])], [there('bob')])).desired.find(
        ({ type }) => type === 'group',
      )?.members,
    ).toMatchObject([{ kind: 'unresolved' }]);
  });

  test('is nobody when well known, may be anybody when nothing shows it', () => {
    expect(member('S-1-5-11', [])).toEqual([
      { kind: 'notDesired', key: keyHere('fsp-S-1-5-11'), dn: foreign('S-1-5-11').dn },
    ]);
    expect(member(text, [there('bob', { objectSid: sidBytes(9) })])).toEqual([
      { kind: 'unresolved', dn: foreign(text).dn, stale: false },
    ]);
  });

  test('stays a member while the person is held or filtered out there', () => {
    const eve = there('eve', { objectSid: sidBytes(1104), adminDescription: 'User_1' });
    const mark = { workspace: 'contoso', connector: 'fabrikam', anchor: guidOf('eve') };
    const objects = [ourUser('eve', { mark }), ourGroup('crew')];
    const tenant = { objects, members: { 'id-crew': ['id-eve'] } };
    const plan = planOf({ rules, sources: both([foreign(text), crew(text)], [eve]), tenant });
    expect(plan.told).toEqual(['leave eve']);
    const failing = there('eve', { objectSid: sidBytes(1104), userAccountControl: undefined });
    const held = planOf({ rules, sources: both([foreign(text), crew(text)], [failing]), tenant });
    expect(held.told).toEqual([]);
    expect(held.population.failed.map(({ key }) => key)).toEqual([keyThere('eve')]);
  });

  test('nothing else stands for the person by being called like the security identifier', () => {
    const eve = there('eve', { objectSid: sidBytes(1104), adminDescription: 'User_1' });
    const mark = { workspace: 'contoso', connector: 'fabrikam', anchor: guidOf('eve') };
    const tenant = { objects: [ourUser('eve', { mark }), ourGroup('crew')], members: { 'id-crew': ['id-eve'] } };
    const namesakes = ['00000000-0000-4000-8000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff'].map((guid) =>
      sourceObject(`namesake ${guid}`, { type: 'contact', guid, dn: `CN=${guid},${THERE}`, with: { cn: text } }),
    );
    const sources = both([foreign(text), crew(text)], [eve, ...namesakes]);
    expect(planOf({ rules, sources, tenant }).told).toEqual(['leave eve']);
  });

  test('is kept where two objects of one directory stand for it, and tears nobody', () => {
    const twin = { ...foreign(text), anchor: guidOf('twin'), dn: `CN=${text},CN=ForeignSecurityPrincipals,DC=sub` };
    const eve = there('eve', { objectSid: sidBytes(1104) });
    const { desired, failed } = populationOf(rules, both([foreign(text), twin, crew(text)], [eve]));
    expect(failed).toEqual([]);
    expect(desired.find(({ key }) => key === keyThere('eve'))?.joinedKeys).toHaveLength(2);
  });
});

test('a member that may be part of another identity is never lost by that identity failing', async () => {
  const rules = await packOf('mail');
  const contact = sourceObject('c', {
    type: 'contact',
    dn: `CN=c,${THERE}`,
    with: { cn: 'c', mail: 'a@b.example' },
  });
  const crew = { ...team('crew', [contact.dn]), dn: `CN=crew,${THERE}` };
  const ada = person('ada', { with: { mail: 'a@b.example', userAccountControl: undefined } });
  const mark = { workspace: 'contoso', connector: 'fabrikam', anchor: guidOf('crew') };
  const tenant = { objects: [ourUser('ada'), ourGroup('crew', { mark })], members: { 'id-crew': ['id-ada'] } };
  const plan = planOf({ rules, sources: both([ada], [contact, crew]), tenant });
  expect(plan.told).toEqual([]);
  expect(plan.population.failed.map(({ key }) => key)).toEqual([keyHere('ada'), keyThere('c')].sort());
});

describe('the order of connectors and objects', () => {
  let orders: readonly RuleSet[];
  beforeAll(async () => {
    orders = await Promise.all([
      packOf('{ attribute: employeeID }'),
      packOf('{ attribute: employeeID }', ['fabrikam', 'corp']),
    ]);
  });

  const names = ['ada', 'bob', 'cy'];
  const world = fc
    .record({
      accounts: fc.subarray(names),
      mailboxes: fc.subarray(names),
      members: fc.subarray(names),
      present: fc.subarray(names),
      unmatched: fc.boolean(),
    })
    .map(({ accounts, mailboxes, members, present, unmatched }) => {
      const number = (name: string) => (unmatched && name === 'cy' ? undefined : name);
      const sid = (name: string) => 1104 + names.indexOf(name);
      const here = [
        ...accounts.map((name) => person(name, { with: { employeeID: number(name), department: `of ${name}` } })),
        ...members.map((name) => foreign(`S-1-5-21-1-2-3-${sid(name)}`)),
        team('crew', [...accounts, ...members.map((name) => foreign(`S-1-5-21-1-2-3-${sid(name)}`).dn)]),
      ];
      const other = mailboxes.map((name) =>
        there(`${name}-mail`, {
          employeeID: name,
          userAccountControl: 514,
          title: 'Dr',
          mailNickname: name,
          objectSid: sidBytes(sid(name)),
        }),
      );
      return { here, other, tenant: { objects: [...present.map((name) => ourUser(name)), ourGroup('crew')] } };
    });

  test('does not matter where one account names the person', () => {
    fc.assert(
      fc.property(world, fc.boolean(), ({ here, other, tenant }, turned) => {
        const [first, second] = orders;
        const straight = planOf({ rules: first!, sources: both(here, other), tenant });
        const mixed = both(here.toReversed(), turned ? other.toReversed() : other).toReversed();
        expect(planOf({ rules: first!, sources: mixed, tenant }).lines).toEqual(straight.lines);
        expect(planOf({ rules: second!, sources: mixed, tenant }).lines).toEqual(straight.lines);
      }),
      { numRuns: 150 },
    );
  });
});
