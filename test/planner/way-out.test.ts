import { beforeAll, describe, expect, test } from 'vitest';
import type { AdoptionPair, Candidate } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { DeletedObject, TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { groupAnchor, guidBytes, guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf, withPolicy } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, stranger, without } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const key = (name: string) => `corp/${guidOf(name)}`;
const ada = person('ada');
const role: Partial<TenantFacts> = { privilegedUsers: new Map([['id-ada', 'Helpdesk']]) };

interface World {
  readonly from?: readonly SourceObject[];
  readonly objects?: readonly TenantObject[];
  readonly facts?: Partial<TenantFacts>;
  readonly of?: RuleSet;
}

/** The pairs that a person could write for the first source object. */
function offered({ from = [ada], objects = [], facts = {}, of = rules }: World): readonly Candidate[] {
  const plan = planOf({ rules: of, source: from, tenant: { objects, facts } });
  const first = plan.population.desired.find(({ dn }) => dn === from[0]?.dn)?.key;
  return plan.body.held.flatMap((one) => (one.object.key === first ? (one.candidates ?? []) : []));
}

describe('what carries our mark and another anchor', () => {
  const moved = ourUser('ada', { anchor: 'AAAA' });
  const known = { id: 'id-ada', name: 'ada@contoso.com', by: 'reanchor', from: 'AAAA', to: userAnchor('ada') };

  test('is offered to be anchored anew, with what speaks for it', () => {
    expect(offered({ objects: [moved] })).toEqual([{ ...known, evidence: ['mark', 'userPrincipalName'] }]);
  });

  test('speaks for itself by its mark alone', () => {
    const objects = [ourUser('ada', { anchor: 'AAAA', name: 'x@contoso.com' })];
    expect(offered({ objects })).toMatchObject([{ evidence: ['mark'] }]);
  });

  test('takes consent where it holds a role', () => {
    expect(offered({ objects: [moved], facts: role })).toMatchObject([{ consent: 'Helpdesk' }]);
    expect('consent' in (offered({ objects: [moved] })[0] ?? {})).toBe(false);
  });

  const claims = (name: string) => person(name, { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('x')) } });
  test.each<[string, () => World]>([
    ['it has no anchor', () => ({ objects: [without(moved, 'anchor')] })],
    ['two carry the mark', () => ({ objects: [moved, stranger('y', { mark: markOf('ada'), anchor: 'B' })] })],
    [
      'its anchor is that of somebody else in the source',
      () => ({ from: [ada, claims('bob')], objects: [ourUser('ada', { anchor: userAnchor('x') })] }),
    ],
    ['another object holds the anchor', () => ({ objects: [moved, stranger('y', { anchor: userAnchor('ada') })] })],
    ['another engine writes it', () => ({ objects: [ourUser('ada', { anchor: 'AAAA', mastery: 'otherEngine' })] })],
    ['it is a guest', () => ({ objects: [ourUser('ada', { anchor: 'AAAA', guest: true })] })],
    [
      'the policy protects it',
      () => ({ of: withPolicy(rules, { protect: [{ userPrincipalName: 'ada@contoso.com' }] }), objects: [moved] }),
    ],
    ['it is a group', () => ({ from: [team('crew')], objects: [ourGroup('crew', { anchor: 'AAAA' })] })],
    ['it is a group, and the source object a person', () => ({ objects: [ourGroup('ada', { anchor: 'AAAA' })] })],
  ])('is not offered where %s', (_name, world) => {
    expect(offered(world())).toEqual([]);
  });
});

describe('what holds the anchor and our mark of somebody else', () => {
  const objects = [ourUser('ada', { mark: markOf('gone') })];

  test('is offered where that one is gone, and the pair says whose mark it was', () => {
    expect(offered({ objects })).toMatchObject([
      {
        by: 'reanchor',
        from: userAnchor('ada'),
        to: userAnchor('ada'),
        was: key('gone'),
        evidence: ['anchor', 'userPrincipalName'],
      },
    ]);
  });

  test('is not offered where that one is in the source, held or not', () => {
    expect(offered({ from: [ada, person('gone')], objects })).toEqual([]);
  });
});

describe('what lies in the recycle bin', () => {
  const deletedAt = '2026-11-20T08:00:00Z';
  const binned = (parts: Partial<DeletedObject> = {}): DeletedObject => ({
    type: 'user',
    id: 'gone',
    name: 'ada@contoso.com',
    anchor: userAnchor('ada'),
    mark: markOf('ada'),
    deletedAt,
    ...parts,
  });
  const bin = (...deleted: readonly DeletedObject[]): World => ({ facts: { deleted } });
  const known = { id: 'gone', name: 'ada@contoso.com', by: 'restore', deletedAt };

  test.each<[string, Partial<DeletedObject>, readonly string[]]>([
    ['our mark', { anchor: 'AAAA', name: 'x@contoso.com' }, ['mark']],
    ['our mark and the anchor', {}, ['mark', 'anchor', 'userPrincipalName']],
    ['the anchor and no mark', { mark: undefined, name: 'x@contoso.com' }, ['anchor']],
  ])('is offered with %s', (_name, parts, evidence) => {
    expect(offered(bin(binned(parts)))).toEqual([
      { ...known, ...(parts.name === undefined ? {} : { name: parts.name }), evidence },
    ]);
  });

  test.each<[string, Partial<DeletedObject>]>([
    ['the mark of somebody else', { mark: markOf('bob') }],
    ['the mark of another workspace', { mark: markOf('ada', { workspace: 'y' }) }],
    ['a mark that cannot be read', { mark: 'unreadable' }],
    ['our mark as a group', { type: 'group' }],
    ['our mark as a guest', { guest: true }],
    ['our mark and another engine’s hand', { mastery: 'otherEngine' }],
  ])('is not offered with %s', (_name, parts) => {
    expect(offered(bin(binned(parts)))).toEqual([]);
  });

  test('takes consent where it held a role', () => {
    const facts = { deleted: [binned()], privilegedUsers: new Map([['gone', 'Helpdesk']]) };
    expect(offered({ facts })).toMatchObject([{ consent: 'Helpdesk' }]);
    expect('consent' in (offered(bin(binned()))[0] ?? {})).toBe(false);
  });

  test('is told once, and each of several is', () => {
    expect(offered(bin(binned())).map(({ id }) => id)).toEqual(['gone']);
    const two = bin(binned(), binned({ id: 'older', mark: undefined }));
    expect(
      offered(two)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['gone', 'older']);
  });

  test('is offered for a group, too', () => {
    const deleted = [binned({ type: 'group', name: 'crew', anchor: groupAnchor('crew'), mark: markOf('crew') })];
    expect(offered({ from: [team('crew')], facts: { deleted } })).toMatchObject([
      { by: 'restore', evidence: ['mark', 'anchor', 'displayName'] },
    ]);
  });
});

test('one candidate is named as the object; of several none is', () => {
  const named = (...objects: readonly TenantObject[]) =>
    planOf({ rules, source: [ada], tenant: { objects } }).body.held.map(({ object }) => object.id);
  expect(named(stranger('ada'))).toEqual(['id-ada']);
  const numbered = stranger('y', { attributes: { employeeId: '7' } });
  const from = person('ada', { with: { employeeID: '7' } });
  const { held } = planOf({ rules, source: [from], tenant: { objects: [stranger('ada'), numbered] } }).body;
  expect(held.map(({ object }) => object.id)).toEqual([undefined]);
});

describe('who is taken over', () => {
  const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
  const adopt = (name: string, consent?: string): AdoptionPair => ({
    kind: 'adopt',
    object: key(name),
    id: `id-${name}`,
    source,
    ...(consent === undefined ? {} : { consent }),
  });
  const renamed = person('ada', { with: { userPrincipalName: 'free@contoso.com', employeeID: '7' } });
  const bob = person('bob', { with: { userPrincipalName: 'ada@contoso.com' } });
  const objects = [stranger('ada', { attributes: { employeeId: '7' } }), ourUser('bob')];

  test('gives up a name in the same plan, and who wants it waits for that', () => {
    const of = { ...rules, adoptions: [adopt('ada')] };
    const { told, body } = planOf({ rules: of, source: [renamed, bob], tenant: { objects } });
    expect(told.toSorted()).toEqual(['adopt ada', 'update ada', 'update bob']);
    expect(body.operations.find(({ id }) => id === `update:${key('bob')}`)?.after).toEqual([`update:${key('ada')}`]);
  });

  test('keeps the name where nothing else of it is written', () => {
    const of = { ...rules, adoptions: [adopt('ada', 'Helpdesk')] };
    const { told, holds } = planOf({ rules: of, source: [renamed, bob], tenant: { objects, facts: role } });
    expect(told).toEqual(['adopt ada']);
    expect(holds).toContain('nameTaken bob update');
  });

  test('does not leave as the one whose mark it carried', () => {
    const pair: AdoptionPair = {
      kind: 'reanchor',
      object: key('ada'),
      id: 'id-ada',
      from: userAnchor('ada'),
      to: userAnchor('ada'),
      was: key('gone'),
      source,
    };
    const plan = planOf({
      rules: { ...rules, adoptions: [pair] },
      source: [ada],
      tenant: { objects: [ourUser('ada', { mark: markOf('gone') })] },
    });
    expect([plan.told, plan.holds]).toEqual([['reanchor ada'], []]);
  });

  test('a pair whose source object the rules do not want is told', () => {
    const of = { ...rules, adoptions: [adopt('ada')] };
    const plan = planOf({ rules: of, source: [], tenant: { objects: [stranger('ada')] } });
    expect(plan.holds).toEqual(['pairDoesNotFit ada adopt']);
  });
});

test('a name is not to be had whose holder would move between two federated domains', () => {
  const domain = (name: string, federated: boolean) => ({ name, verified: true, federated, initial: false });
  const domains = [domain('contoso.com', true), domain('fabrikam.com', true)];
  const source = [
    person('ada', { with: { userPrincipalName: 'bob@contoso.com' } }),
    person('bob', { with: { userPrincipalName: 'bob@fabrikam.com' } }),
  ];
  const plan = planOf({ rules, source, tenant: { objects: [ourUser('ada'), ourUser('bob')], facts: { domains } } });
  expect(plan.told).toEqual([]);
  expect(plan.holds.toSorted()).toEqual(['federatedDomainChange bob update', 'nameTaken ada update']);
});
