import { expect, test } from 'vitest';
import { InvariantError } from '../../src/kernel/invariant.ts';
import type { AttributeChange, Operation, PlanBody } from '../../src/model/plan.ts';
import type { Policy } from '../../src/model/policy.ts';
import { adoptionTest } from '../../src/model/adoptable.ts';
import { writeTest } from '../../src/model/protection.ts';
import { pairsOf } from '../../src/planner/pairs.ts';
import { assertPlanSound } from '../../src/planner/referee.ts';
import { indexTenant } from '../../src/planner/tenant-index.ts';
import { groupAnchor, guidOf, userAnchor } from '../support/world/identity.ts';
import { markText, ourGroup, ourUser, stranger, tenantOf } from '../support/world/tenant.ts';

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
  ],
  facts: { privilegedUsers: new Map([['id-root', 'Global Administrator']]) },
});
const policy = { protect: [] } as unknown as Policy;
const context = {
  index: indexTenant(tenant, 'contoso'),
  workspace: 'contoso',
  mayWrite: writeTest(tenant.facts, policy),
  adoptable: adoptionTest(tenant.facts, policy),
  overlap: () => undefined,
  deleted: new Map(),
  pairs: pairsOf([]),
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
