import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  allPages,
  createGroup,
  createUser,
  domain,
  guid,
  newGroup,
  newUser,
  reference,
  seedFile,
  startSandbox,
  type Reply,
  type RunningSandbox,
} from './support.ts';

const many = 250;
const big = guid(900);
const contact = guid(901);
const device = guid(902);
const dynamic = guid(903);
const distribution = guid(904);
const repetitive = guid(905);
let sandbox: RunningSandbox;

beforeAll(async () => {
  const users = Array.from({ length: many }, (_, index) => ({
    '@odata.type': '#microsoft.graph.user',
    id: guid(index),
    displayName: `U ${index}`,
    userPrincipalName: `u${index}@${domain}`,
  }));
  const group = (id: string, more: object): object => ({
    '@odata.type': '#microsoft.graph.group',
    id,
    displayName: id,
    securityEnabled: true,
    mailEnabled: false,
    groupTypes: [],
    ...more,
  });
  const seed = seedFile([
    ...users,
    group(big, { members: users.map((user) => user.id).reverse() }),
    { '@odata.type': '#microsoft.graph.orgContact', id: contact, displayName: 'Contact' },
    { '@odata.type': '#microsoft.graph.device', id: device, displayName: 'PC' },
    group(dynamic, {
      groupTypes: ['DynamicMembership'],
      membershipRule: 'user.department -eq "x"',
      membershipRuleProcessingState: 'On',
      members: [guid(0)],
    }),
    group(repetitive, { members: [guid(1), guid(2), guid(1), guid(3)] }),
    group(distribution, { mailEnabled: true, securityEnabled: false, mailNickname: 'dl', members: [guid(0)] }),
  ]);
  sandbox = await startSandbox(['--seed', seed, '--no-throttle']);
});
afterAll(async () => {
  await sandbox.stop();
});

async function post(more: Record<string, unknown>): Promise<Reply> {
  return await sandbox.call('POST', '/groups', newGroup(more));
}

async function add(group: string, member: string): Promise<Reply> {
  return await sandbox.call('POST', `/groups/${group}/members/$ref`, { '@odata.id': reference(member) });
}

async function bind(group: string, members: readonly string[]): Promise<Reply> {
  return await sandbox.call('PATCH', `/groups/${group}`, { 'members@odata.bind': members.map(reference) });
}

async function membersOf(group: string): Promise<string[]> {
  const pages = await allPages(sandbox, `/groups/${group}/members?$select=id&$top=999`);
  return pages.flat().map((member) => member['id'] as string);
}

const exists = "One or more added object references already exist for the following modified properties: 'members'.";

describe('create', () => {
  test('a security group with its defaults', async () => {
    const reply = await post({ description: 'what for' });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      description: 'what for',
      groupTypes: [],
      mail: null,
      visibility: 'Private',
      securityEnabled: true,
      onPremisesSyncEnabled: null,
    });
    expect(reply.body).not.toHaveProperty('uniqueName');
  });

  test('a Microsoft 365 group gets an address; its nickname is taken once', async () => {
    const unified = { groupTypes: ['Unified'], mailEnabled: true, securityEnabled: false, mailNickname: 'project-x' };
    const reply = await post(unified);
    expect(reply.body).toMatchObject({
      mail: `project-x@${domain}`,
      proxyAddresses: [`SMTP:project-x@${domain}`],
      visibility: 'Public',
    });
    expect((await post({ ...unified, mailNickname: 'Project-X' })).body.error?.details).toMatchObject([
      { code: 'ObjectConflict', target: 'mailNickname' },
    ]);
    expect((await post({ mailNickname: 'project-x' })).status).toBe(201);
    expect((await post({ mailNickname: 'project-x' })).status).toBe(201);
  });

  test('display names need not differ', async () => {
    expect((await post({ displayName: 'same' })).status).toBe(201);
    expect((await post({ displayName: 'same' })).status).toBe(201);
  });

  test.each(['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'])('requires %s', async (name) => {
    const reply = await sandbox.call('POST', '/groups', newGroup({ [name]: undefined }));
    expect(reply.body.error?.message).toBe(`A value is required for property '${name}' of resource 'Group'.`);
  });

  const dynamicType = { groupTypes: ['DynamicMembership'] };
  test.each([
    ['mail-enabled security', { mailEnabled: true }],
    ['distribution', { mailEnabled: true, securityEnabled: false }],
    ['neither', { securityEnabled: false }],
    ['Microsoft 365 without mail', { groupTypes: ['Unified'] }],
    ['unknown type', { groupTypes: ['Other'] }],
    ['dynamic without a rule', dynamicType],
    ['a rule without being dynamic', { membershipRule: 'user.city -eq "x"' }],
    ['a nickname with a space', { mailNickname: 'a b' }],
    ['a nickname with an at sign', { mailNickname: 'a@b' }],
    ['a nickname that is too long', { mailNickname: 'x'.repeat(65) }],
    ['a name that is too long', { displayName: 'x'.repeat(257) }],
    ['an empty description', { description: '' }],
    ['read-only mail', { mail: 'a@b.c' }],
    ['an unknown property', { colour: 'red' }],
    ['an unknown link', { 'friends@odata.bind': [] }],
  ])('refuses %s', async (_name, more) => {
    expect((await post(more)).status).toBe(400);
  });

  test('names the kinds that only Exchange can make', async () => {
    expect((await post({ mailEnabled: true })).body.error?.message).toBe(
      'Cannot Create a mail-enabled security groups and or distribution list.',
    );
  });

  test('a dynamic group', async () => {
    const reply = await post({
      ...dynamicType,
      membershipRule: 'user.city -eq "x"',
      membershipRuleProcessingState: 'On',
    });
    expect(reply.status).toBe(201);
  });

  test('a role-assignable group takes the permission for role management', async () => {
    expect((await post({ isAssignableToRole: true })).status).toBe(403);
  });

  test('up to twenty links at once', async () => {
    const links = (count: number): string[] => Array.from({ length: count }, (_, index) => reference(guid(index)));
    const reply = await post({ 'members@odata.bind': links(18), 'owners@odata.bind': links(2) });
    expect(reply.status).toBe(201);
    expect(await membersOf(reply.body['id'] as string)).toHaveLength(18);
    expect((await sandbox.get(`/groups/${reply.body['id'] as string}/owners?$select=id`)).body.value).toHaveLength(2);
    expect((await post({ 'members@odata.bind': links(19), 'owners@odata.bind': links(2) })).status).toBe(400);
  });

  test('a bad link makes no group', async () => {
    const before = (await allPages(sandbox, '/groups?$top=999')).flat().length;
    expect((await post({ 'members@odata.bind': [reference(guid(9999))] })).status).toBe(404);
    expect((await allPages(sandbox, '/groups?$top=999')).flat()).toHaveLength(before);
  });
});

describe('uniqueName', () => {
  test('is taken once, found by, and never changed', async () => {
    const id = await createGroup(sandbox, { uniqueName: 'corp-1' });
    expect((await post({ uniqueName: 'CORP-1' })).body.error?.message).toContain('uniqueName already exists');
    expect((await sandbox.get("/groups(uniqueName='corp-1')?$select=id,uniqueName")).body).toMatchObject({
      id,
      uniqueName: 'corp-1',
    });
    expect((await sandbox.call('PATCH', `/groups/${id}`, { uniqueName: 'corp-2' })).status).toBe(400);
    expect((await sandbox.call('PATCH', `/groups/${id}`, { uniqueName: null })).status).toBe(400);
    expect((await sandbox.get("/groups(uniqueName='corp-2')")).status).toBe(404);
  });

  test('can be set while there is none', async () => {
    const id = await createGroup(sandbox);
    expect((await sandbox.call('PATCH', `/groups/${id}`, { uniqueName: "it's" })).status).toBe(204);
    expect((await sandbox.get("/groups(uniqueName='it''s')?$select=id")).body['id']).toBe(id);
  });

  test('an upsert makes a group only when asked to', async () => {
    const path = "/groups(uniqueName='upsert')";
    const body = newGroup();
    expect((await sandbox.call('PATCH', path, body)).status).toBe(404);
    const made = await sandbox.call('PATCH', path, body, { Prefer: 'create-if-missing' });
    expect(made.status).toBe(201);
    const change = { displayName: 'Again', mailEnabled: undefined };
    const updated = await sandbox.call(
      'PATCH',
      path,
      { ...change, description: 'again' },
      { Prefer: 'create-if-missing' },
    );
    expect(updated.status).toBe(204);
    expect((await sandbox.get(path)).body).toMatchObject({ id: made.body['id'], description: 'again' });
  });

  test('a soft-deleted group still holds it', async () => {
    const id = await createGroup(sandbox, { uniqueName: 'held' });
    await sandbox.call('DELETE', `/groups/${id}`);
    expect((await post({ uniqueName: 'held' })).status).toBe(400);
    expect((await sandbox.get("/groups(uniqueName='held')")).status).toBe(404);
    await sandbox.call('DELETE', `/directory/deletedItems/${id}`);
    expect((await post({ uniqueName: 'held' })).status).toBe(201);
  });
});

describe('update', () => {
  test('writes and clears', async () => {
    const id = await createGroup(sandbox, { description: 'old' });
    expect((await sandbox.call('PATCH', `/groups/${id}`, { displayName: 'New', description: null })).status).toBe(204);
    expect((await sandbox.get(`/groups/${id}`)).body).toMatchObject({ displayName: 'New', description: null });
  });

  test.each([
    { displayName: null },
    { displayName: '' },
    { mail: 'a@b.c' },
    { securityEnabled: false },
    { groupTypes: ['Unified'] },
    { groupTypes: ['DynamicMembership'] },
    { isAssignableToRole: true },
    { onPremisesSyncEnabled: true },
    { visibility: 'Secret' },
    { 'owners@odata.bind': [] },
  ])('refuses %j', async (change) => {
    const id = await createGroup(sandbox);
    expect((await sandbox.call('PATCH', `/groups/${id}`, change)).status).toBe(400);
  });

  test('a group of Exchange cannot be changed', async () => {
    for (const [method, path, body] of [
      ['PATCH', '', { displayName: 'x' }],
      ['DELETE', '', undefined],
      ['POST', '/members/$ref', { '@odata.id': reference(guid(1)) }],
      ['DELETE', `/members/${guid(0)}/$ref`, undefined],
    ] as const) {
      const reply = await sandbox.call(method, `/groups/${distribution}${path}`, body);
      expect(reply.body.error?.message).toBe('Cannot Update a mail-enabled security groups and or distribution list.');
    }
    expect(await membersOf(distribution)).toEqual([guid(0)]);
  });
});

describe('members', () => {
  test('a large group comes in pages, in the order in which they were added', async () => {
    const expected = Array.from({ length: many }, (_, index) => guid(many - 1 - index));
    const pages = await allPages(sandbox, `/groups/${big}/members?$select=id`);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(pages.flat()).toEqual(expected.map((id) => ({ '@odata.type': '#microsoft.graph.user', id })));
  });

  test('a member that a seed names twice is there once', async () => {
    const pages = await allPages(sandbox, `/groups/${repetitive}/members?$select=id&$top=1`);
    expect(pages.flat().map((member) => member['id'])).toEqual([guid(1), guid(2), guid(3)]);
  });

  test('one is added and removed', async () => {
    const group = await createGroup(sandbox);
    expect((await add(group, guid(1))).status).toBe(204);
    expect(await membersOf(group)).toEqual([guid(1)]);
    expect(await add(group, guid(1))).toMatchObject({
      status: 400,
      body: { error: { code: 'Request_BadRequest', message: exists } },
    });
    expect((await sandbox.call('DELETE', `/groups/${group}/members/${guid(1)}/$ref`)).status).toBe(204);
    const again = await sandbox.call('DELETE', `/groups/${group}/members/${guid(1)}/$ref`);
    expect(again).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
    expect(again.body.error?.message).toContain(guid(1));
  });

  test('without $ref nothing is deleted', async () => {
    const group = await createGroup(sandbox);
    await add(group, guid(2));
    expect((await sandbox.call('DELETE', `/groups/${group}/members/${guid(2)}`)).status).toBe(400);
    expect((await sandbox.get(`/users/${guid(2)}`)).status).toBe(200);
    expect(await membersOf(group)).toEqual([guid(2)]);
  });

  test('twenty are added in one write', async () => {
    const group = await createGroup(sandbox);
    const twenty = Array.from({ length: 20 }, (_, index) => guid(index));
    expect((await bind(group, [...twenty, guid(20)])).status).toBe(400);
    expect((await bind(group, twenty)).status).toBe(204);
    expect(await membersOf(group)).toEqual(twenty);
  });

  test.each([
    ['a member that is there already', guid(1), 400],
    ['an object that does not exist', guid(9999), 404],
    ['a second mention', guid(5), 400],
    ['a Microsoft 365 group', 'unified', 400],
  ])('one bad element refuses them all: %s', async (_name, bad, status) => {
    const group = await createGroup(sandbox);
    await add(group, guid(1));
    const unified = await createGroup(sandbox, {
      groupTypes: ['Unified'],
      mailEnabled: true,
      mailNickname: `u${Math.random()}`.replace('.', ''),
    });
    const reply = await bind(group, [guid(5), guid(6), bad === 'unified' ? unified : bad]);
    expect(reply.status).toBe(status);
    expect(await membersOf(group)).toEqual([guid(1)]);
    if (status === 404) expect(reply.body.error?.message).toContain(guid(9999));
  });

  test('properties and members change together or not at all', async () => {
    const group = await createGroup(sandbox, { displayName: 'before' });
    const both = { displayName: 'after', 'members@odata.bind': [reference(guid(9999))] };
    expect((await sandbox.call('PATCH', `/groups/${group}`, both)).status).toBe(404);
    expect((await sandbox.get(`/groups/${group}`)).body['displayName']).toBe('before');
  });

  test('what each kind of group may hold', async () => {
    const security = await createGroup(sandbox);
    const unified = await createGroup(sandbox, { groupTypes: ['Unified'], mailEnabled: true, mailNickname: 'holds' });
    const inner = await createGroup(sandbox);
    const application = (await sandbox.get('/servicePrincipals')).body.value?.[0]?.['id'] as string;
    for (const member of [guid(1), contact, device, inner, application])
      expect((await add(security, member)).status).toBe(204);
    expect((await add(security, unified)).status).toBe(400);
    expect((await add(security, security)).status).toBe(400);
    expect((await add(unified, guid(1))).status).toBe(204);
    for (const member of [contact, device, inner, application]) expect((await add(unified, member)).status).toBe(400);
    expect(
      (await allPages(sandbox, `/groups/${security}/members?$select=id`)).flat().map((member) => member['@odata.type']),
    ).toEqual(['user', 'orgContact', 'device', 'group', 'servicePrincipal'].map((kind) => `#microsoft.graph.${kind}`));
  });

  test('groups nest, in a circle as well; transitive members come once each', async () => {
    const [a, b] = [await createGroup(sandbox), await createGroup(sandbox)];
    for (const [group, member] of [
      [a, b],
      [b, a],
      [a, guid(1)],
      [b, guid(1)],
      [b, guid(2)],
    ] as const) {
      expect((await add(group, member)).status).toBe(204);
    }
    const pages = await allPages(sandbox, `/groups/${a}/transitiveMembers?$select=id&$top=1`);
    expect(pages.map((page) => page.length)).toEqual([1, 1, 1]);
    expect(pages.flat().map((member) => member['id'])).toEqual([b, guid(1), guid(2)]);
  });

  test('the members of a dynamic group are not written', async () => {
    expect((await add(dynamic, guid(1))).status).toBe(403);
    expect((await bind(dynamic, [guid(1)])).status).toBe(403);
    expect((await sandbox.call('DELETE', `/groups/${dynamic}/members/${guid(0)}/$ref`)).status).toBe(403);
    expect((await sandbox.call('PATCH', `/groups/${dynamic}`, { description: 'fine' })).status).toBe(204);
    expect(await membersOf(dynamic)).toEqual([guid(0)]);
  });

  test('a deleted member does not show, and comes back with its restore', async () => {
    const group = await createGroup(sandbox);
    const user = await createUser(sandbox);
    await add(group, user);
    await sandbox.call('DELETE', `/users/${user}`);
    expect(await membersOf(group)).toEqual([]);
    expect((await sandbox.call('DELETE', `/groups/${group}/members/${user}/$ref`)).status).toBe(404);
    await sandbox.call('POST', `/directory/deletedItems/${user}/restore`);
    expect(await membersOf(group)).toEqual([user]);
  });

  test('a member removed between two pages moves no other', async () => {
    const group = await createGroup(sandbox);
    const ids = Array.from({ length: 20 }, (_, index) => guid(index));
    await bind(group, ids);
    const first = await sandbox.get(`/groups/${group}/members?$select=id&$top=10`);
    await sandbox.call('DELETE', `/groups/${group}/members/${guid(3)}/$ref`);
    const second = await sandbox.get(first.body['@odata.nextLink'] as string);
    expect(second.body.value?.map((member) => member['id'])).toEqual(ids.slice(10));
  });

  test('mixed members answer what each type has', async () => {
    const group = await createGroup(sandbox);
    await bind(group, [guid(1), device]);
    const { body } = await sandbox.get(`/groups/${group}/members?$select=id,userPrincipalName,deviceId`);
    expect(body.value).toEqual([
      { '@odata.type': '#microsoft.graph.user', id: guid(1), userPrincipalName: `u1@${domain}` },
      { '@odata.type': '#microsoft.graph.device', id: device, deviceId: null },
    ]);
    expect((await sandbox.get(`/groups/${group}/members?$select=shoeSize`)).status).toBe(400);
  });

  test('a user cannot be made with links', async () => {
    expect((await sandbox.call('POST', '/users', newUser({ 'manager@odata.bind': [reference(guid(1))] }))).status).toBe(
      400,
    );
  });
});
