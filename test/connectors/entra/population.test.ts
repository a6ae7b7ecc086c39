import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantObject, TenantPopulation } from '../../../src/model/tenant.ts';
import { MARK, MARK_NAME } from './operations.ts';
import { connectorTo, contextWith, startSandbox, CLIENT, TENANT } from './sandbox.ts';
import type { RunningSandbox } from './sandbox.ts';

const id = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
const person = (number: number, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.user',
  id: id(number),
  userPrincipalName: `p${number}@contoso.onmicrosoft.com`,
  displayName: `Person ${number}`,
  ...more,
});
const team = (number: number, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.group',
  id: id(number),
  displayName: `Group ${number}`,
  mailEnabled: false,
  securityEnabled: true,
  ...more,
});
const assignment = (number: number, principal: number, role: string, kind: string, scope = '/') => ({
  '@odata.type': `#microsoft.graph.${kind}`,
  id: `assignment-${number}`,
  principalId: id(principal),
  roleDefinitionId: role,
  directoryScopeId: scope,
});

const HELPDESK = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
const GLOBAL = '62e90394-69f5-4237-9190-012177145e10';
const ASSIGNED = 'unifiedRoleAssignment';
const ELIGIBLE = 'unifiedRoleEligibilityScheduleInstance';
const UNIT = 0xaa;
const SERVICE = 0xab;

const objects = [
  { '@odata.type': '#microsoft.graph.organization', id: TENANT, displayName: 'Contoso', onPremisesSyncEnabled: true },
  {
    '@odata.type': '#microsoft.graph.application',
    id: id(0xac),
    appId: CLIENT,
    displayName: 'Lockstep',
    extensionProperties: [{ name: MARK_NAME, dataType: 'String', targetObjects: ['User', 'Group'] }],
  },
  person(1, { [MARK_NAME]: MARK, onPremisesImmutableId: 'AAAA', jobTitle: 'Analyst', manager: id(2) }),
  person(2, { onPremisesSyncEnabled: true, onPremisesSecurityIdentifier: 'S-1-5-21' }),
  person(3, { onPremisesSyncEnabled: false }),
  person(4, { userType: 'Guest' }),
  ...[5, 6, 7, 8, 9, 10].map((number) => person(number)),
  person(11, { deletedDateTime: '2026-11-01T00:00:00Z', onPremisesImmutableId: 'BBBB', [MARK_NAME]: 'nonsense' }),
  team(0x101, { members: [id(1), id(2), id(0x102)], uniqueName: 'contoso.one' }),
  team(0x102, { assignedLicenses: [{ skuId: id(1), disabledPlans: [] }] }),
  team(0x103, { isAssignableToRole: true, members: [id(7)], owners: [id(8)] }),
  team(0x104, { isAssignableToRole: true, members: [id(9)] }),
  team(0x105, {
    groupTypes: ['DynamicMembership'],
    membershipRule: 'user.department -eq "Sales"',
    membershipRuleProcessingState: 'Paused',
  }),
  {
    '@odata.type': '#microsoft.graph.administrativeUnit',
    id: id(UNIT),
    displayName: 'Unit',
    isMemberManagementRestricted: true,
    members: [id(10)],
  },
  { '@odata.type': '#microsoft.graph.servicePrincipal', id: id(SERVICE), displayName: 'App', appId: id(0xad) },
  {
    '@odata.type': '#microsoft.graph.appRoleAssignment',
    id: 'grant-1',
    principalId: id(0x101),
    principalType: 'Group',
    resourceId: id(SERVICE),
  },
  {
    '@odata.type': '#microsoft.graph.appRoleAssignment',
    id: 'grant-2',
    principalId: id(1),
    principalType: 'User',
    resourceId: id(SERVICE),
  },
  assignment(1, 5, HELPDESK, ASSIGNED),
  assignment(2, 5, GLOBAL, ELIGIBLE),
  assignment(3, 6, HELPDESK, ASSIGNED, `/administrativeUnits/${id(UNIT)}`),
  assignment(4, 0x103, GLOBAL, ELIGIBLE),
  assignment(5, SERVICE, GLOBAL, ASSIGNED),
];

describe('a tenant is read whole', () => {
  let sandbox: RunningSandbox;
  let population: TenantPopulation;
  let stages: string[];

  beforeAll(async () => {
    sandbox = await startSandbox(objects);
    stages = [];
    const context = { ...contextWith(), progress: (stage: string) => void stages.push(stage) };
    const attributes = { user: ['jobTitle', 'displayName'], group: ['displayName'] };
    population = await connectorTo(sandbox).read(
      { attributes, managers: true },
      (group) => group.name !== 'Group 259',
      context,
    );
  });
  afterAll(() => sandbox.stop());

  const found = (number: number): TenantObject => population.objects.find((object) => object.id === id(number))!;

  test('users and groups, each once, without the deleted ones', () => {
    const ids = population.objects.map((object) => object.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(population.objects.filter((object) => object.type === 'user')).toHaveLength(10);
    expect(population.objects.filter((object) => object.type === 'group')).toHaveLength(5);
    expect(stages).toContain('the users');
  });

  test('with what is managed, and what it takes to know whose they are', () => {
    expect(found(1)).toMatchObject({
      anchor: 'AAAA',
      mark: { workspace: 'contoso' },
      mastery: 'cloud',
      manager: id(2),
    });
    expect([...found(1).attributes]).toEqual([
      ['jobTitle', 'Analyst'],
      ['displayName', 'Person 1'],
    ]);
    expect(found(2)).toMatchObject({ mastery: 'otherEngine', sid: 'S-1-5-21' });
    expect(found(3).mastery).toBe('formerlySynced');
    expect(found(4).guest).toBe(true);
    expect(found(10).managementRestricted).toBe(true);
    expect(found(0x101).anchor).toBe('contoso.one');
    expect(found(0x105)).toMatchObject({
      dynamicMembership: true,
      membershipRule: 'user.department -eq "Sales"',
      membershipRuleProcessingState: 'Paused',
    });
    expect(found(0x104)).not.toHaveProperty('membershipRule');
  });

  test('members of the groups that are wanted', () => {
    expect(population.members.get(id(0x101))).toEqual([id(1), id(2), id(0x102)]);
    expect(population.members.has(id(0x103))).toBe(false);
    expect(population.members.get(id(0x102))).toEqual([]);
  });

  test('people with a role: assigned, eligible, in a unit, through groups and as owners of them', () => {
    expect([...population.facts.privilegedUsers]).toEqual([
      [id(5), 'Global Administrator (eligible), Helpdesk Administrator'],
      [id(6), 'Helpdesk Administrator'],
      [id(7), 'Global Administrator (eligible)'],
      [id(8), 'Global Administrator (eligible) (owner of a group)'],
      [id(9), 'role-assignable group Group 260'],
    ]);
    expect([...population.facts.privilegedGroups]).toEqual([
      [id(0x103), 'Global Administrator (eligible)'],
      [id(0x104), 'role-assignable group Group 260'],
    ]);
  });

  test('groups that grant an application or a licence', () => {
    expect([...population.facts.grantingGroups]).toEqual([id(0x101), id(0x102)]);
    expect([...population.facts.applications!]).toEqual([[id(0x101), ['App']]]);
  });

  test('the tenant, its extensions and its bin', () => {
    expect(population.facts).toMatchObject({
      tenantId: TENANT,
      liveSync: true,
      markDefined: true,
      extensions: [MARK_NAME],
    });
    expect(population.facts.markApplicationId).toBe(id(0xac));
    expect(population.facts.deleted).toEqual([
      {
        type: 'user',
        id: id(11),
        name: 'p11@contoso.onmicrosoft.com',
        anchor: 'BBBB',
        deletedAt: '2026-11-01T00:00:00Z',
        mark: 'unreadable',
      },
    ]);
  });
});

test('a tenant without the licence for eligible roles', async () => {
  const sandbox = await startSandbox(objects, ['--no-pim']);
  try {
    const { facts } = await connectorTo(sandbox).read(
      { attributes: { user: [], group: [] }, managers: false },
      () => false,
      contextWith(),
    );
    expect([...facts.privilegedUsers.keys()]).toEqual([id(5), id(6), id(7), id(8), id(9)]);
  } finally {
    await sandbox.stop();
  }
});

test('more people than a page holds', async () => {
  const many = Array.from({ length: 2500 }, (_, index) => person(0x10_000 + index, { manager: id(0x10_000) }));
  const sandbox = await startSandbox(many);
  try {
    for (const managers of [false, true]) {
      const read = connectorTo(sandbox).read(
        { attributes: { user: ['displayName'], group: [] }, managers },
        () => true,
        contextWith(),
      );
      const { objects: people } = await read;
      expect(people).toHaveLength(2500);
      expect(people.filter((one) => one.manager !== undefined)).toHaveLength(managers ? 2500 : 0);
    }
  } finally {
    await sandbox.stop();
  }
});

describe('members of groups that nobody asked for', () => {
  const nothing = { attributes: { user: [], group: [] }, managers: false };
  const grant = (number: number, group: number) => ({
    '@odata.type': '#microsoft.graph.appRoleAssignment',
    id: `grant-${number}`,
    principalId: id(group),
    principalType: 'Group',
    resourceId: id(SERVICE),
  });
  const licensed = { assignedLicenses: [{ skuId: id(1), disabledPlans: [] }] };
  const dynamic = {
    groupTypes: ['DynamicMembership'],
    membershipRule: 'user.department -eq "x"',
    membershipRuleProcessingState: 'On',
  };
  const some = [
    ...objects.slice(0, 2),
    person(1),
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: id(SERVICE), displayName: 'App', appId: id(0xad) },
  ];
  const readFrom = async (tenant: readonly object[]) => {
    const sandbox = await startSandbox(tenant);
    try {
      const { members } = await connectorTo(sandbox).read(nothing, () => false, contextWith());
      return [...members.keys()].sort();
    } finally {
      await sandbox.stop();
    }
  };

  test('those that grant an application and all that are nested in them, in circles too; dynamic ones that grant', async () => {
    const tenant = [
      ...some,
      team(0x201, { members: [id(1), id(0x202)] }),
      team(0x202, { members: [id(0x203)] }),
      team(0x203, { members: [id(0x201), id(0x204)] }),
      team(0x204, dynamic),
      team(0x205, { ...dynamic, ...licensed }),
      team(0x206, { ...licensed, members: [id(1)] }),
      team(0x207, dynamic),
      team(0x208, { members: [id(0x201)] }),
      grant(1, 0x201),
    ];
    expect(await readFrom(tenant)).toEqual([id(0x201), id(0x202), id(0x203), id(0x204), id(0x205)]);
  });

  test('none where no group grants anything by a rule or an application', async () => {
    expect(
      await readFrom([...some, team(0x206, licensed), team(0x207, dynamic), team(0x208, { members: [id(1)] })]),
    ).toEqual([]);
  });
});
