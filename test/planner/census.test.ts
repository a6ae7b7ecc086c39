import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({
    // Not in the order of the alphabet: the census is.
    connectors: ['second', 'corp'],
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

const corp = [
  person('ada'),
  person('bob', { with: { department: 'new' } }),
  // Changed in one attribute and held in another: changed.
  person('cy', { with: { department: 'new', mail: 'eve@contoso.com' } }),
  // The anchor without a mark: held.
  person('dee'),
  person('fay', { with: { company: 'broken' } }),
  person('robot', { with: { employeeType: 'Robot' } }),
  person('robot2', { with: { employeeType: 'Robot' } }),
  person('nameless', { with: { userPrincipalName: undefined } }),
  sourceObject('printer', { type: 'computer' }),
  sourceObject('plotter', { type: 'computer' }),
  sourceObject('vendor', { type: 'inetOrgPerson' }),
  team('crew'),
];
const objects = [
  ...['ada', 'bob', 'cy', 'gone'].map((name) => ourUser(name)),
  ourUser('zed', { mark: markOf('zed', { connector: 'second' }) }),
  ourGroup('crew'),
  ourUser('theirs', { mark: markOf('theirs', { workspace: 'fabrikam' }) }),
  stranger('dee', { anchor: userAnchor('dee') }),
  stranger('eve', { attributes: { mail: 'eve@contoso.com' } }),
];

test('every object is counted once', () => {
  const { body, holds } = planOf({
    rules,
    sources: [imported(corp), imported([], 'second', 'DC=second')],
    tenant: { objects },
  });
  expect(holds).toContain('nameTaken cy update');
  expect(body.census).toMatchObject({
    // ada, bob, cy, dee, fay, crew
    inScope: 6,
    unchanged: 2,
    changed: 2,
    held: 2,
    filteredOut: 2,
  });
});

test('marked objects are counted by connector and type, also those that leave, and never those of another workspace', () => {
  const { census } = planOf({ rules, source: corp, tenant: { objects } }).body;
  expect(Object.entries(census.marked)).toEqual([
    ['corp/group', 1],
    ['corp/user', 4],
    ['second/user', 1],
  ]);
});

test('source objects are counted by connector and type, whatever becomes of them', () => {
  const far = [person('zed', { dn: 'CN=zed,DC=second' })];
  const { census } = planOf({ rules, sources: [imported(corp), imported(far, 'second', 'DC=second')] }).body;
  expect(Object.entries(census.source)).toEqual([
    ['corp/computer', 2],
    ['corp/group', 1],
    ['corp/inetOrgPerson', 1],
    ['corp/user', 8],
    ['second/user', 1],
  ]);
});

test('what no rule carries is counted by type and reason; what is filtered out is not among them', () => {
  const { census } = planOf({ rules, source: corp }).body;
  expect(census.notCarried).toEqual([
    { type: 'computer', count: 2, reason: expect.stringContaining('Graph cannot create devices') as string },
    { type: 'inetOrgPerson', count: 1, reason: 'no rule has them in scope' },
    {
      type: 'user',
      count: 1,
      reason: expect.stringMatching(/^no rule has them in scope: .*userPrincipalName/) as string,
    },
  ]);
});

test('whatever there is, the parts make the whole', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const { census, operations, held } = planOf({ rules, source, tenant }).body;
      expect(census.unchanged + census.changed + census.held).toBe(census.inScope);
      const counts = [census.unchanged, census.changed, census.held, census.filteredOut];
      for (const count of counts) expect(count).toBeGreaterThanOrEqual(0);
      if (operations.length + held.length === 0) expect(census.unchanged).toBe(census.inScope);
      const read = Object.values(census.source).reduce((sum, count) => sum + count, 0);
      const left = census.notCarried.reduce((sum, { count }) => sum + count, 0);
      expect(census.inScope + census.filteredOut + left).toBe(read);
    }),
  );
});
