import type { Middleware } from '@microsoft/microsoft-graph-client';
import { invariant } from '../../../kernel/invariant.ts';
import type { TokenSource } from '../credential.ts';
import { link } from './exchange.ts';

/**
 * Puts the token on requests to the configured Graph, and on no other. A token can be revoked before it ends: what is
 * refused for it is sent once more with a new one, a POST too, for nothing was done yet.
 */
export function bearer(tokens: TokenSource, graphOrigin: string): Middleware {
  return link(async (exchange, next) => {
    const url = new URL(exchange.url);
    invariant(url.protocol === 'https:' && url.origin === graphOrigin, `a token was about to be sent to ${url.origin}`);
    const token = await tokens.token(exchange.signal);
    exchange.token = token;
    await next();
    if (exchange.answer?.status !== 401) return;
    exchange.token = await tokens.renewed(token, exchange.signal);
    await next();
  });
}
