import { describe, expect, test } from 'vitest';
import { preconditions } from '../../src/apply/index.ts';
import { adoptionTest } from '../../src/model/adoptable.ts';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { Operation, RestoreObject, TakeOver } from '../../src/model/plan.ts';
import type { Policy } from '../../src/model/policy.ts';
import { writeTest } from '../../src/model/protection.ts';
import type { DeletedObject, TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { without } from '../support/world/tenant.ts';
import { key, mark, nameOf, object, ref, tenant, WORKSPACE } from '../support/run/tenants.ts';

/** The tenant as it is now, the pairs as they are now, and what the plan says that was made of others. */
interface Now {
  readonly objects?: readonly TenantObject[];
  readonly deleted?: readonly DeletedObject[];
  readonly facts?: Partial<TenantFacts>;
  readonly adoptions?: readonly AdoptionPair[];
  readonly operations?: readonly Operation[];
  readonly protect?: Policy['protect'];
  readonly otherEngineDomains?: readonly string[];
}

function verdict(operation: Operation, { adoptions = [], operations = [operation], ...now }: Now): string {
  const { objects = [], deleted = [], facts = {}, protect = [] } = now;
  const population = tenant(objects, { facts: { deleted, ...facts } });
  const policy = { protect, deletions: { first: 'disable', graceDays: 30 }, planExpiryHours: 24 } as unknown as Policy;
  const judged = preconditions({
    tenant: population,
    request: { attributes: { user: ['displayName'], group: ['displayName'] }, managers: true },
    workspace: WORKSPACE,
    extensions: [],
    schema: new Map(),
    operations,
    adoptions,
    adoptable: adoptionTest(population.facts, policy),
    mayWrite: writeTest(population.facts, policy),
    policy,
    otherEngineDomains: now.otherEngineDomains,
    now: Date.parse('2026-12-22'),
  })(operation);
  return judged.kind === 'changed' ? judged.message : judged.kind;
}

const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
const base = { object: key(1), id: 'id-user-1', source };
const adoptPair: AdoptionPair = { ...base, kind: 'adopt' };
const restorePair: AdoptionPair = { ...base, kind: 'restore', deletedAt: '2026-11-12T06:00:00Z' };
const reanchorPair: AdoptionPair = { ...base, kind: 'reanchor', from: 'old', to: 'anchor-1' };
const groupPair: AdoptionPair = { ...base, object: key(5), id: 'id-group-5', kind: 'adopt' };

const shared = {
  id: 'o',
  after: [],
  object: ref('user', 1, 'id-user-1'),
  from: 'CN=person1',
  anchor: 'anchor-1',
  evidence: ['mail'],
  pair: 'adoptions.yaml:1',
} as const;
const adopt: TakeOver = { ...shared, kind: 'adopt', mark: mark(1), anchorBefore: null };
const reanchor: TakeOver = { ...shared, kind: 'reanchor', mark: mark(1), markBefore: mark(1), anchorBefore: 'old' };
const restore: RestoreObject = { ...shared, kind: 'restore', mark: mark(1), deletedAt: '2026-11-12T06:00:00Z' };
const adoptGroup: TakeOver = { ...adopt, object: ref('group', 5, 'id-group-5'), mark: mark(5), anchor: 'anchor-5' };

const parsed = (number: number, more = {}) => ({
  workspace: WORKSPACE,
  connector: 'corp',
  anchor: key(number).slice(5),
  ...more,
});
const withoutAnchor = (one: TenantObject): TenantObject => without(one, 'anchor');
/** Nobody's, as the plan saw it. */
const free = (more: Parameters<typeof object>[2] = {}) =>
  withoutAnchor(object('user', 1, { mark: undefined, ...more }));
const anchored = (anchor: string, more: Parameters<typeof object>[2] = {}) =>
  object('user', 1, { mark: undefined, anchor, ...more });
const freeGroup = (more: Parameters<typeof object>[2] = {}) =>
  withoutAnchor(object('group', 5, { mark: undefined, ...more }));
const binned = (more: Partial<DeletedObject> = {}): DeletedObject => ({
  type: 'user',
  id: 'id-user-1',
  name: nameOf('user', 1),
  anchor: 'anchor-1',
  mark: parsed(1),
  deletedAt: '2026-11-12T06:00:00Z',
  ...more,
});
const privileged = { privilegedUsers: new Map([['id-user-1', 'Global Administrator']]) };

type Row = readonly [what: string, operation: Operation, now: Now, expected: RegExp];

const adopting: readonly Row[] = [
  ['it is as it was', adopt, { objects: [free()] }, /^holds$/],
  [
    'it holds the anchor already, as the plan says',
    { ...adopt, anchorBefore: 'anchor-1' },
    { objects: [anchored('anchor-1')] },
    /^holds$/,
  ],
  ['it was taken over already', adopt, { objects: [object('user', 1)] }, /^alreadyDone$/],
  ['it was renamed', adopt, { objects: [free({ name: 'other@contoso.com' })] }, /is called other@contoso.com now/],
  ['it is gone', adopt, { objects: [] }, /not in the tenant any more/],
  ['it is a group by now', adopt, { objects: [freeGroup({ id: 'id-user-1' })] }, /not in the tenant any more/],
  [
    'another workspace marked it',
    adopt,
    { objects: [free({ mark: parsed(1, { workspace: 'other' }) })] },
    /another mark/,
  ],
  ['it was marked as another object of ours', adopt, { objects: [free({ mark: parsed(2) })] }, /another mark/],
  ['its mark cannot be read', adopt, { objects: [free({ mark: 'unreadable' })] }, /another mark/],
  ['it is marked, and its anchor is another', adopt, { objects: [anchored('x', { mark: parsed(1) })] }, /another mark/],
  ['it got an anchor', adopt, { objects: [anchored('x')] }, /another anchor/],
  ['it got just the anchor', adopt, { objects: [anchored('anchor-1')] }, /another anchor/],
  ['it lost the anchor', { ...adopt, anchorBefore: 'anchor-1' }, { objects: [free()] }, /another anchor/],
  [
    'another got the anchor',
    adopt,
    { objects: [free(), object('user', 2, { mark: undefined, anchor: 'anchor-1' })] },
    /holds the anchor now/,
  ],
  [
    'another got the mark',
    adopt,
    { objects: [free(), object('user', 2, { mark: parsed(1) })] },
    /carries the mark now/,
  ],
  [
    'the mark lies in the bin',
    adopt,
    { objects: [free()], deleted: [binned({ id: 'x', anchor: 'x' })] },
    /carries the mark now/,
  ],
  [
    'the anchor lies in the bin',
    adopt,
    { objects: [free()], deleted: [binned({ id: 'x', mark: undefined })] },
    /recycle bin holds the anchor/,
  ],
  [
    'a group holds the same anchor',
    adopt,
    { objects: [free(), object('group', 5, { anchor: 'anchor-1' })] },
    /^holds$/,
  ],
  ['it is a guest by now', adopt, { objects: [free({ guest: true })] }, /guest/],
  ['another engine masters it by now', adopt, { objects: [free({ mastery: 'otherEngine' })] }, /another sync engine/],
  ['it is in a restricted unit by now', adopt, { objects: [free({ managementRestricted: true })] }, /restricted/],
  [
    'the policy protects it',
    adopt,
    { objects: [free()], protect: [{ userPrincipalName: nameOf('user', 1) }] },
    /policy protects/,
  ],
  [
    'another engine syncs into the tenant by now',
    adopt,
    { objects: [free()], facts: { liveSync: true } },
    /must not be taken over/,
  ],
  ['it became privileged', adopt, { objects: [free()], facts: privileged }, /privileged now, without consent/],
  [
    'the plan alone says that there is consent',
    { ...adopt, consent: 'Global Administrator' },
    { objects: [free()], facts: privileged },
    /another consent/,
  ],
  [
    'the pair consents to a lesser role',
    { ...adopt, consent: 'Helpdesk' },
    { objects: [free()], facts: privileged, adoptions: [{ ...adoptPair, consent: 'Helpdesk' }] },
    /privileged now, without consent/,
  ],
  [
    'the pair consents',
    { ...adopt, consent: 'Global Administrator' },
    { objects: [free()], facts: privileged, adoptions: [{ ...adoptPair, consent: 'Global Administrator' }] },
    /^holds$/,
  ],
  [
    'the pair consents, and the policy protects who holds a role',
    { ...adopt, consent: 'Global Administrator' },
    {
      objects: [free()],
      facts: privileged,
      adoptions: [{ ...adoptPair, consent: 'Global Administrator' }],
      protect: [{ role: 'Global Administrator' }] as unknown as Policy['protect'],
    },
    /protects who holds a role/,
  ],
  ['the pair was taken out of the workspace', adopt, { objects: [free()], adoptions: [] }, /no reviewed pair/],
  [
    'the pair names another object now',
    adopt,
    { objects: [free()], adoptions: [{ ...adoptPair, id: 'x' }] },
    /no reviewed pair/,
  ],
  [
    'the pair names another person now',
    adopt,
    { objects: [free()], adoptions: [{ ...adoptPair, object: key(2) }] },
    /no reviewed pair/,
  ],
  [
    'the pair says that they are distinct now',
    adopt,
    { objects: [free()], adoptions: [{ ...adoptPair, kind: 'distinct' }] },
    /no reviewed pair/,
  ],
  ['the pair re-anchors now', adopt, { objects: [free()], adoptions: [reanchorPair] }, /no reviewed pair/],
  ['the pair restored it before', adopt, { objects: [free()], adoptions: [restorePair] }, /^holds$/],
  ['the plan gives it the mark of another', { ...adopt, mark: mark(2) }, { objects: [free()] }, /not its own/],
  [
    'the plan gives it the mark of another workspace',
    { ...adopt, mark: mark(1, { workspace: 'x' }) },
    { objects: [free()] },
    /not its own/,
  ],
  ['the group is as it was', adoptGroup, { objects: [freeGroup()], adoptions: [groupPair] }, /^holds$/],
  [
    'the group is dynamic by now',
    adoptGroup,
    { objects: [freeGroup({ dynamicMembership: true })], adoptions: [groupPair] },
    /decides its members/,
  ],
  [
    'roles can be assigned to the group',
    adoptGroup,
    { objects: [freeGroup({ roleAssignable: true })], adoptions: [groupPair] },
    /roles can be assigned/,
  ],
  [
    'the group is mail-enabled by now',
    adoptGroup,
    { objects: [freeGroup({ mailEnabled: true })], adoptions: [groupPair] },
    /mail-enabled/,
  ],
  [
    'the group grants access by now',
    adoptGroup,
    { objects: [freeGroup()], adoptions: [groupPair], facts: { grantingGroups: new Set(['id-group-5']) } },
    /privileged now, without consent/,
  ],
];

const reanchoring: readonly Row[] = [
  ['it is as it was', reanchor, { objects: [anchored('old', { mark: parsed(1) })] }, /^holds$/],
  ['it was re-anchored already', reanchor, { objects: [object('user', 1)] }, /^alreadyDone$/],
  ['it has no mark, as the plan says', { ...reanchor, markBefore: null }, { objects: [anchored('old')] }, /^holds$/],
  ['its mark was taken away', reanchor, { objects: [anchored('old')] }, /another mark/],
  [
    'it got a mark',
    { ...reanchor, markBefore: null },
    { objects: [anchored('old', { mark: parsed(1) })] },
    /another mark/,
  ],
  [
    'it is leaving by now',
    reanchor,
    { objects: [anchored('old', { mark: parsed(1, { leavingSince: '2026-12-01' }) })] },
    /another mark/,
  ],
  ['its anchor was changed', reanchor, { objects: [anchored('third', { mark: parsed(1) })] }, /another anchor/],
  [
    'the pair comes from another anchor',
    reanchor,
    { objects: [anchored('old', { mark: parsed(1) })], adoptions: [{ ...reanchorPair, from: 'x' }] },
    /other anchors/,
  ],
  [
    'the pair leads to another anchor',
    reanchor,
    { objects: [anchored('old', { mark: parsed(1) })], adoptions: [{ ...reanchorPair, to: 'x' }] },
    /other anchors/,
  ],
  [
    'the pair adopts now',
    reanchor,
    { objects: [anchored('old', { mark: parsed(1) })], adoptions: [adoptPair] },
    /no reviewed pair/,
  ],
  [
    'it became privileged',
    reanchor,
    { objects: [anchored('old', { mark: parsed(1) })], facts: privileged },
    /without consent/,
  ],
];

const restoring: readonly Row[] = [
  ['it lies there as it did', restore, { deleted: [binned()] }, /^holds$/],
  ['it came back already', restore, { objects: [object('user', 1)] }, /^alreadyDone$/],
  ['it is gone for good', restore, {}, /not in the recycle bin any more/],
  ['it is a group', restore, { deleted: [binned({ type: 'group' })] }, /not in the recycle bin any more/],
  ['it has another name', restore, { deleted: [binned({ name: 'x@contoso.com' })] }, /would be called x@contoso.com/],
  ['it lost its mark', restore, { deleted: [binned({ mark: undefined })] }, /another mark/],
  ['it carries the mark of another', restore, { deleted: [binned({ mark: parsed(2) })] }, /another mark/],
  ['its mark cannot be read', restore, { deleted: [binned({ mark: 'unreadable' })] }, /another mark/],
  [
    'the plan restores the mark of another',
    { ...restore, mark: mark(2) },
    { deleted: [binned({ mark: parsed(2) })] },
    /not its own/,
  ],
  [
    'it came back and was deleted once more',
    restore,
    { deleted: [binned({ deletedAt: '2026-11-20T09:30:00Z' })] },
    /deleted once more/,
  ],
  [
    'the pair is of another deletion than the plan',
    { ...restore, deletedAt: '2026-11-20T09:30:00Z' },
    { deleted: [binned({ deletedAt: '2026-11-20T09:30:00Z' })] },
    /another deletion/,
  ],
  ['it holds another anchor', restore, { deleted: [binned({ anchor: 'x' })] }, /another anchor/],
  [
    'its mark is on another by now',
    restore,
    { deleted: [binned()], objects: [object('user', 2, { mark: parsed(1) })] },
    /carries the mark now/,
  ],
  [
    'another in the bin carries its mark',
    restore,
    { deleted: [binned(), binned({ id: 'x', anchor: 'x' })] },
    /carries the mark now/,
  ],
  [
    'its anchor is on another by now',
    restore,
    { deleted: [binned()], objects: [object('user', 2, { anchor: 'anchor-1' })] },
    /holds the anchor/,
  ],
  [
    'its name is taken by now',
    restore,
    { deleted: [binned()], objects: [object('user', 2, { name: 'PERSON1@contoso.com' })] },
    /is taken now/,
  ],
  ['it is a guest', restore, { deleted: [binned({ guest: true })] }, /guest/],
  ['another engine masters it', restore, { deleted: [binned({ mastery: 'otherEngine' })] }, /another sync engine/],
  ['it is privileged', restore, { deleted: [binned()], facts: privileged }, /without consent/],
  [
    'it is privileged, and the pair consents',
    { ...restore, consent: 'Global Administrator' },
    { deleted: [binned()], facts: privileged, adoptions: [{ ...restorePair, consent: 'Global Administrator' }] },
    /^holds$/,
  ],
  ['the pair was taken out of the workspace', restore, { deleted: [binned()], adoptions: [] }, /no reviewed pair/],
  ['the pair adopts', restore, { deleted: [binned()], adoptions: [adoptPair] }, /no reviewed pair/],
];

describe.each<[string, readonly AdoptionPair[], readonly Row[]]>([
  ['adopt', [adoptPair], adopting],
  ['reanchor', [reanchorPair], reanchoring],
  ['restore', [restorePair], restoring],
])('%s', (_, adoptions, rows) => {
  test.each(rows)('%s', (_what, operation, now, expected) => {
    expect(verdict(operation, { adoptions, ...now })).toMatch(expected);
  });
});

describe('what waits for a take-over', () => {
  const change = { attribute: 'displayName', before: 'Old', after: 'New', why: [] };
  const taking = { ...adopt, id: 'adopt' };
  const update: Operation = { ...shared, kind: 'update', id: 'u', after: ['adopt'], mark: mark(1), changes: [change] };
  const leave = {
    ...update,
    kind: 'leave',
    newMark: mark(1, { leavingSince: '2026-12-22' }),
    reason: '',
    deleteAfter: '2027-01-21',
    licences: 0,
  } as unknown as Operation;
  const group = object('group', 5);
  const member = (kind: 'addMember' | 'removeMember'): Operation => ({
    kind,
    id: 'm',
    after: ['adopt'],
    object: ref('group', 5, 'id-group-5'),
    mark: mark(5),
    member: ref('user', 1, 'id-user-1'),
  });
  const inGroup = tenant([group, free()], { members: { 'id-group-5': ['id-user-1'] } });

  test.each<[string, Operation, Now, RegExp]>([
    ['is done once that holds', update, { objects: [free()], operations: [taking, update] }, /^holds$/],
    ['is done after it was done', update, { objects: [object('user', 1)], operations: [taking, update] }, /^holds$/],
    ['is not done without it in the plan', update, { objects: [free()], operations: [update] }, /another mark/],
    [
      'is not done unless it waits',
      { ...update, after: [] },
      { objects: [free()], operations: [taking, update] },
      /another mark/,
    ],
    [
      'is not done when the pair is gone',
      update,
      { objects: [free()], operations: [taking, update], adoptions: [] },
      /another mark/,
    ],
    [
      'is not done when it was renamed',
      update,
      { objects: [free({ name: 'x' })], operations: [taking, update] },
      /another mark/,
    ],
    [
      'is not done to whom consent adopts but nobody may write',
      update,
      {
        objects: [free()],
        facts: privileged,
        operations: [{ ...taking, consent: 'Global Administrator' }, update],
        adoptions: [{ ...adoptPair, consent: 'Global Administrator' }],
      },
      /must not be written/,
    ],
    ['takes nothing: no leave', leave, { objects: [free()], operations: [taking, leave] }, /another mark/],
    [
      'adds members',
      member('addMember'),
      { objects: [group, free()], operations: [taking, member('addMember')] },
      /^holds$/,
    ],
    [
      'adds no member whose pair is gone',
      member('addMember'),
      { objects: [group, free()], operations: [taking, member('addMember')], adoptions: [] },
      /our mark/,
    ],
  ])('%s', (_what, operation, now, expected) => {
    expect(verdict(operation, { adoptions: [adoptPair], ...now })).toMatch(expected);
  });

  test('removes nobody who is only taken over', () => {
    const policy = { protect: [] } as unknown as Policy;
    const judged = preconditions({
      tenant: inGroup,
      request: { attributes: { user: [], group: [] }, managers: true },
      workspace: WORKSPACE,
      extensions: [],
      schema: new Map(),
      operations: [taking, member('removeMember')],
      adoptions: [adoptPair],
      adoptable: adoptionTest(inGroup.facts, policy),
      mayWrite: writeTest(inGroup.facts, policy),
      policy,
      otherEngineDomains: undefined,
      now: 0,
    })(member('removeMember'));
    expect(judged).toMatchObject({ kind: 'changed', message: expect.stringContaining('our mark') as string });
  });
});
