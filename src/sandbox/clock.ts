/** The sandbox's time: it may run faster than the wall's, and never goes back over a restart. */
export interface Clock {
  readonly rate: number;
  /** Sandbox time in milliseconds since 1970. */
  now(): number;
  /** Wall time in milliseconds since 1970: for what other programs judge by their own clock. */
  wall(): number;
}

/** Makes a clock that starts at wall time, or at `notBefore` when that is later. */
export function createClock(rate: number, notBefore = 0, wall: () => number = Date.now): Clock {
  const startedAt = wall();
  const base = Math.max(startedAt, notBefore);
  return { rate, now: () => base + (wall() - startedAt) * rate, wall };
}

/** A time as Graph writes it: ISO 8601 in UTC without fractions. */
export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Sandbox milliseconds as the seconds a client on wall time has to wait; at least one. */
export function wallSeconds(clock: Clock, sandboxMilliseconds: number): number {
  return Math.max(1, Math.ceil(sandboxMilliseconds / clock.rate / 1000));
}
