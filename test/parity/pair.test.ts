import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { guidBytes, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, strangeGroup, stranger, without } from '../support/world/tenant.ts';
import { changed, compare } from './connect.ts';

let rules: RuleSet;

beforeAll(async () => {
  rules = await rulesOf();
});

const SID = 'S-1-5-21-1-2-3-7';

/** Everything of the tenant replaced. */
const only = (...objects: readonly TenantObject[]) => ({
  rules,
  tenant: <T extends object>(tenant: T) => ({
    ...tenant,
    objects,
    members: new Map(objects.map(({ id }) => [id, []] as const)),
  }),
});

const ada = person('ada', { with: { objectSid: sidBytes(7) } });
const red = team('red', [], { with: { objectSid: sidBytes(7) } });
const synced = { mastery: 'otherEngine' } as const;

describe('people', () => {
  test('by anchor, whatever else they are called', () => {
    const { parity, alone } = compare({
      source: [ada],
      ...only(stranger('x', { anchor: userAnchor('ada'), ...synced })),
    });
    expect(parity.pairedBy).toMatchObject({ anchor: 1 });
    expect(alone).toEqual([]);
  });

  test('by our mark before everything else', () => {
    const { parity } = compare({ source: [ada], ...only(ourUser('ada')) });
    expect(parity.pairedBy).toMatchObject({ mark: 1, anchor: 0 });
  });

  test('by the anchor of the other kind, and the anchor is a difference then', () => {
    const moved = person('ada', { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('old')) } });
    const { parity, told } = compare({
      source: [moved],
      ...only(stranger('ada', { anchor: userAnchor('ada'), ...synced })),
    });
    expect(parity.pairedBy).toMatchObject({ otherAnchor: 1 });
    expect(told).toEqual([`ada onPremisesImmutableId difference ${userAnchor('ada')} -> ${userAnchor('old')}`]);
    expect(parity.unexplained).toBe(1);
  });

  test('by security identifier, and the anchor is a difference then', () => {
    const { parity, differences } = compare({
      source: [ada],
      ...only(stranger('ada', { anchor: 'employee-17', sid: SID.toLowerCase(), ...synced })),
    });
    expect(parity.pairedBy).toMatchObject({ securityIdentifier: 1 });
    expect(differences.map((one) => [one.attribute, one.kind])).toEqual([['onPremisesImmutableId', 'changed']]);
  });

  test('never by name', () => {
    const { parity, alone } = compare({ source: [ada], ...only(stranger('ada', synced)) });
    expect(parity.pairs.user).toBe(0);
    expect(alone.toSorted()).toEqual(['onlyHere ada held', 'onlyThere ada noSource']);
    expect(parity.unexplained).toBe(2);
  });
});

describe('groups', () => {
  const facts = { onPremisesSamAccountName: 'RED', onPremisesDomainName: 'Corp.Contoso.com' };

  test('by security identifier', () => {
    const { parity } = compare({ source: [red], ...only(strangeGroup('x', { sid: SID, ...synced })) });
    expect(parity.pairedBy).toMatchObject({ securityIdentifier: 1 });
    expect(parity.pairs).toEqual({ user: 0, group: 1 });
  });

  test('by account name and domain where no identifier tells', () => {
    const { parity } = compare({ source: [red], ...only(strangeGroup('x', { attributes: facts, ...synced })) });
    expect(parity.pairedBy).toMatchObject({ samAccountName: 1 });
  });

  test.each([
    ['another domain', { ...facts, onPremisesDomainName: 'other.contoso.com' }],
    ['no domain', { onPremisesSamAccountName: 'red' }],
    ['another name', { ...facts, onPremisesSamAccountName: 'blue' }],
  ])('not of %s', (_what, attributes) => {
    const { alone } = compare({ source: [red], ...only(strangeGroup('x', { attributes, ...synced })) });
    expect(alone.toSorted()).toEqual(['onlyHere red absent', 'onlyThere x noSource']);
  });

  test('by their own names in the tenant', () => {
    const { parity } = compare({ source: [red], ...only(without(ourGroup('red', { mark: markOf('red') }), 'sid')) });
    expect(parity.pairedBy).toMatchObject({ mark: 1 });
  });
});

describe('several that fit', () => {
  test('two of the tenant with one anchor are no pair, and all of them count', () => {
    const one = stranger('one', { anchor: userAnchor('ada'), ...synced });
    const { parity, alone } = compare({ source: [ada], ...only(one, { ...one, id: 'two', name: 'two@contoso.com' }) });
    expect(parity.pairs.user).toBe(0);
    expect(alone).toEqual(['ambiguous ada severalFit', 'ambiguous one severalFit', 'ambiguous two severalFit']);
    expect(parity.unexplained).toBe(3);
    expect(parity.unpaired[0]?.objects[0]?.detail).toContain('one@contoso.com; two@contoso.com');
  });

  test('one by two anchors of its own is no pair', () => {
    const moved = person('ada', {
      with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('old')), objectSid: sidBytes(7) },
    });
    const { parity, alone } = compare({
      source: [moved, person('bob', { with: { objectSid: sidBytes(8) } })],
      ...only(
        stranger('ada', { anchor: userAnchor('ada'), ...synced }),
        stranger('bob', { anchor: 'x', sid: 'S-1-5-21-1-2-3-8', ...synced }),
        stranger('old', { sid: SID, ...synced }),
      ),
    });
    expect(parity.pairedBy).toMatchObject({ otherAnchor: 1, securityIdentifier: 1 });
    expect(alone).toEqual(['onlyThere old noSource']);
  });

  test('two of the source that claim one anchor are none', () => {
    const copy = { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('old')) } };
    const { alone } = compare({
      source: [person('ada', copy), person('bob', copy)],
      ...only(stranger('old', { anchor: userAnchor('old'), ...synced })),
    });
    expect(alone.toSorted()).toEqual([
      'ambiguous ada severalFit',
      'ambiguous bob severalFit',
      'ambiguous old severalFit',
    ]);
  });
});

describe('in no pair', () => {
  const people = [person('ada'), person('bob')];

  test('what no engine writes is left out', () => {
    const { parity, alone } = compare({
      rules,
      source: people,
      tenant: (tenant) => ({ ...tenant, objects: [...tenant.objects, stranger('cloud'), strangeGroup('cloud group')] }),
    });
    expect(alone).toEqual([]);
    expect(parity.notCompared.cloudOnly).toBe(2);
    expect(parity.unexplained).toBe(0);
  });

  test('what a live engine has let go of is missing; once no engine is live it is compared', () => {
    const letGo = (liveSync: boolean) =>
      compare({
        rules,
        source: people,
        tenant: (tenant) => ({
          ...changed(tenant, 'bob', { mastery: 'formerlySynced' }),
          facts: { ...tenant.facts, liveSync },
        }),
      });
    expect(letGo(true).alone).toEqual(['onlyHere bob formerlySynced']);
    expect(letGo(false).alone).toEqual([]);
    expect(letGo(false).parity.pairs.user).toBe(2);
  });

  test('why the rules do not want it is told, with the place', async () => {
    const filter = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits:
    exclude: ['OU=Test,DC=corp,DC=contoso,DC=com']
`;
    const loose = await rulesOf();
    const strict = await rulesOf({ documents: filter });
    const bob = person('bob', { dn: 'CN=bob,OU=Test,DC=corp,DC=contoso,DC=com' });
    let tenantOfAll: TenantObject[] = [];
    compare({
      rules: loose,
      source: [ada, bob],
      tenant: (tenant) => {
        tenantOfAll = [...tenant.objects];
        return tenant;
      },
    });
    const { parity, alone } = compare({ ...only(...tenantOfAll), rules: strict, source: [ada, bob] });
    expect(alone).toEqual(['onlyThere bob filteredOut']);
    expect(parity.unpaired[0]?.detail).toMatch(
      /^staff, OU=Test,DC=corp,DC=contoso,DC=com excluded \(rules\.yaml:\d+\)$/,
    );
  });

  test('a group that no application can write is explained', async () => {
    const mail = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: group-in }
spec:
  from: { connectors: { type: directory }, type: group }
  to: { metaverse: group }
  precedence: 90
  link: provision
  flows:
    displayName: displayName
    mailEnabled: { constant: true }
    sourceAnchor: '=ConvertToBase64([objectGUID])'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: group-out }
spec:
  from: { metaverse: group }
  to: { connector: entra, type: group }
  precedence: 91
  link: provision
  scope: { all: [{ mailEnabled: { notEqual: true } }] }
  flows: { displayName: displayName }
`;
    const { parity, alone } = compare({
      ...only(strangeGroup('red', { sid: SID, mailEnabled: true, ...synced })),
      rules: await rulesOf({ documents: mail, ordinary: false }),
      source: [red],
    });
    expect(alone).toEqual(['onlyThere red notWritable']);
    expect(parity).toMatchObject({ unexplained: 0, explained: 1, identities: 1 });
  });
});
