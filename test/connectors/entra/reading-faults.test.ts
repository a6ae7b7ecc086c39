import { afterEach, describe, expect, test } from 'vitest';
import { DiagnosticError, exitCodeOf } from '../../../src/kernel/diagnostic.ts';
import type { TenantPopulation } from '../../../src/model/tenant.ts';
import { graphError, startFakeGraph } from '../../support/fake-graph/fake-graph.ts';
import type { Asked, FakeGraph, Reply } from '../../support/fake-graph/fake-graph.ts';
import { jumpingClock } from './ports.ts';
import { connectorTo, contextWith } from './sandbox.ts';

let fakes: FakeGraph[] = [];
afterEach(async () => {
  await Promise.all(fakes.map((fake) => fake.stop()));
  fakes = [];
});

async function fakeThat(reply: (asked: Asked, url: string) => Reply): Promise<FakeGraph> {
  const fake = await startFakeGraph(reply);
  fakes.push(fake);
  return fake;
}

const clock = jumpingClock();

function read(fake: FakeGraph, more: { tenantId?: string; secret?: string } = {}): Promise<TenantPopulation> {
  const connector = connectorTo({ ...fake, clock, ...more });
  return connector.read({ attributes: { user: [], group: [] }, managers: false }, () => true, contextWith(clock));
}

/** The code, the exit code and the text that a read ends with. */
async function ending(reading: Promise<unknown>): Promise<{ code: string; exit: number; text: string }> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DiagnosticError);
  const { diagnostics } = error as DiagnosticError;
  const [first] = diagnostics;
  return { code: first!.code, exit: exitCodeOf(diagnostics), text: `${first!.detail} ${first!.help ?? ''}` };
}

const when = (path: string, reply: Reply) => (asked: Asked) => (asked.path.startsWith(path) ? reply : undefined);

describe('a read that cannot be whole is a diagnostic', () => {
  test.each<[title: string, reply: Reply, code: string, words: RegExp]>([
    ['HTML instead of JSON', { status: 200, text: '<html>proxy</html>' }, 'ENT005', /text\/html/],
    ['JSON that is cut off', { status: 200, body: undefined, text: '{"value":[{"id":"1"}' }, 'ENT005', /JSON/],
    ['no list', { status: 200, body: { values: [] } }, 'ENT005', /list/],
    ['an object without id', { status: 200, body: { value: [{ userPrincipalName: 'a@b' }] } }, 'ENT005', /without id/],
    ['null in the list', { status: 200, body: { value: [null] } }, 'ENT005', /without id/],
    ['a link that is no URL', { status: 200, body: { value: [], '@odata.nextLink': 'more' } }, 'ENT005', /URL/],
    ['a missing permission', graphError(403, 'Authorization_RequestDenied', 'No.'), 'ENT003', /User\.Read\.All/],
    ['a token that is not taken', graphError(401, 'InvalidAuthenticationToken', 'No.'), 'ENT002', /the-id/],
    ['an error that stays', graphError(503, 'ServiceUnavailable', 'Later'), 'ENT008', /503.*Later/s],
    ['a throttle that stays', graphError(429, 'TooManyRequests', 'Later'), 'ENT008', /429/],
    ['a connection that is always cut', 'cut', 'ENT001', /No answer/],
  ])('%s', async (_, reply, code, words) => {
    const end = await ending(read(await fakeThat(when('/users', reply))));
    expect(end).toMatchObject({ code, exit: 7 });
    expect(end.text).toMatch(words);
  });

  test('a page that links to itself', async () => {
    const fake = await fakeThat((asked, url) =>
      asked.path.startsWith('/users')
        ? { status: 200, body: { value: [{ id: '1' }], '@odata.nextLink': `${url}/v1.0/users?$skiptoken=x` } }
        : undefined,
    );
    const end = await ending(read(fake));
    expect(end).toMatchObject({ code: 'ENT005' });
    expect(end.text).toContain('circles');
    expect(fake.count('GET', '/users')).toBe(2);
  });

  test('a next page on another host, which is not asked and gets no token', async () => {
    const other = await fakeThat(() => undefined);
    const link = `${other.url.replace('localhost', '127.0.0.1')}/v1.0/users?$skiptoken=x`;
    const fake = await fakeThat(when('/users', { status: 200, body: { value: [], '@odata.nextLink': link } }));
    expect(await ending(read(fake))).toMatchObject({ code: 'ENT005' });
    expect(other.asked).toEqual([]);
  });

  test('a redirect to another host, which is not followed', async () => {
    const other = await fakeThat(() => undefined);
    const fake = await fakeThat(when('/users', { status: 302, headers: { location: `${other.url}/v1.0/users` } }));
    expect(await ending(read(fake))).toMatchObject({ code: 'ENT008' });
    expect(other.asked).toEqual([]);
  });

  test('another tenant than the pinned one, before anything else is asked', async () => {
    const fake = await fakeThat(() => undefined);
    const end = await ending(read({ ...fake, url: fake.url }, { tenantId: '00000000-0000-4000-8000-00000000000f' }));
    expect(end).toMatchObject({ code: 'ENT004', exit: 3 });
    expect(fake.count('GET', '/users')).toBe(0);
  });

  test('a tenant that nobody serves', async () => {
    const fake = await startFakeGraph(() => undefined);
    await fake.stop();
    expect(await ending(read(fake))).toMatchObject({ code: 'ENT001', exit: 7 });
  });
});

describe('signing in', () => {
  test('a refusal is told with its code, without the secret', async () => {
    const refusal = {
      status: 401,
      body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
    };
    const fake = await fakeThat((asked) => (asked.path.endsWith('/token') ? refusal : undefined));
    const end = await ending(read(fake, { secret: 'very-secret-text' }));
    expect(end).toMatchObject({ code: 'ENT002', exit: 7 });
    expect(end.text).toContain('AADSTS7000215');
    expect(end.text).not.toContain('very-secret-text');
  });

  const IDS = 'Trace ID: t-1 Correlation ID: c-1 Timestamp: 2026-11-22 14:00:00Z';
  const refusedWith = (status: number, error: string, description: string, more: object = {}): Reply => ({
    status,
    body: { error, error_description: description, ...more },
  });

  test.each<[title: string, reply: Reply, code: string, text: string]>([
    [
      'a refusal, with each id once',
      refusedWith(401, 'invalid_client', `AADSTS7000215: Invalid client secret. ${IDS}`, {
        trace_id: 't-1',
        correlation_id: 'c-1',
      }),
      'ENT002',
      `refuses the sign-in. AADSTS7000215: Invalid client secret. ${IDS}`,
    ],
    [
      'a refusal whose ids stand beside its text',
      refusedWith(401, 'invalid_client', 'AADSTS7000215: Invalid', { trace_id: 't-1', correlation_id: 'c-1' }),
      'ENT002',
      'refuses the sign-in. AADSTS7000215: Invalid. Trace ID: t-1 Correlation ID: c-1',
    ],
    [
      'a refusal with lines',
      refusedWith(400, 'invalid_request', 'AADSTS90002: Tenant not found.\r\nTrace ID: t-1'),
      'ENT002',
      'refuses the sign-in. AADSTS90002: Tenant not found.',
    ],
    [
      'a refusal of another kind',
      refusedWith(400, 'invalid_target', 'No such resource.'),
      'ENT002',
      'refuses the sign-in. invalid_target: No such resource.',
    ],
    [
      'a fault that passes is no refusal',
      refusedWith(503, 'temporarily_unavailable', `AADSTS90033: A transient error. ${IDS}`),
      'ENT001',
      `AADSTS90033: A transient error. ${IDS}.`,
    ],
    [
      'a proxy in between',
      { status: 403, text: 'blocked' },
      'ENT001',
      'it answered with HTTP 403 and no error of its own.',
    ],
    ['a cut connection', 'cut', 'ENT001', 'no answer came (network_error).'],
  ])('%s', async (_, reply, code, text) => {
    const fake = await fakeThat((asked) => (asked.path.endsWith('/token') ? reply : undefined));
    const end = await ending(read(fake, { secret: 'very-secret-text' }));
    expect(end.code).toBe(code);
    expect(end.text.trim()).toMatch(/^(No token could be had from )?https:\/\/localhost:\d+:? /);
    expect(end.text.trim().endsWith(text), end.text).toBe(true);
    expect(end.text).not.toContain('very-secret-text');
  });

  test('a tenant that is not there', async () => {
    const fake = await startFakeGraph(() => undefined);
    await fake.stop();
    expect((await ending(read(fake))).text).toContain(
      'its sign-in endpoints cannot be read (endpoints_resolution_error)',
    );
  });

  test('one token serves a whole read', async () => {
    const fake = await fakeThat(() => undefined);
    await read(fake);
    expect(fake.asked.filter((asked) => asked.path.endsWith('/token')).length).toBe(1);
  });
});

describe('what passes is waited for', () => {
  test.each<[string, Reply]>([
    ['503', graphError(503, 'ServiceUnavailable', 'Later')],
    ['a cut connection', 'cut'],
    ['429 without Retry-After', graphError(429, 'TooManyRequests', 'Later')],
  ])('%s, twice', async (_, fault) => {
    let faults = 2;
    const fake = await fakeThat((asked) => (asked.path.startsWith('/users') && faults-- > 0 ? fault : undefined));
    await read(fake);
    expect(fake.count('GET', '/users')).toBe(3);
  });

  test('429 with Retry-After: as long as it says', async () => {
    const own = jumpingClock();
    let faults = 1;
    const fake = await fakeThat((asked) =>
      asked.path.startsWith('/domains') && faults-- > 0 ? { status: 429, headers: { 'retry-after': '17' } } : undefined,
    );
    await connectorTo({ ...fake, clock: own }).read(
      { attributes: { user: [], group: [] }, managers: false },
      () => true,
      contextWith(own),
    );
    expect(own.slept).toContain(17_000);
  });
});

describe('people who may activate a role', () => {
  const eligible = '/roleManagement/directory/roleEligibilityScheduleInstances';

  test('a tenant that answers that it lacks the licence has none', async () => {
    const reply = graphError(400, 'AadPremiumLicenseRequired', 'The tenant needs a licence.');
    const { facts } = await read(await fakeThat(when(eligible, reply)));
    expect(facts.privilegedUsers.size).toBe(0);
  });

  test('a missing permission is not that answer', async () => {
    const end = await ending(
      read(await fakeThat(when(eligible, graphError(403, 'Authorization_RequestDenied', 'No.')))),
    );
    expect(end).toMatchObject({ code: 'ENT003' });
    expect(end.text).toContain('RoleEligibilitySchedule.Read.Directory');
  });
});
