import type { Clock } from '../clock.ts';
import { randomOctets } from '../random.ts';

/** How long a token lives by the sandbox's clock. https://learn.microsoft.com/entra/identity-platform/access-tokens */
const lifetime = 3_599_000;

/** The access tokens of this process: random, opaque, forgotten when it ends. */
export class Tokens {
  readonly #clock: Clock;
  readonly #expiry = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Issues a token; `seconds` is its life in the client's time. */
  issue(): { readonly token: string; readonly seconds: number } {
    const now = this.#clock.now();
    for (const [token, expiry] of this.#expiry) if (expiry < now) this.#expiry.delete(token);
    const token = randomOctets(48).toString('base64url');
    this.#expiry.set(token, now + lifetime);
    return { token, seconds: Math.max(1, Math.floor(lifetime / this.#clock.rate / 1000)) };
  }

  /** Tells whether a token was issued here and still lives. */
  state(token: string): 'valid' | 'expired' | 'unknown' {
    const expiry = this.#expiry.get(token);
    if (expiry === undefined) return 'unknown';
    return expiry > this.#clock.now() ? 'valid' : 'expired';
  }
}
