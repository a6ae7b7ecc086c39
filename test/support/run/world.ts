import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import process from 'node:process';
import type { World } from '../../../src/app/contract.ts';
import { fastClock } from './clock.ts';

const RATE = 1000;

/** The same clock on the day of an instant. */
export function clockAt(instant: string): World['clock'] {
  return fastClock(RATE, Date.parse(instant) - Date.now());
}

/** The machine as the use cases see it, in a folder and with a fast clock. */
export function worldIn(directory: string, more: Partial<World> = {}): World {
  return {
    clock: fastClock(RATE),
    random: { bytes: (length) => randomBytes(length) },
    signal: new AbortController().signal,
    progress: () => undefined,
    environment: () => undefined,
    directory,
    host: hostname(),
    pid: process.pid,
    isAlive: (pid) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    },
    version: '0.0.0-test',
    ...more,
  };
}
