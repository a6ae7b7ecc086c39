import { expect, test } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import type { SourceObject } from '../../src/model/source.ts';
import { CoverageCollector } from '../../src/sync/coverage.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, team } from '../support/world/sources.ts';

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
