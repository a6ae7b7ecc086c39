// A fake LDAP server over TLS on loopback for what a real one does too seldom: limits, cuts, hangs, nonsense.

import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { createSecureContext, createServer, TLSSocket } from 'node:tls';
import { makeCertificates } from './certificate.ts';
import type { Certificates } from './certificate.ts';
import type { FakeDirectory } from './directory.ts';
import {
  BIND_RESPONSE,
  EXTENDED_RESPONSE,
  SEARCH_DONE,
  entryMessage,
  parseRequest,
  referenceMessage,
  resultMessage,
} from './message.ts';
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
  /** Plain until StartTLS; the answer is success unless a trick says otherwise. TLS begins after it all the same. */
  readonly startTls?: boolean;
  readonly onStartTls?: () => Trick | undefined;
}

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  /** What was asked inside TLS. */
  readonly requests: readonly Request[];
  /** What was sent in plain text. */
  readonly plain: readonly Request[];
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
  const raws = new Set<Socket>();
  let connections = 0;
  let pages = 0;
  const plain: Request[] = [];
  const serve = (socket: TLSSocket): void => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    cutMessages(socket, (message) => {
      const request = parseRequest(message);
      requests.push(request);
      if (request.kind === 'search' && request.page !== undefined) pages++;
      answer(socket, options, request, pages);
    });
  };
  const server =
    options.startTls === true
      ? createTcpServer((raw) => {
          upgradeWhenAsked(raw, options, certificates, plain, serve);
        })
      : createServer({ cert: certificates.cert, key: certificates.key }, serve);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (raw: Socket) => {
    const { remotePort } = raw;
    rawSockets.set(remotePort, raw);
    raws.add(raw);
    raw.once('close', () => {
      raws.delete(raw);
      rawSockets.delete(remotePort);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${options.startTls === true ? 'ldap' : 'ldaps'}://localhost:${(server.address() as AddressInfo).port}`,
    ca: certificates.ca,
    requests,
    plain,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      for (const raw of raws) raw.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function upgradeWhenAsked(
  raw: Socket,
  options: FakeServerOptions,
  { cert, key }: Certificates,
  plain: Request[],
  serve: (socket: TLSSocket) => void,
): void {
  raw.on('error', () => undefined);
  const take = (message: Buffer): void => {
    const request = parseRequest(message);
    plain.push(request);
    if (request.kind !== 'extended') return;
    raw.off('data', onData);
    const good = resultMessage(request.id, EXTENDED_RESPONSE, { code: 0 });
    const trick = options.onStartTls?.();
    if (trick === undefined) raw.write(good);
    else play(raw, request.id, EXTENDED_RESPONSE, trick, good);
    const secure = new TLSSocket(raw, { isServer: true, secureContext: createSecureContext({ cert, key }) });
    secure
      .on('error', () => undefined)
      .once('secure', () => {
        serve(secure);
      });
  };
  const onData = cutMessages(raw, take);
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
    case 'extended':
      throw new Error('there is TLS already');
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

function play(socket: Socket, id: number, tag: number, trick: Trick, whole: Buffer): void {
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

function drip(socket: Socket, whole: Buffer, pieces: number, every: number): void {
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
function cutMessages(socket: Socket, take: (message: Buffer) => void): (piece: Buffer) => void {
  let held = Buffer.alloc(0);
  const onData = (piece: Buffer): void => {
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
  };
  socket.on('data', onData);
  return onData;
}
