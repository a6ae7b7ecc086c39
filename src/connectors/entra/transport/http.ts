import type { Middleware } from '@microsoft/microsoft-graph-client';
import { Agent, fetch } from 'undici';
import type { Response as UndiciResponse } from 'undici';
import { GraphError } from '../errors.ts';
import { exchangeOf } from './exchange.ts';
import type { Answer, Exchange } from './exchange.ts';

export interface HttpOptions {
  /** PEM of the only authorities to trust; default: those of Node. */
  readonly ca?: string;
  /** Milliseconds for connecting, for the first byte of an answer and between two pieces of it. */
  readonly timeouts: { readonly connect: number; readonly headers: number; readonly body: number };
}

/** The end of the chain: sends the exchange as it is and reads the answer to its end. */
export function httpHandler(options: HttpOptions): Middleware {
  const agent = new Agent({
    connect: { timeout: options.timeouts.connect, ...(options.ca === undefined ? {} : { ca: options.ca }) },
    headersTimeout: options.timeouts.headers,
    bodyTimeout: options.timeouts.body,
  });
  return { execute: (context) => send(exchangeOf(context), agent) };
}

async function send(exchange: Exchange, agent: Agent): Promise<void> {
  exchange.signal.throwIfAborted();
  try {
    const response = await fetch(exchange.url, {
      method: exchange.method,
      headers: headersOf(exchange),
      body: exchange.body ?? null,
      signal: exchange.signal,
      dispatcher: agent,
      // A redirect could carry the token to another host: it is an answer, and not one of Graph.
      redirect: 'manual',
    });
    exchange.answer = await answerOf(response);
    if (exchange.writes && response.status >= 500) exchange.doubtful = true;
  } catch (error) {
    exchange.failure = failureOf(error, exchange);
    if (exchange.failure.ambiguous) exchange.doubtful = true;
  }
}

function headersOf(exchange: Exchange): Record<string, string> {
  return {
    accept: 'application/json',
    'client-request-id': exchange.clientRequestId,
    ...(exchange.token === undefined ? {} : { authorization: `Bearer ${exchange.token}` }),
    ...(exchange.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

async function answerOf(response: UndiciResponse): Promise<Answer> {
  const share = Number.parseFloat(response.headers.get('x-ms-throttle-limit-percentage') ?? '');
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
    requestId: response.headers.get('request-id') ?? undefined,
    retryAfter: response.headers.get('retry-after') ?? undefined,
    throttleShare: Number.isNaN(share) ? undefined : share,
  };
}

/** Errors after which nothing can have reached the other end: no connection was made. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function failureOf(error: unknown, exchange: Exchange): GraphError {
  const code = networkCode(error);
  const aborted = exchange.signal.aborted;
  const untrusted = /^(?:CERT_|ERR_TLS_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/.test(code);
  return new GraphError({
    code: aborted ? 'Interrupted' : 'Unreachable',
    message: aborted ? 'The request was interrupted.' : `No answer came (${code}).`,
    status: 0,
    retryable: !aborted && !untrusted,
    ambiguous: exchange.writes && !untrusted && !NOT_SENT.has(code),
  });
}

/** The innermost system code of a failed fetch; messages are left out, they may hold addresses with keys. */
function networkCode(error: unknown): string {
  let code = 'unknown';
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') code = at.code;
  }
  return code;
}
