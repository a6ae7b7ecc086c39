import { describe, expect, test } from 'vitest';
import { graphClient } from '../../../src/connectors/entra/client.ts';
import { keyPath, memberReference, objectPath } from '../../../src/connectors/entra/paths.ts';
import { InvariantError } from '../../../src/kernel/invariant.ts';
import { countingRandom, realClock } from './ports.ts';

const ORIGIN = 'https://localhost:1';
const client = graphClient({
  endpoint: { authority: ORIGIN, graph: ORIGIN, graphOrigin: ORIGIN, scope: '', knownCloud: false },
  tokens: {
    token: () => Promise.reject(new Error('nothing may be sent')),
    renewed: () => Promise.reject(new Error('nothing may be sent')),
  },
  clock: realClock,
  random: countingRandom(),
  quotaShare: 1,
  http: { timeouts: { connect: 100, headers: 100, body: 100 } },
});
const { signal } = new AbortController();

describe('what is deleted is one object or one reference', () => {
  test.each([
    '/groups/a/members/b',
    '/groups/a/members/b/',
    '/groups/a/members/b?x=/$ref',
    '/users/a/manager',
    '/users',
    '/users/',
    '/applications/a',
    '/directory/deletedItems/a',
  ])('not %s', async (path) => {
    await expect(client.delete(path, signal)).rejects.toBeInstanceOf(InvariantError);
  });

  test.each([objectPath('user', 'a'), objectPath('group', 'a'), memberReference('a', 'b'), '/users/a/manager/$ref'])(
    '%s',
    async (path) => {
      await expect(client.delete(path, signal)).rejects.toThrow('nothing may be sent');
    },
  );
});

test('no request leaves for another host', async () => {
  await expect(client.get('https://example.com/v1.0/users', signal)).rejects.toBeInstanceOf(InvariantError);
});

test.each<[path: string, expected: string]>([
  [keyPath('user', 'a#b@c.com'), '/users/a%23b%40c.com'],
  [keyPath('group', "o'x"), "/groups(uniqueName='o''x')"],
  [memberReference('a/b', '../c'), '/groups/a%2Fb/members/..%2Fc/$ref'],
])('%s', (path, expected) => {
  expect(path).toBe(expected);
});
