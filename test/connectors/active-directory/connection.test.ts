import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { contextOf, entryOf, codesOf, importAll } from '../../conformance/source.ts';
import { integer, octets, sequence, tlv } from '../../support/fake-ldap/ber.ts';
import { noticeMessage, resultMessage, SEARCH_DONE } from '../../support/fake-ldap/message.ts';
import type { Trick } from '../../support/fake-ldap/server.ts';
import { connectorTo, withFakeSource } from './fixture.ts';

const people = Array.from({ length: 30 }, (_, index) => entryOf('user', index, { mail: `p${index}@contoso.com` }));

/** The trick is played on the second of three pages. */
function onSecondPage(trick: Trick) {
  return {
    entries: people,
    settings: { pageSize: 10, timeoutSeconds: 0.4 },
    onSearch: (_: unknown, number: number) => (number === 2 ? trick : undefined),
  };
}

function brokenEntry(id: number): Buffer {
  return sequence(integer(id), tlv(0x64, octets('CN=x'), Buffer.from([0x30, 0x20, 0x30])));
}

function lastPage(id: number): Buffer {
  return resultMessage(id, SEARCH_DONE, { code: 0, cookie: Buffer.alloc(0) });
}

describe('a connection that fails in the middle of a search', () => {
  const cases: readonly (readonly [string, Trick, string])[] = [
    ['closed', { do: 'close' }, 'SRC007'],
    ['reset', { do: 'reset' }, 'SRC007'],
    ['cut inside a message and closed', { do: 'cut', bytes: 700, then: 'close' }, 'SRC007'],
    ['cut inside the first header and closed', { do: 'cut', bytes: 1, then: 'close' }, 'SRC007'],
    ['cut inside a message and left hanging', { do: 'cut', bytes: 700, then: 'hang' }, 'SRC002'],
    ['hanging', { do: 'hang' }, 'SRC002'],
    ['ended with a notice', { do: 'send', bytes: () => noticeMessage('shutting down'), then: 'close' }, 'SRC007'],
    [
      'answered in another protocol',
      { do: 'send', bytes: () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') },
      'SRC009',
    ],
    [
      'answered with an impossible length',
      { do: 'send', bytes: () => Buffer.from([0x30, 0x85, 1, 1, 1, 1, 1]) },
      'SRC009',
    ],
    ['answered with an endless length', { do: 'send', bytes: () => Buffer.from([0x30, 0x80, 2, 1, 1]) }, 'SRC009'],
    ['answered with a gigabyte', { do: 'send', bytes: () => Buffer.from([0x30, 0x84, 0x40, 0, 0, 0]) }, 'SRC009'],
    [
      'answered to another question',
      { do: 'send', bytes: (id) => resultMessage(id + 77, SEARCH_DONE, { code: 0 }) },
      'SRC009',
    ],
    [
      'answered with an operation that does not exist',
      { do: 'send', bytes: (id) => sequence(integer(id), tlv(0x7e)) },
      'SRC009',
    ],
    [
      'answered with a broken entry',
      { do: 'send', bytes: (id) => Buffer.concat([brokenEntry(id), lastPage(id)]) },
      'SRC009',
    ],
    ['answered with an entry of another question', { do: 'send', bytes: (id) => brokenEntry(id + 77) }, 'SRC009'],
    ['answered with a sign-in result', { do: 'send', bytes: (id) => resultMessage(id, 0x61, { code: 0 }) }, 'SRC009'],
  ];
  for (const [name, trick, code] of cases) {
    test(`${name}: ${code}`, () =>
      withFakeSource(onSecondPage(trick), async ({ connector }) => {
        expect(await codesOf(importAll(connector, { user: ['mail'] }))).toEqual([code]);
      }));
  }

  test('the notice of the server is passed on', () =>
    withFakeSource(
      onSecondPage({ do: 'send', bytes: () => noticeMessage('shutting down'), then: 'close' }),
      async ({ connector }) => {
        await expect(importAll(connector, { user: [] })).rejects.toThrow(/shutting down/);
      },
    ));

  test('the next import begins with a new connection and finds everything', () => {
    let broken = true;
    const options = onSecondPage({ do: 'cut', bytes: 700, then: 'close' });
    return withFakeSource(
      { ...options, onSearch: (question, number) => (broken ? options.onSearch(question, number) : undefined) },
      async ({ connector, server }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC007']);
        broken = false;
        expect((await importAll(connector, { user: [] })).objects.size).toBe(30);
        expect(server.connections()).toBe(2);
      },
    );
  });

  test('slow but steady is not hanging', async () => {
    const drip: Trick = { do: 'drip', pieces: 6, everyMilliseconds: 150 };
    await withFakeSource(onSecondPage(drip), async ({ connector }) => {
      const began = performance.now();
      expect((await importAll(connector, { user: [] })).objects.size).toBe(30);
      // Longer than the 0.4 s that the connector waits for a sign of life.
      expect(performance.now() - began).toBeGreaterThan(600);
    });
  });
});

describe('an interruption', () => {
  test('ends a search that hangs, with the reason of the interruption', () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    return withFakeSource(
      {
        entries: people,
        settings: { pageSize: 10, timeoutSeconds: 30 },
        onSearch: (_, number) => {
          if (number !== 2) return undefined;
          setTimeout(() => {
            controller.abort(reason);
          }, 20);
          return { do: 'hang' };
        },
      },
      async ({ connector }) => {
        await expect(importAll(connector, { user: [] }, contextOf(controller.signal))).rejects.toBe(reason);
      },
    );
  });
});

describe('something that is not an LDAPS server', () => {
  const closedPort = async (): Promise<number> => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  };

  async function codesAgainst(onSocket: (socket: Socket) => void): Promise<readonly string[]> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      onSocket(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `ldaps://localhost:${(server.address() as AddressInfo).port}`;
      const connector = connectorTo({ url, ca: CA }, { settings: { timeoutSeconds: 0.3 } });
      return await codesOf(importAll(connector, { user: [] }));
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  }
  const CA = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n';

  test('nobody there: SRC001', async () => {
    const connector = connectorTo({ url: `ldaps://localhost:${await closedPort()}`, ca: CA });
    const running = importAll(connector, { user: [] });
    await expect(running).rejects.toMatchObject({
      diagnostics: [{ code: 'SRC001', detail: expect.stringContaining('refused') as string }],
    });
  });

  test('accepts and says nothing: SRC002', async () => {
    expect(await codesAgainst(() => undefined)).toEqual(['SRC002']);
  });

  test('answers in plain text: SRC009', async () => {
    expect(await codesAgainst((socket) => socket.write('220 mail.contoso.com ESMTP\r\n'))).toEqual(['SRC009']);
  });

  test('hangs up during the handshake: SRC001', async () => {
    expect(await codesAgainst((socket) => socket.once('data', () => socket.end()))).toEqual(['SRC001']);
  });
});
