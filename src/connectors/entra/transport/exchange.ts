import type { Context, Middleware, MiddlewareOptions } from '@microsoft/microsoft-graph-client';
import { invariant } from '../../../kernel/invariant.ts';
import type { GraphError } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An answer of Graph, read to its end. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly requestId: string | undefined;
  /** Seconds or a date, as sent. */
  readonly retryAfter: string | undefined;
  /** Share of the limit used, sent from 0.8 on (learn.microsoft.com: "Microsoft Graph throttling guidance"). */
  readonly throttleShare: number | undefined;
}

/**
 * One request on its way through the chain. It carries the exact URL, because the client takes a URL apart and
 * joins it again in another order while a nextLink has to be sent as it came; and it carries the outcome back,
 * because the client replaces errors of the chain with its own.
 */
export class Exchange implements MiddlewareOptions {
  readonly method: Method;
  readonly url: string;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly clientRequestId: string;
  token: string | undefined;
  answer: Answer | undefined;
  failure: GraphError | undefined;
  /** True once a write was sent and nothing said that it was not done. */
  doubtful = false;
  /** What a link of the chain threw: a diagnostic of the sign-in, the reason of an interruption, a bug. */
  thrown: Error | undefined;

  constructor(parts: Pick<Exchange, 'method' | 'url' | 'body' | 'signal' | 'clientRequestId'>) {
    this.method = parts.method;
    this.url = parts.url;
    this.body = parts.body;
    this.signal = parts.signal;
    this.clientRequestId = parts.clientRequestId;
  }

  get writes(): boolean {
    return this.method !== 'GET';
  }

  /** True when doing it twice leaves what doing it once leaves. */
  get repeatable(): boolean {
    return this.method !== 'POST';
  }
}

/** A link of the chain over exchanges, as the middleware that the client wants. */
export function link(handle: (exchange: Exchange, next: () => Promise<void>) => Promise<void>): Middleware {
  let following: Middleware | undefined;
  return {
    setNext: (next) => {
      following = next;
    },
    execute: async (context) => {
      const exchange = exchangeOf(context);
      await handle(exchange, async () => {
        exchange.answer = undefined;
        exchange.failure = undefined;
        await following?.execute(context);
      });
    },
  };
}

/** The first link: keeps what the others throw, which the client would replace with an error of its own. */
export function keepingErrors(): Middleware {
  return link(async (exchange, next) => {
    try {
      await next();
    } catch (error) {
      exchange.thrown = error instanceof Error ? error : new Error('interrupted', { cause: error });
    }
  });
}

/** The exchange that a context of the client carries. */
export function exchangeOf(context: Context): Exchange {
  const exchange = context.middlewareControl?.getMiddlewareOptions(Exchange);
  invariant(exchange instanceof Exchange, 'a Graph request without exchange');
  return exchange;
}
