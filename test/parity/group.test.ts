import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/kernel/canonical-json.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person } from '../support/world/sources.ts';
import { changed, compare } from './connect.ts';

let rules: RuleSet;

beforeAll(async () => {
  rules = await rulesOf();
});

const NAMES = ['ada', 'bob', 'cy'];
const people = NAMES.map((name) => person(name, { with: { department: 'R', title: `T ${name}` } }));

/** The tenant with these values of every person. */
function everybody(
  tenant: TenantPopulation,
  values: (name: string) => Readonly<Record<string, Json>>,
): TenantPopulation {
  return NAMES.reduce((one, name) => changed(one, name, { attributes: values(name) }), tenant);
}

describe('groups', () => {
  test('alike ones are one, with what is the same in all of them', () => {
    const { parity } = compare({
      rules,
      source: people,
      tenant: (tenant) => everybody(tenant, () => ({ department: 'Other', jobTitle: 'Old' })),
    });
    expect(parity.groups.map(({ differences, ...group }) => ({ ...group, count: differences.length }))).toMatchObject([
      {
        attribute: 'department',
        kind: 'changed',
        tenant: 'Other',
        rules: 'R',
        count: 3,
        why: [{ rule: 'user-out' }, { rule: 'person-in' }],
      },
      {
        attribute: 'jobTitle',
        kind: 'changed',
        tenant: 'Old',
        count: 3,
        why: [{ rule: 'user-out' }, { rule: 'person-in' }],
      },
    ]);
    expect(parity.groups[1]).not.toHaveProperty('rules');
    expect(parity.groups[0]?.why[0]?.at).toMatch(/^rules\.yaml:\d+$/);
  });

  test('what is unexplained comes first, then the most', () => {
    const { parity } = compare({
      rules,
      source: people,
      tenant: (tenant) => {
        const moera = everybody(tenant, (name) => ({ mail: `${name}@contoso.onmicrosoft.com` }));
        return everybody(moera, (name) => (name === 'ada' ? { department: null } : { jobTitle: 'Old' }));
      },
    });
    expect(parity.groups.map((one) => `${one.attribute} ${one.class} ${one.differences.length}`)).toEqual([
      'jobTitle difference 2',
      'department difference 1',
      'mail proxyCalculation 3',
    ]);
    expect(parity).toMatchObject({ unexplained: 3, explained: 3 });
  });

  test.each([
    ['R&D', 'r&d', 'case'],
    ['R and D', 'RandD', 'space'],
    [' R', 'R', 'space'],
    ['Research and Dev', 'Research', 'tenantLonger'],
    ['Res', 'Research', 'rulesLonger'],
    ['Sales', 'Research', undefined],
  ])('%s in the tenant, %s by the rules: %s', (tenant, given, shape) => {
    const { parity } = compare({
      rules,
      source: [person('ada', { with: { department: given } })],
      tenant: (one) => changed(one, 'ada', { attributes: { department: tenant } }),
    });
    expect(parity.groups[0]?.shape).toBe(shape);
  });

  test.each([
    [null, 'R', 'set'],
    ['R', undefined, 'cleared'],
    ['R', 'S', 'changed'],
  ] as const)('from %s to %s is %s', (tenant, given, kind) => {
    const { differences } = compare({
      rules,
      source: [person('ada', { with: { department: given } })],
      tenant: (one) => changed(one, 'ada', { attributes: { department: tenant } }),
    });
    expect(differences.map((one) => one.kind)).toEqual([kind]);
  });
});

test('attributes that no rule writes are told, with how many hold them', () => {
  const { parity } = compare({
    rules,
    source: people,
    tenant: (tenant) =>
      changed(changed(tenant, 'ada', { attributes: { city: 'Oslo', surname: 'L' } }), 'bob', {
        attributes: { city: 'Oslo' },
      }),
  });
  expect(parity.notCompared.attributes).toEqual([
    { type: 'user', attribute: 'city', objects: 2 },
    { type: 'user', attribute: 'surname', objects: 1 },
  ]);
  expect(parity.unexplained).toBe(0);
});

test('who gets a value from another rule is in another group', async () => {
  const other = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: robots }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: 50
  scope: { all: [{ title: { equal: T cy } }] }
  flows: { department: { constant: Robots } }
`;
  const { parity } = compare({
    rules: await rulesOf({ documents: other }),
    source: people,
    tenant: (tenant) => everybody(tenant, () => ({ department: 'Other' })),
  });
  expect(parity.groups.map(({ why, differences }) => [differences.length, ...why.map(({ rule }) => rule)])).toEqual([
    [2, 'user-out', 'person-in'],
    [1, 'user-out', 'robots'],
  ]);
});
