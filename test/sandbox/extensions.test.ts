import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  advanced,
  clientId,
  createGroup,
  createUser,
  domain,
  extension,
  guid,
  newUser,
  seedFile,
  startSandbox,
  type Reply,
  type RunningSandbox,
} from './support.ts';

let sandbox: RunningSandbox;
const own = `/applications(appId='${clientId}')/extensionProperties`;
const foreign = guid(500);

beforeAll(async () => {
  const seed = seedFile([
    {
      '@odata.type': '#microsoft.graph.application',
      id: guid(501),
      appId: foreign,
      displayName: 'Foreign',
      extensionProperties: [{ name: 'code', dataType: 'String', targetObjects: ['User'] }],
    },
    {
      '@odata.type': '#microsoft.graph.user',
      id: guid(1),
      displayName: 'x',
      userPrincipalName: `x@${domain}`,
      [`extension_${foreign.replaceAll('-', '')}_code`]: 'seeded',
      [extension('orphan')]: 'unseen',
    },
    {
      '@odata.type': '#microsoft.graph.user',
      id: guid(2),
      displayName: 'y',
      userPrincipalName: `y@${domain}`,
      onPremisesSyncEnabled: true,
    },
  ]);
  sandbox = await startSandbox(['--seed', seed, '--no-throttle']);
});
afterAll(async () => {
  await sandbox.stop();
});

async function define(more: Record<string, unknown>): Promise<Reply> {
  return await sandbox.call('POST', own, { dataType: 'String', targetObjects: ['User'], ...more });
}

async function read(path: string, name: string): Promise<unknown> {
  return (await sandbox.get(`${path}?$select=id,${name}`)).body[name];
}

describe('definitions', () => {
  test('are made, listed, read and deleted', async () => {
    const made = await define({ name: 'first', targetObjects: ['User', 'Group'] });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: extension('first'),
        dataType: 'String',
        isMultiValued: false,
        targetObjects: ['User', 'Group'],
        isSyncedFromOnPremises: false,
      },
    });
    const id = made.body['id'] as string;
    expect((await sandbox.get(`${own}?$filter=name eq '${extension('first')}'`)).body.value).toHaveLength(1);
    const application = (await sandbox.get(`/applications(appId='${clientId}')`)).body['id'] as string;
    expect((await sandbox.get(`/applications/${application}/extensionProperties/${id}`)).body['name']).toBe(
      extension('first'),
    );
    expect((await sandbox.get(`/applications/${guid(501)}/extensionProperties/${id}`)).status).toBe(404);
    expect((await sandbox.call('DELETE', `${own}/${id}`)).status).toBe(204);
    expect((await sandbox.get(`${own}/${id}`)).status).toBe(404);
  });

  test.each([
    ['without a name', { name: undefined }],
    ['with a bad name', { name: 'a b' }],
    ['with an unknown type', { name: 'n1', dataType: 'Float' }],
    ['with an unknown target', { name: 'n2', targetObjects: ['Planet'] }],
    ['without a target', { name: 'n3', targetObjects: [] }],
    ['with an unknown property', { name: 'n4', size: 3 }],
  ])('%s are refused', async (_name, more) => {
    expect((await define(more)).status).toBe(400);
  });

  test('a name is taken once', async () => {
    expect((await define({ name: 'twice' })).status).toBe(201);
    expect((await define({ name: 'TWICE' })).status).toBe(400);
  });

  test("another application's are read-only", async () => {
    const path = `/applications/${guid(501)}/extensionProperties`;
    const listed = await sandbox.get(path);
    expect(listed.body.value).toMatchObject([
      { name: `extension_${foreign.replaceAll('-', '')}_code`, appDisplayName: 'Foreign' },
    ]);
    expect((await sandbox.call('POST', path, { name: 'x', dataType: 'String', targetObjects: ['User'] })).status).toBe(
      403,
    );
    expect((await sandbox.call('DELETE', `${path}/${listed.body.value?.[0]?.['id'] as string}`)).status).toBe(403);
    const manager = await startSandbox([
      '--permissions',
      'Application.ReadWrite.All',
      '--seed',
      seedFile([{ '@odata.type': '#microsoft.graph.application', id: guid(501), appId: foreign }]),
    ]);
    expect((await manager.call('POST', path, { name: 'x', dataType: 'String', targetObjects: ['User'] })).status).toBe(
      201,
    );
    await manager.stop();
  });
});

describe('values', () => {
  test('need a definition for the type of the object', async () => {
    const name = extension('onlyUsers');
    expect((await sandbox.call('POST', '/users', newUser({ [name]: 'x' }))).status).toBe(400);
    await define({ name: 'onlyUsers' });
    const user = await createUser(sandbox, { [name]: 'x' });
    expect(await read(`/users/${user}`, name)).toBe('x');
    const refused = await sandbox.call('POST', '/groups', {
      displayName: 'g',
      mailNickname: 'g',
      mailEnabled: false,
      securityEnabled: true,
      [name]: 'x',
    });
    expect(refused.body.error?.message).toBe(`The following extension properties are not available: ${name}.`);
  });

  test('are written on groups and on synchronised users', async () => {
    await define({ name: 'mark', targetObjects: ['User', 'Group'] });
    const group = await createGroup(sandbox, { [extension('mark')]: 'g' });
    expect(await read(`/groups/${group}`, extension('mark'))).toBe('g');
    expect((await sandbox.call('PATCH', `/users/${guid(2)}`, { [extension('mark')]: 's' })).status).toBe(204);
    expect(await read(`/users/${guid(2)}`, extension('mark'))).toBe('s');
  });

  test('come only when selected, and only when there is one', async () => {
    await define({ name: 'shy' });
    const user = await createUser(sandbox, { [extension('shy')]: 'x' });
    expect((await sandbox.get(`/users/${user}`)).body).not.toHaveProperty(extension('shy'));
    expect((await sandbox.get(`/users/${user}?$select=${extension('shy').toUpperCase()}`)).body[extension('shy')]).toBe(
      'x',
    );
    await sandbox.call('PATCH', `/users/${user}`, { [extension('shy')]: null });
    expect((await sandbox.get(`/users/${user}?$select=id,${extension('shy')}`)).body).not.toHaveProperty(
      extension('shy'),
    );
  });

  test('vanish with their definition and come back with it', async () => {
    const name = extension('fleeting');
    const id = (await define({ name: 'fleeting' })).body['id'] as string;
    const user = await createUser(sandbox, { [name]: 'x' });
    await sandbox.call('DELETE', `${own}/${id}`);
    expect(await sandbox.get(`/users/${user}?$select=id,${name}`)).toMatchObject({ status: 200 });
    expect(await read(`/users/${user}`, name)).toBeUndefined();
    expect((await sandbox.get(`/users?$filter=${name} eq 'x'`)).status).toBe(400);
    expect((await sandbox.call('PATCH', `/users/${user}`, { [name]: 'y' })).status).toBe(400);
    await define({ name: 'fleeting' });
    expect(await read(`/users/${user}`, name)).toBe('x');
  });

  test('are found by filter', async () => {
    await define({ name: 'found' });
    const user = await createUser(sandbox, { [extension('found')]: 'Needle' });
    const find = async (filter: string, headers?: Record<string, string>): Promise<Reply> =>
      await sandbox.get(`/users?$select=id&$filter=${filter}${headers === undefined ? '' : '&$count=true'}`, headers);
    expect((await find(`${extension('found')} eq 'needle'`)).body.value).toEqual([{ id: user }]);
    expect((await find(`startsWith(${extension('found')},'Need')`)).body.value).toEqual([{ id: user }]);
    expect((await find(`${extension('found')} ne null`)).status).toBe(400);
    expect((await find(`${extension('found')} ne null`, advanced)).body.value).toEqual([{ id: user }]);
  });

  test('of a seed show by their definition', async () => {
    expect(await read(`/users/${guid(1)}`, `extension_${foreign.replaceAll('-', '')}_code`)).toBe('seeded');
    expect(await read(`/users/${guid(1)}`, extension('orphan'))).toBeUndefined();
  });

  const types: readonly (readonly [dataType: string, multi: boolean, good: unknown, bad: unknown])[] = [
    ['String', false, 'x'.repeat(256), 'x'.repeat(257)],
    ['String', false, 'x', ''],
    ['String', false, 'x', 7],
    ['String', false, 'x', ['x']],
    ['String', true, ['x', 'y'], 'x'],
    ['String', true, ['x'], ['x'.repeat(257)]],
    ['Boolean', false, true, 'true'],
    ['Integer', false, 2_147_483_647, 2_147_483_648],
    ['Integer', false, -1, 1.5],
    ['LargeInteger', false, 2_147_483_648, 'many'],
    ['DateTime', false, '2026-01-01T00:00:00Z', 'yesterday'],
    ['Binary', false, Buffer.alloc(256).toString('base64'), Buffer.alloc(257).toString('base64')],
  ];
  test.each(types)('%s (several: %s) takes a fitting value only (%#)', async (dataType, isMultiValued, good, bad) => {
    const name = `type${types.findIndex((row) => row[2] === good && row[3] === bad)}`;
    expect((await define({ name, dataType, isMultiValued })).status).toBe(201);
    const user = await createUser(sandbox);
    expect((await sandbox.call('PATCH', `/users/${user}`, { [extension(name)]: good })).status).toBe(204);
    expect((await sandbox.call('PATCH', `/users/${user}`, { [extension(name)]: bad })).status).toBe(400);
    expect(await read(`/users/${user}`, extension(name))).toEqual(good);
  });

  test('are at most a hundred on one object', async () => {
    for (let count = 0; count < 101; count += 1) await define({ name: `many${count}` });
    const values = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [extension(`many${index}`), 'x']));
    const user = await createUser(sandbox, values(100));
    expect((await sandbox.call('PATCH', `/users/${user}`, { [extension('many100')]: 'x' })).status).toBe(400);
    expect(
      (await sandbox.call('PATCH', `/users/${user}`, { [extension('many0')]: null, [extension('many100')]: 'x' }))
        .status,
    ).toBe(204);
  });
});
