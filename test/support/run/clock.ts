import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../src/kernel/ports.ts';

/** A clock on which `rate` milliseconds pass in each of the wall's: what waits for a quota or a retry waits little. */
export function fastClock(rate: number, start = Date.now()): Clock {
  const began = performance.now();
  return {
    now: () => Math.round(start + (performance.now() - began) * rate),
    sleep: async (ms, signal) => {
      await wait(ms / rate, undefined, signal === undefined ? {} : { signal });
    },
  };
}
