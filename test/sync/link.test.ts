import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { guidOf } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, reference, sourceObject } from '../support/world/sources.ts';
import { ourUser } from '../support/world/tenant.ts';

/** Contacts of the second forest complete the people of the first: joined by mail, else by employeeID. */
const joining = (link = 'join', head = '') => `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: contact-in }
spec:
  from: { connectors: [second], type: contact }
  to: { metaverse: person }
  precedence: 90
  link: ${link}
  join:
    - { mail: mail, title: title }
    - { mail: mail }
    - { employeeID: employeeID }
  flows: { department: department, manager: manager, ${head} }
`;

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({ connectors: ['corp', 'second'], documents: joining() });
});

function contact(name: string, given: Record<string, string | { dn: string }>): SourceObject {
  return sourceObject(name, { type: 'contact', dn: `CN=${name},DC=second`, with: given });
}

function join(first: readonly SourceObject[], second: readonly SourceObject[], of = rules) {
  const population = populationOf(of, [imported(first), imported(second, 'second', 'DC=second')]);
  return {
    population,
    departments: Object.fromEntries(
      population.desired.map((one) => [one.name.replace(/@.*/, ''), one.attributes.get('department')?.value]),
    ),
    failed: population.failed.map(({ key }) => key),
    undesired: population.undesired.map(({ key }) => key),
  };
}

const ada = person('ada', { with: { mail: 'ada@x.example', employeeID: '1', title: 'Dr' } });
const bob = person('bob', { with: { mail: 'shared@x.example', employeeID: '2' } });
const eve = person('eve', { with: { mail: 'shared@x.example', employeeID: '3', title: 'Dr' } });

test('a contact joins the one person that its mail finds, whatever the case', () => {
  const { departments, population } = join([ada, bob], [contact('c', { mail: 'ADA@x.example', department: 'R' })]);
  expect(departments).toEqual({ ada: 'R', bob: undefined });
  expect(population.desired.find((one) => one.name.startsWith('ada'))?.joinedKeys).toEqual([`second/${guidOf('c')}`]);
});

test('a group of conditions that finds nobody, or several, leaves it to the next', () => {
  const several = contact('c', { mail: 'shared@x.example', employeeID: '2', department: 'R' });
  expect(join([ada, bob, eve], [several]).departments).toEqual({ ada: undefined, bob: 'R', eve: undefined });
  const narrow = contact('c', { mail: 'shared@x.example', title: 'Dr', employeeID: '2', department: 'R' });
  expect(join([ada, bob, eve], [narrow]).departments).toEqual({ ada: undefined, bob: undefined, eve: 'R' });
});

test('who may be several people, and none alone, is nobody new: it is held', async () => {
  const unclear = contact('c', { mail: 'shared@x.example', employeeID: '9', department: 'R' });
  const projecting = await rulesOf({ connectors: ['corp', 'second'], documents: joining('provision') });
  for (const of of [rules, projecting]) {
    const { departments, failed, undesired, population } = join([ada, bob, eve], [unclear], of);
    expect(population.failed.map(({ cause }) => cause)).toEqual(['ambiguousJoin']);
    expect(departments).toEqual({ ada: undefined, bob: undefined, eve: undefined });
    expect({ failed, undesired }).toEqual({ failed: [`second/${guidOf('c')}`], undesired: [] });
  }
});

test('who finds nobody is out of scope, and changes nobody', () => {
  const lost = contact('c', { mail: 'nobody@x.example', department: 'R' });
  const { departments, undesired } = join([ada], [lost, contact('d', { department: 'R' })]);
  expect(departments).toEqual({ ada: undefined });
  expect(undesired).toEqual([`second/${guidOf('c')}`, `second/${guidOf('d')}`].sort());
});

test('two contacts for one person: all three are held, for whose values are right is open', () => {
  const both = [
    contact('c', { mail: 'ada@x.example', department: 'R' }),
    contact('d', { employeeID: '1', department: 'S' }),
  ];
  const { departments, failed, population } = join([ada, bob], both);
  expect(new Set(population.failed.map(({ cause }) => cause))).toEqual(new Set(['ambiguousJoin']));
  expect(departments).toEqual({ bob: undefined });
  expect(failed).toEqual([`corp/${guidOf('ada')}`, `second/${guidOf('c')}`, `second/${guidOf('d')}`].sort());
});

test('joins do not depend on the order of reading', () => {
  const second = ['c', 'd', 'e'].map((name, index) => contact(name, { employeeID: `${index + 1}`, department: name }));
  expect(join([eve, bob, ada], second.toReversed()).departments).toEqual(join([ada, bob, eve], second).departments);
});

test('a person whose rules fail is still found: the other forest makes no second one', async () => {
  const failing = await rulesOf({
    connectors: ['corp', 'second'],
    documents: `${joining('provision', 'userPrincipalName: mail')}---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: strict }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 80
  link: join
  flows: { company: '=Error("no company")' }
`,
  });
  const { departments, failed } = join([ada], [contact('c', { mail: 'ada@x.example', department: 'R' })], failing);
  expect(departments).toEqual({});
  expect(failed).toEqual([`corp/${guidOf('ada')}`, `second/${guidOf('c')}`].sort());
});

test('a reference is resolved in the forest that it was read in', () => {
  const manager = person('boss');
  const there = contact('c', { mail: 'ada@x.example', manager: { dn: 'CN=d,DC=second' } });
  const managers = [contact('d', { employeeID: '9' })];
  const boss = { ...manager, attributes: new Map([...manager.attributes, ['employeeID', '9']]) };
  const resolved = (first: readonly SourceObject[], second: readonly SourceObject[]) =>
    join(first, second).population.desired.find((one) => one.name.startsWith('ada'))?.manager;
  expect(resolved([ada, boss], [there, ...managers])).toEqual({ kind: 'desired', key: `corp/${guidOf('boss')}` });
  expect(resolved([ada, boss], [there])).toEqual({ kind: 'unresolved', dn: 'CN=d,DC=second', stale: true });
});

test('a rule for both forests: the manager is that of the forest whose value won', async () => {
  const shared = await rulesOf({
    connectors: ['corp', 'second'],
    ordinary: true,
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: same-person }
spec:
  from: { connectors: [second], type: user }
  to: { metaverse: person }
  precedence: 90
  link: join
  join: [{ employeeID: employeeID }]
  flows: { company: company }
`,
  });
  const here = person('ada', { with: { employeeID: '1' } });
  const double = person('ada2', {
    dn: 'CN=ada2,DC=second',
    with: { employeeID: '1', manager: { dn: 'CN=eve,DC=second' }, userAccountControl: 514 },
  });
  const boss = person('eve', { dn: 'CN=eve,DC=second' });
  const { population } = join([here], [double, boss], shared);
  const found = population.desired.find((one) => one.key === `corp/${guidOf('ada')}`);
  expect(found?.manager).toEqual({ kind: 'desired', key: `second/${guidOf('eve')}` });
});

test('a user made of an object that is now joined to another person is held, not disabled', () => {
  const sources = [imported([ada]), imported([contact('c', { mail: 'ada@x.example' })], 'second', 'DC=second')];
  const former = ourUser('c', {
    name: 'c@contoso.com',
    mark: { workspace: 'contoso', connector: 'second', anchor: guidOf('c') },
  });
  const held = planOf({ rules, sources, tenant: { objects: [former] } });
  expect(held.told).toEqual([]);
  expect(held.holds).toEqual(['changedAnchor c update', 'duplicateInSource c leave']);
});

test('a filter or scope that names a group out of sight holds everybody it asks about', async () => {
  const filtered = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: pilot }
spec:
  connectors: [corp]
  objects: { user: { all: [{ memberOf: "${reference('pilots').dn}" }] } }
`,
  });
  const group = sourceObject('pilots', {
    type: 'group',
    with: { member: [reference('ada')], displayName: 'pilots', sAMAccountName: 'pilots' },
  });
  const people = [person('ada'), person('bob')];
  const whole = planOf({
    rules: filtered,
    source: [...people, group],
    tenant: { objects: [ourUser('ada'), ourUser('bob')] },
  });
  expect(whole.told).toEqual(['leave bob', 'create pilots', 'pilots + ada']);
  const moved = { ...group, attributes: new Map([...group.attributes, ['member', reference('formerly-bob')]]) };
  const stale = planOf({ rules: filtered, source: [...people, moved], tenant: { objects: [ourUser('bob')] } });
  expect(stale.told).toEqual(['create pilots']);
  expect(stale.population.failed).toHaveLength(2);
  const renamed = { ...group, dn: 'CN=Pilots2,OU=Staff,DC=corp,DC=contoso,DC=com' };
  const cut = planOf({
    rules: filtered,
    source: [...people, renamed],
    tenant: { objects: [ourUser('ada'), ourUser('bob')] },
  });
  expect(cut.told).toEqual(['create pilots']);
  expect(cut.population.failed.map((one) => one.message)).toEqual(
    Array(2).fill(`the group ${group.dn} is not in sight`),
  );
});

test('one member under a name that nobody has any more: who is no other member is held, and who is one is not', async () => {
  const pilots = (operator: string) =>
    rulesOf({
      documents: `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: pilot }
spec:
  connectors: [corp]
  objects: { user: { all: [{ ${operator}: "${reference('pilots').dn}" }] } }
`,
    });
  const group = (...members: readonly string[]) =>
    sourceObject('pilots', {
      type: 'group',
      with: { member: members.map(reference), displayName: 'pilots', sAMAccountName: 'pilots' },
    });
  const planned = (of: RuleSet, ...members: readonly string[]) => {
    const objects = [ourUser('ada'), ourUser('bob')];
    return planOf({ rules: of, source: [person('ada'), person('bob'), group(...members)], tenant: { objects } });
  };
  const inside = await pilots('memberOf');
  expect(planned(inside, 'ada', 'formerly-bob').told).toEqual(['create pilots', 'pilots + ada']);
  expect(planned(inside, 'ada', 'formerly-bob').population.failed.map(({ key }) => key)).toEqual([
    `corp/${guidOf('bob')}`,
  ]);
  const outside = await pilots('notMemberOf');
  expect(planned(outside, 'ada').told.toSorted()).toEqual(['create pilots', 'leave ada']);
});

const byRule = (conditions: string, link = 'join') => `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: by }
spec:
  from: { connectors: [second], type: contact }
  to: { metaverse: person }
  precedence: 90
  link: ${link}
  join: ${conditions}
  flows: { department: department }
`;

test('a reference joins by what it names, however that is written', async () => {
  const of = await rulesOf({ connectors: ['corp', 'second'], documents: byRule('[{ manager: manager }]') });
  const led = person('ada', { with: { manager: reference('boss') } });
  const by = (dn: string) => join([led], [contact('c', { manager: { dn }, department: 'R' })], of).departments;
  expect(by('cn=BOSS, OU=Staff,DC=corp,DC=contoso,DC=com')).toEqual({ ada: 'R' });
  expect(by(reference('other').dn)).toEqual({ ada: undefined });
});

test('nobody joins an identity of another type', async () => {
  const of = await rulesOf({ connectors: ['corp', 'second'], documents: byRule('[{ cn: displayName }]') });
  const both = [
    person('ada'),
    sourceObject('crew', { type: 'group', with: { displayName: 'crew', sAMAccountName: 'crew' } }),
  ];
  const { undesired, failed } = join(both, [contact('crew2', { cn: 'crew', department: 'R' })], of);
  expect([undesired, failed]).toEqual([[`second/${guidOf('crew2')}`], []]);
});

test('what an object has no value for makes nothing unclear: the other conditions decide', async () => {
  const documents = `${byRule('[{ mail: info }, { employeeID: employeeID }]', 'provision')}---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: unclear }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 80
  flows: { info: '=Error("unclear")' }
`;
  const of = await rulesOf({ connectors: ['corp', 'second'], documents });
  const failedOf = (given: Record<string, string>) =>
    join([ada], [contact('c', { department: 'R', ...given })], of).population.failed;
  const messages = (given: Record<string, string>) =>
    failedOf(given)
      .filter(({ key }) => key.startsWith('second/'))
      .map(({ message }) => message);
  expect(messages({ mail: 'x@x.example', employeeID: '9' })).toEqual([expect.stringContaining('whose info failed')]);
  // Somebody new, of whom the rules say too little.
  expect(messages({ employeeID: '9' })).not.toContainEqual(expect.stringContaining('whose info failed'));
});
