import { afterEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../../src/kernel/diagnostic.ts';
import type { Operation } from '../../../src/model/plan.ts';
import type { Outcome } from '../../../src/model/report.ts';
import { graphError, startFakeGraph } from '../../support/fake-graph/fake-graph.ts';
import type { Asked, FakeGraph, Reply } from '../../support/fake-graph/fake-graph.ts';
import { addAda, createAda, createTeam, manageAda, MARK, MARK_NAME, removeAda, updateAda } from './operations.ts';
import { jumpingClock, realClock } from './ports.ts';
import type { JumpingClock } from './ports.ts';
import { connectorTo, contextWith } from './sandbox.ts';

let fakes: FakeGraph[] = [];
afterEach(async () => {
  await Promise.all(fakes.map((fake) => fake.stop()));
  fakes = [];
});

async function fakeThat(reply: (asked: Asked) => Reply): Promise<FakeGraph> {
  const fake = await startFakeGraph(reply);
  fakes.push(fake);
  return fake;
}

interface Doing {
  readonly clock?: JumpingClock;
  readonly signal?: AbortSignal;
  readonly ids?: Readonly<Record<string, string>>;
}

function run(fake: FakeGraph, operation: Operation, doing: Doing = {}): Promise<Outcome> {
  const clock = doing.clock ?? jumpingClock();
  const connector = connectorTo({ ...fake, clock, timeouts: { connect: 2000, headers: 300, body: 300 } });
  return connector.execute(operation, (key) => doing.ids?.[key], contextWith(clock, doing.signal));
}

const busy = graphError(503, 'ServiceUnavailable', 'Later');
const missing = graphError(404, 'Request_ResourceNotFound', "Resource 'x' does not exist or one of its …");

/** A tenant that does the POST of a person and answers it as told; it is seen after `unseen` looks. */
function doingCreates(reply: Reply, unseen = 0, mark = MARK): (asked: Asked) => Reply {
  let made = 0;
  let looks = 0;
  return ({ method, path }) => {
    if (method === 'POST' && (path === '/users' || path === '/groups')) {
      made++;
      return reply;
    }
    if (method !== 'GET' || !/^\/(?:users\/|groups\()/.test(path)) return undefined;
    return made > 0 && looks++ >= unseen ? { status: 200, body: { id: 'id-1', [MARK_NAME]: mark } } : missing;
  };
}

describe('a create whose answer leaves it open is looked up, and sent once', () => {
  test.each<[string, Reply]>([
    ['answered 503 after it was done', busy],
    ['answered 500', graphError(500, 'InternalServerError', 'Oops')],
    ['cut off after it was sent', 'cut'],
    ['never answered', 'hang'],
    ['answered with HTML', { status: 200, text: '<html></html>' }],
    ['answered without id', { status: 201, body: {} }],
  ])('%s', async (_, reply) => {
    const fake = await fakeThat(doingCreates(reply, 2));
    const clock = jumpingClock();
    expect(await run(fake, createAda, { clock })).toEqual({ status: 'done', id: 'id-1' });
    expect(fake.count('POST', '/users')).toBe(1);
    expect(clock.slept).toEqual([2000, 4000, 8000]);
  });

  test('a group is looked up by its uniqueName', async () => {
    const fake = await fakeThat(doingCreates(busy));
    expect(await run(fake, createTeam)).toEqual({ status: 'done', id: 'id-1' });
    expect(fake.count('GET', "/groups(uniqueName='contoso.team')")).toBe(1);
  });

  test('while it is not seen it is unknown', async () => {
    const fake = await fakeThat(doingCreates('cut', 100));
    expect(await run(fake, createAda)).toMatchObject({ status: 'unknown' });
    expect(fake.count('POST', '/users')).toBe(1);
  });

  test("a stranger's mark is a name that is taken", async () => {
    const fake = await fakeThat(doingCreates(busy, 0, 'v1;other;corp;00000000-0000-4000-8000-0000000000a9;'));
    expect(await run(fake, createAda)).toMatchObject({ status: 'failed', code: 'NameTaken' });
  });

  test('interrupted, it is unknown', async () => {
    const interruption = new AbortController();
    const fake = await fakeThat((asked) => {
      if (asked.method !== 'POST' || asked.path !== '/users') return undefined;
      interruption.abort();
      return 'hang';
    });
    expect(await run(fake, createAda, { signal: interruption.signal })).toMatchObject({ status: 'unknown' });
  });

  test('interrupted before, it is skipped and nothing is sent', async () => {
    const fake = await fakeThat(() => undefined);
    const connector = connectorTo(fake);
    await connector.execute(updateAda, () => undefined, contextWith());
    const outcome = await connector.execute(createAda, () => undefined, contextWith(undefined, AbortSignal.abort()));
    expect(outcome.status).toBe('skipped');
    expect(fake.count('POST', '/users')).toBe(0);
  });
});

describe('refused before it was done', () => {
  test('a POST answered 429 is sent again after the time that was asked for', async () => {
    let refusals = 2;
    const clock = jumpingClock();
    const fake = await fakeThat(({ method, path }) => {
      if (method !== 'POST' || path !== '/users') return undefined;
      if (refusals-- > 0) return { status: 429, headers: { 'retry-after': '11' } };
      return { status: 201, body: { id: 'id-1' } };
    });
    expect(await run(fake, createAda, { clock })).toEqual({ status: 'done', id: 'id-1' });
    expect(clock.slept.filter((ms) => ms === 11_000)).toHaveLength(2);
  });

  test('a 429 that was done all the same: the name is taken by our own object', async () => {
    const taken = graphError(
      400,
      'Request_BadRequest',
      'Another object with the same value for property userPrincipalName already exists.',
    );
    let first = true;
    const seen = doingCreates(taken);
    const fake = await fakeThat((asked) => {
      if (asked.method === 'POST' && asked.path === '/users' && first) {
        first = false;
        return graphError(429, 'TooManyRequests', 'Later');
      }
      return seen(asked);
    });
    expect(await run(fake, createAda)).toEqual({ status: 'done', id: 'id-1' });
    expect(fake.count('POST', '/users')).toBe(2);
  });

  test('a refusal is a failure with the code, the text and the request id of Graph', async () => {
    const fake = await fakeThat(({ method }) =>
      method === 'PATCH' ? graphError(400, 'Request_BadRequest', 'No such city.') : undefined,
    );
    expect(await run(fake, updateAda)).toEqual({
      status: 'failed',
      code: 'Request_BadRequest',
      message: 'No such city.',
      requestId: 'the-id',
    });
    expect(fake.count('PATCH', '/users')).toBe(1);
  });

  test('an extension that was defined moments ago is waited for', async () => {
    let refusals = 2;
    const refusal = graphError(400, 'Request_BadRequest', 'The following extension properties are not available: x.');
    const fake = await fakeThat(({ method, path }) => {
      if (method !== 'POST' || path !== '/users') return undefined;
      return refusals-- > 0 ? refusal : { status: 201, body: { id: 'id-1' } };
    });
    const clock = jumpingClock();
    expect(await run(fake, createAda, { clock })).toEqual({ status: 'done', id: 'id-1' });
    expect(clock.slept).toEqual([2000, 4000]);
  });
});

describe('asked to wait too long, a request fails and says so', () => {
  test.each(['601', '3000000', '9'.repeat(400), new Date(1_800_000_000_000 + 86_400_000).toUTCString()])(
    'Retry-After: %s',
    async (retryAfter) => {
      const clock = jumpingClock();
      const fake = await fakeThat(({ method }) =>
        method === 'PATCH' ? { status: 429, headers: { 'retry-after': retryAfter } } : undefined,
      );
      expect(await run(fake, updateAda, { clock })).toMatchObject({
        status: 'failed',
        message: expect.stringMatching(/Graph asks to wait \S+ seconds, and Lockstep waits 600 at most\.$/) as string,
      });
      expect(fake.count('PATCH', '/users')).toBe(1);
      expect(clock.slept).toEqual([]);
    },
  );

  test('ten minutes are waited', async () => {
    const clock = jumpingClock();
    let refusals = 1;
    const fake = await fakeThat(({ method }) =>
      method === 'PATCH' && refusals-- > 0 ? { status: 503, headers: { 'retry-after': '600' } } : undefined,
    );
    expect(await run(fake, updateAda, { clock })).toEqual({ status: 'done' });
    expect(clock.slept).toEqual([600_000]);
  });

  test('a write that may have been done is unknown', async () => {
    const fake = await fakeThat(({ method }) =>
      method === 'PATCH' ? { status: 503, headers: { 'retry-after': '3600' } } : undefined,
    );
    expect(await run(fake, updateAda)).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('wait 3600 seconds') as string,
    });
  });
});

test.each<[string, Operation]>([
  ['the request that waits', updateAda],
  ['and one behind it', createAda],
])('an interruption ends waiting at once: %s', async (_, second) => {
  const interruption = new AbortController();
  const fake = await fakeThat(({ method, path }) => {
    if (method === 'GET' || !path.startsWith('/users')) return undefined;
    setTimeout(() => {
      interruption.abort();
    }, 50);
    return { status: 429, headers: { 'retry-after': '500' } };
  });
  const connector = connectorTo({ ...fake, clock: realClock });
  const context = contextWith(realClock, interruption.signal);
  const began = performance.now();
  const first = connector.execute(updateAda, () => undefined, context);
  const outcomes = await Promise.all([first, connector.execute(second, () => undefined, context)]);
  expect(outcomes).toMatchObject([{ status: 'skipped' }, { status: 'skipped' }]);
  expect(performance.now() - began).toBeLessThan(5000);
});

describe('a token that is refused in mid-run', () => {
  const refusal = graphError(401, 'InvalidAuthenticationToken', 'The token was revoked.');

  /** A tenant that gives tokens with numbers and takes those from `good` on. */
  async function taking(good: number, made: (asked: Asked) => Reply = () => undefined): Promise<FakeGraph> {
    let given = 0;
    return fakeThat((asked) => {
      if (asked.path.endsWith('/token')) {
        return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: `token-${++given}` } };
      }
      const token = /^Bearer token-(\d+)$/.exec(String(asked.headers['authorization']))?.[1];
      return token !== undefined && Number(token) < good ? refusal : made(asked);
    });
  }

  const signIns = (fake: FakeGraph): number => fake.asked.filter(({ path }) => path.endsWith('/token')).length;

  test.each<[string, Operation, string, string]>([
    ['update', updateAda, 'PATCH', '/users/id-a'],
    ['create', createAda, 'POST', '/users'],
  ])('is renewed, and the %s is sent again', async (_, operation, method, path) => {
    const fake = await taking(2, (asked) =>
      asked.method === 'POST' && asked.path === '/users' ? { status: 201, body: { id: 'id-1' } } : undefined,
    );
    expect(await run(fake, operation)).toMatchObject({ status: 'done' });
    const sent = fake.asked.filter((asked) => asked.method === method && asked.path === path);
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(sent[1]!.body).toBe(sent[0]!.body);
    expect(signIns(fake)).toBe(2);
  });

  test('is renewed once for all that were under way', async () => {
    const fake = await taking(2);
    const connector = connectorTo({ ...fake, clock: jumpingClock() });
    const runs = Array.from({ length: 8 }, () => connector.execute(updateAda, () => undefined, contextWith()));
    expect(await Promise.all(runs)).toEqual(runs.map(() => ({ status: 'done' })));
    expect(signIns(fake)).toBe(2);
  });

  test.each<[string, Operation, string]>([
    ['update', updateAda, 'PATCH'],
    ['create', createAda, 'POST'],
    ['addMember', addAda, 'POST'],
  ])('with a new one that is refused too, the %s ends the run: ENT002', async (_, operation, method) => {
    const fake = await taking(99);
    const failed = await run(fake, operation).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(DiagnosticError);
    expect((failed as DiagnosticError).diagnostics).toMatchObject([
      { code: 'ENT002', detail: expect.stringMatching(/a new one too.*revoked.*the-id/) as string },
    ]);
    const writes = fake.asked.filter((asked) => asked.method === method && /^\/(?:users|groups)/.test(asked.path));
    expect(writes).toHaveLength(2);
    expect(signIns(fake)).toBe(2);
  });
});

describe('what can be done twice is sent again', () => {
  test.each<[string, Operation, string, string]>([
    ['update', updateAda, 'PATCH', '/users/id-a'],
    ['setManager', manageAda, 'PUT', '/users/id-a/manager/$ref'],
    ['removeMember', removeAda, 'DELETE', '/groups/id-t/members/id-a/$ref'],
    ['addMember', addAda, 'POST', '/groups/id-t/members/$ref'],
  ])('%s after a cut connection', async (_, operation, method, path) => {
    let cuts = 1;
    const fake = await fakeThat((asked) =>
      asked.method === method && asked.path === path && cuts-- > 0 ? 'cut' : undefined,
    );
    expect(await run(fake, operation)).toEqual({ status: 'done' });
    expect(fake.count(method, path)).toBe(2);
  });

  test('a change that never gets through is unknown', async () => {
    const fake = await fakeThat(({ method }) => (method === 'PATCH' ? busy : undefined));
    expect(await run(fake, updateAda)).toMatchObject({ status: 'unknown', requestId: 'the-id' });
    expect(fake.count('PATCH', '/users')).toBe(5);
  });

  test('a membership that was added by the request that was cut', async () => {
    let posts = 0;
    const already = graphError(
      400,
      'Request_BadRequest',
      "One or more added object references already exist for the following modified properties: 'members'.",
    );
    const fake = await fakeThat(({ method, path }) =>
      method === 'POST' && path.startsWith('/groups') ? (posts++ === 0 ? 'cut' : already) : undefined,
    );
    expect(await run(fake, addAda)).toEqual({ status: 'alreadyDone' });
  });
});

describe('objects that were made moments ago', () => {
  const fresh = { ...addAda, member: { type: 'user', key: 'corp/a', name: 'ada@contoso.com' } } as const;
  const notYet = graphError(
    400,
    'Request_BadRequest',
    "The source resource object or one of the objects being referenced don't exist.",
  );

  test.each<[string, Reply]>([
    ['404', missing],
    ['400', notYet],
  ])('are waited for: %s', async (_, reply) => {
    let refusals = 3;
    const clock = jumpingClock();
    const fake = await fakeThat(({ method, path }) =>
      method === 'POST' && path.startsWith('/groups') && refusals-- > 0 ? reply : undefined,
    );
    expect(await run(fake, fresh, { clock, ids: { 'corp/a': 'id-new' } })).toEqual({ status: 'done' });
    expect(clock.slept.filter((ms) => ms >= 1000)).toEqual([2000, 4000, 8000]);
    expect(fake.asked.at(-1)?.body).toContain('/v1.0/directoryObjects/id-new');
  });

  test('others are not', async () => {
    const fake = await fakeThat(({ method, path }) =>
      method === 'POST' && path.startsWith('/groups') ? missing : undefined,
    );
    expect(await run(fake, addAda)).toMatchObject({ status: 'failed', code: 'Request_ResourceNotFound' });
    expect(fake.count('POST', '/groups')).toBe(1);
  });
});

describe('what is sent', () => {
  test('a person: everything in one request, and a password that is strong and new each time', async () => {
    const fake = await fakeThat(({ method, path }) =>
      method === 'POST' && path === '/users' ? { status: 201, body: { id: 'id-1' } } : undefined,
    );
    const connector = connectorTo({ ...fake, clock: jumpingClock() });
    for (let time = 0; time < 2; time++) await connector.execute(createAda, () => undefined, contextWith());
    const bodies = fake.asked
      .filter((asked) => asked.path === '/users')
      .map((asked) => JSON.parse(asked.body) as Record<string, unknown>);
    const { passwordProfile, ...rest } = bodies[0]!;
    expect(rest).toEqual({
      accountEnabled: true,
      displayName: 'Ada',
      mailNickname: 'ada',
      userPrincipalName: 'ada@contoso.com',
      onPremisesImmutableId: 'AAAA',
      [MARK_NAME]: MARK,
    });
    const { password, ...profile } = passwordProfile as { password: string };
    expect(profile).toEqual({ forceChangePasswordNextSignIn: false });
    expect(password.length).toBeGreaterThanOrEqual(24);
    for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind);
    expect(password).toMatch(/^[\x21-\x7e]+$/);
    expect((bodies[1]!['passwordProfile'] as { password: string }).password).not.toBe(password);
  });

  test('ids in headers, and the token only to Graph', async () => {
    const fake = await fakeThat(() => undefined);
    await run(fake, updateAda);
    const patch = fake.asked.find((asked) => asked.method === 'PATCH')!;
    expect(patch.headers['client-request-id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(patch.headers['authorization']).toBe('Bearer a-token');
    for (const asked of fake.asked) if (asked !== patch) expect(asked.headers['authorization']).toBeUndefined();
  });

  test('clearing: null for a value, an empty list for a list, extension attributes nested', async () => {
    const fake = await fakeThat(() => undefined);
    const cleared = ['city', 'businessPhones', 'otherMails', 'extensionAttribute2'];
    const changes = [
      ...cleared.map((attribute) => ({ attribute, before: 'x', after: null, why: [] })),
      { attribute: 'extensionAttribute1', before: null, after: 'one', why: [] },
    ];
    await run(fake, { ...updateAda, changes, newMark: MARK });
    const patch = fake.asked.find((asked) => asked.method === 'PATCH')!;
    expect(JSON.parse(patch.body)).toEqual({
      city: null,
      businessPhones: [],
      otherMails: [],
      onPremisesExtensionAttributes: { extensionAttribute1: 'one', extensionAttribute2: null },
      [MARK_NAME]: MARK,
    });
  });

  test('writes keep to their share of the quota', async () => {
    const fake = await fakeThat(() => undefined);
    const clock = jumpingClock();
    const connector = connectorTo({ ...fake, clock });
    const start = clock.now();
    for (let time = 0; time < 60; time++) await connector.execute(updateAda, () => undefined, contextWith(clock));
    expect(clock.now() - start).toBeGreaterThanOrEqual(2000);
    expect(clock.now() - start).toBeLessThanOrEqual(2100);
  });

  test('near the limit writes go at half the pace', async () => {
    const fake = await fakeThat(({ method }) =>
      method === 'PATCH' ? { status: 204, headers: { 'x-ms-throttle-limit-percentage': '0.95' } } : undefined,
    );
    const clock = jumpingClock();
    const connector = connectorTo({ ...fake, clock });
    const start = clock.now();
    for (let time = 0; time < 60; time++) await connector.execute(updateAda, () => undefined, contextWith(clock));
    expect(clock.now() - start).toBeGreaterThanOrEqual(4000);
  });
});
