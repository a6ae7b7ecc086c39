import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { DeletedObject, TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { groupAnchor, guidBytes, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, strangeGroup, stranger, without } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

/** Ada differs from what the tenant has in her department, and her team in its description. */
const ada = person('ada', { with: { objectSid: sidBytes(7), department: 'R' } });
const crew = team('crew', [], { with: { description: ['new'] } });

interface Case {
  readonly objects?: readonly TenantObject[];
  readonly facts?: Partial<TenantFacts>;
}

const deletedAda: DeletedObject = {
  type: 'user',
  id: 'x',
  name: 'ada@contoso.com',
  mark: undefined,
  anchor: userAnchor('ada'),
};

test.each<[name: string, world: Case, told: readonly string[], holds: readonly string[]]>([
  ['nothing there', {}, ['create ada'], []],
  ['mark and anchor are ours', { objects: [ourUser('ada')] }, ['update ada'], []],
  [
    'the anchor without a mark',
    { objects: [stranger('ada', { anchor: userAnchor('ada') })] },
    [],
    ['candidate ada update'],
  ],
  [
    'the anchor on a guest',
    { objects: [stranger('ada', { anchor: userAnchor('ada'), guest: true })] },
    [],
    ['guest ada update'],
  ],
  [
    'the mark of another workspace',
    { objects: [ourUser('ada', { mark: markOf('ada', { workspace: 'fabrikam' }) })] },
    [],
    ['foreignMark ada update'],
  ],
  [
    'our mark for somebody else',
    { objects: [ourUser('ada', { mark: markOf('bob') })] },
    [],
    ['changedAnchor ada leave', 'markDisagrees ada update'],
  ],
  [
    'a mark that cannot be read',
    { objects: [ourUser('ada', { mark: 'unreadable' })] },
    [],
    ['markUnreadable ada update'],
  ],
  [
    'two with our mark',
    { objects: [ourUser('ada'), ourUser('ada', { id: 'second', name: 'ada2@contoso.com', anchor: 'other' })] },
    [],
    ['duplicateMark ada update'],
  ],
  ['our mark and another anchor', { objects: [ourUser('ada', { anchor: 'other' })] }, [], ['markDisagrees ada update']],
  ['our mark and no anchor', { objects: [without(ourUser('ada'), 'anchor')] }, [], ['markDisagrees ada update']],
  [
    'our mark on one, our anchor on another',
    { objects: [ourUser('ada', { anchor: 'other' }), stranger('eve', { anchor: userAnchor('ada') })] },
    [],
    ['markDisagrees ada update'],
  ],
  [
    'our mark on a group',
    { objects: [strangeGroup('ada', { mark: markOf('ada') })] },
    [],
    ['markDisagrees ada update'],
  ],
  [
    'our mark on a group that holds the anchor',
    { objects: [strangeGroup('ada', { mark: markOf('ada'), anchor: userAnchor('ada') })] },
    [],
    ['markDisagrees ada update'],
  ],
  [
    'synced',
    { objects: [stranger('ada', { anchor: userAnchor('ada'), mastery: 'otherEngine' })] },
    [],
    ['masteredElsewhere ada update'],
  ],
  [
    'synced, with our mark',
    { objects: [ourUser('ada', { mastery: 'otherEngine' })] },
    [],
    ['masteredElsewhere ada update'],
  ],
  [
    'formerly synced',
    { objects: [stranger('ada', { anchor: userAnchor('ada'), mastery: 'formerlySynced' })] },
    [],
    ['formerlySynced ada update'],
  ],
  [
    'a role holder',
    { objects: [ourUser('ada')], facts: { privilegedUsers: new Map([['id-ada', 'User Administrator']]) } },
    [],
    ['privileged ada update'],
  ],
  [
    'restricted',
    { objects: [ourUser('ada', { managementRestricted: true })] },
    [],
    ['managementRestricted ada update'],
  ],
  ['a twin SID', { objects: [stranger('old', { sid: 'S-1-5-21-1-2-3-7' })] }, [], ['twinSid old update']],
  ['deleted, with the anchor', { facts: { deleted: [deletedAda] } }, [], ['softDeleted ada create']],
  [
    'deleted, with our mark',
    { facts: { deleted: [{ type: 'user', id: 'x', name: 'y', mark: markOf('ada') }] } },
    [],
    ['softDeleted ada create'],
  ],
  ['deleted, of another', { facts: { deleted: [{ ...deletedAda, anchor: 'other' }] } }, ['create ada'], []],
  ['a stranger with the name', { objects: [stranger('ada')] }, [], ['candidate ada update']],
  ['a guest with the name', { objects: [stranger('ada', { guest: true })] }, [], ['nameTaken ada create']],
])('a user: %s', (_name, { objects = [], facts = {} }, told, holds) => {
  const plan = planOf({ rules, source: [ada], tenant: { objects, facts } });
  expect(plan.told).toEqual(told);
  expect(plan.holds).toEqual(holds);
});

test.each<[name: string, object: TenantObject, told: readonly string[], holds: readonly string[]]>([
  ['ours', ourGroup('crew'), ['update crew'], []],
  ['the anchor without a mark', strangeGroup('crew', { anchor: groupAnchor('crew') }), [], ['candidate crew update']],
  ['dynamic', ourGroup('crew', { dynamicMembership: true }), [], ['dynamicMembership crew update']],
  ['role-assignable', ourGroup('crew', { roleAssignable: true }), [], ['roleAssignable crew update']],
  ['mail-enabled', ourGroup('crew', { mailEnabled: true }), [], ['mailEnabled crew update']],
  ['restricted', ourGroup('crew', { managementRestricted: true }), [], ['managementRestricted crew update']],
  ['of nobody with the same name', strangeGroup('crew'), [], ['candidate crew update']],
  ['of another tool with the same name', strangeGroup('crew', { anchor: 'bicep' }), ['create crew'], []],
  ['dynamic, with the same name', strangeGroup('crew', { dynamicMembership: true }), ['create crew'], []],
])('a group: %s', (_name, object, told, holds) => {
  const plan = planOf({ rules, source: [crew], tenant: { objects: [object] } });
  expect(plan.told).toEqual(told);
  expect(plan.holds).toEqual(holds);
});

const consistency = (name: string) => ({ with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf(name)) } });

test('a user known by the objectGUID, whose anchor now comes from elsewhere, is held and not made twice', () => {
  const source = [person('ada', consistency('elsewhere'))];
  expect(planOf({ rules, source, tenant: { objects: [ourUser('ada')] } }).holds).toEqual(['changedAnchor ada update']);
  const unmarked = stranger('ada', { anchor: userAnchor('ada') });
  expect(planOf({ rules, source, tenant: { objects: [unmarked] } }).holds).toEqual(['changedAnchor ada update']);
});

test('two who hold anchors of one person are both named, and neither is taken for the person', () => {
  const source = [person('ada', consistency('elsewhere'))];
  const objects = [stranger('x', { anchor: userAnchor('ada') }), stranger('y', { anchor: userAnchor('elsewhere') })];
  const { told, body } = planOf({ rules, source, tenant: { objects } });
  expect(told).toEqual([]);
  expect(body.held.map(({ reason, detail }) => [reason, detail])).toEqual([
    ['candidate', expect.stringMatching(/x@contoso\.com.*y@contoso\.com/)],
  ]);
});

test('a person with a new objectGUID and the old anchor is neither made twice nor disabled', () => {
  const moved = person('ada', { guid: guidOf('ada in the new domain'), ...consistency('ada') });
  const plan = planOf({ rules, source: [moved], tenant: { objects: [ourUser('ada')] } });
  expect(plan.told).toEqual([]);
  expect(plan.holds.toSorted()).toEqual(['changedAnchor ada leave', 'markDisagrees ada update']);
});

test('two new people who claim one anchor are both held', () => {
  const source = [person('ada', consistency('x')), person('bob', consistency('x')), person('cy')];
  const plan = planOf({ rules, source });
  expect(plan.told).toEqual(['create cy']);
  expect(plan.holds.toSorted()).toEqual(['duplicateInSource ada create', 'duplicateInSource bob create']);
});

test('a copied anchor takes over nobody', () => {
  const source = [person('ada'), person('mallory', consistency('ada'))];
  const plan = planOf({ rules, source, tenant: { objects: [ourUser('ada'), ourUser('mallory')] } });
  expect(plan.told).toEqual([]);
  expect(plan.holds).toEqual(['markDisagrees mallory update']);
});

test('what is held is shown with its whole difference', () => {
  const objects = [stranger('ada', { anchor: userAnchor('ada'), mastery: 'otherEngine' })];
  const [held] = planOf({ rules, source: [ada], tenant: { objects } }).body.held;
  expect(held).toMatchObject({
    object: { id: 'id-ada' },
    changes: [{ attribute: 'department', before: null, after: 'R' }],
  });
});
