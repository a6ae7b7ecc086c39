import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUser, startSandbox } from './support.ts';
import type { Body, RunningSandbox } from './support.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const json = { 'Content-Type': 'application/json' };

async function batch(requests: readonly unknown[]) {
  const { status, body } = await sandbox.call('POST', '/$batch', { requests });
  const responses = (body['responses'] ?? []) as (Body & { id: string; status: number; headers: Body; body: Body })[];
  return { status, error: body.error, of: new Map(responses.map((one) => [one.id, one])), responses };
}

test('each part is done as if it had come by itself, with its own status, headers and body', async () => {
  const { status, of } = await batch([
    { id: 'make', method: 'POST', url: '/users', headers: json, body: newUser() },
    { id: 'none', method: 'GET', url: 'users/8f4d4c1e-0000-4000-8000-000000000000?$select=id' },
    { id: 'untyped', method: 'POST', url: '/users', body: newUser() },
  ]);
  expect(status).toBe(200);
  expect(of.get('make')).toMatchObject({ status: 201, body: { id: expect.any(String) as string } });
  expect(of.get('make')?.headers).toMatchObject({ 'x-ms-resource-unit': '1' });
  expect(of.get('none')).toMatchObject({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } });
  expect(of.get('untyped')?.status).toBe(400);
});

test('a write that answers nothing has no body', async () => {
  const made = await sandbox.call('POST', '/users', newUser());
  const url = `/users/${String(made.body['id'])}`;
  const { of } = await batch([{ id: '1', method: 'PATCH', url, headers: json, body: { department: 'R&D' } }]);
  expect(of.get('1')).toMatchObject({ status: 204, body: null });
  expect((await sandbox.get(`${url}?$select=department`)).body['department']).toBe('R&D');
});

test('answers do not come in the order of the requests', async () => {
  const requests = ['a', 'b', 'c'].map((id) => ({ id, method: 'GET', url: '/organization' }));
  expect((await batch(requests)).responses.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

describe('a part that depends on another', () => {
  test('is not done when that one fails', async () => {
    const { of } = await batch([
      { id: '1', method: 'GET', url: '/users/nobody@contoso.com' },
      { id: '2', method: 'POST', url: '/users', headers: json, body: newUser(), dependsOn: ['1'] },
      { id: '3', method: 'GET', url: '/organization', dependsOn: ['2'] },
    ]);
    expect([...of.values()].map(({ id, status }) => [id, status])).toEqual([
      ['3', 424],
      ['2', 424],
      ['1', 404],
    ]);
  });

  test('sees what that one did', async () => {
    const user = newUser();
    const { of } = await batch([
      { id: '1', method: 'POST', url: '/users', headers: json, body: user },
      { id: '2', method: 'GET', url: `/users/${String(user['userPrincipalName'])}`, dependsOn: ['1'] },
    ]);
    expect(of.get('2')?.status).toBe(200);
  });
});

const get = (id: string, more: object = {}) => ({ id, method: 'GET', url: '/organization', ...more });

test.each<[what: string, requests: readonly unknown[] | string]>([
  ['no requests', []],
  ['requests that are no list', 'x'],
  ['more than 20', Array.from({ length: 21 }, (_, index) => get(String(index)))],
  ['ids that differ in case only', [get('a'), get('A')]],
  ['a request without a url', [{ id: '1', method: 'GET' }]],
  ['dependencies of another shape', [get('1'), get('2', { dependsOn: ['1'] }), get('3')]],
  ['a part that waits for a later one', [get('1', { dependsOn: ['2'] }), get('2')]],
])('%s is refused as a whole', async (_, requests) => {
  const { status, body } = await sandbox.call('POST', '/$batch', { requests });
  expect([status, body.error?.code]).toEqual([400, 'BadRequest']);
});

test('20 requests are taken, a batch in a batch is not', async () => {
  expect((await batch(Array.from({ length: 20 }, (_, index) => get(String(index))))).of.size).toBe(20);
  const { of } = await batch([{ id: '1', method: 'POST', url: '/$batch', headers: json, body: { requests: [] } }]);
  expect(of.get('1')?.status).toBe(400);
});

test('without a token nothing of it is done', async () => {
  const body = JSON.stringify({ requests: [get('1')] });
  const reply = await sandbox.raw('POST', '/v1.0/$batch', { body, headers: json });
  expect(reply.status).toBe(401);
});

test('parts are charged and throttled by themselves', async () => {
  const limited = await startSandbox();
  try {
    const requests = Array.from({ length: 20 }, (_, index) => ({ id: String(index), method: 'GET', url: '/users' }));
    let refused: Body | undefined;
    for (let time = 0; time < 200 && refused === undefined; time++) {
      const { status, body } = await limited.call('POST', '/$batch', { requests });
      expect(status).toBe(200);
      refused = (body['responses'] as Body[]).find((one) => one['status'] === 429);
    }
    expect(refused).toMatchObject({ headers: { 'Retry-After': expect.any(String) as string } });
  } finally {
    await limited.stop();
  }
});
