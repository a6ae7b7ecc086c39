import { expect, test } from 'vitest';
import { InvariantError } from '../../src/kernel/invariant.ts';
import { lineOf } from '../../src/kernel/position.ts';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { AttributeChange, Operation, PlanBody } from '../../src/model/plan.ts';
import type { Policy } from '../../src/model/policy.ts';
import { adoptionTest } from '../../src/model/adoptable.ts';
import type { DeletedObject } from '../../src/model/tenant.ts';
import { writeTest } from '../../src/model/protection.ts';
import { pairsOf } from '../../src/planner/pairs.ts';
import { assertPlanSound } from '../../src/planner/referee.ts';
import { indexTenant } from '../../src/planner/tenant-index.ts';
import { groupAnchor, guidOf, userAnchor } from '../support/world/identity.ts';
import { markOf, markText, ourGroup, ourUser, strangeGroup, stranger, tenantOf } from '../support/world/tenant.ts';

const DELETED_AT = '2026-11-12T06:00:00Z';

const tenant = tenantOf({
  objects: [
    ourUser('ada'),
    ourUser('synced', { mastery: 'otherEngine' }),
    ourUser('guest', { guest: true }),
    ourUser('root'),
    ourUser('twin'),
    ourUser('twin', { id: 'twin-2', name: 'twin2@contoso.com', anchor: 'x' }),
    stranger('eve'),
    ourGroup('team'),
    ourGroup('roles', { roleAssignable: true }),
    stranger('ann'),
    stranger('cloudroot'),
    stranger('cloudguest', { guest: true }),
    stranger('held', { anchor: 'old' }),
    stranger('odd', { mark: 'unreadable' }),
    stranger('theirs', { mark: markOf('theirs', { workspace: 'other' }) }),
    strangeGroup('crew', { anchor: 'old' }),
    strangeGroup('wheel'),
  ],
  facts: {
    privilegedUsers: new Map([
      ['id-root', 'Global Administrator'],
      ['id-cloudroot', 'Global Administrator'],
      ['id-binroot', 'Global Administrator'],
    ]),
    grantingGroups: new Set(['id-wheel']),
    deleted: [
      binned('back', { mark: markOf('back') }),
      binned('binroot'),
      binned('foreign', { mark: markOf('x') }),
      binned('taken', { name: 'ada@contoso.com' }),
      binned('double', { anchor: userAnchor('ada') }),
      binned('binguest', { guest: true }),
    ],
  },
});

function binned(name: string, parts: Partial<DeletedObject> = {}): DeletedObject {
  return {
    type: 'user',
    id: `id-${name}`,
    name: `${name}@contoso.com`,
    mark: undefined,
    deletedAt: DELETED_AT,
    ...parts,
  };
}

const pairSource = { source: { path: 'a.yaml', text: '' }, start: 0, end: 0 };
const pairOf = (kind: 'adopt' | 'restore', name: string, consent?: string): AdoptionPair => ({
  ...(kind === 'restore' ? { kind, deletedAt: DELETED_AT } : { kind }),
  object: `corp/${guidOf(name)}`,
  id: `id-${name}`,
  source: pairSource,
  ...(consent === undefined ? {} : { consent }),
});
const reanchorOf = (name: string): AdoptionPair => ({
  ...pairOf('adopt', name),
  kind: 'reanchor',
  from: 'old',
  to: userAnchor(name),
});
const policy = { protect: [] } as unknown as Policy;
const context = {
  index: indexTenant(tenant, 'contoso'),
  workspace: 'contoso',
  mayWrite: writeTest(tenant.facts, policy),
  adoptable: adoptionTest(tenant.facts, policy),
  overlap: () => undefined,
  deleted: new Map(tenant.facts.deleted.map((one) => [one.id, one])),
  pairs: pairsOf([
    ...['ann', 'cloudroot', 'cloudguest', 'odd', 'theirs', 'wheel', 'twin', 'ada', 'gone'].map((name) =>
      pairOf('adopt', name),
    ),
    ...['held', 'crew'].map(reanchorOf),
    ...['back', 'binroot', 'foreign', 'taken', 'double', 'binguest', 'absent'].map((name) => pairOf('restore', name)),
  ]),
  untouched: new Set([`corp/${guidOf('handed')}`]),
};

const ref = (name: string, type: 'user' | 'group' = 'user') => ({
  type,
  key: `corp/${guidOf(name)}`,
  id: `id-${name}`,
  name,
});
const change: AttributeChange = { attribute: 'department', before: null, after: 'R', why: [] };

function update(name: string, parts: object = {}): Operation {
  const object = ref(name, name === 'team' || name === 'roles' ? 'group' : 'user');
  return {
    kind: 'update',
    id: `update:${name}`,
    after: [],
    object,
    from: '',
    mark: markText(name),
    changes: [change],
    ...parts,
  };
}

function create(name: string, parts: object = {}): Operation {
  const object = { type: 'user', key: `corp/${guidOf(name)}`, name } as const;
  return {
    kind: 'create',
    id: `create:${object.key}`,
    after: [],
    object,
    from: '',
    anchor: userAnchor(name),
    mark: markText(name),
    changes: [],
    ...parts,
  };
}

/** Fits what its pair says and what the tenant holds, unless `parts` says otherwise. */
function adopt(name: string, parts: object = {}): Operation {
  const type = name === 'wheel' || name === 'crew' ? 'group' : 'user';
  return {
    kind: 'adopt',
    id: `adopt:corp/${guidOf(name)}`,
    after: [],
    object: ref(name, type),
    from: '',
    mark: markText(name),
    anchor: type === 'group' ? groupAnchor(name) : userAnchor(name),
    anchorBefore: null,
    evidence: ['mail'],
    pair: lineOf(pairSource),
    ...parts,
  };
}

function reanchor(name: string, parts: object = {}): Operation {
  const id = `reanchor:corp/${guidOf(name)}`;
  return { ...adopt(name), kind: 'reanchor', id, anchorBefore: 'old', markBefore: null, ...parts } as Operation;
}

function restore(name: string, parts: object = {}): Operation {
  return {
    kind: 'restore',
    id: `restore:corp/${guidOf(name)}`,
    after: [],
    object: ref(name),
    from: '',
    mark: null,
    anchor: null,
    deletedAt: DELETED_AT,
    evidence: ['mark'],
    pair: lineOf(pairSource),
    ...parts,
  };
}

const after = (name: string, how = 'adopt') => ({ after: [`${how}:corp/${guidOf(name)}`] });

function member(kind: 'addMember' | 'removeMember', of: string, name: string): Operation {
  return {
    kind,
    id: `${kind}:${of}>${name}`,
    after: [],
    object: ref(of, 'group'),
    mark: markText(of),
    member: ref(name),
  };
}

function judge(...operations: readonly Operation[]): () => void {
  return () => {
    assertPlanSound({ operations, held: [], census: {} as PlanBody['census'] }, context);
  };
}

test('a sound plan passes', () => {
  expect(
    judge(
      update('ada'),
      create('new'),
      update('team'),
      member('addMember', 'team', 'eve'),
      member('removeMember', 'team', 'ada'),
    ),
  ).not.toThrow();
});

test('sound take-overs pass', () => {
  expect(
    judge(adopt('ann'), update('ann', after('ann')), reanchor('held'), restore('back', { mark: markText('back') })),
  ).not.toThrow();
});

test.each<[name: string, operations: readonly Operation[], message: RegExp]>([
  ['without a pair', [adopt('eve')], /no reviewed pair/],
  ['by the pair of another', [adopt('ann', { object: { ...ref('ann'), id: 'id-eve' } })], /no reviewed pair/],
  ['by a pair in another place', [adopt('ann', { pair: 'b.yaml:1' })], /names another pair/],
  ['adopt by a pair that re-anchors', [adopt('held', { anchorBefore: 'old' })], /not what its pair says/],
  ['re-anchor by a pair that adopts', [reanchor('ann', { anchorBefore: null })], /not what its pair says/],
  ['restore by a pair that adopts', [restore('gone')], /not what its pair says/],
  ['what was not read', [adopt('gone')], /was not read/],
  ['a user as a group', [adopt('ann', { object: ref('ann', 'group') })], /takes a user for a group/],
  ['a mark that cannot be read', [adopt('odd')], /cannot be read/],
  ['the object of another workspace', [adopt('theirs')], /another workspace/],
  ['what is ours already', [adopt('ada', { anchorBefore: userAnchor('ada') })], /adopts an object that is marked/],
  ['with another anchor before', [adopt('ann', { anchorBefore: 'old' })], /does not say which anchor/],
  ['an anchor that another holds', [adopt('ann', { anchor: userAnchor('ada') })], /another object holds/],
  ['the mark of another', [adopt('ann', { mark: markText('eve') })], /mark of another object/],
  ['the mark of another workspace', [adopt('ann', { mark: markText('ann', { workspace: 'x' }) })], /mark of another/],
  ['a role holder without consent', [adopt('cloudroot')], /without consent/],
  ['a role holder with another consent', [adopt('cloudroot', { consent: 'Helpdesk' })], /without consent/],
  ['a guest, consent or not', [adopt('cloudguest', { consent: 'guest' })], /without consent/],
  ['a group that grants access without consent', [adopt('wheel')], /without consent/],
  ['the uniqueName of a group changed', [reanchor('crew')], /uniqueName of a group/],
  ['an update that does not wait', [adopt('ann'), update('ann')], /without its mark/],
  [
    'an update that waits for the take-over of another',
    [adopt('ann'), update('eve', after('ann'))],
    /without its mark/,
  ],
  [
    'a leave of what is taken over',
    [adopt('ann'), update('ann', { ...after('ann'), kind: 'leave', id: 'leave:ann', newMark: markText('ann') })],
    /takes something/,
  ],
  ['what is not in the bin', [restore('absent')], /not in the bin/],
  ["somebody else's out of the bin", [restore('foreign', { mark: markText('x') })], /somebody else's/],
  ['a name that is taken out of the bin', [restore('taken')], /name that is taken/],
  ['an anchor that is there out of the bin', [restore('double')], /anchor that is there/],
  ['a role holder out of the bin without consent', [restore('binroot')], /without consent/],
  ['a guest out of the bin', [restore('binguest')], /without consent/],
])('refused take-over: %s', (_name, operations, message) => {
  expect(judge(...operations)).toThrow(InvariantError);
  expect(judge(...operations)).toThrow(message);
});

test.each<[name: string, operations: readonly Operation[], message: RegExp]>([
  ['two of one name', [update('ada'), update('ada')], /two operations/],
  ['one that waits for nothing planned', [update('ada', { after: ['update:x'] })], /not planned/],
  [
    'two that wait for each other',
    [update('ada', { after: ['update:team'] }), update('team', { after: ['update:ada'] })],
    /each other/,
  ],
  ['one that waits for itself', [update('ada', { after: ['update:ada'] })], /each other/],
  ['a stranger', [update('eve')], /without its mark/],
  ['an object that was not read', [update('nobody')], /not read/],
  [
    'an object without an id',
    [update('ada', { object: { type: 'user', key: ref('ada').key, name: 'ada' } })],
    /without an id/,
  ],
  [
    'the id of one and the key of another',
    [update('ada', { object: { ...ref('ada'), id: 'id-eve' } })],
    /without its mark/,
  ],
  ['a user as a group', [update('ada', { object: { ...ref('ada'), type: 'group' } })], /takes a user for a group/],
  ['one of two with a mark', [update('twin')], /one of several/],
  ['synced', [update('synced')], /masteredElsewhere/],
  ['a guest', [update('guest')], /guest/],
  ['a role holder', [update('root')], /privileged/],
  ['a role-assignable group', [member('addMember', 'roles', 'ada')], /roleAssignable/],
  ['a member without our mark removed', [member('removeMember', 'team', 'eve')], /without its mark/],
  ['what a joinNoFlow rule leaves alone', [create('handed')], /nothing may flow/],
  ['a create of what is there', [create('ada')], /that is there/],
  ['a create on an anchor that is there', [create('new', { anchor: userAnchor('ada') })], /anchor that is there/],
  ['a create with an id', [create('new', { object: ref('new') })], /has an id/],
  [
    'a member of what is not made',
    [{ ...member('addMember', 'team', 'ada'), object: { type: 'group', key: 'corp/x', name: 'x' } } as Operation],
    /does not wait/,
  ],
  ['one attribute twice', [update('ada', { changes: [change, change] })], /twice/],
  [
    'a change into what it is',
    [update('ada', { changes: [{ ...change, before: ['a'], after: ['a'] }] })],
    /into what it is/,
  ],
])('refused: %s', (_name, operations, message) => {
  expect(judge(...operations)).toThrow(InvariantError);
  expect(judge(...operations)).toThrow(message);
});

test('long chains are judged without a deep stack', () => {
  const chain = Array.from({ length: 50_000 }, (_, index) =>
    create(`n${index}`, {
      anchor: groupAnchor(`n${index}`),
      after: index === 0 ? [] : [`create:corp/${guidOf(`n${index - 1}`)}`],
    }),
  );
  expect(judge(...chain)).not.toThrow();
});
