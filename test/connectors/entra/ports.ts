import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Random } from '../../../src/kernel/ports.ts';

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};

/** A clock that jumps over every sleep and notes it. */
export interface JumpingClock extends Clock {
  readonly slept: readonly number[];
}

export function jumpingClock(start = 1_800_000_000_000): JumpingClock {
  const slept: number[] = [];
  let now = start;
  return {
    slept,
    now: () => now,
    sleep: (ms, signal) => {
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

/** Bytes that look random and are the same in every run. */
export function countingRandom(): Random {
  let count = 0;
  return {
    bytes: (length) => {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
        createHash('sha256').update(`random ${count++}`).digest(),
      );
      return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
    },
  };
}
