import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  allPages,
  createGroup,
  createUser,
  domain,
  guid,
  newUser,
  reference,
  seedFile,
  startSandbox,
  type RunningSandbox,
} from './support.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});

async function deletedUser(more: Record<string, unknown> = {}): Promise<string> {
  const id = await createUser(sandbox, more);
  expect((await sandbox.call('DELETE', `/users/${id}`)).status).toBe(204);
  return id;
}

async function restore(id: string, body?: unknown): ReturnType<RunningSandbox['call']> {
  return await sandbox.call('POST', `/directory/deletedItems/${id}/restore`, body);
}

describe('a deleted user', () => {
  test('is gone from the users and lies among the deleted items under a mangled name', async () => {
    const id = await deletedUser({ userPrincipalName: `gone@${domain}` });
    expect((await sandbox.get(`/users/${id}`)).status).toBe(404);
    expect((await sandbox.get(`/users/gone@${domain}`)).status).toBe(404);
    expect((await sandbox.call('PATCH', `/users/${id}`, { city: 'x' })).status).toBe(404);
    expect((await sandbox.call('DELETE', `/users/${id}`)).status).toBe(404);
    const { body } = await sandbox.get(`/directory/deletedItems/${id}`);
    expect(body).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      id,
      userPrincipalName: `${id.replaceAll('-', '')}gone@${domain}`,
    });
    expect(Date.parse(body['deletedDateTime'] as string)).toBeGreaterThan(Date.now() - 60_000);
  });

  test('frees its name and address; its restore then conflicts, unless it gets another name', async () => {
    const upn = `again@${domain}`;
    const id = await deletedUser({ userPrincipalName: upn, mail: 'again@fabrikam.com' });
    await createUser(sandbox, { userPrincipalName: upn });
    expect((await restore(id)).body.error?.details).toMatchObject([
      { code: 'ObjectConflict', target: 'userPrincipalName' },
    ]);
    expect((await restore(id, { newUserPrincipalName: 'again@unverified.example' })).status).toBe(400);
    const restored = await restore(id, { newUserPrincipalName: `again2@${domain}` });
    expect(restored).toMatchObject({
      status: 200,
      body: { id, userPrincipalName: `again2@${domain}`, deletedDateTime: null },
    });
    expect((await sandbox.get(`/users/again2@${domain}?$select=mail`)).body['mail']).toBe('again@fabrikam.com');
  });

  test('comes back without the addresses that others took, when asked to', async () => {
    const id = await deletedUser({ mail: 'lost@fabrikam.com' });
    await createUser(sandbox, { mail: 'lost@fabrikam.com' });
    expect((await restore(id)).body.error?.details).toMatchObject([{ target: 'proxyAddresses' }, {}]);
    expect((await restore(id, { autoReconcileProxyConflict: true })).status).toBe(200);
    expect((await sandbox.get(`/users/${id}?$select=proxyAddresses`)).body['proxyAddresses']).toEqual([]);
  });

  test('does not hold its anchor against a new user, but cannot come back then', async () => {
    const id = await deletedUser({ onPremisesImmutableId: 'ZGVsZXRlZA==' });
    await createUser(sandbox, { onPremisesImmutableId: 'ZGVsZXRlZA==' });
    expect((await restore(id)).body.error?.details).toMatchObject([
      { code: 'ObjectConflict', target: 'onPremisesImmutableId' },
    ]);
  });

  test('comes back with everything it had', async () => {
    const group = await createGroup(sandbox);
    const id = await createUser(sandbox, { department: 'Sales' });
    await sandbox.call('POST', `/groups/${group}/members/$ref`, { '@odata.id': reference(id) });
    await sandbox.call('DELETE', `/users/${id}`);
    expect((await restore(id)).status).toBe(200);
    expect((await sandbox.get(`/users/${id}?$select=department,deletedDateTime`)).body).toMatchObject({
      department: 'Sales',
      deletedDateTime: null,
    });
    expect((await sandbox.get(`/groups/${group}/members?$select=id`)).body.value).toHaveLength(1);
    expect((await restore(id)).status).toBe(404);
  });

  test('is purged for good', async () => {
    const id = await deletedUser();
    expect((await sandbox.call('DELETE', `/directory/deletedItems/${id}`)).status).toBe(204);
    expect((await sandbox.get(`/directory/deletedItems/${id}`)).status).toBe(404);
    expect((await restore(id)).status).toBe(404);
    expect((await sandbox.call('DELETE', `/directory/deletedItems/${id}`)).status).toBe(404);
  });
});

test('a live object is not among the deleted items', async () => {
  const id = await createUser(sandbox);
  expect((await sandbox.get(`/directory/deletedItems/${id}`)).status).toBe(404);
  expect((await sandbox.call('DELETE', `/directory/deletedItems/${id}`)).status).toBe(404);
  expect((await sandbox.get(`/users/${id}`)).status).toBe(200);
});

test('a deleted group is listed, and restored with its members', async () => {
  const id = await createGroup(sandbox, { 'members@odata.bind': [reference(await createUser(sandbox))] });
  expect((await sandbox.call('DELETE', `/groups/${id}`)).status).toBe(204);
  expect((await sandbox.get(`/groups/${id}`)).status).toBe(404);
  const listed = await sandbox.get('/directory/deletedItems/microsoft.graph.group?$select=id,deletedDateTime');
  expect(listed.body.value?.map((group) => group['id'])).toContain(id);
  expect((await restore(id)).body).toMatchObject({ '@odata.type': '#microsoft.graph.group', id });
  expect((await sandbox.get(`/groups/${id}/members?$select=id`)).body.value).toHaveLength(1);
});

test('lists are of one type, paged and filtered', async () => {
  const seed = seedFile(
    Array.from({ length: 150 }, (_, n) => ({
      '@odata.type': '#microsoft.graph.user',
      id: guid(n),
      displayName: `U${n}`,
      userPrincipalName: `${guid(n).replaceAll('-', '')}u${n}@${domain}`,
      deletedDateTime: new Date(Date.now() - 86_400_000).toISOString(),
    })),
  );
  const own = await startSandbox(['--seed', seed]);
  const pages = await allPages(own, '/directory/deletedItems/microsoft.graph.user?$select=id');
  expect(pages.map((page) => page.length)).toEqual([100, 50]);
  expect(
    (await own.get("/directory/deletedItems/microsoft.graph.user?$filter=displayName eq 'U7'")).body.value,
  ).toMatchObject([{ id: guid(7) }]);
  expect((await own.get('/directory/deletedItems/microsoft.graph.group')).body.value).toEqual([]);
  expect((await own.get('/directory/deletedItems/microsoft.graph.domain')).status).toBe(400);
  expect((await own.get('/directory/deletedItems')).status).toBe(400);
  expect((await own.get('/users')).body.value).toEqual([]);
  await own.stop();
});

test('thirty days by the clock of the sandbox end a deleted object', async () => {
  // Four hours pass in a second of the wall.
  const deletedAt = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
  const user = (n: number, days: number): object => ({
    '@odata.type': '#microsoft.graph.user',
    id: guid(n),
    displayName: 'x',
    userPrincipalName: `${n}@${domain}`,
    deletedDateTime: deletedAt(days),
  });
  const seed = seedFile([user(1, 31), user(2, 29.6), user(3, 1)]);
  const own = await startSandbox(['--clock-rate', '14400', '--seed', seed]);
  const path = '/v1.0/directory/deletedItems/microsoft.graph.user?$select=id';
  const listed = async (): Promise<unknown[]> => {
    // A token lives a quarter of a second here: each request takes a new one, and another when it came too late.
    for (;;) {
      const reply = await own.raw('GET', path, { headers: { authorization: `Bearer ${await own.token()}` } });
      if (reply.status !== 401) return reply.body.value!.map((each) => each['id']);
    }
  };
  expect(await listed()).toEqual([guid(2), guid(3)]);
  await new Promise((resolve) => setTimeout(resolve, 2600));
  expect(await listed()).toEqual([guid(3)]);
  expect(own.log()).toBe('');
  await own.stop();
});

test('with an object go the assignments that name it', async () => {
  const assignment = {
    principalId: guid(1),
    roleDefinitionId: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
    directoryScopeId: '/',
  };
  const own = await startSandbox([
    '--seed',
    seedFile([
      {
        '@odata.type': '#microsoft.graph.user',
        id: guid(1),
        displayName: 'x',
        userPrincipalName: `x@${domain}`,
        deletedDateTime: new Date().toISOString(),
      },
      { '@odata.type': '#microsoft.graph.unifiedRoleAssignment', id: 'a', ...assignment },
      {
        '@odata.type': '#microsoft.graph.servicePrincipal',
        id: guid(300),
        appId: '6f0c1a52-0000-4000-8000-000000000001',
        displayName: 'app',
      },
      {
        '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
        id: 'b',
        principalId: guid(300),
        roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
        directoryScopeId: '/',
      },
    ]),
  ]);
  expect((await own.call('DELETE', `/directory/deletedItems/${guid(1)}`)).status).toBe(204);
  const { body } = await own.get('/roleManagement/directory/roleAssignments');
  expect(body.value?.map((each) => each['principalId'])).toEqual([guid(300)]);
  await own.stop();
});

test('a new user cannot be made under the id of another', async () => {
  expect((await sandbox.call('POST', '/users', newUser({ id: guid(1) }))).status).toBe(400);
});
