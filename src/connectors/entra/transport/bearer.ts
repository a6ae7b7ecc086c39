import type { Middleware } from '@microsoft/microsoft-graph-client';
import { invariant } from '../../../kernel/invariant.ts';
import type { TokenSource } from '../credential.ts';
import { link } from './exchange.ts';

/** Puts the token on requests to the configured Graph, and on no other. */
export function bearer(tokens: TokenSource, graphOrigin: string): Middleware {
  return link(async (exchange, next) => {
    const url = new URL(exchange.url);
    invariant(url.protocol === 'https:' && url.origin === graphOrigin, `a token was about to be sent to ${url.origin}`);
    exchange.token = await tokens.token(exchange.signal);
    await next();
  });
}
