import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../src/kernel/ports.ts';

/** Long enough that something else can happen meanwhile. */
const LONGEST = 5;

/**
 * The wall's time, and sleeps that are so many times shorter and never long: the quota of a tenant, which is kept by
 * sleeping against that time, costs nothing however many writes there are. `offset` milliseconds take it to another day.
 */
export function fastClock(rate: number, offset = 0): Clock {
  return {
    now: () => Date.now() + offset,
    sleep: async (ms, signal) => {
      const options = signal === undefined ? {} : { signal };
      const short = Math.min(ms / rate, LONGEST);
      await (short < 1 ? turn(undefined, options) : wait(short, undefined, options));
    },
  };
}
