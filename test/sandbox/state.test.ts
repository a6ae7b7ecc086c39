import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  allPages,
  clientId,
  createGroup,
  createUser,
  domain,
  guid,
  newUser,
  reference,
  runToEnd,
  secretFile,
  seedFile,
  startSandbox,
  temporaryFolder,
  type RunningSandbox,
} from './support.ts';

const credentials = ['--client-id', clientId, '--client-secret-file', secretFile()];

function stateIn(folder: string): string {
  return join(folder, 'tenant', 'state.ndjson');
}

async function everything(sandbox: RunningSandbox): Promise<unknown> {
  const users = (
    await allPages(
      sandbox,
      '/users?$select=id,displayName,userPrincipalName,department,mail,proxyAddresses,onPremisesImmutableId,createdDateTime&$top=999',
    )
  ).flat();
  const managers = (await allPages(sandbox, '/users?$select=id&$expand=manager($select=id)')).flat();
  const groups = (await allPages(sandbox, '/groups?$select=id,displayName,uniqueName')).flat();
  const members: unknown[] = [];
  for (const group of groups)
    members.push((await allPages(sandbox, `/groups/${group['id'] as string}/members?$select=id`)).flat());
  const deleted = (
    await allPages(sandbox, '/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName,deletedDateTime')
  ).flat();
  const extensions = (await sandbox.get(`/applications(appId='${clientId}')/extensionProperties?$select=id,name`)).body
    .value;
  return { users, managers, groups, members, deleted, extensions };
}

async function makeHistory(sandbox: RunningSandbox): Promise<void> {
  const ids = [];
  for (let count = 0; count < 12; count += 1) ids.push(await createUser(sandbox, { mail: `m${count}@fabrikam.com` }));
  const group = await createGroup(sandbox, {
    uniqueName: 'kept',
    'members@odata.bind': ids.slice(0, 5).map(reference),
  });
  await sandbox.call('DELETE', `/groups/${group}/members/${ids[2]!}/$ref`);
  await sandbox.call('PATCH', `/groups/${group}`, { 'members@odata.bind': [reference(ids[9]!), reference(ids[2]!)] });
  await sandbox.call('PUT', `/users/${ids[0]!}/manager/$ref`, { '@odata.id': reference(ids[1]!) });
  await sandbox.call('PUT', `/users/${ids[3]!}/manager/$ref`, { '@odata.id': reference(ids[1]!) });
  await sandbox.call('DELETE', `/users/${ids[3]!}/manager/$ref`);
  await sandbox.call('PATCH', `/users/${ids[4]!}`, { department: 'Ünïcode\n"quoted"', mail: 'new@fabrikam.com' });
  await sandbox.call('DELETE', `/users/${ids[5]!}`);
  await sandbox.call('DELETE', `/users/${ids[6]!}`);
  await sandbox.call('DELETE', `/directory/deletedItems/${ids[6]!}`);
  await sandbox.call('DELETE', `/users/${ids[7]!}`);
  await sandbox.call('POST', `/directory/deletedItems/${ids[7]!}/restore`);
  await sandbox.call('POST', `/applications(appId='${clientId}')/extensionProperties`, {
    name: 'kept',
    dataType: 'String',
    targetObjects: ['User'],
  });
}

describe('what was answered', () => {
  test('survives a kill, a second kill, and an orderly end', async () => {
    const state = stateIn(temporaryFolder());
    const first = await startSandbox(['--state', state]);
    await makeHistory(first);
    const expected = await everything(first);
    expect(expected).toMatchObject({ users: { length: 10 }, deleted: { length: 1 }, extensions: { length: 1 } });
    await first.kill();
    const second = await startSandbox(['--state', state]);
    expect(second.tenantId).toBe(first.tenantId);
    expect(await everything(second)).toEqual(expected);
    await second.kill();
    const third = await startSandbox(['--state', state]);
    expect(await third.stop()).toBe(0);
    const fourth = await startSandbox(['--state', state]);
    expect(await everything(fourth)).toEqual(expected);
    await fourth.stop();
  });

  test('survives a kill in the middle of writing', async () => {
    const state = stateIn(temporaryFolder());
    const first = await startSandbox(['--state', state, '--no-throttle']);
    const answered: string[] = [];
    const writer = (async () => {
      for (;;) answered.push((await first.call('POST', '/users', newUser())).body['id'] as string);
    })();
    const stopped = expect(writer).rejects.toThrow();
    while (answered.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.kill();
    await stopped;
    const second = await startSandbox(['--state', state]);
    const kept = (await allPages(second, '/users?$select=id&$top=999')).flat().map((user) => user['id'] as string);
    expect(kept.slice(0, answered.length)).toEqual(answered);
    expect(kept.length - answered.length).toBeLessThanOrEqual(1);
    await second.stop();
  });
});

describe('the files', () => {
  test('a write appends to the journal and leaves the state alone', async () => {
    const state = stateIn(temporaryFolder());
    const sandbox = await startSandbox(['--state', state]);
    const before = readFileSync(state, 'utf8');
    const id = await createUser(sandbox);
    expect(readFileSync(state, 'utf8')).toBe(before);
    const journal = readFileSync(`${state}.journal`, 'utf8');
    expect(journal.trim().split('\n')).toHaveLength(2);
    expect(journal).toContain(id);
    expect(journal).not.toContain('Corr3ct horse');
    await sandbox.stop();
    expect(readFileSync(state, 'utf8')).toContain(id);
    expect(readFileSync(`${state}.journal`, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(statSync(state).mode & 0o077).toBe(0);
    expect(readdirSync(join(state, '..')).filter((file) => file.endsWith('.new'))).toEqual([]);
  });

  async function journalled(): Promise<{ state: string; id: string }> {
    const state = stateIn(temporaryFolder());
    const sandbox = await startSandbox(['--state', state]);
    const id = await createUser(sandbox);
    await createUser(sandbox);
    await sandbox.kill();
    return { state, id };
  }

  test('a last line that was cut off is passed over', async () => {
    const { state, id } = await journalled();
    truncateSync(`${state}.journal`, statSync(`${state}.journal`).size - 20);
    const sandbox = await startSandbox(['--state', state]);
    expect((await sandbox.get('/users?$select=id')).body.value).toEqual([{ id }]);
    await sandbox.stop();
  });

  test('a broken line before the last is an error that names it', async () => {
    const { state } = await journalled();
    const lines = readFileSync(`${state}.journal`, 'utf8').split('\n');
    writeFileSync(`${state}.journal`, [lines[0], lines[1]?.slice(0, 30), ...lines.slice(2)].join('\n'));
    const ended = await runToEnd([...credentials, '--state', state]);
    expect(ended.code).toBe(3);
    expect(ended.err).toContain('state.ndjson.journal:2: not a journal entry');
  });

  test('a journal that the state already holds is not applied again', async () => {
    const { state, id } = await journalled();
    const old = readFileSync(`${state}.journal`);
    const second = await startSandbox(['--state', state]);
    await second.call('PATCH', `/users/${id}`, { department: 'newer' });
    await second.stop();
    writeFileSync(`${state}.journal`, old);
    const third = await startSandbox(['--state', state]);
    expect((await third.get(`/users/${id}?$select=department`)).body['department']).toBe('newer');
    await third.stop();
  });

  test('a file that is no state is refused and left as it is', async () => {
    const file = join(temporaryFolder(), 'other.txt');
    writeFileSync(file, 'precious\n');
    const ended = await runToEnd([...credentials, '--state', file]);
    expect(ended.code).toBe(3);
    expect(ended.err).toContain('other.txt:1: not a state file of the sandbox');
    expect(readFileSync(file, 'utf8')).toBe('precious\n');
  });

  test('a damaged state is refused with its line', async () => {
    const { state } = await journalled();
    appendFileSync(state, '{"@odata.type":"#microsoft.graph.user"}\n');
    const ended = await runToEnd([...credentials, '--state', state]);
    expect(ended.code).toBe(3);
    expect(ended.err).toMatch(/state\.ndjson:\d+: no id/);
  });

  test('serve one sandbox at a time', async () => {
    const state = stateIn(temporaryFolder());
    const first = await startSandbox(['--state', state]);
    const id = await createUser(first);
    const second = await runToEnd([...credentials, '--state', state]);
    expect(second).toMatchObject({ code: 3, out: '' });
    expect(second.err).toContain(`is in use by process ${String(first.process.pid)}`);
    expect((await first.get(`/users/${id}`)).status).toBe(200);
    await first.stop();
    expect(readdirSync(join(state, '..')).filter((file) => file.endsWith('.lock'))).toEqual([]);
  });

  test('are handed over by a predecessor that is about to end', async () => {
    const state = stateIn(temporaryFolder());
    const first = await startSandbox(['--state', state]);
    const id = await createUser(first);
    const successor = startSandbox(['--state', state]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await first.stop();
    const second = await successor;
    expect((await second.get(`/users/${id}`)).status).toBe(200);
    await second.stop();
  });

  test('the seed counts only while there is no state', async () => {
    const state = stateIn(temporaryFolder());
    const user = (n: number): object => ({
      '@odata.type': '#microsoft.graph.user',
      id: guid(n),
      displayName: 'x',
      userPrincipalName: `x${n}@${domain}`,
    });
    const first = await startSandbox(['--state', state, '--seed', seedFile([user(1)])]);
    await first.call('DELETE', `/users/${guid(1)}`);
    await first.stop();
    const second = await startSandbox(['--state', state, '--seed', seedFile([user(1), user(2)])]);
    expect((await second.get('/users')).body.value).toEqual([]);
    await second.stop();
  });
});

describe('certificates', () => {
  test('are kept beside the state, so that clients trust a restarted sandbox', async () => {
    const state = stateIn(temporaryFolder());
    const first = await startSandbox(['--state', state]);
    await first.stop();
    const second = await startSandbox(['--state', state]);
    expect(second.ca).toBe(first.ca);
    await second.stop();
    expect(statSync(join(state, '..', 'sandbox-server.key')).mode & 0o077).toBe(0);
  });

  test('can lie in a folder of their own', async () => {
    const folder = join(temporaryFolder(), 'certificates');
    const first = await startSandbox(['--ca-dir', folder]);
    expect(readFileSync(join(folder, 'sandbox-ca.pem'), 'utf8')).toBe(first.ca);
    await first.stop();
    const second = await startSandbox(['--ca-dir', folder, '--state', stateIn(folder)]);
    expect(second.ca).toBe(first.ca);
    expect(existsSync(join(folder, 'tenant', 'sandbox-ca.pem'))).toBe(false);
    await second.stop();
  });

  test('are new each time without a folder', async () => {
    const [first, second] = [await startSandbox(), await startSandbox()];
    expect(first.ca).not.toBe(second.ca);
    await Promise.all([first.stop(), second.stop()]);
  });
});

test('the clock does not go back over a restart', async () => {
  const state = stateIn(temporaryFolder());
  const dateOf = async (sandbox: RunningSandbox): Promise<number> => {
    const reply = await sandbox.raw('GET', '/v1.0/users', {
      headers: { authorization: `Bearer ${await sandbox.token()}` },
    });
    return Date.parse(reply.headers.get('date') ?? '');
  };
  const fast = await startSandbox(['--state', state, '--clock-rate', '3600']);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const late = await dateOf(fast);
  expect(late).toBeGreaterThan(Date.now() + 3_600_000);
  await fast.stop();
  const slow = await startSandbox(['--state', state]);
  expect(await dateOf(slow)).toBeGreaterThanOrEqual(late);
  await slow.stop();
});
