import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf, withPolicy } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';
import { markOf, markText, ourGroup, ourUser, stranger, without } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

/** Bob is there so that the source is not empty; Ada has left it. */
function left(objects: readonly TenantObject[], asOf = '2026-11-22', of = rules, facts: Partial<TenantFacts> = {}) {
  return planOf({ rules: of, source: [person('bob')], tenant: { objects: [ourUser('bob'), ...objects], facts }, asOf });
}

const leaving = (since: string, enabled = false) =>
  ourUser('ada', { mark: markOf('ada', { leavingSince: since }), attributes: { accountEnabled: enabled } });

test('who left is disabled, and the day is noted', () => {
  const { body } = left([ourUser('ada', { licences: 2 })]);
  expect(body.operations).toEqual([
    {
      kind: 'leave',
      id: `leave:corp/${markOf('ada').anchor}`,
      after: [],
      object: { type: 'user', key: `corp/${markOf('ada').anchor}`, id: 'id-ada', name: 'ada@contoso.com' },
      reason: 'no longer in the source',
      mark: markText('ada'),
      newMark: markText('ada', { leavingSince: '2026-11-22' }),
      changes: [{ attribute: 'accountEnabled', before: true, after: false, why: [] }],
      deleteAfter: '2026-12-22',
      licences: 2,
    },
  ]);
});

test.each([
  ['the day itself', '2026-11-22', '2026-11-22', []],
  ['a day before its time', '2026-11-22', '2026-12-21T23:59:59Z', []],
  ['its day', '2026-11-22', '2026-12-22T00:00:00Z', ['delete ada']],
  ['long after', '2020-01-01', '2026-11-22', ['delete ada']],
  ['over a leap day', '2028-02-01', '2028-03-01', []],
  ['over a leap day, a day later', '2028-02-01', '2028-03-02', ['delete ada']],
  ['noted for the future', '2027-06-01', '2026-11-22', []],
  ['noted for the end of days', '9999-12-31', '2026-11-22', []],
])('grace: %s', (_name, since, asOf, told) => {
  expect(left([leaving(since)], asOf).told).toEqual(told);
});

test.each<[string, readonly TenantObject[], { count: number; next: string } | undefined]>([
  ['nobody', [ourUser('ada')], undefined],
  ['one', [leaving('2026-11-01')], { count: 1, next: '2026-12-01' }],
  ['one who was enabled again', [leaving('2026-11-01', true)], { count: 1, next: '2026-12-01' }],
  ['one whose day has come waits no more', [leaving('2026-10-01')], undefined],
  [
    'several: the first of their days',
    [
      leaving('2026-11-20'),
      ourUser('cy', { mark: markOf('cy', { leavingSince: '2026-11-10' }), attributes: { accountEnabled: false } }),
      ourGroup('crew', { mark: markOf('crew', { leavingSince: '2026-11-15' }) }),
    ],
    { count: 3, next: '2026-12-10' },
  ],
  [
    'who will be held and not deleted does not wait',
    [
      without(leaving('2026-11-01'), 'anchor'),
      stranger('dee', { mark: markOf('dee', { workspace: 'fabrikam', leavingSince: '2026-11-01' }) }),
    ],
    undefined,
  ],
])('waiting for deletion: %s', (_, objects, waiting) => {
  const { census } = left(objects).body;
  expect(census.waiting).toEqual(waiting);
  expect('waiting' in census).toBe(waiting !== undefined);
});

test('who returns waits no more', () => {
  const tenant = { objects: [ourUser('bob', { mark: markOf('bob', { leavingSince: '2026-11-01' }) })] };
  expect(planOf({ rules, source: [person('bob')], tenant, asOf: '2026-11-22' }).body.census.waiting).toBeUndefined();
});

test('who was enabled again meanwhile is disabled again, and the day stays', () => {
  const [operation] = left([leaving('2026-11-01', true)]).body.operations;
  expect(operation).toMatchObject({
    kind: 'leave',
    newMark: markText('ada', { leavingSince: '2026-11-01' }),
    deleteAfter: '2026-12-01',
  });
});

test('a policy may delete first, or leave no grace', () => {
  const first = withPolicy(rules, { deletions: { first: 'delete', graceDays: 30 } });
  expect(left([ourUser('ada')], undefined, first).told).toEqual(['delete ada']);
  const none = withPolicy(rules, { deletions: { first: 'disable', graceDays: 0 } });
  expect(left([ourUser('ada')], undefined, none).told).toEqual(['leave ada']);
  expect(left([leaving('2026-11-22')], undefined, none).told).toEqual(['delete ada']);
});

test('who returns is enabled, and the day is forgotten', () => {
  const plan = planOf({ rules, source: [person('ada')], tenant: { objects: [leaving('2026-11-01')] } });
  expect(plan.body.operations).toMatchObject([
    {
      kind: 'update',
      mark: markText('ada', { leavingSince: '2026-11-01' }),
      newMark: markText('ada'),
      changes: [{ attribute: 'accountEnabled', after: true }],
    },
  ]);
  const disabledOnly = person('ada', { with: { userAccountControl: 514 } });
  const still = planOf({ rules, source: [disabledOnly], tenant: { objects: [leaving('2026-11-01')] } });
  expect(still.body.operations).toMatchObject([{ kind: 'update', newMark: markText('ada'), changes: [] }]);
});

test('a group has nothing to disable; it is marked, and deleted later', () => {
  expect(left([ourGroup('crew')]).body.operations).toMatchObject([
    { kind: 'leave', changes: [], newMark: markText('crew', { leavingSince: '2026-11-22' }) },
  ]);
  expect(left([ourGroup('crew', { mark: markOf('crew', { leavingSince: '2026-01-01' }) })]).told).toEqual([
    'delete crew',
  ]);
});

test.each<[name: string, objects: readonly TenantObject[], facts: Partial<TenantFacts>, holds: readonly string[]]>([
  [
    'two with the mark',
    [ourUser('ada'), ourUser('ada', { id: 'second', name: 'ada2@contoso.com', anchor: 'x' })],
    {},
    ['duplicateMark ada leave', 'duplicateMark ada2 leave'],
  ],
  [
    'a connector that is not named',
    [ourUser('ada', { mark: markOf('ada', { connector: 'old' }) })],
    {},
    ['foreignMark ada leave'],
  ],
  ['no anchor', [without(ourUser('ada'), 'anchor')], {}, ['markDisagrees ada leave']],
  [
    'a group with another anchor',
    [ourGroup('crew', { anchor: 'lockstep-contoso-other' })],
    {},
    ['markDisagrees crew leave'],
  ],
  ['a role holder', [ourUser('ada')], { privilegedUsers: new Map([['id-ada', 'r']]) }, ['privileged ada leave']],
  ['a guest', [ourUser('ada', { guest: true })], {}, ['guest ada leave']],
  ['synced', [ourUser('ada', { mastery: 'otherEngine' })], {}, ['masteredElsewhere ada leave']],
  ['role-assignable', [ourGroup('crew', { roleAssignable: true })], {}, ['roleAssignable crew leave']],
  [
    'due, and a role holder',
    [leaving('2026-01-01')],
    { privilegedUsers: new Map([['id-ada', 'r']]) },
    ['privileged ada delete'],
  ],
  [
    'due, and it grants an application',
    [ourGroup('crew', { mark: markOf('crew', { leavingSince: '2026-01-01' }) })],
    { grantingGroups: new Set(['id-crew']) },
    ['grantsAccess crew delete'],
  ],
])('held: %s', (_name, objects, facts, holds) => {
  const plan = left(objects, undefined, undefined, facts);
  expect(plan.told).toEqual([]);
  expect(plan.holds).toEqual(holds);
});

test('protected by the policy', () => {
  const of = withPolicy(rules, { protect: [{ userPrincipalName: 'ADA@contoso.com' }, { group: 'crew' }] });
  expect(left([ourUser('ada'), ourGroup('crew')], undefined, of).holds.toSorted()).toEqual([
    'protected ada leave',
    'protected crew leave',
  ]);
});

test.each([
  ['no mark', stranger('ada')],
  ['the mark of another workspace', ourUser('ada', { mark: markOf('ada', { workspace: 'fabrikam' }) })],
  ['a mark that cannot be read', stranger('ada', { mark: 'unreadable' })],
])('not ours, not a word about it: %s', (_name, object) => {
  const plan = left([object]);
  expect([plan.told, plan.holds]).toEqual([[], []]);
});

test('the reason says how it left', async () => {
  const filtered = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits: { exclude: ["OU=Test,DC=corp,DC=contoso,DC=com"] }
`,
  });
  const source = [
    person('ada', { dn: 'CN=ada,OU=Test,DC=corp,DC=contoso,DC=com' }),
    person('bob', { with: { userPrincipalName: undefined } }),
    team('t'),
  ];
  const { body } = planOf({
    rules: filtered,
    source,
    tenant: { objects: [ourUser('ada'), ourUser('bob'), ourUser('cy')] },
  });
  const reasons = body.operations.flatMap((one) =>
    one.kind === 'leave' ? [[one.object.name.split('@')[0], one.reason]] : [],
  );
  expect(Object.fromEntries(reasons)).toEqual({
    ada: expect.stringMatching(/^filtered out: staff, OU=Test,.* excluded \(rules\.yaml:\d+\)$/) as string,
    bob: 'no rule has it in scope any more: userPrincipalName isNotNull fails (rules.yaml:55)',
    cy: 'no longer in the source',
  });
});

test('a group that grants something leaves like any other, and is only never deleted', () => {
  const granting = { grantingGroups: new Set(['id-crew']) };
  expect(left([ourGroup('crew')], '2026-11-22', rules, granting).told).toEqual(['leave crew']);
  const due = ourGroup('crew', { mark: markOf('crew', { leavingSince: '2026-10-01' }) });
  expect(left([due], '2026-11-22', rules, granting)).toMatchObject({ told: [], holds: ['grantsAccess crew delete'] });
  expect(left([due]).told).toEqual(['delete crew']);
});

test('a source object that joined another identity is there: its user is neither disabled nor deleted', async () => {
  const joining = await rulesOf({
    connectors: ['corp', 'second'],
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: joining }
spec:
  from: { connectors: [second], type: contact }
  to: { metaverse: person }
  precedence: 90
  link: join
  join: [{ mail: mail }]
  flows: { department: department }
`,
  });
  const sources = [
    imported([person('ada', { with: { mail: 'ada@x.example' } })]),
    imported(
      [sourceObject('c', { type: 'contact', dn: 'CN=c,DC=second', with: { mail: 'ada@x.example' } })],
      'second',
      'DC=second',
    ),
  ];
  for (const leavingSince of [undefined, '2026-10-01']) {
    const mark = markOf('c', { connector: 'second', ...(leavingSince === undefined ? {} : { leavingSince }) });
    const { told, body } = planOf({
      rules: joining,
      sources,
      tenant: { objects: [ourUser('ada', { attributes: { mail: 'ada@x.example' } }), ourUser('c', { mark })] },
    });
    expect(told).toEqual([]);
    expect(body.held.map(({ reason, detail }) => [reason, detail])).toContainEqual([
      'duplicateInSource',
      'its source object is joined to CN=ada,OU=Staff,DC=corp,DC=contoso,DC=com',
    ]);
  }
});

test('what is held tells what would change, but for an object whose rules failed', async () => {
  const restricted = left([ourUser('ada', { managementRestricted: true })]);
  expect(restricted.body.held.map(({ would, changes }) => [would, changes.map(({ attribute }) => attribute)])).toEqual([
    ['leave', ['accountEnabled']],
  ]);
  const failing = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: strict }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 80
  link: join
  flows: { company: '=IIF([company] = "broken", Error("broken"), [company])' }
`,
  });
  const { told, body } = planOf({
    rules: failing,
    source: [person('bob'), person('ada', { with: { company: 'broken' } })],
    tenant: { objects: [ourUser('bob'), ourUser('ada')] },
  });
  expect(told).toEqual([]);
  expect(body.held.map(({ reason, would, changes }) => [reason, would, changes])).toEqual([
    ['evaluationFailed', 'nothing', []],
  ]);
  expect(body.held[0]?.detail).toContain('broken');
});
