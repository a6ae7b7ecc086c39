import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { guidOf, sidBytes } from '../support/world/identity.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, reference, team } from '../support/world/sources.ts';
import { stranger, without as withoutKey } from '../support/world/tenant.ts';
import { changed, compare } from './connect.ts';

let rules: RuleSet;

beforeAll(async () => {
  rules = await rulesOf();
});

const id = (name: string): string => `id-${guidOf(name)}`;
const ELSEWHERE = 'CN=x,DC=elsewhere';
const withManager = (manager: string) => person('ada', { with: { manager: reference(manager) } });
const red = (...members: readonly string[]) => team('red', members, { with: { objectSid: sidBytes(9) } });
const others = [person('bob'), person('cy')];

/** Somebody of the cloud whom no engine writes. */
const CLOUD = stranger('cloud');
const withCloud = (tenant: TenantPopulation): TenantPopulation => ({ ...tenant, objects: [...tenant.objects, CLOUD] });

const without = (tenant: TenantPopulation, name: string): TenantPopulation => ({
  ...tenant,
  objects: tenant.objects.filter((one) => one.id !== id(name)),
});

describe('managers', () => {
  interface Case {
    readonly ada: SourceObject;
    readonly tenant: (tenant: TenantPopulation) => TenantPopulation;
    readonly told: readonly string[];
    readonly unknown: readonly string[];
    readonly alone?: readonly string[];
  }
  const manages = (manager: string) => (tenant: TenantPopulation) => changed(withCloud(tenant), 'ada', { manager });
  const none = (tenant: TenantPopulation): TenantPopulation => ({
    ...tenant,
    objects: tenant.objects.map((one) => withoutKey(one, 'manager')),
  });
  test.each<[string, Case]>([
    ['the same', { ada: withManager('bob'), tenant: (one) => one, told: [], unknown: [] }],
    ['none on both sides', { ada: person('ada'), tenant: (one) => one, told: [], unknown: [] }],
    [
      'another',
      { ada: withManager('bob'), tenant: manages(id('cy')), told: ['ada manager difference cy -> bob'], unknown: [] },
    ],
    ['missing', { ada: withManager('bob'), tenant: none, told: ['ada manager difference null -> bob'], unknown: [] }],
    [
      'too many',
      { ada: person('ada'), tenant: manages(id('bob')), told: ['ada manager difference bob -> null'], unknown: [] },
    ],
    [
      'somebody of the cloud in his place',
      {
        ada: withManager('bob'),
        tenant: manages('id-cloud'),
        told: ['ada manager difference cloud -> bob'],
        unknown: [],
      },
    ],
    [
      'somebody of the cloud where there is none',
      {
        ada: person('ada'),
        tenant: manages('id-cloud'),
        told: ['ada manager difference cloud -> null'],
        unknown: [],
      },
    ],
    [
      'somebody out of sight where there is none',
      {
        ada: person('ada'),
        tenant: manages('id-unseen'),
        told: [],
        unknown: ['ada@contoso.com: manager id-unseen'],
      },
    ],
    [
      'out of sight, and none',
      {
        ada: withManager(ELSEWHERE),
        tenant: (one) => one,
        told: [],
        unknown: [`ada@contoso.com: manager ${ELSEWHERE}`],
      },
    ],
    [
      'out of sight, and somebody who is another',
      {
        ada: withManager(ELSEWHERE),
        tenant: manages(id('bob')),
        told: [`ada manager difference bob -> ${ELSEWHERE}`],
        unknown: [],
      },
    ],
    [
      'in no pair himself',
      {
        ada: withManager('bob'),
        tenant: (one) => none(without(one, 'bob')),
        told: [],
        unknown: ['ada@contoso.com: manager CN=bob,OU=Staff,DC=corp,DC=contoso,DC=com'],
        alone: ['onlyHere bob absent'],
      },
    ],
  ])('%s', (_what, { ada, tenant, told, unknown, alone = [] }) => {
    const compared = compare({ rules, source: [ada, ...others], tenant });
    expect(compared.told).toEqual(told);
    expect(compared.alone).toEqual(alone);
    expect(compared.parity.notCompared.references).toEqual({ count: unknown.length, samples: unknown });
    expect(compared.parity.unexplained).toBe(told.length + alone.length);
  });

  test('nobody whom the rules do not want is no difference where the tenant has none', async () => {
    const filter = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits: { exclude: ['OU=Test,DC=corp,DC=contoso,DC=com'] }
`;
    const dn = 'CN=bob,OU=Test,DC=corp,DC=contoso,DC=com';
    const { told, parity } = compare({
      rules: await rulesOf({ documents: filter }),
      source: [person('ada', { with: { manager: { dn } } }), person('bob', { dn })],
    });
    expect(told).toEqual([]);
    expect(parity.notCompared.references.count).toBe(0);
  });
});

describe('members', () => {
  const has =
    (...names: readonly string[]) =>
    (tenant: TenantPopulation) => ({
      ...withCloud(tenant),
      members: new Map([[id('red'), names.map((one) => (one === 'cloud' ? 'id-cloud' : id(one)))]]),
    });
  interface Case {
    readonly group: SourceObject;
    readonly tenant: (tenant: TenantPopulation) => TenantPopulation;
    readonly told: readonly string[];
    readonly unknown: readonly string[];
  }
  test.each<[string, Case]>([
    ['the same in another order', { group: red('bob', 'cy'), tenant: has('cy', 'bob'), told: [], unknown: [] }],
    [
      'one missing',
      { group: red('bob', 'cy'), tenant: has('cy'), told: ['red members difference null -> bob'], unknown: [] },
    ],
    [
      'one too many',
      { group: red('bob'), tenant: has('bob', 'cy'), told: ['red members difference cy -> null'], unknown: [] },
    ],
    [
      'one of the cloud',
      { group: red('bob'), tenant: has('bob', 'cloud'), told: [], unknown: ['red: member cloud@contoso.com'] },
    ],
    [
      'one out of sight',
      { group: red('bob', ELSEWHERE), tenant: has('bob'), told: [], unknown: [`red: member ${ELSEWHERE}`] },
    ],
    [
      'one out of sight explains nobody',
      {
        group: red('bob', ELSEWHERE),
        tenant: has('bob', 'cy'),
        told: ['red members difference cy -> null'],
        unknown: [`red: member ${ELSEWHERE}`],
      },
    ],
    ['none of either', { group: red(), tenant: has(), told: [], unknown: [] }],
  ])('%s', (_what, { group, tenant, told, unknown }) => {
    const compared = compare({ rules, source: [group, ...others], tenant });
    expect(compared.told).toEqual(told);
    expect(compared.parity.notCompared.references.samples).toEqual(unknown);
  });

  test('who is in no pair is told of once, not in every group', () => {
    const { told, alone, parity } = compare({
      rules,
      source: [red('bob', 'cy'), ...others],
      tenant: (tenant) => ({ ...without(tenant, 'bob'), members: new Map([[id('red'), [id('cy')]]]) }),
    });
    expect(told).toEqual([]);
    expect(alone).toEqual(['onlyHere bob absent']);
    expect(parity.notCompared.references.samples).toEqual(['red: member CN=bob,OU=Staff,DC=corp,DC=contoso,DC=com']);
  });

  test('what is known of an extra one is told with it', () => {
    const { differences } = compare({ rules, source: [red(ELSEWHERE), ...others], tenant: has('cy') });
    expect(differences[0]?.note).toBe(
      'the directory lists members that are out of sight, 1 in all: it may be one of them',
    );
  });

  test('members that were not read are told', () => {
    const { parity } = compare({
      rules,
      source: [red('bob'), ...others],
      tenant: (tenant) => ({ ...tenant, members: new Map() }),
    });
    expect(parity.notCompared.references.samples).toEqual(['red: its members in the tenant were not read']);
    expect(parity.memberships).toBe(0);
  });

  test('each membership counts', () => {
    expect(compare({ rules, source: [red('bob', 'cy'), ...others] }).parity).toMatchObject({ memberships: 2 });
  });
});

const WITHOUT_RELATIONS = ['person user', 'group group']
  .map((pair) => pair.split(' '))
  .flatMap(([metaverse, type]) => [
    `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${type}-in }
spec:
  from: { connectors: { type: directory }, type: ${type} }
  to: { metaverse: ${metaverse} }
  precedence: ${type === 'user' ? 100 : 101}
  link: provision
  flows: { displayName: displayName, mailNickname: sAMAccountName, ${type === 'user' ? 'userPrincipalName: userPrincipalName, ' : ''}sourceAnchor: '=ConvertToBase64([objectGUID])' }
`,
    `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${type}-out }
spec:
  from: { metaverse: ${metaverse} }
  to: { connector: entra, type: ${type} }
  precedence: ${type === 'user' ? 200 : 201}
  link: provision
  flows: { displayName: displayName, mailNickname: mailNickname${type === 'user' ? ', userPrincipalName: userPrincipalName' : ''} }
`,
  ])
  .join('---');

test('managers and members that no rule writes are told, with how many have them', async () => {
  const { parity, told } = compare({
    rules: await rulesOf({ ordinary: false, documents: WITHOUT_RELATIONS }),
    source: [withManager('bob'), red('bob'), ...others],
    tenant: (tenant) => ({
      ...changed(tenant, 'ada', { manager: id('cy') }),
      members: new Map([[id('red'), [id('cy')]]]),
    }),
  });
  expect(told).toEqual([]);
  expect(parity.notCompared.attributes).toEqual([
    { type: 'user', attribute: 'manager', objects: 1 },
    { type: 'group', attribute: 'members', objects: 1 },
  ]);
});

test('what a joinNoFlow rule leaves alone is not compared, and others may refer to it', async () => {
  const noFlow = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: hands-off }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 90
  link: joinNoFlow
  scope: { all: [{ displayName: { equal: bob } }] }
`;
  const { parity, told, alone } = compare({
    rules: await rulesOf({ documents: noFlow }),
    source: [withManager('bob'), ...others],
    tenant: (tenant) => changed(tenant, 'bob', { attributes: { department: 'Other' } }),
  });
  expect(told).toEqual([]);
  expect(alone).toEqual([]);
  expect(parity.notCompared.leftAlone).toBe(1);
  expect(parity.identities).toBe(2);
});
