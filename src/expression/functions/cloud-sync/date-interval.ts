const SECOND = 10_000_000n;

/** What one interval of DateAdd and DateDiff is. */
export const dateIntervals = {
  yyyy: { months: 12 },
  m: { months: 1 },
  d: { ticks: 86_400n * SECOND },
  ww: { ticks: 604_800n * SECOND },
  h: { ticks: 3_600n * SECOND },
  n: { ticks: 60n * SECOND },
  s: { ticks: SECOND },
} as const;

export type DateInterval = keyof typeof dateIntervals;

export function isInterval(word: string): word is DateInterval {
  return Object.hasOwn(dateIntervals, word);
}
