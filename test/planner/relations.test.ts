import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { groupAnchor, guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf, withPolicy } from '../support/world/rules.ts';
import { imported, person, reference, sourceObject, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({
    connectors: ['corp', 'second'],
    documents: `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  objects: { user: { all: [{ employeeType: { notEqual: Robot } }] } }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: strict }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 80
  link: join
  flows: { company: '=IIF([company]="broken", Error("broken"), [company])' }
`,
  });
});

const robot = person('robot', { with: { employeeType: 'Robot' } });
const broken = person('broken', { with: { company: 'broken' } });
const people = [person('ada'), person('bob'), robot, broken];
const ours = [ourUser('ada'), ourUser('bob'), ourUser('robot'), ourUser('broken')];

interface Membership {
  readonly wanted: readonly string[];
  readonly present: readonly string[];
  readonly objects?: readonly TenantObject[];
  readonly facts?: Partial<TenantFacts>;
  readonly told: readonly string[];
  readonly holds?: readonly string[];
}

test.each<[name: string, world: Membership]>([
  ['as wanted', { wanted: ['ada'], present: ['id-ada'], told: [] }],
  ['one to add', { wanted: ['ada', 'bob'], present: ['id-ada'], told: ['team + bob'] }],
  ['one to remove', { wanted: ['ada'], present: ['id-ada', 'id-bob'], told: ['team - bob'] }],
  ['the last one', { wanted: [], present: ['id-ada'], told: ['team - ada'] }],
  [
    'listed twice',
    { wanted: ['ada', 'CN=ADA , OU=staff,DC=corp,DC=contoso,DC=com'], present: [], told: ['team + ada'] },
  ],
  [
    'a member without our mark stays',
    { wanted: ['ada'], present: ['id-ada', 'id-eve'], objects: [stranger('eve')], told: [] },
  ],
  [
    'one with the mark of another workspace stays',
    {
      wanted: [],
      present: ['id-eve'],
      objects: [ourUser('eve', { mark: markOf('eve', { workspace: 'fabrikam' }) })],
      told: [],
    },
  ],
  [
    'one with an unreadable mark stays',
    { wanted: [], present: ['id-eve'], objects: [stranger('eve', { mark: 'unreadable' })], told: [] },
  ],
  ['one that is no user or group stays', { wanted: ['ada'], present: ['id-ada', 'device'], told: [] }],
  ['filtered out and listed: stays', { wanted: ['ada', 'robot'], present: ['id-ada', 'id-robot'], told: [] }],
  ['filtered out and listed: not added', { wanted: ['ada', 'robot'], present: ['id-ada'], told: [] }],
  ['filtered out and not listed: goes', { wanted: ['ada'], present: ['id-ada', 'id-robot'], told: ['team - robot'] }],
  ['failed and listed: stays', { wanted: ['ada', 'broken'], present: ['id-ada', 'id-broken'], told: [] }],
  [
    'out of sight and not listed: leaves by itself',
    { wanted: ['ada'], present: ['id-ada', 'id-gone'], objects: [ourUser('gone')], told: [] },
  ],
  [
    'out of sight, and somebody out of sight is listed: stays',
    {
      wanted: ['ada', 'CN=x,DC=elsewhere'],
      present: ['id-ada', 'id-gone'],
      objects: [ourUser('gone')],
      told: [],
      holds: ['unresolvedReference team removeMember'],
    },
  ],
  [
    'somebody out of sight is listed: who is in sight and not listed goes',
    {
      wanted: ['ada', 'CN=x,DC=elsewhere'],
      present: ['id-ada', 'id-bob'],
      told: ['team - bob'],
    },
  ],
  [
    'a name that nobody has any more is listed: it may be anybody, and all stay',
    {
      wanted: ['ada', 'CN=moved,OU=Staff,DC=corp,DC=contoso,DC=com'],
      present: ['id-ada', 'id-bob'],
      told: [],
      holds: ['unresolvedReference team removeMember'],
    },
  ],
  [
    'a member of another forest is listed, who is none of those in sight',
    {
      wanted: ['ada', 'CN=S-1-5-21-9-9-9-1104,CN=ForeignSecurityPrincipals,DC=corp,DC=contoso,DC=com'],
      present: ['id-ada', 'id-bob'],
      told: ['team - bob'],
    },
  ],
  [
    'a held member that is there stays',
    {
      wanted: ['cy'],
      present: ['id-cy'],
      objects: [stranger('cy', { anchor: userAnchor('cy') })],
      told: [],
    },
  ],
  [
    'a held member is not added',
    {
      wanted: ['cy'],
      present: [],
      objects: [stranger('cy', { anchor: userAnchor('cy') })],
      told: [],
      holds: ['dependsOnHeld team addMember'],
    },
  ],
  [
    'two with the mark of a listed member: both stay',
    {
      wanted: ['cy'],
      present: ['id-cy', 'cy-2'],
      told: [],
      objects: [ourUser('cy'), ourUser('cy', { id: 'cy-2', name: 'cy2@contoso.com', anchor: 'other' })],
    },
  ],
  [
    'two with the mark of a member that is not listed: both stay',
    {
      wanted: [],
      present: ['id-cy', 'cy-2'],
      told: [],
      objects: [ourUser('cy'), ourUser('cy', { id: 'cy-2', name: 'cy2@contoso.com', anchor: 'other' })],
      holds: ['duplicateMark team removeMember', 'duplicateMark team removeMember'],
    },
  ],
  [
    'a privileged member comes and goes: it is not written itself',
    {
      wanted: ['ada'],
      present: ['id-bob'],
      facts: {
        privilegedUsers: new Map([
          ['id-ada', 'r'],
          ['id-bob', 'r'],
        ]),
      },
      told: ['team + ada', 'team - bob'],
    },
  ],
])('members: %s', (_name, { wanted, present, objects = [], facts = {}, told, holds = [] }) => {
  const source = [...people, person('cy'), team('team', wanted)];
  const there = objects.some((one) => one.id === 'id-cy') ? [] : [ourUser('cy')];
  const tenant = { objects: [...ours, ...there, ourGroup('team'), ...objects], members: { 'id-team': present }, facts };
  const plan = planOf({ rules, source, tenant });
  const ofTeam = (line: string) => line.includes(' team ');
  expect(plan.told.filter((line) => line.startsWith('team'))).toEqual(told);
  expect(plan.holds.filter(ofTeam)).toEqual(holds);
});

test('memberships of protected people are left alone', () => {
  const protect = withPolicy(rules, {
    protect: [{ userPrincipalName: 'ada@contoso.com' }, { userPrincipalName: 'bob@contoso.com' }],
  });
  const plan = planOf({
    rules: protect,
    source: [person('ada'), person('bob'), team('team', ['ada'])],
    tenant: { objects: [ourUser('ada'), ourUser('bob'), ourGroup('team')], members: { 'id-team': ['id-bob'] } },
  });
  expect(plan.told).toEqual([]);
  expect(plan.holds.toSorted()).toEqual(['protected team addMember', 'protected team removeMember']);
});

test('somebody of another source stays while a member is out of sight', () => {
  const second = person('eve', { dn: 'CN=eve,DC=second' });
  const eve = ourUser('eve', { mark: markOf('eve', { connector: 'second' }) });
  const removed = (members: readonly string[]) =>
    planOf({
      rules,
      sources: [imported([person('ada'), team('team', members)]), imported([second], 'second', 'DC=second')],
      tenant: { objects: [ourUser('ada'), eve, ourGroup('team')], members: { 'id-team': ['id-ada', 'id-eve'] } },
    });
  expect(removed(['ada', 'CN=S-1-5-21-9,CN=ForeignSecurityPrincipals,DC=corp,DC=contoso,DC=com']).told).toEqual([]);
  expect(removed(['ada', 'CN=eve,DC=second']).told).toEqual([]);
  expect(removed(['ada']).told).toEqual(['team - eve']);
});

test.each<[name: string, group: TenantObject, facts: Partial<TenantFacts>, reason: string]>([
  ['role-assignable', ourGroup('team', { roleAssignable: true }), {}, 'roleAssignable'],
  ['dynamic', ourGroup('team', { dynamicMembership: true }), {}, 'dynamicMembership'],
  ['mail-enabled', ourGroup('team', { mailEnabled: true }), {}, 'mailEnabled'],
  ['restricted', ourGroup('team', { managementRestricted: true }), {}, 'managementRestricted'],
  ['privileged', ourGroup('team'), { privilegedGroups: new Map([['id-team', 'Helpdesk']]) }, 'privileged'],
  ['synced', ourGroup('team', { mastery: 'otherEngine' }), {}, 'masteredElsewhere'],
])('members of a group that is %s are left alone', (_name, group, facts, reason) => {
  const source = [...people, team('team', ['ada'])];
  const plan = planOf({
    rules,
    source,
    tenant: { objects: [...ours, group], members: { 'id-team': ['id-bob'] }, facts },
  });
  expect(plan.told.filter((line) => line.startsWith('team'))).toEqual([]);
  expect(plan.holds).toContain(`${reason} team addMember`);
});

test('members of a group without our mark are left alone', () => {
  const group = strangeGroup('team', { anchor: groupAnchor('team') });
  const source = [person('ada'), team('team', ['ada'])];
  expect(planOf({ rules, source, tenant: { objects: [ourUser('ada'), group] } }).told).toEqual([]);
});

test('new groups of new people in a circle: made first, filled then', () => {
  const { body, told } = planOf({ rules, source: [person('ada'), team('a', ['b', 'ada']), team('b', ['a'])] });
  expect(told.toSorted()).toEqual(['a + ada', 'a + b', 'b + a', 'create a', 'create ada', 'create b']);
  const key = (name: string) => `corp/${guidOf(name)}`;
  const add = body.operations.find((one) => one.id === `addMember:${key('a')}>${key('b')}`);
  expect(add?.after).toEqual([`create:${key('a')}`, `create:${key('b')}`]);
});

interface Managing {
  readonly wanted?: string;
  readonly present?: string;
  readonly objects?: readonly TenantObject[];
  readonly facts?: Partial<TenantFacts>;
  readonly told: readonly string[];
  readonly holds?: readonly string[];
}

test.each<[name: string, world: Managing]>([
  ['none, and none', { told: [] }],
  ['the same', { wanted: 'bob', present: 'id-bob', told: [] }],
  ['a first one', { wanted: 'bob', told: ['manager ada bob'] }],
  ['another one', { wanted: 'bob', present: 'id-eve', told: ['manager ada bob'] }],
  ['none any more', { present: 'id-bob', told: ['manager ada (nobody)'] }],
  ['filtered out: stays', { wanted: 'robot', present: 'id-robot', told: [] }],
  [
    'filtered out: another stays',
    { wanted: 'robot', present: 'id-bob', told: [], holds: ['unresolvedReference ada setManager'] },
  ],
  ['filtered out: nobody comes', { wanted: 'robot', told: [] }],
  ['failed: stays', { wanted: 'broken', present: 'id-broken', told: [] }],
  [
    'failed: another stays',
    { wanted: 'broken', present: 'id-bob', told: [], holds: ['unresolvedReference ada setManager'] },
  ],
  [
    'out of sight: stays',
    { wanted: 'CN=x,DC=elsewhere', present: 'id-bob', told: [], holds: ['unresolvedReference ada setManager'] },
  ],
  ['out of sight: nobody comes', { wanted: 'CN=x,DC=elsewhere', told: [] }],
  [
    'held: stays',
    { wanted: 'cy', present: 'id-cy', objects: [stranger('cy', { anchor: userAnchor('cy') })], told: [] },
  ],
  [
    'held: another stays',
    {
      wanted: 'cy',
      present: 'id-bob',
      objects: [stranger('cy', { anchor: userAnchor('cy') })],
      told: [],
      holds: ['dependsOnHeld ada setManager'],
    },
  ],
  [
    'a privileged person has no manager set',
    {
      wanted: 'bob',
      facts: { privilegedUsers: new Map([['id-ada', 'r']]) },
      told: [],
      holds: ['privileged ada setManager'],
    },
  ],
])('the manager: %s', (_name, { wanted, present, objects = [], facts = {}, told, holds = [] }) => {
  const ada = person('ada', { with: { manager: wanted === undefined ? undefined : reference(wanted) } });
  const source = [ada, ...people.slice(1), person('cy')];
  const there = objects.some((one) => one.id === 'id-cy') ? [] : [ourUser('cy')];
  const own = ourUser('ada', present === undefined ? {} : { manager: present });
  const tenant = { objects: [own, ...ours.slice(1), ...there, stranger('eve'), ...objects], facts };
  const plan = planOf({ rules, source, tenant });
  expect(plan.told.filter((line) => line.startsWith('manager'))).toEqual(told);
  expect(plan.holds.filter((line) => line.endsWith('setManager'))).toEqual(holds);
});

test('managers of new people who manage each other: made first, set then', () => {
  const managed = (name: string, manager: string) => person(name, { with: { manager: reference(manager) } });
  const { told, body } = planOf({ rules, source: [managed('ada', 'bob'), managed('bob', 'ada')] });
  expect(told.toSorted()).toEqual(['create ada', 'create bob', 'manager ada bob', 'manager bob ada']);
  const made = ['ada', 'bob'].map((name) => `create:corp/${guidOf(name)}`).sort();
  const set = body.operations.filter((one) => one.kind === 'setManager');
  expect(set.map(({ after }) => after.toSorted())).toEqual([made, made]);
});

test('a member that cannot be written at all is not carried', () => {
  const source = [sourceObject('printer', { type: 'computer' }), team('team', ['printer'])];
  expect(planOf({ rules, source, tenant: { objects: [ourGroup('team')] } }).told).toEqual([]);
});

test('a member whose mark names somebody else stays: it has the anchor of one who is listed', () => {
  const mixed = ourUser('ada', { id: 'id-mixed', mark: markOf('bob') });
  const { told } = planOf({
    rules,
    sources: [imported([person('ada'), person('bob'), team('crew', ['ada'])]), imported([], 'second', 'DC=second')],
    tenant: { objects: [mixed, ourGroup('crew')], members: { 'id-crew': ['id-mixed'] } },
  });
  expect(told.filter((one) => one.startsWith('crew'))).toEqual([]);
});

test.each([
  [
    ['CN=y,OU=Staff,DC=corp,DC=contoso,DC=com'],
    'bob@contoso.com stays: CN=y,OU=Staff,DC=corp,DC=contoso,DC=com out of sight',
  ],
  [
    ['CN=z,DC=elsewhere', 'CN=y,OU=Staff,DC=corp,DC=contoso,DC=com', 'CN=x,OU=Staff,DC=corp,DC=contoso,DC=com'],
    'bob@contoso.com stays: CN=x,OU=Staff,DC=corp,DC=contoso,DC=com and 2 more out of sight',
  ],
])('who keeps a member is told: %o', (hidden, detail) => {
  const { body } = planOf({
    rules,
    sources: [
      imported([person('ada'), person('bob'), team('crew', ['ada', ...hidden])]),
      imported([], 'second', 'DC=second'),
    ],
    tenant: {
      objects: [ourUser('ada'), ourUser('bob'), ourGroup('crew')],
      members: { 'id-crew': ['id-ada', 'id-bob'] },
    },
  });
  expect(body.held.map((one) => one.detail)).toEqual([detail]);
});

test('a manager who is held because the rules gave no name is told of by name', async () => {
  const open = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: anybody }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 201
  link: provision
  flows: {}
`,
  });
  const boss = person('boss', { with: { userPrincipalName: undefined } });
  const ada = person('ada', { with: { manager: reference('boss') } });
  const tenant = { objects: [ourUser('ada', { manager: 'id-eve' }), stranger('eve')] };
  const { body } = planOf({ rules: open, source: [ada, boss], tenant });
  const held = body.held.find(({ would }) => would === 'setManager');
  expect(held?.reason).toBe('dependsOnHeld');
  expect(held?.detail).toContain(boss.dn);
});

test('a manager comes with the rule that says so', () => {
  const ada = person('ada', { with: { manager: reference('bob') } });
  const source = [ada, person('bob')];
  const { operations } = planOf({ rules, source, tenant: { objects: [ourUser('ada'), ourUser('bob')] } }).body;
  expect(operations).toMatchObject([{ kind: 'setManager', why: [{ rule: 'user-out' }, { rule: 'person-in' }] }]);
});

test('whose rules fail is told once, in the tenant or not', () => {
  const source = [broken, person('other', { with: { company: 'broken' } })];
  const { told, holds } = planOf({ rules, source, tenant: { objects: [ourUser('broken')] } });
  expect(told).toEqual([]);
  expect(holds.toSorted()).toEqual(['evaluationFailed broken nothing', 'evaluationFailed other nothing']);
});
