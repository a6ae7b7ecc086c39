import { describe, expect, test } from 'vitest';
import { createClock, wallSeconds } from '../../src/sandbox/clock.ts';
import { GraphFault } from '../../src/sandbox/faults.ts';
import { parseQuery } from '../../src/sandbox/odata/query.ts';
import { createThrottle, withoutLimits } from '../../src/sandbox/throttle.ts';
import { newUser, startSandbox } from './support.ts';

const none = parseQuery('', false);

function at(rate: number, users = 1) {
  let wall = 1_000_000;
  const clock = createClock(rate, 0, () => wall);
  const throttle = createThrottle(clock, () => users, 'app/tenant');
  const attempt = (method: string, pattern = '/users/{id}'): GraphFault | Readonly<Record<string, string>> => {
    try {
      return throttle.charge(method, pattern, none);
    } catch (error) {
      if (error instanceof GraphFault) return error;
      throw error;
    }
  };
  return {
    attempt,
    pass: (milliseconds: number) => (wall += milliseconds),
    burst: (method: string, most: number): number => {
      let count = 0;
      while (count < most && !(attempt(method) instanceof GraphFault)) count += 1;
      return count;
    },
  };
}

describe('the write limit', () => {
  test('is 3000 at once and then 20 a second', () => {
    const limit = at(1);
    // Spread over more than the resource units of ten seconds would allow in one go.
    expect(limit.burst('PATCH', 4000)).toBe(3000);
    const refused = limit.attempt('PATCH');
    expect(refused).toMatchObject({ status: 429, code: 'TooManyRequests' });
    expect((refused as GraphFault).headers).toMatchObject({
      'Retry-After': '1',
      'x-ms-throttle-scope': 'Tenant_Application/Write/app/tenant',
      'x-ms-throttle-information': 'WriteLimitExceeded',
    });
    limit.pass(1000);
    expect(limit.burst('PATCH', 100)).toBe(20);
    limit.pass(150_000);
    expect(limit.burst('PATCH', 4000)).toBe(3000);
  });

  test('passes as much sooner as the clock runs faster', () => {
    const limit = at(60);
    expect(limit.burst('PATCH', 4000)).toBe(3000);
    limit.pass(1000);
    expect(limit.burst('PATCH', 4000)).toBe(1200);
  });

  test('is told from four fifths on', () => {
    const limit = at(1, 1000);
    expect(limit.burst('PATCH', 2398)).toBe(2398);
    expect(limit.attempt('PATCH')).not.toHaveProperty('x-ms-throttle-limit-percentage');
    expect(limit.attempt('PATCH')).toHaveProperty('x-ms-throttle-limit-percentage', '0.8');
  });
});

describe('resource units', () => {
  test.each([
    [10, 3500],
    [100, 5000],
    [501, 8000],
  ])('a tenant of %i users reads %i units in ten seconds', (users, units) => {
    const limit = at(1, users);
    expect(limit.burst('GET', 10_000)).toBe(units);
    expect(limit.attempt('GET')).toMatchObject({
      headers: { 'x-ms-throttle-information': 'ResourceUnitLimitExceeded' },
    });
    limit.pass(10_000);
    expect(limit.burst('GET', 10_000)).toBe(units);
  });

  test.each([
    ['GET', '/users', '', '2'],
    ['GET', '/users', '$select=id', '1'],
    ['GET', '/users', '$select=id&$expand=manager', '2'],
    ['GET', '/users', '$top=19', '1'],
    ['GET', '/users/{id}', '$select=id&$top=1', '1'],
    ['GET', '/groups/{id}/members', '', '3'],
    ['GET', '/groups/{id}/transitiveMembers', '', '5'],
    ['PATCH', '/users/{id}', '', '1'],
  ])('%s %s?%s costs %s', (method, pattern, query, cost) => {
    expect(withoutLimits().charge(method, pattern, parseQuery(query, false))).toEqual({ 'x-ms-resource-unit': cost });
  });
});

test('a wait is told in seconds of the wall, at least one', () => {
  expect(wallSeconds(createClock(1), 25_000)).toBe(25);
  expect(wallSeconds(createClock(10), 25_000)).toBe(3);
  expect(wallSeconds(createClock(1), 1)).toBe(1);
});

test('a client that writes too much is told when to come back', async () => {
  const sandbox = await startSandbox();
  const statuses: number[] = [];
  let refused: Awaited<ReturnType<typeof sandbox.call>> | undefined;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (refused === undefined && statuses.length < 4000) {
        const reply = await sandbox.call('POST', '/users', {});
        statuses.push(reply.status);
        if (reply.status === 429) refused ??= reply;
      }
    }),
  );
  expect(refused).toMatchObject({ body: { error: { code: 'TooManyRequests', innerError: { code: '429' } } } });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(statuses.filter((status) => status === 400).length).toBeGreaterThanOrEqual(3000);
  expect((await sandbox.get('/users')).status).toBe(200);
  await sandbox.stop();
});

test('the limits can be switched off', async () => {
  const sandbox = await startSandbox(['--no-throttle']);
  let refused = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let count = 0; count < 200; count += 1)
        if ((await sandbox.call('POST', '/users', {})).status === 429) refused += 1;
    }),
  );
  expect(refused).toBe(0);
  expect((await sandbox.call('POST', '/users', newUser())).headers.get('x-ms-resource-unit')).toBe('1');
  await sandbox.stop();
});
