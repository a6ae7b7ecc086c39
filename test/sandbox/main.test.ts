import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLines } from '../../src/sandbox/store/lines.ts';
import { LoadError, loadObjects } from '../../src/sandbox/store/load.ts';
import { Store } from '../../src/sandbox/store/store.ts';
import {
  clientId,
  domain,
  exitOf,
  guid,
  runToEnd,
  secretFile,
  seedFile,
  spawnSandbox,
  startSandbox,
  temporaryFolder,
} from './support.ts';

const credentials = ['--client-id', clientId, '--client-secret-file', secretFile()];

describe('arguments', () => {
  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ['an unknown flag', [...credentials, '--colour'], '--colour'],
    ['a stray word', [...credentials, 'word'], 'word'],
    ['no client', ['--client-secret-file', secretFile()], '--client-id is missing'],
    [
      'a client that is no GUID',
      ['--client-id', 'me', '--client-secret-file', secretFile()],
      '--client-id is not a GUID',
    ],
    ['no credential', ['--client-id', clientId], '--client-certificate or --client-secret-file is missing'],
    [
      'a secret file that is not there',
      ['--client-id', clientId, '--client-secret-file', '/nowhere/secret'],
      '/nowhere/secret',
    ],
    ['a certificate that is none', ['--client-id', clientId, '--client-certificate', secretFile()], 'secret'],
    ['a port out of range', [...credentials, '--port', '65536'], '--port'],
    ['a rate of zero', [...credentials, '--clock-rate', '0'], '--clock-rate'],
    ['a tenant that is no GUID', [...credentials, '--tenant-id', 'contoso'], '--tenant-id is not a GUID'],
    ['a seed that is not there', [...credentials, '--seed', '/nowhere/seed'], '/nowhere/seed: no such file'],
  ];
  test.each(wrong)('%s ends with 3 and says why', async (_name, args, message) => {
    const ended = await runToEnd(args);
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toContain(message);
    expect(ended.err.trim().split('\n')).toHaveLength(1);
  });
});

describe('a malformed seed names its line', () => {
  const user = (n: number, more: object = {}): object => ({
    '@odata.type': '#microsoft.graph.user',
    id: guid(n),
    displayName: 'x',
    userPrincipalName: `x${n}@${domain}`,
    ...more,
  });
  const bad: readonly (readonly [string, unknown, string])[] = [
    ['not JSON', '{"a":', 'not a JSON object'],
    ['not an object', '[1]', 'not a JSON object'],
    [
      'an unknown type',
      { '@odata.type': '#microsoft.graph.planet', id: guid(2) },
      'unknown @odata.type "#microsoft.graph.planet"',
    ],
    ['no type', { id: guid(2) }, 'unknown @odata.type null'],
    ['no id', { '@odata.type': '#microsoft.graph.user' }, 'no id'],
    ['an id that is no GUID', { '@odata.type': '#microsoft.graph.user', id: 'ada' }, 'the id "ada" is not a GUID'],
    ['an unknown property', user(2, { shoeSize: 43 }), 'user has no property "shoeSize"'],
    ['a property in another case', user(2, { DisplayName: 'x' }), 'user has no property "DisplayName"'],
    ['a value of the wrong type', user(2, { accountEnabled: 'yes' }), 'accountEnabled has a value of the wrong type'],
    ['a list with a number', user(2, { proxyAddresses: [1] }), 'proxyAddresses has a value of the wrong type'],
    [
      'the id of another',
      { '@odata.type': '#microsoft.graph.group', id: guid(1) },
      `the id ${guid(1)} is already taken`,
    ],
    [
      'the name of another',
      user(2, { userPrincipalName: `X1@${domain}` }),
      'another object has the same value for userPrincipalName',
    ],
    [
      'a manager that is not there',
      user(2, { manager: guid(9) }),
      `manager names ${guid(9)}, which is not in the file`,
    ],
    [
      'members that are no list',
      { '@odata.type': '#microsoft.graph.group', id: guid(2), members: [1] },
      'members is not a list of ids',
    ],
  ];
  test.each(bad)('%s', (_name, line, message) => {
    const seed = seedFile([user(1), '', line, user(3)]);
    const load = (): void => {
      loadObjects(new Store(), seed, readLines(seed));
    };
    expect(load).toThrow(LoadError);
    expect(load).toThrow(`${seed}:3: ${message}`);
  });

  test('and ends the process with 3', async () => {
    const ended = await runToEnd([...credentials, '--seed', seedFile([user(1), user(1)])]);
    expect(ended).toMatchObject({ code: 3, out: '' });
    expect(ended.err).toContain(`seed.ndjson:2: the id ${guid(1)} is already taken`);
  });

  test('references may look forward, and a tenant id must agree', async () => {
    const seed = seedFile([
      user(1, { manager: guid(2) }),
      user(2),
      { '@odata.type': '#microsoft.graph.organization', id: guid(100) },
    ]);
    const sandbox = await startSandbox(['--seed', seed, '--tenant-id', guid(100)]);
    expect((await sandbox.get(`/users/${guid(1)}/manager?$select=id`)).body['id']).toBe(guid(2));
    await sandbox.stop();
    expect((await runToEnd([...credentials, '--seed', seed, '--tenant-id', guid(101)])).code).toBe(3);
  });
});

describe('the process', () => {
  test('prints one line when it serves, and ends when its input closes', async () => {
    const child = spawnSandbox(credentials);
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      child.stdin?.end();
    });
    expect(await exitOf(child)).toBe(0);
    expect(out.split('\n')).toHaveLength(2);
    const ready = JSON.parse(out) as Record<string, unknown>;
    expect(Object.keys(ready)).toEqual(['ready', 'url', 'tenantId', 'ca']);
    expect(ready['url']).toMatch(/^https:\/\/localhost:\d+$/);
    expect(ready['ca']).toContain('BEGIN CERTIFICATE');
  });

  test('ends in order on SIGTERM', async () => {
    const sandbox = await startSandbox();
    sandbox.process.kill('SIGTERM');
    expect(await exitOf(sandbox.process)).toBe(0);
  });

  test('outlives its input when detached', async () => {
    const sandbox = await startSandbox(['--detached']);
    sandbox.process.stdin?.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await sandbox.get('/users')).status).toBe(200);
    sandbox.process.kill('SIGTERM');
    expect(await exitOf(sandbox.process)).toBe(0);
  });

  test('takes the port it is given, and fails when it is taken', async () => {
    const first = await startSandbox();
    const port = new URL(first.url).port;
    const ended = await runToEnd([...credentials, '--port', port]);
    expect(ended.code).toBe(3);
    expect(ended.err).toBe(`lockstep sandbox: port ${port}: it is in use by another program\n`);
    await first.stop();
    const second = await startSandbox(['--port', port]);
    expect(second.url).toBe(first.url);
    await second.stop();
  });

  test('waits before it answers when told to', async () => {
    const sandbox = await startSandbox(['--delay-ms', '150']);
    await sandbox.token();
    const started = performance.now();
    await sandbox.get('/users');
    expect(performance.now() - started).toBeGreaterThanOrEqual(149);
    await sandbox.stop();
  });

  test('is silent without --log', async () => {
    const sandbox = await startSandbox();
    await sandbox.get('/users');
    expect(sandbox.log()).toBe('');
    await sandbox.stop();
  });

  test('a body without end is refused', async () => {
    const sandbox = await startSandbox();
    const reply = await sandbox.call('POST', '/users', 'x'.repeat(4 * 1024 * 1024 + 1));
    expect(reply.status).toBe(413);
    expect((await sandbox.get('/users')).status).toBe(200);
    await sandbox.stop();
  });
});

test('an empty certificate file is refused', async () => {
  const file = join(temporaryFolder(), 'empty.pem');
  writeFileSync(file, '');
  const ended = await runToEnd(['--client-id', clientId, '--client-certificate', file]);
  expect(ended.code).toBe(3);
});
