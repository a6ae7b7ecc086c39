import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clientId,
  createUser,
  domain,
  guid,
  newUser,
  reference,
  seedFile,
  startSandbox,
  type RunningSandbox,
} from './support.ts';

const roles = {
  global: '62e90394-69f5-4237-9190-012177145e10',
  user: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  directoryReader: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
} as const;
const people = {
  plain: 1,
  admin: 2,
  reader: 3,
  inGroup: 4,
  synced: 5,
  moved: 6,
  formerly: 7,
  restricted: 8,
  owner: 9,
  scoped: 10,
} as const;
const groups = { assignable: 100, synced: 101, restricted: 102, plain: 103 } as const;

function seedLines(callerRole?: string): object[] {
  const user = (n: number, more: object = {}): object => ({
    '@odata.type': '#microsoft.graph.user',
    id: guid(n),
    displayName: `U${n}`,
    userPrincipalName: `u${n}@${domain}`,
    accountEnabled: true,
    ...more,
  });
  const group = (n: number, more: object): object => ({
    '@odata.type': '#microsoft.graph.group',
    id: guid(n),
    displayName: `G${n}`,
    securityEnabled: true,
    mailEnabled: false,
    groupTypes: [],
    ...more,
  });
  const assignment = (principalId: string, roleDefinitionId: string, directoryScopeId = '/'): object => ({
    '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
    id: `${principalId}-${roleDefinitionId}`,
    principalId,
    roleDefinitionId,
    directoryScopeId,
  });
  return [
    ...Object.values(people)
      .filter((n) => n < people.synced || n > people.formerly)
      .map((n) => user(n)),
    user(people.synced, { onPremisesSyncEnabled: true }),
    user(people.moved, { onPremisesSyncEnabled: true, onPremisesSyncBehavior: { isCloudManaged: true } }),
    user(people.formerly, { onPremisesSyncEnabled: false }),
    group(groups.assignable, {
      isAssignableToRole: true,
      members: [guid(people.inGroup)],
      owners: [guid(people.owner)],
    }),
    group(groups.synced, { onPremisesSyncEnabled: true, members: [guid(people.plain)] }),
    group(groups.restricted, { members: [guid(people.plain)] }),
    group(groups.plain, {}),
    {
      '@odata.type': '#microsoft.graph.administrativeUnit',
      id: guid(200),
      displayName: 'VIP',
      isMemberManagementRestricted: true,
      members: [guid(people.restricted), guid(groups.restricted)],
    },
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: guid(300), appId: clientId, displayName: 'Lockstep' },
    {
      '@odata.type': '#microsoft.graph.directoryRole',
      id: guid(400),
      roleTemplateId: roles.global,
      displayName: 'Global Administrator',
      members: [guid(people.admin)],
    },
    assignment(guid(people.reader), roles.directoryReader),
    assignment(guid(people.scoped), roles.user, `/administrativeUnits/${guid(200)}`),
    ...(callerRole === undefined ? [] : [assignment(guid(300), callerRole)]),
  ];
}

const sandboxes = new Map<string, RunningSandbox>();
beforeAll(async () => {
  sandboxes.set('none', await startSandbox(['--seed', seedFile(seedLines())]));
  sandboxes.set('user', await startSandbox(['--seed', seedFile(seedLines(roles.user))]));
  sandboxes.set('global', await startSandbox(['--seed', seedFile(seedLines(roles.global))]));
});
afterAll(async () => {
  for (const sandbox of sandboxes.values()) await sandbox.stop();
});

function run(name: 'none' | 'user' | 'global'): RunningSandbox {
  return sandboxes.get(name)!;
}

describe('privileged users', () => {
  const sensitive = {
    accountEnabled: false,
    businessPhones: ['1'],
    mobilePhone: '1',
    onPremisesImmutableId: 'YQ==',
    otherMails: ['a@b.c'],
    userPrincipalName: `x@${domain}`,
  };

  test.each(Object.entries(sensitive))('%s of an administrator takes a higher role', async (name, value) => {
    for (const person of [people.admin, people.reader, people.inGroup, people.owner, people.scoped]) {
      const reply = await run('none').call('PATCH', `/users/${guid(person)}`, { [name]: value });
      expect(reply).toMatchObject({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
    }
  });

  test('other properties of an administrator are open', async () => {
    expect((await run('none').call('PATCH', `/users/${guid(people.admin)}`, { department: 'IT' })).status).toBe(204);
  });

  const matrix: readonly (readonly ['none' | 'user' | 'global', keyof typeof people, number])[] = [
    ['none', 'plain', 204],
    ['none', 'reader', 403],
    ['user', 'plain', 204],
    ['user', 'reader', 204],
    ['user', 'admin', 403],
    ['user', 'inGroup', 403],
    ['global', 'admin', 204],
    ['global', 'inGroup', 204],
  ];
  test.each(matrix)('an application with role %s may disable %s: %i', async (caller, person, status) => {
    const { status: answered } = await run(caller).call('PATCH', `/users/${guid(people[person])}`, {
      accountEnabled: false,
    });
    expect(answered).toBe(status);
  });

  test('deletion and restore are sensitive too', async () => {
    expect((await run('none').call('DELETE', `/users/${guid(people.admin)}`)).status).toBe(403);
    expect((await run('global').call('DELETE', `/users/${guid(people.owner)}`)).status).toBe(204);
    expect((await run('global').call('POST', `/directory/deletedItems/${guid(people.owner)}/restore`)).status).toBe(
      200,
    );
  });

  test('a password is reset by a role, and only a strong one', async () => {
    const reset = async (caller: 'none' | 'user', person: number, password = 'Corr3ct horse'): Promise<number> =>
      (await run(caller).call('PATCH', `/users/${guid(person)}`, { passwordProfile: { password } })).status;
    expect(await reset('none', people.plain)).toBe(403);
    expect(await reset('user', people.plain)).toBe(204);
    expect(await reset('user', people.plain, 'weak')).toBe(400);
    expect(await reset('user', people.admin)).toBe(403);
  });
});

describe('role-assignable groups', () => {
  test.each([
    ['PATCH', '', { description: 'x' }],
    ['DELETE', '', undefined],
    ['POST', '/members/$ref', { '@odata.id': reference(guid(people.plain)) }],
    ['DELETE', `/members/${guid(people.inGroup)}/$ref`, undefined],
  ])('%s %s is denied', async (method, path, body) => {
    expect((await run('none').call(method, `/groups/${guid(groups.assignable)}${path}`, body)).status).toBe(403);
  });
});

const mastered =
  'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.';

describe('synchronised objects', () => {
  test.each([
    { displayName: 'x' },
    { accountEnabled: false },
    { department: null },
    { onPremisesImmutableId: 'YQ==' },
    { userPrincipalName: `new@${domain}` },
    { onPremisesExtensionAttributes: { extensionAttribute1: 'x' } },
    { usageLocation: 'DE', jobTitle: 'x' },
  ])('a user refuses %j', async (change) => {
    const reply = await run('none').call('PATCH', `/users/${guid(people.synced)}`, change);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest', message: mastered } } });
  });

  test('what belongs to the cloud stays writable', async () => {
    expect((await run('none').call('PATCH', `/users/${guid(people.synced)}`, { usageLocation: 'DE' })).status).toBe(
      204,
    );
    const added = await run('none').call('POST', `/groups/${guid(groups.plain)}/members/$ref`, {
      '@odata.id': reference(guid(people.synced)),
    });
    expect(added.status).toBe(204);
  });

  test('manager, deletion and members are refused', async () => {
    const sandbox = run('none');
    const requests = [
      ['PUT', `/users/${guid(people.synced)}/manager/$ref`, { '@odata.id': reference(guid(people.plain)) }],
      ['DELETE', `/users/${guid(people.synced)}`, undefined],
      ['DELETE', `/groups/${guid(groups.synced)}`, undefined],
      ['PATCH', `/groups/${guid(groups.synced)}`, { displayName: 'x' }],
      ['PATCH', `/groups/${guid(groups.synced)}`, { 'members@odata.bind': [reference(guid(people.admin))] }],
      ['POST', `/groups/${guid(groups.synced)}/members/$ref`, { '@odata.id': reference(guid(people.admin)) }],
      ['DELETE', `/groups/${guid(groups.synced)}/members/${guid(people.plain)}/$ref`, undefined],
    ] as const;
    for (const [method, path, body] of requests) {
      const reply = await sandbox.call(method, path, body);
      expect(reply.body.error?.message, `${method} ${path}`).toBe(mastered);
    }
  });

  test('an object moved to the cloud is writable, and says so', async () => {
    const sandbox = run('none');
    expect((await sandbox.call('PATCH', `/users/${guid(people.moved)}`, { displayName: 'x' })).status).toBe(204);
    const behavior = async (path: string): Promise<unknown> =>
      (await sandbox.get(`${path}/onPremisesSyncBehavior`)).body['isCloudManaged'];
    expect(await behavior(`/users/${guid(people.moved)}`)).toBe(true);
    expect(await behavior(`/users/${guid(people.synced)}`)).toBe(false);
    expect(await behavior(`/groups/${guid(groups.synced)}`)).toBe(false);
  });

  test('of a user once synchronised only the extension attributes are closed', async () => {
    const patch = async (change: object) => await run('none').call('PATCH', `/users/${guid(people.formerly)}`, change);
    expect((await patch({ displayName: 'x' })).status).toBe(204);
    expect(
      (await patch({ onPremisesExtensionAttributes: { extensionAttribute1: 'x' } })).body.error?.message,
    ).toContain('originated within an external service');
  });
});

describe('restricted management units', () => {
  test.each([
    ['PATCH', `/users/${guid(people.restricted)}`, { city: 'x' }],
    ['DELETE', `/users/${guid(people.restricted)}`, undefined],
    ['PUT', `/users/${guid(people.restricted)}/manager/$ref`, { '@odata.id': reference(guid(people.plain)) }],
    ['PATCH', `/groups/${guid(groups.restricted)}`, { description: 'x' }],
    ['POST', `/groups/${guid(groups.restricted)}/members/$ref`, { '@odata.id': reference(guid(people.admin)) }],
    ['DELETE', `/groups/${guid(groups.restricted)}`, undefined],
  ])('%s %s is denied, even to a global administrator', async (method, path, body) => {
    expect((await run('global').call(method, path, body)).status).toBe(403);
  });

  test('the mark shows on the objects', async () => {
    const restricted = async (id: number): Promise<unknown> =>
      (await run('none').get(`/users/${guid(id)}?$select=isManagementRestricted`)).body['isManagementRestricted'];
    expect(await restricted(people.restricted)).toBe(true);
    expect(await restricted(people.plain)).toBeNull();
  });
});

describe('permissions', () => {
  const lacking: readonly (readonly [granted: string, method: string, path: string, body?: unknown])[] = [
    ['Group.ReadWrite.All', 'GET', '/users'],
    ['User.Read.All', 'POST', '/users', newUser()],
    ['User.Read.All', 'GET', '/groups'],
    ['User.ReadWrite.All', 'GET', '/organization'],
    ['User.ReadWrite.All', 'GET', '/domains'],
    ['User.ReadWrite.All', 'GET', '/directoryRoles'],
    ['User.ReadWrite.All', 'GET', '/directory/onPremisesSynchronization'],
    ['User.ReadWrite.All', 'GET', '/applications'],
    ['User.ReadWrite.All', 'GET', '/directory/deletedItems/microsoft.graph.group'],
    ['Group.Read.All', 'POST', `/groups/${guid(1)}/members/$ref`],
    ['Directory.Read.All', 'PATCH', `/users/${guid(1)}`, { city: 'x' }],
    ['Directory.Read.All', 'GET', '/roleManagement/directory/roleEligibilityScheduleInstances'],
  ];
  test('what is not granted is denied', async () => {
    for (const granted of new Set(lacking.map(([name]) => name))) {
      const sandbox = await startSandbox(['--permissions', granted]);
      for (const [, method, path, body] of lacking.filter(([name]) => name === granted)) {
        const reply = await sandbox.call(method, path, body);
        expect(reply, `${granted}: ${method} ${path}`).toMatchObject({
          status: 403,
          body: {
            error: {
              code: 'Authorization_RequestDenied',
              message: 'Insufficient privileges to complete the operation.',
            },
          },
        });
      }
      await sandbox.stop();
    }
  });

  test('one permission opens one property', async () => {
    const sandbox = await startSandbox([
      '--permissions',
      'User.EnableDisableAccount.All,User.Read.All',
      '--seed',
      seedFile(seedLines()),
    ]);
    const patch = async (change: object): Promise<number> =>
      (await sandbox.call('PATCH', `/users/${guid(people.plain)}`, change)).status;
    expect(await patch({ accountEnabled: false })).toBe(204);
    expect(await patch({ city: 'x' })).toBe(403);
    expect(await patch({ accountEnabled: true, city: 'x' })).toBe(403);
    await sandbox.stop();
  });

  test('role management opens role-assignable groups', async () => {
    const sandbox = await startSandbox([
      '--permissions',
      'Group.ReadWrite.All,RoleManagement.ReadWrite.Directory',
      '--seed',
      seedFile(seedLines()),
    ]);
    expect((await sandbox.call('PATCH', `/groups/${guid(groups.assignable)}`, { description: 'x' })).status).toBe(204);
    const nested = await sandbox.call('POST', `/groups/${guid(groups.assignable)}/members/$ref`, {
      '@odata.id': reference(guid(groups.plain)),
    });
    expect(nested.status).toBe(400);
    await sandbox.stop();
  });

  test('the default set is enough to work with', async () => {
    expect(await createUser(run('none'))).toMatch(/^[0-9a-f-]{36}$/);
    for (const path of [
      '/groups',
      '/organization',
      '/domains',
      '/directoryRoles',
      '/devices',
      '/contacts',
      '/directory/administrativeUnits',
      '/directory/onPremisesSynchronization',
      '/applications',
      '/servicePrincipals',
      '/roleManagement/directory/roleAssignments',
      '/roleManagement/directory/roleEligibilityScheduleInstances',
    ]) {
      expect((await run('none').get(path)).status, path).toBe(200);
    }
  });
});
