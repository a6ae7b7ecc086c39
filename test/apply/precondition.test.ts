import { describe, expect, test } from 'vitest';
import { preconditions } from '../../src/apply/index.ts';
import { definitionOf } from '../../src/model/directory-extension.ts';
import type { DefinedExtension, DirectoryExtension } from '../../src/model/directory-extension.ts';
import type { AttributeChange, Operation } from '../../src/model/plan.ts';
import { adoptionTest } from '../../src/model/adoptable.ts';
import { writeTest } from '../../src/model/protection.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { Schema } from '../../src/model/schema.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { APPLICATION, key, mark, nameOf, object, ref, tenant, WORKSPACE } from '../support/run/tenants.ts';

const schema: Schema = new Map([
  [
    'user',
    {
      attributes: new Map([
        [
          'displayName',
          { syntax: 'string', multiValued: false, comparison: 'ignoreCase', write: 'always', clearable: true },
        ],
      ]),
    },
  ],
]);
const policy: Policy = {
  limits: [],
  hazards: [],
  whenBlocked: 'stop',
  deletions: { first: 'disable', graceDays: 30 },
  protect: [{ userPrincipalName: nameOf('user', 9) }],
  floors: [],
  freezes: [],
  rules: [],
  source: { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 },
  evaluation: { maximumFailedPercent: 100 },
  planExpiryHours: 24 * 40,
  runs: { keepDays: 90 },
  quotaShare: 1,
  tolerance: 0,
};

function judged(operation: Operation, population: TenantPopulation): string {
  const verdict = preconditions({
    tenant: population,
    request: { attributes: { user: ['displayName', 'title'], group: ['displayName'] }, managers: true },
    workspace: WORKSPACE,
    extensions: [costCentre],
    schema,
    operations: [operation],
    adoptions: [],
    adoptable: adoptionTest(population.facts, policy),
    mayWrite: writeTest(population.facts, policy),
    policy,
    otherEngineDomains: undefined,
    now: Date.parse('2026-12-22'),
  })(operation);
  return verdict.kind === 'alreadyDone' && verdict.id !== undefined ? `alreadyDone ${verdict.id}` : verdict.kind;
}

const costCentre: DirectoryExtension = {
  name: `extension_${'e'.repeat(32)}_costCentre`,
  applicationId: 'app',
  type: 'String',
  multiValued: false,
  on: ['user'],
};
const defineCostCentre = definitionOf(costCentre, 'id-app');

/** What the tenant says of the application of costCentre. */
function applications(...properties: readonly Partial<DefinedExtension>[]) {
  const defined = { name: costCentre.name, dataType: 'String', multiValued: false, targets: ['User'] };
  const all = properties.map((one) => ({ ...defined, ...one }));
  return tenant([], { facts: { extensionApplications: [{ applicationId: 'app', id: 'id-app', defines: all }] } });
}

const renamed: AttributeChange = { attribute: 'displayName', before: 'Old', after: 'New', why: [] };
const disabled: AttributeChange = { attribute: 'accountEnabled', before: true, after: false, why: [] };
const ada = ref('user', 1, 'id-user-1');
const bob = ref('user', 2, 'id-user-2');
const team = ref('group', 5, 'id-group-5');
const left = { leavingSince: '2026-11-22' };

const define = {
  kind: 'defineExtension',
  id: 'o',
  after: [],
  name: 'lockstepOwner',
  targets: ['user', 'group'],
  applicationId: APPLICATION,
  dataType: 'String',
  multiValued: false,
} as const;
const create = {
  kind: 'create',
  id: 'o',
  after: [],
  object: ref('user', 1),
  from: '',
  anchor: 'anchor-1',
  mark: mark(1),
  changes: [{ ...renamed, before: null }],
} as const;
const update = {
  kind: 'update',
  id: 'o',
  after: [],
  object: ada,
  from: '',
  mark: mark(1),
  changes: [renamed],
} as const;
const back = { ...update, mark: mark(1, left), newMark: mark(1), changes: [] } as const;
const leave = {
  kind: 'leave',
  id: 'o',
  after: [],
  object: ada,
  reason: '',
  mark: mark(1),
  newMark: mark(1, left),
  changes: [disabled],
  deleteAfter: '2026-12-22',
  licences: 0,
} as const;
const remove = {
  kind: 'delete',
  id: 'o',
  after: [],
  object: ada,
  reason: '',
  mark: mark(1, left),
  licences: 0,
} as const;
const manage = {
  kind: 'setManager',
  id: 'o',
  after: [],
  object: ada,
  mark: mark(1),
  before: null,
  manager: bob,
  why: [],
} as const;
const add = { kind: 'addMember', id: 'o', after: [], object: team, mark: mark(5), member: ada } as const;
const take = { ...add, kind: 'removeMember' } as const;

const parsed = (number: number, more = {}) => ({
  workspace: WORKSPACE,
  connector: 'corp',
  anchor: key(number).slice(5),
  ...more,
});
const person = (more = {}) => object('user', 1, { attributes: { displayName: 'Old', accountEnabled: true }, ...more });
const second = object('user', 2);
const group = object('group', 5);
const inTeam = { members: { 'id-group-5': ['id-user-1'] } };
const privileged = { facts: { privilegedUsers: new Map([['id-user-1', 'Global Administrator']]) } };

type Row = readonly [what: string, operation: Operation, population: TenantPopulation, verdict: string];

const rows: readonly Row[] = [
  ['the mark is not defined', define, tenant([], { facts: { markDefined: false } }), 'holds'],
  ['the mark is defined', define, tenant([]), 'alreadyDone'],
  [
    'the mark as a number',
    { ...define, dataType: 'Integer' },
    tenant([], { facts: { markDefined: false } }),
    'changed',
  ],
  [
    'the mark of users only',
    { ...define, targets: ['user'] },
    tenant([], { facts: { markDefined: false } }),
    'changed',
  ],
  ['a declared extension that is missing', defineCostCentre, applications(), 'holds'],
  ['a declared extension beside another', defineCostCentre, applications({ name: 'x' }), 'holds'],
  ['a declared extension that somebody defined', defineCostCentre, applications({}), 'alreadyDone'],
  ['somebody defined it for more', defineCostCentre, applications({ targets: ['Device', 'User'] }), 'alreadyDone'],
  ['somebody defined it for others', defineCostCentre, applications({ targets: ['Group'] }), 'changed'],
  ['somebody defined it as a number', defineCostCentre, applications({ dataType: 'Integer' }), 'changed'],
  ['somebody defined it multi-valued', defineCostCentre, applications({ multiValued: true }), 'changed'],
  ['its application is another', { ...defineCostCentre, applicationId: 'x' }, applications(), 'changed'],
  ['its application was not read', defineCostCentre, tenant([]), 'changed'],
  ['it is not declared', { ...defineCostCentre, name: `${costCentre.name}s` }, applications(), 'changed'],
  ['it is declared with another type', { ...defineCostCentre, dataType: 'Binary' }, applications(), 'changed'],
  ['it is declared single-valued', { ...defineCostCentre, multiValued: true }, applications(), 'changed'],
  ['it is declared for users', { ...defineCostCentre, targets: ['user', 'group'] }, applications(), 'changed'],
  ['another extension', { ...define, name: 'salary' }, tenant([], { facts: { markDefined: false } }), 'changed'],
  ['another application', { ...define, applicationId: 'x' }, tenant([], { facts: { markDefined: false } }), 'changed'],

  ['nobody is in the way', create, tenant([second]), 'holds'],
  ['it is there with our mark', create, tenant([person()]), 'alreadyDone id-user-1'],
  ['its anchor is held without a mark', create, tenant([person({ mark: undefined })]), 'changed'],
  ['its anchor is held with a mark nobody can read', create, tenant([person({ mark: 'unreadable' })]), 'changed'],
  [
    'its anchor is held for another workspace',
    create,
    tenant([person({ mark: parsed(1, { workspace: 'other' }) })]),
    'changed',
  ],
  ['its name is taken', create, tenant([object('user', 2, { name: 'PERSON1@contoso.com' })]), 'changed'],
  [
    'its name is taken by one who is renamed first',
    { ...create, after: [`update:${key(2)}`] },
    tenant([object('user', 2, { name: nameOf('user', 1) })]),
    'holds',
  ],
  [
    'its name is taken by one who is not the renamed',
    { ...create, after: [`update:${key(2)}`] },
    tenant([object('user', 3, { name: nameOf('user', 1) })]),
    'changed',
  ],
  [
    'another object carries its mark',
    create,
    tenant([person({ anchor: 'another', name: 'other@x.example' })]),
    'changed',
  ],
  [
    'its mark lies in the bin under another anchor',
    create,
    tenant([], { facts: { deleted: [{ type: 'user', id: 'x', name: 'x', anchor: 'another', mark: parsed(1) }] } }),
    'changed',
  ],
  ['another engine syncs into the tenant now', create, tenant([], { facts: { liveSync: true } }), 'changed'],
  [
    'it lies in the bin',
    create,
    tenant([], { facts: { deleted: [{ type: 'user', id: 'x', name: 'x', anchor: 'anchor-1', mark: undefined }] } }),
    'changed',
  ],
  [
    'another kind of object lies in the bin',
    create,
    tenant([], { facts: { deleted: [{ type: 'group', id: 'x', name: 'x', anchor: 'anchor-1', mark: undefined }] } }),
    'holds',
  ],
  [
    'it would carry the mark of another workspace',
    { ...create, mark: mark(1, { workspace: 'other' }) },
    tenant([]),
    'changed',
  ],
  ['it would carry the mark of another object', { ...create, mark: mark(2) }, tenant([]), 'changed'],
  [
    'it would be given what no rule writes',
    { ...create, changes: [{ ...renamed, attribute: 'passwordPolicies' }] },
    tenant([]),
    'changed',
  ],

  ['it is as it was', update, tenant([person()]), 'holds'],
  ['the value is there', update, tenant([person({ attributes: { displayName: 'New' } })]), 'alreadyDone'],
  [
    'the value is there in another case',
    update,
    tenant([person({ attributes: { displayName: 'NEW' } })]),
    'alreadyDone',
  ],
  ['the value was changed by others', update, tenant([person({ attributes: { displayName: 'Other' } })]), 'changed'],
  ['the value was cleared by others', update, tenant([person({ attributes: {} })]), 'changed'],
  [
    'one value is there and one is not',
    { ...update, changes: [renamed, { attribute: 'title', before: null, after: 'x', why: [] }] },
    tenant([person({ attributes: { displayName: 'New' } })]),
    'holds',
  ],
  [
    'one is as it was and one was changed',
    { ...update, changes: [renamed, { attribute: 'title', before: null, after: 'x', why: [] }] },
    tenant([person({ attributes: { displayName: 'Old', title: 'y' } })]),
    'changed',
  ],
  ['it lost its mark', update, tenant([person({ mark: undefined })]), 'changed'],
  ['its mark cannot be read', update, tenant([person({ mark: 'unreadable' })]), 'changed'],
  ['it is leaving meanwhile', update, tenant([person({ mark: parsed(1, left) })]), 'changed'],
  [
    'it is of another workspace by now',
    update,
    tenant([person({ mark: parsed(1, { workspace: 'other' }) })]),
    'changed',
  ],
  ['it is gone', update, tenant([second]), 'changed'],
  ['it became privileged', update, tenant([person()], privileged), 'changed'],
  ['another engine masters it by now', update, tenant([person({ mastery: 'otherEngine' })]), 'changed'],
  ['it is a guest by now', update, tenant([person({ guest: true })]), 'changed'],
  ['it is managed elsewhere by now', update, tenant([person({ managementRestricted: true })]), 'changed'],
  [
    'the policy protects it',
    { ...update, object: ref('user', 9, 'id-user-9'), mark: mark(9) },
    tenant([object('user', 9)]),
    'changed',
  ],
  ['it is of another type', { ...update, object: { ...ada, type: 'group' } }, tenant([person()]), 'changed'],
  ['it is named without id', { ...update, object: ref('user', 1) }, tenant([person()]), 'changed'],
  [
    'the plan gives a foreign object its own mark',
    { ...update, mark: mark(1, { workspace: 'other' }) },
    tenant([person({ mark: parsed(1, { workspace: 'other' }) })]),
    'changed',
  ],
  [
    'the plan gives it the key of another',
    { ...update, object: { ...ada, key: key(2) } },
    tenant([person()]),
    'changed',
  ],
  ['the plan would turn its mark over to another', { ...update, newMark: mark(2) }, tenant([person()]), 'changed'],
  [
    'no rule writes the attribute',
    { ...update, changes: [{ attribute: 'onPremisesImmutableId', before: null, after: 'x', why: [] }] },
    tenant([person()]),
    'changed',
  ],

  ['it has returned, the mark says so not yet', back, tenant([person({ mark: parsed(1, left) })]), 'holds'],
  ['it has returned, the mark says so', back, tenant([person()]), 'alreadyDone'],

  ['it is there and enabled', leave, tenant([person()]), 'holds'],
  [
    'it is disabled, the mark says nothing',
    leave,
    tenant([person({ attributes: { accountEnabled: false } })]),
    'holds',
  ],
  [
    'it is disabled and marked',
    leave,
    tenant([person({ attributes: { accountEnabled: false }, mark: parsed(1, left) })]),
    'alreadyDone',
  ],
  ['it is marked and enabled', leave, tenant([person({ mark: parsed(1, left) })]), 'holds'],
  ['it became privileged', leave, tenant([person()], privileged), 'changed'],
  ['it is gone', leave, tenant([]), 'changed'],

  ['it is leaving', remove, tenant([person({ mark: parsed(1, left) })]), 'holds'],
  [
    'its grace days are not over',
    { ...remove, mark: mark(1, { leavingSince: '2026-11-23' }) },
    tenant([person({ mark: parsed(1, { leavingSince: '2026-11-23' }) })]),
    'changed',
  ],
  ['it is not leaving at all', { ...remove, mark: mark(1) }, tenant([person({ mark: parsed(1) })]), 'changed'],
  ['it is gone', remove, tenant([]), 'alreadyDone'],
  ['it has returned', remove, tenant([person()]), 'changed'],
  ['it lost its mark', remove, tenant([person({ mark: undefined })]), 'changed'],
  ['it became privileged', remove, tenant([person({ mark: parsed(1, left) })], privileged), 'changed'],
  [
    'it is of another type',
    { ...remove, object: { ...ada, type: 'group' } },
    tenant([person({ mark: parsed(1, left) })]),
    'changed',
  ],

  ['there is no manager yet', manage, tenant([person(), second]), 'holds'],
  ['the manager is there', manage, tenant([person({ manager: 'id-user-2' }), second]), 'alreadyDone'],
  ['somebody else is', manage, tenant([person({ manager: 'id-user-3' }), second]), 'changed'],
  [
    'the manager is to be taken away',
    { ...manage, before: bob, manager: null },
    tenant([person({ manager: 'id-user-2' })]),
    'holds',
  ],
  ['the manager was taken away', { ...manage, before: bob, manager: null }, tenant([person()]), 'alreadyDone'],
  ['the manager vanished', manage, tenant([person()]), 'changed'],
  ['the manager is not ours', manage, tenant([person(), object('user', 2, { mark: undefined })]), 'changed'],
  ['the user is made in this run', { ...manage, object: ref('user', 1) }, tenant([second]), 'holds'],
  [
    'the user is made in this run, the manager is not ours',
    { ...manage, object: ref('user', 1) },
    tenant([object('user', 2, { mark: undefined })]),
    'changed',
  ],
  ['both are made in this run', { ...manage, object: ref('user', 1), manager: ref('user', 2) }, tenant([]), 'holds'],
  ['the user became privileged', manage, tenant([person(), second], privileged), 'changed'],
  ['the user lost its mark', manage, tenant([person({ mark: undefined }), second]), 'changed'],

  ['the member is missing', add, tenant([group, person()]), 'holds'],
  ['the member is there', add, tenant([group, person()], inTeam), 'alreadyDone'],
  ['the member vanished', add, tenant([group]), 'changed'],
  ['the member is not ours', add, tenant([group, person({ mark: undefined })]), 'changed'],
  [
    'the member is another than its key says',
    { ...add, member: { ...ada, key: key(2) } },
    tenant([group, person()]),
    'changed',
  ],
  ['the member is made in this run', { ...add, member: ref('user', 1) }, tenant([group]), 'holds'],
  [
    'group and member are made in this run',
    { ...add, object: ref('group', 5), member: ref('user', 1) },
    tenant([]),
    'holds',
  ],
  [
    'the group is new, the member is not ours',
    { ...add, object: ref('group', 5) },
    tenant([person({ mark: undefined })]),
    'changed',
  ],
  ['the group is dynamic by now', add, tenant([object('group', 5, { dynamicMembership: true }), person()]), 'changed'],
  [
    'roles can be assigned to the group',
    add,
    tenant([object('group', 5, { roleAssignable: true }), person()]),
    'changed',
  ],
  ['the group lost its mark', add, tenant([object('group', 5, { mark: undefined }), person()]), 'changed'],
  ['the group is gone', add, tenant([person()]), 'changed'],

  ['the member is there', take, tenant([group, person()], inTeam), 'holds'],
  ['the member is out', take, tenant([group, person()]), 'alreadyDone'],
  ['the member was added by somebody else', take, tenant([group, person({ mark: undefined })], inTeam), 'changed'],
  ['the group lost its mark', take, tenant([object('group', 5, { mark: undefined }), person()], inTeam), 'changed'],
  ['the group is gone', take, tenant([person()], inTeam), 'changed'],
];

describe.each(Object.entries(Object.groupBy(rows, ([, operation]) => operation.kind)))('%s', (_, table) => {
  test.each(table)('%s', (_what, operation, population, verdict) => {
    expect(judged(operation, population)).toBe(verdict);
  });
});
