import { beforeAll, describe, expect, test } from 'vitest';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { DeletedObject, TenantFacts, TenantPopulation } from '../../src/model/tenant.ts';
import { groupAnchor, guidBytes, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { person, reference, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';
import type { TenantParts } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
const DELETED_AT = '2026-11-12T06:00:00Z';
const keyOf = (name: string) => `corp/${guidOf(name)}`;
const adopt = (name: string, id: string, consent?: string): AdoptionPair => ({
  kind: 'adopt',
  object: keyOf(name),
  id,
  source,
  ...(consent === undefined ? {} : { consent }),
});
const restore = (name: string, id = 'gone', consent?: string, deletedAt = DELETED_AT): AdoptionPair => ({
  ...adopt(name, id, consent),
  kind: 'restore',
  deletedAt,
});
const reanchor = (name: string, from: string, to = userAnchor(name), was?: string): AdoptionPair => ({
  kind: 'reanchor',
  object: keyOf(name),
  id: `id-${name}`,
  from,
  to,
  source,
  ...(was === undefined ? {} : { was: keyOf(was) }),
});

const ada = person('ada');
const claimsAda = (name: string) => person(name, { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('ada')) } });
const withSid = (name: string, rid: number) => person(name, { with: { objectSid: sidBytes(rid) } });
const SID7 = 'S-1-5-21-1-2-3-7';
const deleted = (parts: Partial<DeletedObject> = {}): DeletedObject => ({
  type: 'user',
  id: 'gone',
  name: 'ada@contoso.com',
  mark: undefined,
  deletedAt: DELETED_AT,
  ...parts,
});
const timeless: DeletedObject = { type: 'user', id: 'gone', name: 'ada@contoso.com', mark: undefined };
const inBin = (...objects: readonly DeletedObject[]): Partial<TenantFacts> => ({ deleted: objects });
const role = (id: string): Partial<TenantFacts> => ({ privilegedUsers: new Map([[id, 'Helpdesk']]) });

interface Judged {
  readonly from?: readonly SourceObject[];
  readonly tenant: TenantParts | TenantPopulation;
  /** What becomes of the first object of `from`: the operation on it, or why it is held. */
  readonly comes: string;
}

/** What becomes of the first source object: the first operation that takes it over, or the reason and words of its hold. */
function judge(pair: AdoptionPair, { from = [ada], tenant }: Omit<Judged, 'comes'>) {
  const plan = planOf({ rules: { ...rules, adoptions: [pair] }, source: from, tenant });
  const dn = from[0]?.dn;
  const held = plan.body.held.find((one) => one.from === dn && one.would !== 'setManager');
  const did = plan.body.operations.find((one) => 'from' in one && one.from === dn);
  return { plan, comes: held === undefined ? (did?.kind ?? 'nothing') : `${held.reason}: ${held.detail}` };
}

describe('what a pair to adopt comes to', () => {
  test.each<[string, AdoptionPair, Judged]>([
    ['one with the same name', adopt('ada', 'id-ada'), { tenant: { objects: [stranger('ada')] }, comes: 'adopt' }],
    [
      'a group',
      adopt('ada', 'id-ada'),
      { tenant: { objects: [strangeGroup('ada')] }, comes: 'pairDoesNotFit: ada is a group' },
    ],
    [
      'one with a mark that cannot be read',
      adopt('ada', 'id-ada'),
      { tenant: { objects: [stranger('ada', { mark: 'unreadable' })] }, comes: 'markUnreadable' },
    ],
    [
      'one of another workspace',
      adopt('ada', 'id-ada'),
      { tenant: { objects: [ourUser('ada', { mark: markOf('ada', { workspace: 'y' }) })] }, comes: 'foreignMark' },
    ],
    [
      'one with our mark of somebody else',
      adopt('ada', 'id-ada'),
      {
        tenant: { objects: [stranger('ada', { mark: markOf('bob') })] },
        comes: 'markDisagrees: .* carries the mark of',
      },
    ],
    [
      'one, and another carries the mark',
      adopt('ada', 'id-ada'),
      {
        tenant: { objects: [stranger('ada'), ourUser('ada', { id: 'id-x', name: 'x@contoso.com', anchor: 'AAAA' })] },
        comes: 'duplicateMark: x@',
      },
    ],
    [
      'one, and the bin has one with our mark',
      adopt('ada', 'id-ada'),
      {
        tenant: { objects: [stranger('ada')], facts: inBin(deleted({ mark: markOf('ada'), name: 'x' })) },
        comes: 'softDeleted: x .* carries the mark',
      },
    ],
    [
      'one with another anchor',
      adopt('ada', 'id-ada'),
      { tenant: { objects: [stranger('ada', { anchor: 'AAAA' })] }, comes: 'changedAnchor: .*that takes reanchor' },
    ],
    [
      'one, and another holds the anchor',
      adopt('ada', 'id-ada'),
      {
        tenant: { objects: [stranger('ada'), stranger('x', { anchor: userAnchor('ada') })] },
        comes: 'pairDoesNotFit: x@contoso.com holds the anchor',
      },
    ],
    [
      'one, and another in the bin holds the anchor',
      adopt('ada', 'id-ada'),
      {
        tenant: { objects: [stranger('ada')], facts: inBin(deleted({ name: 'x', anchor: userAnchor('ada') })) },
        comes: 'softDeleted: x .* holds the anchor',
      },
    ],
    [
      'one whose anchor two source objects claim',
      adopt('ada', 'id-ada'),
      { from: [ada, claimsAda('bob')], tenant: { objects: [stranger('ada')] }, comes: 'duplicateInSource' },
    ],
    [
      'one with the security identifier of somebody else',
      adopt('ada', 'id-ada'),
      {
        from: [withSid('ada', 8), withSid('bob', 7)],
        tenant: { objects: [stranger('ada', { sid: SID7 })] },
        comes: 'pairDoesNotFit: it has the security identifier of CN=bob',
      },
    ],
    [
      'one with the security identifier of both',
      adopt('ada', 'id-ada'),
      {
        from: [withSid('ada', 7), withSid('bob', 7)],
        tenant: { objects: [stranger('ada', { sid: SID7 })] },
        comes: 'adopt',
      },
    ],
    ['a guest', adopt('ada', 'id-ada'), { tenant: { objects: [stranger('ada', { guest: true })] }, comes: 'guest' }],
    [
      'one with a role, without consent',
      adopt('ada', 'id-ada'),
      {
        tenant: { objects: [stranger('ada')], facts: role('id-ada') },
        comes: 'consentNeeded: .*“Helpdesk”.*names none',
      },
    ],
    [
      'one with a role, with consent to another',
      adopt('ada', 'id-ada', 'Reader'),
      { tenant: { objects: [stranger('ada')], facts: role('id-ada') }, comes: 'consentNeeded: .*says Reader' },
    ],
    [
      'one with a role, with consent',
      adopt('ada', 'id-ada', 'helpdesk'),
      { tenant: { objects: [stranger('ada')], facts: role('id-ada') }, comes: 'adopt' },
    ],
    [
      'one with nothing the same',
      adopt('ada', 'id-x'),
      { tenant: { objects: [stranger('x')] }, comes: 'pairDoesNotFit: nothing of x@contoso.com is the same' },
    ],
    [
      'one while another engine is live',
      adopt('ada', 'id-ada'),
      { tenant: { objects: [stranger('ada')], facts: { liveSync: true } }, comes: 'liveSync' },
    ],
    [
      'an id that the tenant does not have',
      adopt('ada', 'id-x'),
      { tenant: {}, comes: 'pairDoesNotFit: the tenant has no object id-x' },
    ],
    [
      'one in the bin',
      adopt('ada', 'gone'),
      { tenant: { facts: inBin(deleted()) }, comes: 'pairDoesNotFit: .* a pair with restore brings it back' },
    ],
    [
      'a group of another tool',
      adopt('crew', 'id-crew'),
      {
        from: [team('crew')],
        tenant: { objects: [strangeGroup('crew', { anchor: 'bicep' })], members: { 'id-crew': [] } },
        comes: 'pairDoesNotFit: crew has the uniqueName bicep of another tool',
      },
    ],
    [
      'a group whose members were not read',
      adopt('crew', 'id-crew'),
      {
        from: [team('crew')],
        tenant: { objects: [strangeGroup('crew')] },
        comes: 'pairDoesNotFit: the members of crew were not read',
      },
    ],
    [
      'a group whose members were read',
      adopt('crew', 'id-crew'),
      { from: [team('crew')], tenant: { objects: [strangeGroup('crew')], members: { 'id-crew': [] } }, comes: 'adopt' },
    ],
  ])('%s', (_name, pair, world) => {
    expect(judge(pair, world).comes).toMatch(new RegExp(`^${world.comes}`));
  });
});

describe('what a pair with another anchor comes to', () => {
  const bobs = userAnchor('bob');
  test.each<[string, AdoptionPair, Judged]>([
    ['ours', reanchor('ada', 'AAAA'), { tenant: { objects: [ourUser('ada', { anchor: 'AAAA' })] }, comes: 'reanchor' }],
    [
      'nobody’s',
      reanchor('ada', 'AAAA'),
      { tenant: { objects: [stranger('ada', { anchor: 'AAAA' })] }, comes: 'reanchor' },
    ],
    [
      'one that holds a third anchor by now',
      reanchor('ada', 'BBBB'),
      {
        tenant: { objects: [ourUser('ada', { anchor: 'AAAA' })] },
        comes: 'pairDoesNotFit: .* holds the anchor AAAA, not BBBB',
      },
    ],
    [
      'one whose source says another by now',
      reanchor('ada', 'AAAA', 'BBBB'),
      {
        tenant: { objects: [ourUser('ada', { anchor: 'AAAA' })] },
        comes: 'pairDoesNotFit: the source says .*, not BBBB',
      },
    ],
    [
      'one whose anchor is that of somebody in the source',
      reanchor('ada', bobs),
      {
        from: [ada, person('bob')],
        tenant: { objects: [stranger('ada', { anchor: bobs })] },
        comes: 'pairDoesNotFit: .* is the anchor of CN=bob',
      },
    ],
    [
      'a group',
      { ...reanchor('crew', 'AAAA', groupAnchor('crew')), id: 'id-crew' },
      {
        from: [team('crew')],
        tenant: { objects: [ourGroup('crew', { anchor: 'AAAA' })] },
        comes: 'pairDoesNotFit: Graph never changes the uniqueName',
      },
    ],
    [
      'one with the mark of somebody who is gone, and the pair says whose',
      reanchor('ada', bobs, userAnchor('ada'), 'bob'),
      { tenant: { objects: [ourUser('ada', { mark: markOf('bob'), anchor: bobs })] }, comes: 'reanchor' },
    ],
    [
      'one with the mark of somebody who is gone, and the pair says nobody',
      reanchor('ada', bobs),
      {
        tenant: { objects: [ourUser('ada', { mark: markOf('bob'), anchor: bobs })] },
        comes: 'pairDoesNotFit: its mark names .*, the pair no other object',
      },
    ],
    [
      'one with the mark of somebody who is gone, and the pair says another',
      reanchor('ada', bobs, userAnchor('ada'), 'eve'),
      {
        tenant: { objects: [ourUser('ada', { mark: markOf('bob'), anchor: bobs })] },
        comes: `pairDoesNotFit: its mark names .*, the pair ${keyOf('eve')}`,
      },
    ],
    [
      'one with the mark of somebody who is still there',
      reanchor('ada', 'AAAA', userAnchor('ada'), 'bob'),
      {
        from: [ada, person('bob')],
        tenant: { objects: [ourUser('ada', { mark: markOf('bob'), anchor: 'AAAA' })] },
        comes: 'pairDoesNotFit: .*is still in the source',
      },
    ],
    [
      'one of two with the mark of somebody who is gone',
      reanchor('ada', bobs, userAnchor('ada'), 'bob'),
      {
        tenant: {
          objects: [
            ourUser('ada', { mark: markOf('bob'), anchor: bobs }),
            ourUser('bob', { id: 'id-x', name: 'x@contoso.com', anchor: 'CCCC' }),
          ],
        },
        comes: 'duplicateMark: several objects',
      },
    ],
  ])('%s', (_name, pair, world) => {
    expect(judge(pair, world).comes).toMatch(new RegExp(`^${world.comes}`));
  });
});

describe('what a pair to restore comes to', () => {
  test.each<[string, AdoptionPair, Judged]>([
    ['one with the same name', restore('ada'), { tenant: { facts: inBin(deleted()) }, comes: 'restore' }],
    [
      'one, its time written in another way',
      restore('ada', 'gone', undefined, '2026-11-12T06:00:00.000Z'),
      { tenant: { facts: inBin(deleted()) }, comes: 'restore' },
    ],
    [
      'one that was deleted once more',
      restore('ada'),
      {
        tenant: { facts: inBin(deleted({ deletedAt: '2026-11-20T09:30:00Z' })) },
        comes: 'pairDoesNotFit: ada@contoso.com was deleted 2026-11-20T09:30:00Z, the pair is of 2026-11-12T06:00:00Z',
      },
    ],
    [
      'one of which the time is not known',
      restore('ada'),
      { tenant: { facts: inBin(timeless) }, comes: 'pairDoesNotFit: .* at a time that is not known' },
    ],
    [
      'a group',
      restore('ada'),
      { tenant: { facts: inBin(deleted({ type: 'group' })) }, comes: 'pairDoesNotFit: .* is a group' },
    ],
    [
      'one with a mark that cannot be read',
      restore('ada'),
      { tenant: { facts: inBin(deleted({ mark: 'unreadable' })) }, comes: 'markUnreadable' },
    ],
    [
      'one with our mark of somebody else',
      restore('ada'),
      { tenant: { facts: inBin(deleted({ mark: markOf('bob') })) }, comes: 'foreignMark' },
    ],
    [
      'one with nothing the same',
      restore('ada'),
      { tenant: { facts: inBin(deleted({ name: 'x@contoso.com' })) }, comes: 'pairDoesNotFit: nothing of x@' },
    ],
    [
      'one with nothing the same but the mark',
      restore('ada'),
      { tenant: { facts: inBin(deleted({ name: 'x@contoso.com', mark: markOf('ada') })) }, comes: 'restore' },
    ],
    [
      'one with a role, without consent',
      restore('ada'),
      { tenant: { facts: { ...inBin(deleted()), ...role('gone') } }, comes: 'consentNeeded: .*“Helpdesk”' },
    ],
    [
      'one with a role, with consent',
      restore('ada', 'gone', 'Helpdesk'),
      { tenant: { facts: { ...inBin(deleted()), ...role('gone') } }, comes: 'restore' },
    ],
    [
      'one, and somebody carries the mark',
      restore('ada'),
      {
        tenant: { objects: [ourUser('ada', { name: 'x@contoso.com', anchor: 'AAAA' })], facts: inBin(deleted()) },
        comes: 'duplicateMark: x@',
      },
    ],
    [
      'one, and somebody holds the anchor',
      restore('ada'),
      {
        tenant: { objects: [stranger('x', { anchor: userAnchor('ada') })], facts: inBin(deleted()) },
        comes: 'pairDoesNotFit: x@contoso.com holds the anchor',
      },
    ],
    [
      'one whose anchor two source objects claim',
      restore('ada'),
      { from: [ada, claimsAda('bob')], tenant: { facts: inBin(deleted()) }, comes: 'duplicateInSource' },
    ],
    [
      'one of two with the mark',
      restore('ada'),
      {
        tenant: { facts: inBin(deleted(), deleted({ id: 'other', name: 'x', mark: markOf('ada') })) },
        comes: 'softDeleted: x \\(other\\) in the recycle bin may be it, too',
      },
    ],
    [
      'one, and another in the bin holds the anchor',
      restore('ada'),
      {
        tenant: { facts: inBin(deleted(), deleted({ id: 'other', name: 'x', anchor: userAnchor('ada') })) },
        comes: 'softDeleted: x \\(other\\) in the recycle bin may be it, too',
      },
    ],
    [
      'one whose name somebody has',
      restore('ada'),
      {
        tenant: { objects: [stranger('x', { name: 'ADA@contoso.com' })], facts: inBin(deleted()) },
        comes: 'nameTaken: .*, and id-x has that name',
      },
    ],
    [
      'one whose name somebody else is to have',
      restore('ada'),
      {
        from: [
          person('ada', { with: { userPrincipalName: 'ada2@contoso.com' } }),
          person('bob', { with: { userPrincipalName: 'ada@contoso.com' } }),
        ],
        tenant: { facts: inBin(deleted({ anchor: userAnchor('ada') })) },
        comes: 'nameTaken: .*, and CN=bob,.* is to have it',
      },
    ],
    [
      'one while another engine is live',
      restore('ada'),
      { tenant: { facts: { ...inBin(deleted()), liveSync: true } }, comes: 'liveSync' },
    ],
    ['one that is there', restore('ada', 'id-ada'), { tenant: { objects: [stranger('ada')] }, comes: 'adopt' }],
  ])('%s', (_name, pair, world) => {
    expect(judge(pair, world).comes).toMatch(new RegExp(`^${world.comes}`));
  });
});

test.each<[string, string | undefined, readonly string[]]>([
  ['is set once that is done', undefined, ['manager ada bob']],
  ['stays', 'id-bob', []],
  ['replaces another once that is done', 'id-eve', ['manager ada bob']],
])('a manager who is taken over %s', (_name, manager, told) => {
  const own = ourUser('ada', manager === undefined ? {} : { manager });
  const from = [person('ada', { with: { manager: reference('bob') } }), person('bob')];
  const { plan } = judge(adopt('bob', 'id-bob'), {
    from,
    tenant: { objects: [own, stranger('bob'), stranger('eve')] },
  });
  const managed = plan.body.operations.filter((one) => one.kind === 'setManager');
  expect(plan.told.filter((one) => one.startsWith('manager'))).toEqual(told);
  expect(managed.map(({ after }) => after)).toEqual(told.map(() => [`adopt:${keyOf('bob')}`]));
  const again = judge(adopt('bob', 'id-bob'), { from, tenant: applied(plan.tenant, plan.body) });
  expect(again.plan.told).toEqual([]);
});
