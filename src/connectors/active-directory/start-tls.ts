import { ExtendedRequest, ExtendedResponse, MessageParser } from 'ldapts';
import type { MessageResponse } from 'ldapts';
import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { LdapError, connectFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import { neededBytes } from './frames.ts';

/** RFC 4511 section 4.14. */
const START_TLS = '1.3.6.1.4.1.1466.20037';

const MESSAGE_ID = 1;
const SUCCESS = 0;

/** The answer is a result and perhaps a sentence. */
const LONGEST_ANSWER = 1 << 14;

/**
 * Asks for TLS on a plain connection: the only thing that is ever sent or believed there. Nothing may follow the
 * answer before the handshake: it would have been put there by somebody in between (the flaw of CVE-2011-0411).
 * Fails with an {@link LdapError}.
 */
export async function askForTls(socket: Socket): Promise<void> {
  const answer = onlyMessage(socket);
  socket.write(new ExtendedRequest({ messageId: MESSAGE_ID, oid: START_TLS }).write());
  const problem = answerProblem(await answer);
  if (problem !== undefined) throw new LdapError(problem);
  if (socket.readableLength > 0) throw new LdapError({ kind: 'injected' });
}

/** The bytes of one message, and not one more. */
async function onlyMessage(socket: Socket): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let held: Buffer = Buffer.alloc(0);
  const onData = (piece: Buffer): void => {
    held = Buffer.concat([held, piece]);
    try {
      const needed = neededBytes(held);
      if (needed > LONGEST_ANSWER) refuse({ kind: 'garbage', reason: `it answers StartTLS with ${needed} bytes` });
      if (held.length > needed) refuse({ kind: 'injected' });
      if (held.length === needed) resolve(held);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const onError = (error: Error): void => {
    reject(new LdapError(connectFailure(error), error));
  };
  const onClose = (): void => {
    reject(new LdapError({ kind: 'unreachable', reason: 'the server closed the connection when asked for StartTLS' }));
  };
  socket.on('data', onData).on('error', onError).on('close', onClose);
  try {
    return await promise;
  } finally {
    socket.off('data', onData).off('error', onError).off('close', onClose);
  }
}

function refuse(failure: Failure): never {
  throw new LdapError(failure);
}

function answerProblem(bytes: Buffer): Failure | undefined {
  const answer = parsed(bytes);
  if (!(answer instanceof ExtendedResponse)) {
    return { kind: 'garbage', reason: 'its answer to StartTLS is none' };
  }
  const { messageId, status: code, errorMessage: message } = answer;
  if (messageId !== MESSAGE_ID || code !== SUCCESS) return { kind: 'noTls', code, message };
  const { oid } = answer as { readonly oid?: string | null };
  if (oid !== undefined && oid !== null && oid !== '' && oid !== START_TLS) {
    return { kind: 'garbage', reason: 'it answers StartTLS with the result of something else' };
  }
  return undefined;
}

function parsed(bytes: Buffer): MessageResponse | undefined {
  const parser = new MessageParser();
  const found: MessageResponse[] = [];
  parser.on('message', (message: MessageResponse) => found.push(message));
  // What cannot be parsed is no answer.
  parser.on('error', () => undefined);
  parser.read(bytes, new Map());
  return found.length === 1 ? found[0] : undefined;
}
