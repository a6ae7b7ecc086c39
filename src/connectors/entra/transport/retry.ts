import type { Middleware } from '@microsoft/microsoft-graph-client';
import type { Clock, Random } from '../../../kernel/ports.ts';
import { refusalOf } from '../refusal.ts';
import { link } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Pace } from './pace.ts';

/** Times a request is sent at most: again after a refusal to serve now, and again after no or no good answer. */
const MOST_THROTTLED = 8;
const MOST_FAILED = 5;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** Of what Graph asks for. A run that sleeps for hours looks dead, and its plan grows old meanwhile. */
const LONGEST_ASKED = 600_000;

/**
 * The only place that repeats a request. A POST that may have been done is never repeated: it surfaces, and its
 * sender looks up what became of it. 429 is the exception for POST, being a refusal before anything is done.
 */
export function retrying(pace: Pace, clock: Clock, random: Random): Middleware {
  return link(async (exchange, next) => {
    for (let sent = 1; ; sent++) {
      await next();
      const reason = reasonToRepeat(exchange);
      if (reason === undefined || sent >= (reason === 'throttled' ? MOST_THROTTLED : MOST_FAILED)) return;
      const wait = asked(exchange.answer?.retryAfter, clock.now()) ?? backOff(sent, random);
      if (exchange.answer !== undefined && wait > LONGEST_ASKED) {
        exchange.failure = refusalOf(exchange.answer, exchange.writes, tooLong(wait));
        return;
      }
      if (reason === 'throttled') pace.hold(exchange.writes, clock.now() + wait);
      await clock.sleep(wait, exchange.signal);
    }
  });
}

type Reason = 'throttled' | 'failed';

function reasonToRepeat(exchange: Exchange): Reason | undefined {
  const { answer, failure } = exchange;
  if (answer?.status === 429) return 'throttled';
  if (failure !== undefined) {
    return failure.retryable && (exchange.repeatable || !failure.ambiguous) ? 'failed' : undefined;
  }
  const transient = isTransient(answer?.status ?? 0) || (exchange.method === 'GET' && answer?.status === 500);
  return transient && exchange.repeatable ? 'failed' : undefined;
}

function isTransient(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

/** Milliseconds that Retry-After asks for: seconds or a date (RFC 9110 section 10.2.3). */
function asked(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function tooLong(wait: number): string {
  return `Graph asks to wait ${Math.ceil(wait / 1000)} seconds, and Lockstep waits ${LONGEST_ASKED / 1000} at most.`;
}

/** Doubles each time, and differs between two that failed together. */
function backOff(sent: number, random: Random): number {
  const [first = 0] = random.bytes(1);
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (sent - 1)) * (0.5 + first / 512);
}
