import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPages, clientId, domain, guid, reference, seedFile, startSandbox, type RunningSandbox } from './support.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const organization = guid(1000);
let sandbox: RunningSandbox;

beforeAll(async () => {
  const seed = seedFile([
    {
      '@odata.type': '#microsoft.graph.organization',
      id: organization,
      displayName: 'Seeded',
      onPremisesSyncEnabled: true,
      verifiedDomains: [
        { name: 'seeded.onmicrosoft.com', type: 'Managed', isInitial: true, isDefault: false, capabilities: 'Email' },
        { name: 'Seeded.com', type: 'Federated', isInitial: false, isDefault: true, capabilities: 'Email' },
      ],
    },
    {
      '@odata.type': '#microsoft.graph.user',
      id: guid(1),
      displayName: 'Admin',
      userPrincipalName: 'admin@seeded.com',
      assignedLicenses: [{ skuId: guid(77), disabledPlans: [] }],
    },
    {
      '@odata.type': '#microsoft.graph.user',
      id: guid(2),
      displayName: 'Other',
      userPrincipalName: 'other@seeded.com',
    },
    {
      '@odata.type': '#microsoft.graph.group',
      id: guid(3),
      displayName: 'App users',
      securityEnabled: true,
      groupTypes: [],
      mailEnabled: false,
      assignedLicenses: [{ skuId: guid(78), disabledPlans: [] }],
    },
    {
      '@odata.type': '#microsoft.graph.directoryRole',
      id: guid(10),
      roleTemplateId: globalAdministrator,
      displayName: 'Global Administrator',
      members: [guid(1)],
    },
    {
      '@odata.type': '#microsoft.graph.directoryRole',
      id: guid(11),
      roleTemplateId: userAdministrator,
      displayName: 'User Administrator',
      members: [guid(2)],
    },
    {
      '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
      id: 'assigned',
      principalId: guid(2),
      roleDefinitionId: userAdministrator,
      directoryScopeId: '/',
    },
    {
      '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
      id: 'scoped',
      principalId: guid(2),
      roleDefinitionId: globalAdministrator,
      directoryScopeId: `/administrativeUnits/${guid(20)}`,
    },
    {
      '@odata.type': '#microsoft.graph.unifiedRoleEligibilityScheduleInstance',
      id: 'eligible',
      principalId: guid(3),
      roleDefinitionId: userAdministrator,
      directoryScopeId: '/',
      memberType: 'Direct',
    },
    {
      '@odata.type': '#microsoft.graph.administrativeUnit',
      id: guid(20),
      displayName: 'Unit',
      members: [guid(1), guid(3)],
    },
    {
      '@odata.type': '#microsoft.graph.servicePrincipal',
      id: guid(30),
      appId: guid(31),
      displayName: 'App',
      appRoles: [{ id: guid(32), value: 'use' }],
    },
    {
      '@odata.type': '#microsoft.graph.appRoleAssignment',
      id: 'grant',
      principalId: guid(3),
      resourceId: guid(30),
      appRoleId: guid(32),
      principalType: 'Group',
    },
    {
      '@odata.type': '#microsoft.graph.appRoleAssignment',
      id: 'grant2',
      principalId: guid(1),
      resourceId: guid(30),
      appRoleId: guid(32),
      principalType: 'User',
    },
    {
      '@odata.type': '#microsoft.graph.device',
      id: guid(40),
      displayName: 'PC',
      deviceId: guid(41),
      trustType: 'ServerAd',
    },
    {
      '@odata.type': '#microsoft.graph.orgContact',
      id: guid(50),
      displayName: 'Contact',
      mail: 'c@fabrikam.com',
      onPremisesSyncEnabled: true,
    },
    {
      '@odata.type': '#microsoft.graph.onPremisesDirectorySynchronization',
      id: organization,
      configuration: {
        accidentalDeletionPrevention: { synchronizationPreventionType: 'enabledForCount', alertThreshold: 500 },
      },
      features: { passwordSyncEnabled: true },
    },
  ]);
  sandbox = await startSandbox(['--seed', seed]);
});
afterAll(async () => {
  await sandbox.stop();
});

describe('a seeded tenant', () => {
  test('is itself', async () => {
    expect(sandbox.tenantId).toBe(organization);
    const { body } = await sandbox.get('/organization?$select=id,displayName,onPremisesSyncEnabled,verifiedDomains');
    expect(body.value).toMatchObject([
      {
        id: organization,
        displayName: 'Seeded',
        onPremisesSyncEnabled: true,
        verifiedDomains: [{}, { name: 'Seeded.com' }],
      },
    ]);
    expect((await sandbox.get(`/organization/${organization}`)).status).toBe(200);
    expect((await sandbox.get(`/organization/${guid(9)}`)).status).toBe(404);
  });

  test('has the domains that its organization lists', async () => {
    const { body } = await sandbox.get('/domains');
    expect(
      body.value?.map(({ id, authenticationType, isDefault, isInitial, isVerified }) => [
        id,
        authenticationType,
        isDefault,
        isInitial,
        isVerified,
      ]),
    ).toEqual([
      ['seeded.onmicrosoft.com', 'Managed', false, true, true],
      ['seeded.com', 'Federated', true, false, true],
    ]);
    expect((await sandbox.get('/domains/SEEDED.com')).body['id']).toBe('seeded.com');
    expect((await sandbox.get('/domains/fabrikam.com')).status).toBe(404);
  });

  test('says how it is synchronised', async () => {
    const { body } = await sandbox.get('/directory/onPremisesSynchronization');
    expect(body.value).toMatchObject([
      {
        id: organization,
        configuration: {
          accidentalDeletionPrevention: { synchronizationPreventionType: 'enabledForCount', alertThreshold: 500 },
        },
        features: { passwordSyncEnabled: true, blockSoftMatchEnabled: false },
      },
    ]);
  });
});

describe('roles', () => {
  test('assignments and members of directory roles are two views of one thing', async () => {
    const { body } = await sandbox.get('/roleManagement/directory/roleAssignments');
    expect(body.value?.map(({ principalId, roleDefinitionId }) => [principalId, roleDefinitionId])).toEqual([
      [guid(2), userAdministrator],
      [guid(2), globalAdministrator],
      [guid(1), globalAdministrator],
    ]);
    const activated = (await sandbox.get('/directoryRoles')).body.value!;
    const members = async (template: string): Promise<unknown[]> => {
      const role = activated.find((each) => each['roleTemplateId'] === template)!;
      return (await sandbox.get(`/directoryRoles/${role['id'] as string}/members?$select=id`)).body.value!.map(
        (member) => member['id'],
      );
    };
    expect(await members(globalAdministrator)).toEqual([guid(1)]);
    expect(await members(userAdministrator)).toEqual([guid(2)]);
    expect(activated.find((each) => each['roleTemplateId'] === userAdministrator)?.['displayName']).toBe(
      'User Administrator',
    );
  });

  test('the principal is expanded', async () => {
    const { body } = await sandbox.get(
      `/roleManagement/directory/roleAssignments?$expand=principal($select=id,displayName)&$filter=principalId eq '${guid(1)}'`,
    );
    expect(body.value).toMatchObject([
      {
        roleDefinitionId: globalAdministrator,
        principal: { '@odata.type': '#microsoft.graph.user', id: guid(1), displayName: 'Admin' },
      },
    ]);
  });

  test('definitions are built in', async () => {
    const definitions = (await allPages(sandbox, '/roleManagement/directory/roleDefinitions')).flat();
    expect(definitions.length).toBeGreaterThan(20);
    expect((await sandbox.get(`/roleManagement/directory/roleDefinitions/${globalAdministrator}`)).body).toMatchObject({
      displayName: 'Global Administrator',
      isBuiltIn: true,
    });
  });

  test('eligible holders are listed', async () => {
    const { body } = await sandbox.get('/roleManagement/directory/roleEligibilityScheduleInstances');
    expect(body.value).toMatchObject([{ id: 'eligible', principalId: guid(3), roleDefinitionId: userAdministrator }]);
  });

  test('a tenant without the licence says so', async () => {
    const own = await startSandbox(['--no-pim']);
    expect(await own.get('/roleManagement/directory/roleEligibilityScheduleInstances')).toMatchObject({
      status: 400,
      body: { error: { code: 'AadPremiumLicenseRequired' } },
    });
    await own.stop();
  });
});

describe('what else a reconciler reads', () => {
  test('the applications that a group grants, from both sides', async () => {
    const fromGroup = await sandbox.get(`/groups/${guid(3)}/appRoleAssignments`);
    expect(fromGroup.body.value?.map((each) => each['id'])).toEqual(['grant']);
    const fromApp = await sandbox.get(`/servicePrincipals/${guid(30)}/appRoleAssignedTo`);
    expect(fromApp.body.value?.map((each) => each['id'])).toEqual(['grant', 'grant2']);
    expect((await sandbox.get(`/servicePrincipals(appId='${guid(31)}')`)).body).toMatchObject({
      id: guid(30),
      appRoles: [{ value: 'use' }],
    });
  });

  test('licences of users and groups', async () => {
    expect((await sandbox.get(`/users/${guid(1)}?$select=assignedLicenses`)).body['assignedLicenses']).toEqual([
      { skuId: guid(77), disabledPlans: [] },
    ]);
    expect((await sandbox.get(`/groups/${guid(3)}?$select=assignedLicenses`)).body['assignedLicenses']).toEqual([
      { skuId: guid(78), disabledPlans: [] },
    ]);
  });

  test('administrative units and their members', async () => {
    expect((await sandbox.get('/directory/administrativeUnits')).body.value).toMatchObject([
      { id: guid(20), displayName: 'Unit' },
    ]);
    const members = await sandbox.get(`/directory/administrativeUnits/${guid(20)}/members?$select=id`);
    expect(members.body.value?.map((each) => each['id'])).toEqual([guid(1), guid(3)]);
  });

  test('devices and contacts, which cannot be written', async () => {
    expect((await sandbox.get('/devices?$select=id,trustType')).body.value).toEqual([
      { id: guid(40), trustType: 'ServerAd' },
    ]);
    expect((await sandbox.get(`/contacts/${guid(50)}`)).body).toMatchObject({
      mail: 'c@fabrikam.com',
      onPremisesSyncEnabled: true,
    });
    expect((await sandbox.get(`/contacts/${guid(50)}/onPremisesSyncBehavior`)).body['isCloudManaged']).toBe(false);
    for (const path of ['/devices', '/contacts']) expect((await sandbox.call('POST', path, {})).status).toBe(405);
  });
});

describe('a tenant without a seed', () => {
  test('has its domain, its organization and the application', async () => {
    const own = await startSandbox(['--tenant-id', guid(7777)]);
    expect(own.tenantId).toBe(guid(7777));
    expect((await own.get('/domains')).body.value).toMatchObject([
      { id: domain, isDefault: true, isInitial: true, isVerified: true },
    ]);
    expect((await own.get('/organization')).body.value).toMatchObject([
      { id: guid(7777), verifiedDomains: [{ name: domain, isDefault: true }] },
    ]);
    const found = await own.get(`/applications?$filter=appId eq '${clientId}'`);
    expect(found.body.value).toMatchObject([{ appId: clientId }]);
    expect((await own.get(`/servicePrincipals?$filter=appId eq '${clientId}'`)).body.value).toHaveLength(1);
    expect((await own.get('/directory/onPremisesSynchronization')).body.value).toMatchObject([
      { id: guid(7777), features: { passwordSyncEnabled: false } },
    ]);
    expect((await own.get('/users')).body.value).toEqual([]);
    await own.stop();
  });
});

test('a manager can be a contact of the seed', async () => {
  expect(
    (await sandbox.call('PUT', `/users/${guid(2)}/manager/$ref`, { '@odata.id': reference(guid(50)) })).status,
  ).toBe(204);
});
