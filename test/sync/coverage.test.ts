import { expect, test } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { CoverageCollector } from '../../src/sync/coverage.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, team } from '../support/world/sources.ts';
import { ourGroup, ourUser, stranger, tenantOf } from '../support/world/tenant.ts';

const DOCUMENTS = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits: { include: ["OU=Staff,DC=corp,DC=contoso,DC=com"], exclude: ["OU=Test,OU=Staff,DC=corp,DC=contoso,DC=com"] }
  objects: { user: { all: [{ employeeType: { notEqual: Robot } }] }, inetOrgPerson: { all: [{ employeeType: { notEqual: Robot } }] } }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: heads }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 40
  scope: { all: [{ title: { startsWith: Head } }, { department: { isNotNull } }] }
  flows: { displayName: '="Head"', mail: company, title: '=IgnoreThisFlow', department: '=IIF([department]="bad",Error("x"),NULL)' }
`;

async function coverageOf(...populations: readonly (readonly SourceObject[])[]): Promise<Coverage> {
  const ruleSet = await rulesOf({ documents: DOCUMENTS });
  const collector = new CoverageCollector(ruleSet);
  const ports = { asOf: 0, random: () => (length: number) => new Uint8Array(length) };
  for (const objects of populations) collector.add({ sources: [imported(objects)], target: 'entra', ports });
  return collector.report();
}

const head = person('ada', { with: { title: 'Head of R', department: 'R' } });
const homeless = person('bob', { with: { title: 'Head' } });
const worker = person('cy', { with: { department: 'R' } });
const nobody = person('dee');
const bad = person('eve', { with: { title: 'Head', department: 'bad' } });
const robot = person('rob', { with: { employeeType: 'Robot' } });
const test1 = person('tim', { dn: 'CN=tim,OU=Test,OU=Staff,DC=corp,DC=contoso,DC=com' });

test('a clause decides where its group holds, or where it alone refuses', async () => {
  const { rules } = await coverageOf([head, homeless, worker, nobody]);
  const heads = rules.find(({ rule }) => rule === 'heads');
  expect(heads).toMatchObject({ asked: 4, accepted: 1, own: true });
  expect(heads?.scope).toMatchObject([
    [
      { attribute: 'title', holds: 2, fails: 2, accepts: 1, refuses: 1 },
      { attribute: 'department', holds: 2, fails: 2, accepts: 1, refuses: 1 },
    ],
  ]);
});

test('flows are counted by what they had to say in the end', async () => {
  const { rules } = await coverageOf([head, worker, bad]);
  const told = (id: string) =>
    Object.fromEntries(
      rules
        .filter(({ rule }) => rule === id)
        .flatMap(({ flows }) =>
          flows.map(({ target, standings }) => [
            target,
            Object.entries(standings)
              .flatMap(([name, count]) => (count > 0 ? [`${name} ${count}`] : []))
              .join(', '),
          ]),
        ),
    );
  expect(told('heads')).toEqual({
    displayName: 'wins 2',
    mail: 'passes 2',
    title: 'ignored 2',
    department: 'passes 1, fails 1',
  });
  expect(told('person-in')).toMatchObject({
    displayName: 'wins 1, outranked 2',
    department: 'wins 2, outranked 1',
    mail: 'passes 3',
  });
  // Who failed is asked nothing more.
  expect(told('user-out')).toMatchObject({ displayName: 'wins 2' });
});

test('filters are asked about what lies in their containers, and rules about what the filter lets pass', async () => {
  const { filters, rules } = await coverageOf([head, robot, test1]);
  expect(filters).toMatchObject([
    {
      filter: 'staff',
      containers: [
        { include: true, objects: 2 },
        { include: false, objects: 1 },
      ],
      types: [
        { type: 'user', asked: 2, accepted: 1, scope: [[{ accepts: 1, refuses: 1 }]] },
        { type: 'inetOrgPerson', asked: 0 },
      ],
    },
  ]);
  expect(rules.find(({ rule }) => rule === 'heads')?.asked).toBe(1);
});

test('populations add up, and their order plays no part', async () => {
  const [a, b] = [
    [head, worker],
    [homeless, team('t', ['ada'])],
  ];
  expect(await coverageOf(a, b)).toEqual(await coverageOf(b, a));
  expect((await coverageOf(a, a)).rules.find(({ rule }) => rule === 'heads')?.asked).toBe(4);
});

async function countedBy(documents: string, objects: readonly SourceObject[], tenant?: TenantPopulation) {
  const ruleSet = await rulesOf({ documents });
  const collector = new CoverageCollector(ruleSet);
  const ports = { asOf: 0, random: () => (length: number) => new Uint8Array(length) };
  collector.add({ sources: [imported(objects)], target: 'entra', ports, ...(tenant === undefined ? {} : { tenant }) });
  return collector.report();
}

const inbound = (name: string, precedence: number, from: string, spec: string, description = ''): string => `
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name}${description === '' ? '' : `, description: "${description}"`} }
spec:
  from: { ${from}, type: user }
  to: { metaverse: person }
  precedence: ${precedence}
  ${spec}
`;

test('each clause is counted for itself: how often it holds and how often it fails', async () => {
  const { rules } = await coverageOf([head, person('fay', { with: { title: 'Head of S' } }), homeless, worker]);
  expect(rules.find(({ rule }) => rule === 'heads')?.scope).toMatchObject([
    [
      { attribute: 'title', holds: 3, fails: 1 },
      { attribute: 'department', holds: 2, fails: 2 },
    ],
  ]);
});

test('without a filter everything is asked about, and a rule says what it is for', async () => {
  const documents = inbound('told', 40, 'connectors: [corp]', 'flows: { info: info }', 'keeps the notes');
  const { filters, rules } = await countedBy(documents, [head, robot]);
  expect(filters).toEqual([]);
  const told = rules.find(({ rule }) => rule === 'told');
  expect(told).toMatchObject({ asked: 2, accepted: 2, description: 'keeps the notes' });
  expect('description' in (rules.find(({ rule }) => rule === 'person-in') ?? {})).toBe(false);
});

test('a filter that only excludes is asked about everything else', async () => {
  const { filters } = await countedBy(
    `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: all-but }
spec:
  connectors: [corp]
  organizationalUnits: { exclude: ["OU=Test,OU=Staff,DC=corp,DC=contoso,DC=com"] }
  objects: { user: { all: [{ employeeType: { notEqual: Robot } }] } }
`,
    [head, robot, test1],
  );
  expect(filters).toMatchObject([{ containers: [{ objects: 1 }], types: [{ type: 'user', asked: 2, accepted: 1 }] }]);
});

test('a group that is not in sight neither takes nor refuses anybody', async () => {
  const pilots = 'memberOf: "CN=gone,OU=Staff,DC=corp,DC=contoso,DC=com"';
  const scoped = inbound('pilot', 40, 'connectors: [corp]', `scope: { all: [{ ${pilots} }] }\n  flows: { info: info }`);
  const { rules } = await countedBy(scoped, [head]);
  expect(rules.find(({ rule }) => rule === 'pilot')).toMatchObject({
    asked: 1,
    accepted: 0,
    scope: [[{ holds: 0, fails: 0, accepts: 0, refuses: 0 }]],
  });
  const filter = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: pilots }
spec: { connectors: [corp], objects: { user: { all: [{ ${pilots} }] } } }
`;
  const filtered = await countedBy(filter, [head]);
  expect(filtered.filters).toMatchObject([{ types: [{ asked: 1, accepted: 0 }] }]);
  expect(filtered.rules.find(({ rule }) => rule === 'person-in')?.asked).toBe(0);
});

test('outbound rules are asked about identities of their type', async () => {
  const { rules } = await countedBy('', [head, worker, team('t'), team('u'), team('v')]);
  const asked = Object.fromEntries(rules.map((one) => [one.rule, one.asked]));
  expect(asked).toMatchObject({ 'user-out': 2, 'group-out': 3, 'person-in': 2, 'group-in': 3 });
});

test('rules that read the tenant are asked about the objects that are ours there, and about no others', async () => {
  const documents = [
    inbound(
      'kept',
      300,
      'connector: entra',
      'scope: { all: [{ usageLocation: { equal: SE } }] }\n  flows: { info: city }',
    ),
    inbound('kept-group', 301, 'connector: entra', 'flows: { info: description }')
      .replace('type: user', 'type: group')
      .replace('metaverse: person', 'metaverse: group'),
  ].join('');
  const at = (usageLocation: string) => ({ attributes: { usageLocation, city: 'Lund' } });
  const objects = [ourUser('ada', at('SE')), ourUser('cy', at('NO')), stranger('dee', at('SE')), ourGroup('t')];
  const { rules } = await countedBy(documents, [head, worker, nobody, team('t')], tenantOf({ objects }));
  const of = (name: string) => rules.find(({ rule }) => rule === name);
  expect(of('kept')).toMatchObject({ asked: 2, accepted: 1, flows: [{ standings: { wins: 1 } }] });
  expect(of('kept-group')).toMatchObject({ asked: 1, accepted: 1 });
  // The other rules are asked about what they are for.
  const asked = ['person-in', 'group-in', 'user-out', 'group-out'].map((name) => of(name)?.asked);
  expect(asked).toEqual([3, 1, 3, 1]);
});

test('who is not carried is asked for no values, either', async () => {
  const { rules } = await countedBy('', [head, person('gus', { with: { userPrincipalName: undefined } })]);
  const out = rules.find(({ rule }) => rule === 'user-out');
  expect(out).toMatchObject({ asked: 2, accepted: 1 });
  expect(out?.flows.find(({ target }) => target === 'displayName')?.standings).toMatchObject({ wins: 1, passes: 0 });
});

test('who is left alone is asked for no values', async () => {
  const alone = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: alone }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  link: joinNoFlow
  scope: { all: [{ displayName: { equal: ada } }] }
`;
  const { rules } = await countedBy(alone, [head, worker]);
  const out = rules.find(({ rule }) => rule === 'user-out');
  expect(out?.flows.find(({ target }) => target === 'displayName')?.standings).toMatchObject({ wins: 1, outranked: 0 });
});
