import { describe, expect, test } from 'vitest';
import { DiagnosticError, exitCodeOf } from '../../../src/kernel/diagnostic.ts';
import type { ActiveDirectorySettings } from '../../../src/model/settings.ts';
import type { SourceEntry } from '../../conformance/source.ts';
import { BASE, anchor, codesOf, contextOf, entryOf, importAll, plain } from '../../conformance/source.ts';
import { makeCertificates } from '../../support/fake-ldap/certificate.ts';
import { FakeDirectory } from '../../support/fake-ldap/directory.ts';
import type { SearchQuestion } from '../../support/fake-ldap/message.ts';
import { startFakeServer } from '../../support/fake-ldap/server.ts';
import type { FakeServer, FakeServerOptions, Trick } from '../../support/fake-ldap/server.ts';
import { connectorTo } from './fixture.ts';

const people = Array.from({ length: 30 }, (_, index) => entryOf('user', index, { mail: `p${index}@contoso.com` }));
/** Only the server that fails knows it: seen by nobody where two servers are never mixed. */
const ghost = entryOf('user', 99, { mail: 'ghost@contoso.com' });
const DEAD = 'ldaps://localhost:1';

type Options = Partial<Omit<FakeServerOptions, 'directory'>> & {
  readonly entries?: readonly SourceEntry[];
  readonly base?: string;
};

function start({ entries = people, base = BASE, ...rest }: Options = {}): Promise<FakeServer> {
  return startFakeServer({ directory: new FakeDirectory({ base, dnsHostName: 'dc', entries }), ...rest });
}

/** Fails in the middle: on the second page of objects. */
function failing(trick: Trick, options: Options = {}): Promise<FakeServer> {
  return start({
    entries: [ghost, ...people],
    onSearch: (_, number) => (number === 2 ? trick : undefined),
    ...options,
  });
}

function read(servers: readonly FakeServer[], settings: Partial<ActiveDirectorySettings> = {}) {
  const [first] = servers;
  return importAll(
    connectorTo(first!, {
      servers: () => servers.map(({ url }) => url),
      settings: { pageSize: 10, timeoutSeconds: 0.4, ...settings },
    }),
    { user: ['mail'], group: ['member'] },
  );
}

async function diagnosticsOf(running: Promise<unknown>) {
  const failed = await running.catch((reason: unknown) => reason);
  return failed instanceof DiagnosticError ? failed.diagnostics : [];
}

function binds(server: FakeServer): number {
  return server.requests.filter(({ kind }) => kind === 'bind').length;
}

describe('a server that goes away in the middle of the read', () => {
  const losses: readonly (readonly [string, Trick, string])[] = [
    ['closes the connection', { do: 'close' }, 'broke'],
    ['resets the connection', { do: 'reset' }, 'broke'],
    ['is cut off inside an object', { do: 'cut', bytes: 300, then: 'close' }, 'broke'],
    ['does not answer any more', { do: 'hang' }, 'did not answer'],
    ['is busy', { do: 'result', code: 51, message: 'later' }, 'later'],
    ['is shutting down', { do: 'result', code: 52 }, 'result 52'],
  ];
  for (const [name, trick, why] of losses) {
    test(`and ${name}: the next one is read from the beginning, and gives what it gives alone`, async () => {
      await using first = await failing(trick);
      await using second = await start();
      const { objects, summary } = await read([first, second]);
      const alone = await read([second]);
      expect([...objects.keys()].sort()).toEqual([...alone.objects.keys()].sort());
      for (const [key, object] of objects) expect(object).toEqual(alone.objects.get(key));
      expect(objects.has(anchor(99))).toBe(false);
      expect(summary).toMatchObject({ origin: 'dc, ldaps', partitions: [BASE] });
      expect(summary.diagnostics).toMatchObject([{ code: 'SRC032', severity: 'warning', subject: first.url }]);
      expect(summary.diagnostics[0]?.detail).toContain(why);
      expect(summary.diagnostics[0]?.detail).toContain(`${second.url} was read instead.`);
    });
  }

  const places: readonly (readonly [string, (question: SearchQuestion) => boolean])[] = [
    ['for the names of the forest', ({ base }) => base.startsWith('CN=Partitions,')],
    ['for the rest of a long list', ({ base }) => base.startsWith('<GUID=')],
    ['for deleted objects', ({ base }) => base.startsWith('<WKGUID=')],
  ];
  for (const [name, isIt] of places) {
    test.each([{ do: 'close' }, { do: 'result', code: 51 }] as const)(`when it is asked ${name}: %j`, async (trick) => {
      const members = Array.from({ length: 2000 }, (_, index) => `CN=Object ${index},OU=Staff,${BASE}`);
      const entries = [entryOf('group', 50, { member: members }), ...people];
      const directory = new FakeDirectory({ base: BASE, dnsHostName: 'dc', entries });
      await using first = await startFakeServer({
        directory,
        onSearch: (question) => {
          // Something changes meanwhile, so that there is a second look.
          if (question.page !== undefined) directory.write(3, (entry) => entry);
          return isIt(question) ? trick : undefined;
        },
      });
      await using second = await start({ entries });
      const { objects, summary } = await read([first, second]);
      expect(objects.size).toBe(entries.length);
      expect(plain(objects.get(anchor(50))!.attributes)['member']).toHaveLength(2000);
      expect(summary.diagnostics).toMatchObject([{ code: 'SRC032', subject: first.url }]);
      expect(summary.parameters.get('Domain.Netbios')).toBe('FAKEDOM');
    });
  }

  test('the sink is told to forget, once for each new beginning', async () => {
    await using first = await failing({ do: 'close' });
    await using second = await failing({ do: 'close' });
    await using third = await start();
    const log: string[] = [];
    const note = (what: string) => () => {
      if (log.at(-1) !== what) log.push(what);
    };
    const connector = connectorTo(first, {
      servers: () => [first, second, third].map(({ url }) => url),
      settings: { pageSize: 10 },
    });
    const sink = { put: note('put'), remove: note('remove'), restart: note('restart') };
    await connector.import({ attributes: new Map([['user', []]]) }, sink, contextOf());
    expect(log).toEqual(['put', 'restart', 'put', 'restart', 'put']);
  });

  test('and no other is there: it says why, and nothing is left to restart for', async () => {
    await using first = await failing({ do: 'close' });
    const found = await diagnosticsOf(read([first]));
    expect(found.map(({ code }) => code)).toEqual(['SRC007']);
    expect(first.connections()).toBe(1);
  });

  test('and the other is dead, too: both say why, and the exit code is 7', async () => {
    await using first = await failing({ do: 'close' });
    await using second = await failing({ do: 'result', code: 52 });
    const found = await diagnosticsOf(read([first, second]));
    expect(found).toMatchObject([
      { code: 'SRC007', subject: first.url },
      { code: 'SRC017', subject: second.url },
    ]);
    expect(exitCodeOf(found)).toBe(7);
  });

  test('and so does every other: three reads are enough', async () => {
    const servers = await Promise.all([1, 2, 3, 4].map(() => failing({ do: 'close' })));
    const found = await diagnosticsOf(read(servers));
    expect(found.map(({ code }) => code)).toEqual(['SRC007', 'SRC007', 'SRC007']);
    expect(servers.map((server) => server.connections())).toEqual([1, 1, 1, 0]);
    for (const server of servers) await server[Symbol.asyncDispose]();
  });

  test('and the next one refuses the account: it is not tried at a third', async () => {
    await using first = await failing({ do: 'close' });
    await using second = await start({ password: 'changed meanwhile' });
    await using third = await start();
    expect(await codesOf(read([first, second, third]))).toEqual(['SRC007', 'SRC005']);
    expect([binds(first), binds(second), binds(third)]).toEqual([1, 1, 0]);
  });

  test('a server that failed is not asked again', async () => {
    await using first = await failing({ do: 'close' });
    await using second = await start();
    await read([first, second]);
    expect(first.connections()).toBe(1);
  });
});

describe('what another server would not make better', () => {
  const faults: readonly (readonly [string, Trick, string])[] = [
    ['a limit of the server', { do: 'result', code: 4 }, 'SRC008'],
    ['a missing right', { do: 'result', code: 50 }, 'SRC012'],
    ['an answer that is no LDAP', { do: 'send', bytes: () => Buffer.from('HTTP/1.1 400\r\n') }, 'SRC009'],
  ];
  for (const [name, trick, code] of faults) {
    test(`${name} ends the run: ${code}`, async () => {
      await using first = await failing(trick);
      await using second = await start();
      expect(await codesOf(read([first, second]))).toEqual([code]);
      expect(second.connections()).toBe(0);
    });
  }

  test('a wrong password is tried at one server only', async () => {
    await using first = await start({ password: 'other' });
    await using second = await start();
    expect(await codesOf(read([first, second]))).toEqual(['SRC005']);
    expect([binds(first), binds(second)]).toEqual([1, 0]);
  });
});

describe('a server from which nothing was read yet', () => {
  const passedOver: readonly (readonly [string, () => Promise<Options>, string])[] = [
    ['too busy for a sign-in', () => Promise.resolve({ onBind: () => ({ do: 'result', code: 51 }) }), 'present'],
    ['not available', () => Promise.resolve({ onBind: () => ({ do: 'result', code: 52 }) }), 'present'],
    ['silent', () => Promise.resolve({ onBind: () => ({ do: 'hang' }) }), 'did not answer'],
    [
      'of another name than its certificate',
      async () => ({ certificates: await makeCertificates(['localhost']) }),
      'not trusted',
    ],
  ];
  for (const [name, options, why] of passedOver) {
    test(`that is ${name} gives way to the next, and no restart is needed`, async () => {
      await using second = await start();
      await using first = await start(await options());
      const connector = connectorTo(second, {
        servers: (url) => [first.url, url],
        settings: { timeoutSeconds: 0.4 },
      });
      const { objects, summary } = await importAll(connector, { user: [] });
      expect(objects.size).toBe(people.length);
      expect(summary.diagnostics).toMatchObject([{ code: 'SRC032', subject: first.url }]);
      expect(summary.diagnostics[0]?.detail).toContain(why);
    });
  }

  test('what was passed over before is told, too', async () => {
    await using second = await start();
    const { summary } = await importAll(connectorTo(second, { servers: (url) => [DEAD, url] }), { user: [] });
    expect(summary.diagnostics).toMatchObject([{ code: 'SRC032', subject: DEAD }]);
  });
});

describe('two domains', () => {
  const child = `DC=child,${BASE}`;
  const there = Array.from({ length: 25 }, (_, index) =>
    entryOf('user', 200 + index, {}, `CN=Object ${200 + index},OU=Staff,${child}`),
  );

  test('are read anew, both of them, when a server of one goes away', async () => {
    const changing = new FakeDirectory({ base: BASE, dnsHostName: 'dc1', entries: people });
    await using one = await startFakeServer({ directory: changing });
    await using dying = await start({
      entries: there,
      base: child,
      onSearch: (_, number) => {
        if (number !== 2) return undefined;
        // What the first domain says now is what counts.
        changing.entries.splice(0, 1);
        return { do: 'close' };
      },
    });
    await using two = await start({ entries: there, base: child });
    const domains = [
      { name: 'corp.contoso.com', servers: [DEAD, one.url] },
      { name: 'child.corp.contoso.com', servers: [dying.url, two.url] },
    ];
    const { objects, summary } = await read([one], { domains });
    expect(objects.size).toBe(people.length - 1 + there.length);
    expect(summary.diagnostics).toMatchObject([
      { code: 'SRC032', subject: DEAD },
      { code: 'SRC032', subject: dying.url },
    ]);
    expect([one.connections(), dying.connections(), two.connections()]).toEqual([2, 1, 1]);
  });

  test('the second one refuses the account: nothing else is tried', async () => {
    await using one = await start();
    await using two = await start({ entries: there, base: child, password: 'other' });
    await using three = await start({ entries: there, base: child });
    const domains = [
      { name: 'corp.contoso.com', servers: [one.url] },
      { name: 'child.corp.contoso.com', servers: [two.url, three.url] },
    ];
    expect(await codesOf(read([one], { domains }))).toEqual(['SRC005']);
    expect([binds(one), binds(two), binds(three)]).toEqual([1, 1, 0]);
  });
});
