import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import type { WorldPlan } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';
import { markOf, ourUser, stranger } from '../support/world/tenant.ts';

const rule = (name: string, precedence: number, spec: string): string => `
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  precedence: ${precedence}
${spec.replace(/^/gm, '  ')}
`;

/** Employees are projected; whoever left still has an account, and its attributes flow. */
const EMPLOYEES = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: employee }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 10
  link: provision
  scope: { all: [{ employeeType: { equal: Employee } }] }
${rule(
  'account',
  20,
  `from: { connectors: [corp], type: user }
to: { metaverse: person }
flows:
  accountEnabled: '=BitAnd([userAccountControl],2) = 0'
  displayName: displayName
  employeeID: '=IIF([employeeID]="broken", Error("no number"), [employeeID])'
  mailNickname: sAMAccountName
  proxyAddresses: proxyAddresses
  sourceAnchor: '=ConvertToBase64([objectGUID])'
  userPrincipalName: userPrincipalName`,
)}
${rule(
  'out',
  200,
  `from: { metaverse: person }
to: { connector: entra, type: user }
link: provision
flows:
  accountEnabled: accountEnabled
  department: department
  displayName: displayName
  employeeId: employeeID
  mailNickname: mailNickname
  userPrincipalName: userPrincipalName`,
)}`;

const second = (link: string, more = 'flows: { department: department }'): string =>
  rule(
    `second-${link}`,
    30,
    `from: { connectors: [second], type: user }
to: { metaverse: person }
link: ${link}
join: [{ employeeID: employeeID }]
${more}`,
  );

const connectors = ['corp', 'second'];

async function rulesWith(documents: string): Promise<RuleSet> {
  return rulesOf({ ordinary: false, connectors, documents });
}

const here = (name: string, given: Record<string, string | number | undefined> = {}): SourceObject =>
  person(name, { with: { employeeType: 'Employee', employeeID: name, ...given } });

const there = (name: string, given: Record<string, string | readonly string[] | undefined> = {}): SourceObject =>
  sourceObject(`there-${name}`, { dn: `CN=${name},DC=second`, with: { employeeID: name, department: 'R', ...given } });

const inTenant = (name: string) =>
  ourUser(name, { attributes: { employeeId: name, displayName: name, department: 'R' } });

type Tenant = NonNullable<Parameters<typeof planOf>[0]['tenant']>;

function plan(
  rules: RuleSet,
  first: readonly SourceObject[],
  others: readonly SourceObject[],
  tenant: Tenant = {},
): WorldPlan {
  return planOf({ rules, sources: [imported(first), imported(others, 'second', 'DC=second')], tenant });
}

const former = here('ada', { employeeType: 'Former' });

test('join only: whoever no rule projects any more leaves, however many objects join', async () => {
  const rules = await rulesWith(EMPLOYEES + second('join'));
  const left = plan(rules, [former], [there('ada')], { objects: [inTenant('ada')] });
  expect(left.told).toEqual(['leave ada']);
  const stays = plan(rules, [here('ada')], [there('ada')], { objects: [inTenant('ada')] });
  expect(stays.told).toEqual([]);
});

test('stickyJoin holds on to whoever the tenant knows by our mark', async () => {
  const rules = await rulesWith(EMPLOYEES + second('stickyJoin'));
  const kept = plan(rules, [former], [there('ada')], { objects: [inTenant('ada')] });
  expect({ told: kept.told, holds: kept.holds }).toEqual({ told: [], holds: [] });
  expect(kept.population.desired.map((one) => [one.key, one.joinedKeys])).toEqual([
    [`corp/${guidOf('ada')}`, [`second/${guidOf('there-ada')}`]],
  ]);
  // Attributes go on flowing, from both.
  const changed = here('ada', { employeeType: 'Former', displayName: 'Ada B' });
  const updated = plan(rules, [changed], [there('ada', { department: 'S' })], { objects: [inTenant('ada')] });
  expect(updated.told).toEqual(['update ada']);
  expect(plan(rules, [former], [], { objects: [inTenant('ada')] }).told).toEqual(['leave ada']);
});

test('stickyJoin makes nobody: without a mark there is nobody to hold on to', async () => {
  const rules = await rulesWith(EMPLOYEES + second('stickyJoin'));
  for (const objects of [[], [stranger('ada', { anchor: userAnchor('ada') })]]) {
    const { told, population } = plan(rules, [former], [there('ada')], { objects });
    expect(told).toEqual([]);
    expect(population.undesired).toHaveLength(2);
  }
});

test('stickyJoin does not hold on to what is filtered out, or gone from the source', async () => {
  const rules = await rulesWith(`${EMPLOYEES}${second('stickyJoin')}
---
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  objects: { user: { all: [{ employeeType: { notEqual: Former } }] } }
`);
  const tenant = { objects: [inTenant('ada')] };
  expect(plan(rules, [former], [there('ada')], tenant).told).toEqual(['leave ada']);
  expect(plan(rules, [here('bob')], [there('ada')], tenant).told).toEqual(['leave ada', 'create bob']);
});

test('two sticky objects of one connector for one identity: all are held', async () => {
  const rules = await rulesWith(EMPLOYEES + second('stickyJoin'));
  const double = sourceObject('double', { dn: 'CN=double,DC=second', with: { employeeID: 'ada' } });
  const { told, holds } = plan(rules, [former], [there('ada'), double], { objects: [inTenant('ada')] });
  expect(told).toEqual([]);
  expect(holds).toContain('evaluationFailed ada nothing');
});

describe('whom a sticky object may be joined to is held, and never leaves', () => {
  const former = (name: string, employeeID: string) => here(name, { employeeType: 'Former', employeeID });
  const scoped = `scope: { all: [{ memberOf: "CN=gone,DC=second" }] }
flows: { department: department }`;

  test.each<[string, string, readonly SourceObject[], readonly string[], readonly string[]]>([
    [
      'several match',
      second('stickyJoin'),
      [former('ada', 'x'), former('bob', 'x')],
      [],
      ['evaluationFailed ada nothing', 'evaluationFailed bob nothing'],
    ],
    [
      'what it is joined by failed',
      second('stickyJoin'),
      [former('ada', 'broken'), former('bob', 'b')],
      ['leave bob'],
      ['evaluationFailed ada nothing'],
    ],
    [
      'whether the rule has it in scope cannot be told',
      second('stickyJoin', scoped),
      [former('ada', 'x'), former('bob', 'b')],
      ['leave bob'],
      ['evaluationFailed ada nothing', 'evaluationFailed there-x nothing'],
    ],
  ])('%s', async (_name, documents, source, told, holds) => {
    const rules = await rulesWith(EMPLOYEES + documents);
    const result = plan(rules, source, [there('x')], { objects: [inTenant('ada'), inTenant('bob')] });
    expect(result.told).toEqual(told);
    expect(result.holds.toSorted()).toEqual(holds.map((one) => one.replace('there-x', 'x')).toSorted());
  });

  test('a sticky rule without flows holds on, too', async () => {
    const rules = await rulesWith(EMPLOYEES + second('stickyJoin', 'flows: {}'));
    const result = plan(rules, [former('ada', 'x')], [there('x')], { objects: [inTenant('ada')] });
    expect(result.told).not.toContain('leave ada');
  });
});

test('one set of join conditions: an object in scope of two different ones is held, and both rules are named', async () => {
  const by = (name: string, precedence: number, attribute: string) =>
    rule(
      name,
      precedence,
      `from: { connectors: [second], type: user }
to: { metaverse: person }
scope: { all: [{ department: { notEqual: ${name} } }] }
join: [{ ${attribute}: ${attribute === 'proxyAddresses' ? attribute : 'employeeID'} }]
flows: { ${name === 'x' ? 'department: department' : 'company: company'} }`,
    );
  const different = await rulesWith(EMPLOYEES + by('x', 30, 'employeeID') + by('y', 31, 'proxyAddresses'));
  const { population } = plan(different, [here('ada')], [there('ada')]);
  expect(population.failed.map(({ key, message, at }) => [key, message, at.replace(/\d+/, '0')])).toEqual([
    [
      `corp/${guidOf('ada')}`,
      'CN=ada,DC=second: x and y both have it in scope, with different join conditions',
      'y (rules.yaml:0)',
    ],
    [
      `second/${guidOf('there-ada')}`,
      'x and y both have it in scope, with different join conditions',
      'y (rules.yaml:0)',
    ],
  ]);
  expect(population.failed[0]?.cause).toBe('severalJoinRules');
  // Out of scope of one of them, the other links alone.
  const alone = plan(different, [here('ada')], [there('ada', { department: 'y' })]).population;
  expect(alone.desired.map((one) => one.joinedKeys.length)).toEqual([1]);
  const same = await rulesWith(EMPLOYEES + by('x', 30, 'employeeID') + by('y', 31, 'employeeID'));
  expect(plan(same, [here('ada')], [there('ada')]).population.failed).toEqual([]);
});

test('whom an object completes of which no rule can be told is held with it: no value of it is lost', async () => {
  const by = (name: string, precedence: number, attribute: string) =>
    rule(
      name,
      precedence,
      `from: { connectors: [second], type: user }
to: { metaverse: person }
scope: { all: [{ ${attribute}: { isNotNull } }] }
join: [{ ${attribute}: ${attribute === 'employeeID' ? attribute : 'mailNickname'} }]
flows: { department: department }`,
    );
  const different = await rulesWith(EMPLOYEES + by('x', 30, 'employeeID') + by('y', 31, 'displayName'));
  const tenant = { objects: [inTenant('ada'), inTenant('bob')] };
  const both = there('ada', { displayName: 'ada' });
  const { told, holds } = plan(different, [here('ada'), here('bob')], [both, there('bob')], tenant);
  expect(told).toEqual([]);
  expect(holds).toEqual(['evaluationFailed ada nothing', 'evaluationFailed ada nothing']);
  const pilot = await rulesWith(
    EMPLOYEES +
      second(
        'join',
        `scope: { all: [{ memberOf: "CN=gone,DC=second" }] }
flows: { department: department }`,
      ),
  );
  expect(plan(pilot, [here('ada')], [there('ada')], { objects: [inTenant('ada')] }).told).toEqual([]);
});

test('a rule with join conditions projects nothing that has no value for any of them', async () => {
  const rules = await rulesWith(EMPLOYEES + second('provision'));
  const { population } = plan(rules, [here('ada')], [there('x', { employeeID: undefined })]);
  expect(population.undesired.map((one) => one.key)).toEqual([`second/${guidOf('there-x')}`]);
});

test('a join attribute that failed: nobody who may be that person becomes a second one', async () => {
  const rules = await rulesWith(
    EMPLOYEES +
      second(
        'provision',
        `flows:
  accountEnabled: {constant: true}
  displayName: cn
  mailNickname: cn
  sourceAnchor: '=ConvertToBase64([objectGUID])'
  userPrincipalName: '=[cn] & "@contoso.com"'`,
      ),
  );
  const broken = here('ada', { employeeID: 'broken' });
  const twin = there('ada');
  const unclear = plan(rules, [broken, here('bob')], [twin, there('bob')]);
  expect(unclear.told).toEqual(['create bob']);
  expect(unclear.population.failed.map(({ key, message }) => [key, message])).toEqual(
    [
      [`corp/${guidOf('ada')}`, 'employeeID: no number'],
      [`second/${guidOf('there-ada')}`, `may join the identity of ${broken.dn}, whose employeeID failed`],
    ].toSorted(),
  );
  // Whoever the tenant knows by its own mark was another person before, and goes on being one.
  const own = ourUser('there-ada', {
    name: 'there-ada@contoso.com',
    mark: markOf('there-ada', { connector: 'second' }),
    attributes: { displayName: 'x', employeeId: 'ada' },
  });
  expect(plan(rules, [broken], [twin], { objects: [own] }).told).toEqual(['update there-ada']);
  // Without a value to compare nothing is unclear.
  expect(plan(rules, [broken], [there('x', { employeeID: undefined })]).population.failed).toHaveLength(1);
});

/** A second person may join by address and number both; makes one otherwise. */
const byBoth = (conditions: string) =>
  rulesWith(
    EMPLOYEES +
      rule(
        'both',
        30,
        `from: { connectors: [second], type: user }
to: { metaverse: person }
link: provision
join: [${conditions}]
flows:
  displayName: cn
  mailNickname: cn
  sourceAnchor: '=ConvertToBase64([objectGUID])'
  userPrincipalName: '=[cn] & "@contoso.com"'`,
      ),
  );

test('one of two join attributes failed: who matches in the other may be that person, who does not is not', async () => {
  const rules = await byBoth('{ employeeID: employeeID, displayName: displayName }');
  const broken = here('ada', { employeeID: 'broken' });
  const failed = (displayName: string) =>
    plan(rules, [broken], [there('x', { displayName })]).population.failed.map(({ key }) => key);
  expect(failed('ada')).toEqual([`corp/${guidOf('ada')}`, `second/${guidOf('there-x')}`].sort());
  expect(failed('bob')).toEqual([`corp/${guidOf('ada')}`]);
  // Nothing to compare in one of them: the group cannot match.
  const without = plan(rules, [broken], [there('x', { displayName: 'ada', employeeID: undefined })]).population;
  expect(without.failed.map(({ key }) => key)).toEqual([`corp/${guidOf('ada')}`]);
});

test('a join by a reference compares distinguished names, however they are written', async () => {
  const rules = await rulesOf({
    connectors,
    documents: rule(
      'by-manager',
      30,
      `from: { connectors: [second], type: contact }
to: { metaverse: person }
join: [{ manager: manager }]
flows: { title: title }`,
    ),
  });
  const managed = (name: string, manager: string) =>
    person(name, { with: { manager: { dn: `CN=${manager},OU=Staff,DC=corp,DC=contoso,DC=com` } } });
  const contact = sourceObject('c', {
    type: 'contact',
    dn: 'CN=c,DC=second',
    with: { title: 'Dr', manager: { dn: 'cn=BOSS, ou=staff,dc=corp,dc=contoso,dc=com' } },
  });
  const { desired } = plan(rules, [managed('ada', 'boss'), managed('bob', 'other')], [contact]).population;
  expect(desired.map((one) => [one.name, one.joinedKeys.length]).toSorted()).toEqual([
    ['ada@contoso.com', 1],
    ['bob@contoso.com', 0],
  ]);
});

test('a join finds objects of the type that its rule is for, and of no other', async () => {
  const rules = await rulesOf({
    connectors,
    documents: rule(
      'by-name',
      30,
      `from: { connectors: [second], type: contact }
to: { metaverse: person }
join: [{ displayName: displayName }]
flows: { title: title }`,
    ),
  });
  const contact = sourceObject('c', {
    type: 'contact',
    dn: 'CN=c,DC=second',
    with: { title: 'Dr', displayName: 'crew' },
  });
  const crew = team('crew');
  const alone = plan(rules, [crew], [contact]).population;
  expect(alone.desired.map((one) => one.joinedKeys)).toEqual([[]]);
  const both = plan(rules, [crew, person('ada', { with: { displayName: 'crew' } })], [contact]).population;
  expect(both.failed).toEqual([]);
  expect(both.desired.map((one) => [one.type, one.joinedKeys.length]).toSorted()).toEqual([
    ['group', 0],
    ['user', 1],
  ]);
});

test('what only completes others finds those of later connectors, too', async () => {
  const turned = await rulesOf({
    ordinary: false,
    connectors: ['second', 'corp'],
    documents: EMPLOYEES + second('join'),
  });
  const { population } = plan(turned, [here('ada')], [there('ada')]);
  expect(population.desired.map((one) => one.attributes.get('department')?.value)).toEqual(['R']);
  const unclear = plan(turned, [here('ada', { employeeID: 'broken' })], [there('ada')]).population;
  expect(unclear.failed.map((one) => one.key)).toEqual([`corp/${guidOf('ada')}`]);
});

test('among those of later connectors, too, who may be several is held, and so is whom the tenant knows', async () => {
  const turned = await rulesOf({
    ordinary: false,
    connectors: ['second', 'corp'],
    documents: EMPLOYEES + second('join'),
  });
  const keyThere = `second/${guidOf('there-n')}`;
  const several = plan(turned, [here('ada', { employeeID: 'n' }), here('bob', { employeeID: 'n' })], [there('n')]);
  expect(several.population.failed.map(({ key, cause }) => [key, cause])).toEqual([[keyThere, 'ambiguousJoin']]);
  const own = ourUser('there-n', { mark: markOf('there-n', { connector: 'second' }) });
  const broken = here('ada', { employeeID: 'broken' });
  const known = plan(turned, [broken], [there('n')], { objects: [own] });
  expect(known.told).toEqual([]);
  expect(known.population.failed.map(({ key }) => key)).toEqual([`corp/${guidOf('ada')}`, keyThere].sort());
});

test('a stickyJoin rule keeps nobody whom only a rule of another kind joins', async () => {
  const rules = await rulesWith(
    `${EMPLOYEES}${second('join')}${second(
      'stickyJoin',
      `scope: { all: [{ title: { equal: Keeper } }] }
flows: { department: department }`,
    ).replace('precedence: 30', 'precedence: 31')}`,
  );
  const tenant = { objects: [inTenant('ada')] };
  expect(plan(rules, [former], [there('ada')], tenant).told).toEqual(['leave ada']);
  expect(plan(rules, [former], [there('ada', { title: 'Keeper' })], tenant).told).toEqual([]);
});

test('nobody joins an identity of the own connector', async () => {
  const rules = await rulesWith(
    EMPLOYEES +
      rule(
        'by-number',
        30,
        `from: { connectors: [corp], type: user }
to: { metaverse: person }
join: [{ employeeID: employeeID }]
flows: { department: department }`,
      ),
  );
  const old = here('old', { employeeType: 'Former', employeeID: 'ada', department: 'wrong' });
  const { desired, undesired } = plan(rules, [here('ada'), old], []).population;
  expect(desired.map((one) => [one.joinedKeys, one.attributes.get('department')?.value])).toEqual([[[], undefined]]);
  expect(undesired.map(({ key }) => key)).toEqual([`corp/${guidOf('old')}`]);
});

/** People of the second forest complete those of the first by number, as long as they are Staff. */
const completing = rulesOf({
  connectors,
  documents: `${second(
    'join',
    `scope: { all: [{ employeeType: { equal: Staff } }] }
flows: { company: company }`,
  ).replace('type: user', 'type: contact')}${rule(
    'strict',
    80,
    `from: { connectors: [corp], type: user }
to: { metaverse: person }
flows: { title: '=IIF([title]="broken", Error("broken"), [title])' }`,
  )}`,
});

test.each<[string, SourceObject, string, SourceObject]>([
  [
    'whose identity fails may be known by the mark of its other object',
    person('ada', { with: { employeeID: 'ada', title: 'broken' } }),
    'ada',
    sourceObject('c', { type: 'contact', dn: 'CN=c,DC=second', with: { employeeID: 'ada', employeeType: 'Staff' } }),
  ],
  [
    'who is out of scope may be known by the mark of whom they would complete',
    person('ada', { with: { employeeID: 'ada' } }),
    'CN=c,DC=second',
    sourceObject('c', { type: 'contact', dn: 'CN=c,DC=second', with: { employeeID: 'ada' } }),
  ],
])('a member %s', async (_name, ada, listed, contact) => {
  const rules = await completing;
  const both = [`corp/${guidOf('ada')}`, `second/${guidOf('c')}`];
  const group = listed.includes('second') ? { dn: 'CN=crew,DC=second' } : {};
  const crew = team('crew', [listed], group);
  const [first, other] = listed.includes('second') ? [[ada], [contact, crew]] : [[ada, crew], [contact]];
  const { population } = plan(rules, first, other);
  const members = population.desired.find((one) => one.type === 'group')?.members ?? [];
  const keys = members.flatMap((one) => (one.kind === 'notDesired' ? [one.key, ...(one.otherKeys ?? [])] : [one.kind]));
  expect(keys.toSorted()).toEqual(both.toSorted());
});

test('join attributes with several values match by any, with case or without', async () => {
  const by = (how: string) =>
    rulesWith(
      EMPLOYEES +
        rule(
          'addresses',
          30,
          `from: { connectors: [second], type: user }
to: { metaverse: person }
join: [{ proxyAddresses: ${how} }]
flows: { department: department }`,
        ),
    );
  const ada = person('ada', {
    with: { employeeType: 'Employee', proxyAddresses: ['SMTP:a@x.example', 'smtp:b@x.example'] },
  });
  const other = (address: string) => there('x', { proxyAddresses: ['smtp:z@x.example', address] });
  const joins = (rules: RuleSet, address: string) =>
    plan(rules, [ada], [other(address)]).population.desired[0]?.joinedKeys.length;
  const folded = await by('proxyAddresses');
  const exact = await by('{ attribute: proxyAddresses, caseSensitive: true }');
  expect([joins(folded, 'smtp:B@x.example'), joins(folded, 'smtp:c@x.example')]).toEqual([1, 0]);
  expect([joins(exact, 'smtp:B@x.example'), joins(exact, 'SMTP:a@x.example')]).toEqual([0, 1]);
});

test('only rules for the type of the identity flow on a link', async () => {
  const rules = await rulesWith(
    EMPLOYEES +
      rule(
        'as-group',
        5,
        `from: { connectors: [corp], type: user }
to: { metaverse: group }
flows: { displayName: title }`,
      ),
  );
  const { population } = plan(rules, [here('ada', { title: 'wrong' })], []);
  expect(population.desired.map((one) => one.attributes.get('displayName')?.value)).toEqual(['ada']);
});

test('%Connector.ID% is the name of the connector: in expressions and scopes, inbound and outbound', async () => {
  const rules = await rulesOf({
    connectors,
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: whence }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: 50
  scope: { all: [{ info: { equal: '%Connector.ID%' } }] }
  flows: { company: '=%Connector.ID% & "/" & %Connector.Name%' }
${rule(
  'whither',
  190,
  `from: { metaverse: person }
to: { connector: entra, type: user }
scope: { all: [{ company: { notIn: ['%Connector.Name%', x] } }] }
flows: { companyName: '=[company] & ">" & %Connector.ID%' }`,
)}`,
  });
  const one = (name: string, dn: string, info: string) => person(name, { dn, with: { info } });
  const { population } = plan(
    rules,
    [one('ada', 'CN=ada,DC=corp,DC=contoso,DC=com', 'corp')],
    [one('bob', 'CN=bob,DC=second', 'second'), one('cy', 'CN=cy,DC=second', 'corp')],
  );
  const companies = population.desired.map((wanted) => [wanted.name, wanted.attributes.get('companyName')?.value]);
  expect(companies.toSorted()).toEqual([
    ['ada@contoso.com', 'corp/corp>entra'],
    ['bob@contoso.com', 'second/second>entra'],
    ['cy@contoso.com', '>entra'],
  ]);
});

test('whose type changes in the directory keeps the object of the tenant: nothing is deleted and made anew', async () => {
  const pack = await rulesOf({
    ordinary: false,
    topology: '  extends: [lockstep/default@1]\n  signIn: { newUsers: externalPassword }',
  });
  const objects = [ourUser('ada', { attributes: { displayName: 'ada' } })];
  const as = (type: string, make = person) =>
    planOf({ rules: pack, source: [make('ada', { type })], tenant: { objects } });
  expect(as('inetOrgPerson').told).toEqual([]);
  // A contact cannot be written: the user leaves in days, and is not deleted at once.
  expect(as('contact', sourceObject).told).toEqual(['leave ada']);
  const group = planOf({ rules: pack, source: [team('ada')], tenant: { objects } });
  expect([group.told, group.holds]).toEqual([[], ['markDisagrees ada update']]);
});

const NAMES = ['a', 'b', 'c', 'd'] as const;
const someone = fc.record({
  name: fc.constantFrom(...NAMES),
  number: fc.constantFrom(...NAMES, 'broken', undefined),
  employeeType: fc.constantFrom('Employee', 'Former'),
});
const side = (make: (name: string, given: Record<string, string | undefined>) => SourceObject) =>
  fc
    .uniqueArray(someone, { selector: (one) => one.name })
    .map((all) => all.map(({ name, number, employeeType }) => make(name, { employeeID: number, employeeType })));

test.each(['provision', 'join', 'stickyJoin'])(
  '%s: neither the order of objects nor that of connectors changes the population, and each object is in one list',
  async (link) => {
    const rules = await rulesWith(EMPLOYEES + second(link));
    const tenant = NAMES.map((name) => ourUser(name));
    const whole = planOf({ rules, tenant: { objects: tenant } }).tenant;
    fc.assert(
      fc.property(side(here), side(there), (first, others) => {
        const corp = imported(first);
        const far = imported(others, 'second', 'DC=second');
        const population = populationOf(rules, [corp, far], undefined, whole);
        const turned = [imported(others.toReversed(), 'second', 'DC=second'), imported(first.toReversed())];
        const again = populationOf(rules, turned, undefined, whole);
        const told = ({ desired, failed, undesired }: typeof population) => [
          ...desired.map((one) => [
            one.key,
            one.joinedKeys,
            [...one.attributes].map(([name, { value }]) => [name, value]),
          ]),
          ...failed.map((one) => [one.key, one.message]),
          ...undesired.map((one) => [one.key, one.reason.kind]),
        ];
        expect(told(again)).toEqual(told(population));
        const listed = [
          ...population.desired.flatMap((one) => [one.key, ...one.joinedKeys]),
          ...population.failed.map((one) => one.key),
          ...population.undesired.map((one) => one.key),
        ];
        const all = [...first.map((one) => `corp/${one.anchor}`), ...others.map((one) => `second/${one.anchor}`)];
        expect(listed.toSorted()).toEqual(all.toSorted());
      }),
    );
  },
);
