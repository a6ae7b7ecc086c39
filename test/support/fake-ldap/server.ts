// A fake LDAP server over TLS on loopback for what a real one does too seldom: limits, cuts, hangs, nonsense.

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { makeCertificates } from './certificate.ts';
import type { Certificates } from './certificate.ts';
import type { FakeDirectory } from './directory.ts';
import { BIND_RESPONSE, SEARCH_DONE, entryMessage, parseRequest, referenceMessage, resultMessage } from './message.ts';
import type { Request, SearchQuestion } from './message.ts';

/** What a server does instead of answering well. */
export type Trick =
  | { readonly do: 'hang' }
  | { readonly do: 'close' }
  | { readonly do: 'reset' }
  /** The first bytes of the right answer, and then nothing more, or the end. */
  | { readonly do: 'cut'; readonly bytes: number; readonly then: 'close' | 'hang' }
  /** The right answer, slowly. */
  | { readonly do: 'drip'; readonly pieces: number; readonly everyMilliseconds: number }
  | { readonly do: 'send'; readonly bytes: (id: number) => Buffer; readonly then?: 'close' }
  | { readonly do: 'result'; readonly code: number; readonly message?: string; readonly cookie?: Buffer };

export interface FakeServerOptions {
  readonly directory: FakeDirectory;
  readonly password?: string;
  /** Called with the number of each paged search of the naming context (from 1); a trick replaces the answer. */
  readonly onSearch?: (question: SearchQuestion, number: number) => Trick | undefined;
  readonly onBind?: () => Trick | undefined;
  readonly certificates?: Certificates;
}

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  readonly requests: readonly Request[];
  readonly connections: () => number;
}

/** The TCP connection below a TLS one, by the port of the client: only that can be reset. */
const rawSockets = new Map<number | undefined, Socket>();

let shared: Promise<Certificates> | undefined;

export async function startFakeServer(options: FakeServerOptions): Promise<FakeServer> {
  shared ??= makeCertificates(['localhost']);
  const certificates = options.certificates ?? (await shared);
  const requests: Request[] = [];
  const sockets = new Set<TLSSocket>();
  let connections = 0;
  let pages = 0;
  const server = createServer({ cert: certificates.cert, key: certificates.key }, (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    cutMessages(socket, (message) => {
      const request = parseRequest(message);
      requests.push(request);
      if (request.kind === 'search' && request.page !== undefined) pages++;
      answer(socket, options, request, pages);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.on('connection', (raw: Socket) => {
    const { remotePort } = raw;
    rawSockets.set(remotePort, raw);
    raw.once('close', () => rawSockets.delete(remotePort));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ldaps://localhost:${(server.address() as AddressInfo).port}`,
    ca: certificates.ca,
    requests,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(socket: TLSSocket, options: FakeServerOptions, request: Request, pages: number): void {
  switch (request.kind) {
    case 'bind': {
      const trick = options.onBind?.();
      if (trick !== undefined) play(socket, request.id, BIND_RESPONSE, trick, Buffer.alloc(0));
      else {
        const good = request.password === (options.password ?? 'secret');
        const message = '80090308: LdapErr: DSID-0C090569, comment: AcceptSecurityContext error, data 52e, v4563\0';
        socket.write(resultMessage(request.id, BIND_RESPONSE, good ? { code: 0 } : { code: 49, message }));
      }
      return;
    }
    case 'search': {
      const whole = searchAnswer(options.directory, request);
      const trick = options.onSearch?.(request, request.page === undefined ? 0 : pages);
      if (trick === undefined) socket.write(whole);
      else play(socket, request.id, SEARCH_DONE, trick, whole);
      return;
    }
    case 'unbind':
      socket.end();
  }
}

function searchAnswer(directory: FakeDirectory, question: SearchQuestion): Buffer {
  const page = directory.answer(question);
  return Buffer.concat([
    ...page.entries.map((entry) => entryMessage(question.id, entry)),
    ...page.references.map((url) => referenceMessage(question.id, url)),
    resultMessage(question.id, SEARCH_DONE, page),
  ]);
}

function play(socket: TLSSocket, id: number, tag: number, trick: Trick, whole: Buffer): void {
  switch (trick.do) {
    case 'hang':
      return;
    case 'close':
      socket.end();
      return;
    case 'reset':
      rawSockets.get(socket.remotePort)?.resetAndDestroy();
      return;
    case 'cut':
      socket.write(whole.subarray(0, trick.bytes), () => {
        if (trick.then === 'close') socket.end();
      });
      return;
    case 'drip':
      drip(socket, whole, trick.pieces, trick.everyMilliseconds);
      return;
    case 'send':
      socket.write(trick.bytes(id), () => {
        if (trick.then === 'close') socket.end();
      });
      return;
    case 'result':
      socket.write(resultMessage(id, tag, trick));
  }
}

function drip(socket: TLSSocket, whole: Buffer, pieces: number, every: number): void {
  const size = Math.ceil(whole.length / pieces);
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(whole.subarray(sent, sent + size));
    sent += size;
    if (sent >= whole.length) clearInterval(timer);
  }, every);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

/** Messages are short, and clients send them whole: one length byte or the long form. */
function cutMessages(socket: TLSSocket, take: (message: Buffer) => void): void {
  let held = Buffer.alloc(0);
  socket.on('data', (piece: Buffer) => {
    held = Buffer.concat([held, piece]);
    for (;;) {
      if (held.length < 2) return;
      const first = held[1]!;
      const header = first < 0x80 ? 2 : 2 + (first - 0x80);
      if (held.length < header) return;
      const length = first < 0x80 ? first : held.readUIntBE(2, first - 0x80);
      if (held.length < header + length) return;
      take(held.subarray(0, header + length));
      held = held.subarray(header + length);
    }
  });
}
