import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { DesiredObject } from '../../src/model/desired.ts';
import { sourceKeys } from '../../src/model/desired.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { groupAnchor, guidBytes, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, reference, sourceObject, team } from '../support/world/sources.ts';
import { ourGroup, ourUser } from '../support/world/tenant.ts';

const FILTER = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits: { exclude: ["OU=Test,DC=corp,DC=contoso,DC=com"] }
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
`;

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({ documents: FILTER });
});

function desiredOf(objects: readonly SourceObject[], name: string): DesiredObject | undefined {
  return populationOf(rules, [imported(objects)]).desired.find((one) => one.guid === guidOf(name));
}

test('anchors: the source anchor first, every other value that the person may be known by as well', () => {
  const guid = userAnchor('ada');
  const other = guidBytes(guidOf('elsewhere'));
  const text = Buffer.from(other).toString('base64');
  const plain = desiredOf([person('ada')], 'ada');
  const moved = desiredOf([person('ada', { with: { 'mS-DS-ConsistencyGuid': other } })], 'ada');
  const same = desiredOf([person('ada', { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('ada')) } })], 'ada');
  expect([plain, moved, same].map((one) => [one?.anchor, one?.otherAnchors])).toEqual([
    [guid, []],
    [text, [guid]],
    [guid, []],
  ]);
  expect(desiredOf([team('t')], 't')?.anchor).toBe(groupAnchor('t'));
});

test('the SID is kept for finding twins', () => {
  expect(desiredOf([person('ada', { with: { objectSid: sidBytes(500) } })], 'ada')?.sid).toBe('S-1-5-21-1-2-3-500');
  expect(desiredOf([person('ada')], 'ada')?.sid).toBeUndefined();
});

test('members: wanted, not wanted, failed and out of sight are told apart', () => {
  const objects = [
    person('ada'),
    person('robot', { with: { employeeType: 'Robot' } }),
    person('broken', { with: { company: 'broken' } }),
    person('nameless', { with: { displayName: undefined, userPrincipalName: undefined } }),
    sourceObject('printer', { type: 'computer' }),
    team('team', ['ada', 'robot', 'broken', 'nameless', 'printer', 'CN=x,DC=elsewhere']),
  ];
  const notDesired = (name: string) => ({ kind: 'notDesired', key: `corp/${guidOf(name)}`, dn: reference(name).dn });
  expect(desiredOf(objects, 'team')?.members).toEqual([
    { kind: 'desired', key: `corp/${guidOf('ada')}` },
    notDesired('robot'),
    notDesired('broken'),
    notDesired('nameless'),
    notDesired('printer'),
    { kind: 'unresolved', dn: 'CN=x,DC=elsewhere', stale: false },
  ]);
});

test('the manager: none, somebody, nobody in sight', () => {
  const managed = (manager?: string) =>
    desiredOf(
      [person('boss'), person('ada', { with: { manager: manager === undefined ? undefined : reference(manager) } })],
      'ada',
    )?.manager;
  expect(managed()).toBeNull();
  expect(managed('boss')).toEqual({ kind: 'desired', key: `corp/${guidOf('boss')}` });
  expect(managed('CN=BOSS , ou=staff,DC=corp,DC=contoso,DC=com')).toEqual({
    kind: 'desired',
    key: `corp/${guidOf('boss')}`,
  });
  expect(managed('gone')).toEqual({ kind: 'unresolved', dn: reference('gone').dn, stale: true });
});

test.each([
  ['manager', '\'=IIF([title]="x", NULL, [manager])\''],
  ['members', '\'=IIF([displayName]="x", NULL, [member])\''],
])('%s by an expression are references like any other, and nobody is lost', async (target, expression) => {
  const type = target === 'manager' ? 'user' : 'group';
  const replaced = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: choosy }
spec:
  from: { metaverse: ${type === 'user' ? 'person' : 'group'} }
  to: { connector: entra, type: ${type} }
  precedence: 190
  link: join
  flows: { ${target}: ${expression} }
`,
  });
  const source = [
    person('boss'),
    person('ada', { with: { manager: reference('boss') } }),
    team('team', ['ada', 'boss']),
  ];
  const objects = [ourUser('boss'), ourUser('ada', { manager: 'id-boss' }), ourGroup('team')];
  const members = { 'id-team': ['id-ada', 'id-boss'] };
  expect(planOf({ rules: replaced, source, tenant: { objects, members } }).told).toEqual([]);
});

test('what fails is held, not deleted, and says where', () => {
  const { told, holds, body } = planOf({
    rules,
    source: [person('ada', { with: { company: 'broken' } })],
    tenant: { objects: [ourUser('ada')] },
  });
  expect(told).toEqual([]);
  expect(holds).toEqual(['evaluationFailed ada nothing']);
  expect(body.held.map((one) => one.detail)).toEqual([
    expect.stringMatching(/^company: broken, strict \(rules\.yaml:\d+\)$/),
  ]);
});

test('counts are by connector and type', () => {
  const { source } = populationOf(rules, [imported([person('ada'), person('bob'), team('t')])]);
  expect([...source]).toEqual(
    expect.arrayContaining([
      ['corp/user', 2],
      ['corp/group', 1],
    ]),
  );
});

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const someone = fc
  .record({
    name,
    kind: fc.constantFrom('user', 'user', 'group', 'contact'),
    unit: fc.constantFrom('OU=Staff', 'OU=Test'),
    employeeType: fc.constantFrom(undefined, 'Robot'),
    company: fc.constantFrom(undefined, 'broken', 'Contoso'),
    upn: fc.boolean(),
    manager: fc.option(name, { nil: undefined }),
    members: fc.array(name, { maxLength: 4 }),
  })
  .map(({ name: called, kind, unit, employeeType, company, upn, manager, members }) => {
    const dn = `CN=${called},${unit},DC=corp,DC=contoso,DC=com`;
    if (kind === 'group') return team(called, members, { dn });
    const given = { employeeType, company, manager: manager === undefined ? undefined : reference(manager) };
    if (kind === 'contact') return sourceObject(called, { type: 'contact', dn, with: given });
    return person(called, { dn, with: { ...given, ...(upn ? {} : { userPrincipalName: undefined }) } });
  });
const forest = fc.uniqueArray(someone, { selector: (one) => one.anchor, maxLength: 8 });

test('every source object ends in exactly one list, and what is filtered out is never wanted', () => {
  fc.assert(
    fc.property(forest, (objects) => {
      const population = populationOf(rules, [imported(objects)]);
      const listed = [...population.desired, ...population.failed, ...population.undesired].map((one) => one.key);
      expect(listed.toSorted()).toEqual(objects.map((one) => `corp/${one.anchor}`).toSorted());
      expect(sourceKeys(population).size).toBe(objects.length);
      for (const { dn } of population.desired) expect(dn).not.toContain('OU=Test');
      const filtered = population.undesired.filter((one) => one.reason.kind === 'filteredOut').map((one) => one.key);
      for (const object of objects) {
        const refused =
          object.dn.includes('OU=Test') ||
          (object.type === 'user' && object.attributes.get('employeeType') === 'Robot');
        expect(filtered.includes(`corp/${object.anchor}`)).toBe(refused);
      }
    }),
  );
});

test('the order of reading plays no part, byte for byte', () => {
  const shuffled = forest.chain((objects) =>
    fc.tuple(fc.constant(objects), fc.shuffledSubarray(objects, { minLength: objects.length })),
  );
  const objects = [
    ourUser('a'),
    ourUser('b'),
    ourUser('c', { id: 'twin' }),
    ourUser('c'),
    ourGroup('d'),
    ourGroup('e'),
  ];
  const members = { 'id-d': ['id-a', 'twin', 'id-c'], 'id-e': ['id-b', 'id-d'] };
  fc.assert(
    fc.property(shuffled, fc.shuffledSubarray(objects, { minLength: objects.length }), ([one, other], tenant) => {
      const here = planOf({ rules, source: one, tenant: { objects, members } });
      const there = planOf({ rules, source: other, tenant: { objects: tenant, members } });
      expect(there.lines).toEqual(here.lines);
      expect(there.findings).toEqual(here.findings);
    }),
  );
});
