/** Days of the week from Sunday on, as `Date.getUTCDay` counts them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** When nothing is written: once, or on days of every week. */
export type FreezeTime =
  | {
      readonly kind: 'once';
      /** Milliseconds since 1970 UTC; `to` is the first instant after it. */
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'weekly';
      /** 0 is Sunday. */
      readonly days: readonly number[];
      /** Minutes of the day; `to` is the first minute after it, at most 1440. */
      readonly from: number;
      readonly to: number;
      /** Minutes that the clock of these days is ahead of UTC, in summer and in winter. */
      readonly ahead: number;
    };

export interface Freeze {
  readonly name: string;
  readonly time: FreezeTime;
  /** Accounts of people who left, or whose account is disabled, are disabled all the same. */
  readonly urgentDisables: boolean;
}

const MINUTE = 60_000;

/** Does the freeze hold at an instant (milliseconds since 1970 UTC)? */
export function isFrozen({ time }: Freeze, instant: number): boolean {
  if (time.kind === 'once') return instant >= time.from && instant < time.to;
  const there = new Date(instant + time.ahead * MINUTE);
  const minute = there.getUTCHours() * 60 + there.getUTCMinutes();
  return time.days.includes(there.getUTCDay()) && minute >= time.from && minute < time.to;
}
