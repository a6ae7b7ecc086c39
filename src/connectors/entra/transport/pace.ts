import type { Middleware } from '@microsoft/microsoft-graph-client';
import type { Clock } from '../../../kernel/ports.ts';
import { link } from './exchange.ts';

/** Sustained writes per second for one application in one tenant (learn.microsoft.com: "service-specific throttling limits"). */
const WRITES_PER_SECOND = 20;
/** From this share of the limit on, writes go at half the pace. */
const NEAR_THE_LIMIT = 0.9;

/** Lets requests start when they may: writes at their share of the quota, and nothing while Graph asks to wait. */
export interface Pace {
  turn(writes: boolean, signal: AbortSignal): Promise<void>;
  /** Graph asked to wait: nothing of this kind starts before `until`. */
  hold(writes: boolean, until: number): void;
  /** What Graph said about the share of the limit in use; undefined when it said nothing. */
  observe(throttleShare: number | undefined): void;
}

/** A bucket that holds one second's worth of writes. */
export function newPace(clock: Clock, quotaShare: number): Pace {
  const interval = 1000 / (WRITES_PER_SECOND * Math.min(1, Math.max(0.01, quotaShare)));
  const slack = 1000 - interval;
  const held = { reads: 0, writes: 0 };
  let full = 0;
  let slowness = 1;
  return {
    turn: async (writes, signal) => {
      let at = writes ? held.writes : held.reads;
      if (writes) {
        full = Math.max(full, clock.now(), held.writes) + interval * slowness;
        at = Math.max(at, full - interval * slowness - Math.max(0, slack));
      }
      const wait = at - clock.now();
      if (wait > 0) await clock.sleep(wait, signal);
    },
    hold: (writes, until) => {
      if (writes) held.writes = Math.max(held.writes, until);
      else held.reads = Math.max(held.reads, until);
    },
    observe: (share) => {
      slowness = share !== undefined && share >= NEAR_THE_LIMIT ? 2 : 1;
    },
  };
}

export function pacing(pace: Pace): Middleware {
  return link(async (exchange, next) => {
    await pace.turn(exchange.writes, exchange.signal);
    await next();
    if (exchange.writes && exchange.answer !== undefined) pace.observe(exchange.answer.throttleShare);
  });
}
