import { isIP, connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { LdapError, connectFailure } from './failure.ts';
import { certificateProblem } from './server-certificate.ts';
import { askForTls } from './start-tls.ts';

export type Connect = (options: ConnectionOptions) => TLSSocket;

export interface Target {
  readonly host: string;
  readonly port: number;
  /** With TLS from the first byte, or plain until StartTLS. */
  readonly security: 'ldaps' | 'startTls';
  /** Certificates (PEM) to trust instead of the public authorities. */
  readonly ca?: string;
  /** Keys of which the server must show one, as pins.ts writes them. */
  readonly pins?: readonly string[];
  /** To wait for the connection, and for the next sign of life while an answer is due. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const LONGEST_CONNECT_SECONDS = 30;
const MILLISECONDS = 1000;

export const systemConnect: Connect = (options) => connect(options);

/** A connection inside TLS to a server that proved who it is. Fails with an {@link LdapError}. */
export async function dial(target: Target, connectTls: Connect): Promise<TLSSocket> {
  const { signal } = target;
  signal.throwIfAborted();
  const seconds = Math.min(target.timeoutSeconds, LONGEST_CONNECT_SECONDS);
  const opened: Socket[] = [];
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new LdapError({ kind: 'timeout', waitingFor: 'connection', seconds }));
  }, seconds * MILLISECONDS);
  const onAbort = (): void => {
    reject(new LdapError({ kind: 'broken', reason: 'the run was interrupted' }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([secured(target, connectTls, opened), givenUp]);
  } catch (error) {
    // TLS before what it runs over: Node.js 24 crashes when the ground goes away first.
    for (const socket of opened.reverse()) socket.on('error', () => undefined).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Every socket that it opens is noted in `opened`. */
async function secured(target: Target, connectTls: Connect, opened: Socket[]): Promise<TLSSocket> {
  const options = optionsOf(target);
  const plain = target.security === 'startTls' ? await upgradable(target, opened) : undefined;
  const socket = connectTls(plain === undefined ? options : { ...options, socket: plain });
  opened.push(socket);
  // The end of one is the end of the other, and is told there.
  plain?.on('error', () => undefined);
  await event(socket, 'secureConnect');
  const problem = certificateProblem(socket, target);
  if (problem !== undefined) throw new LdapError(problem);
  return socket;
}

function optionsOf({ host, port, ca, pins }: Target): ConnectionOptions {
  return {
    host,
    port,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
    // What the platform finds wrong is then judged in certificateProblem: a pinned key may sign for itself.
    ...(ca === undefined && pins !== undefined ? { rejectUnauthorized: false } : {}),
  };
}

/** A plain connection to a server that has agreed to TLS, and said nothing else. */
async function upgradable({ host, port }: Target, opened: Socket[]): Promise<Socket> {
  const socket = connectTcp({ host, port });
  opened.push(socket);
  await event(socket, 'connect');
  await askForTls(socket);
  return socket;
}

async function event(socket: Socket, name: 'connect' | 'secureConnect'): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const onEvent = (): void => {
    resolve(undefined);
  };
  const onError = (error: Error): void => {
    reject(new LdapError(connectFailure(error), error));
  };
  const onClose = (): void => {
    reject(new LdapError({ kind: 'unreachable', reason: 'the server closed the connection' }));
  };
  socket.once(name, onEvent).once('error', onError).once('close', onClose);
  try {
    await promise;
  } finally {
    socket.off(name, onEvent).off('error', onError).off('close', onClose);
  }
}
