import type { Instant } from '../values.ts';

/** A date and time of day in UTC. */
export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 100 ns within the second. */
  readonly tick: number;
}

const TICKS_PER_MILLISECOND = 10_000n;
/** Milliseconds from 1601 to 1970, where FILETIME and JavaScript begin. */
const EPOCH = 11_644_473_600_000n;
/** The years of .NET's DateTime, 1 to 9999. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Undefined when there is no such day or hour, or when it lies outside of the years 1 to 9999. */
export function instantOf(time: CalendarTime, minutesAhead = 0): Instant | undefined {
  const { year, month, day, hour, minute, second, tick } = time;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const point = millisecondsOf(year, month, day) + ((hour * 60 + minute - minutesAhead) * 60 + second) * 1000;
  return instantOfMilliseconds(point, BigInt(tick));
}

export function instantOfMilliseconds(milliseconds: number, ticks = 0n): Instant | undefined {
  if (!(milliseconds >= EARLIEST && milliseconds <= LATEST)) return undefined;
  return { filetime: (BigInt(milliseconds) + EPOCH) * TICKS_PER_MILLISECOND + ticks };
}

/** The instant of a FILETIME, unless it lies outside of the years 1 to 9999 ("never" is such a number). */
export function instantOfFiletime(filetime: bigint): Instant | undefined {
  const milliseconds = Number(floorDivide(filetime, TICKS_PER_MILLISECOND) - EPOCH);
  return milliseconds >= EARLIEST && milliseconds <= LATEST ? { filetime } : undefined;
}

export function calendarTimeOf(instant: Instant): CalendarTime {
  const { milliseconds, ticks } = parts(instant);
  const date = new Date(milliseconds);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    tick: date.getUTCMilliseconds() * 10_000 + ticks,
  };
}

/** 0 is Sunday. */
export function weekdayOf(instant: Instant): number {
  return new Date(parts(instant).milliseconds).getUTCDay();
}

/** Later (or earlier) by whole months; the day becomes the last of the month where there is none such. */
export function addMonths(instant: Instant, months: number): Instant | undefined {
  const time = calendarTimeOf(instant);
  const number = time.year * 12 + (time.month - 1) + months;
  const year = Math.floor(number / 12);
  const month = (number % 12) + 1;
  if (year < 1 || year > 9999) return undefined;
  return instantOf({ ...time, year, month, day: Math.min(time.day, daysIn(year, month)) });
}

export function addTicks(instant: Instant, ticks: bigint): Instant | undefined {
  return instantOfFiletime(instant.filetime + ticks);
}

function parts(instant: Instant): { readonly milliseconds: number; readonly ticks: number } {
  const whole = floorDivide(instant.filetime, TICKS_PER_MILLISECOND);
  return {
    milliseconds: Number(whole - EPOCH),
    ticks: Number(instant.filetime - whole * TICKS_PER_MILLISECOND),
  };
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}

function daysIn(year: number, month: number): number {
  return new Date(millisecondsOf(year, month + 1, 0)).getUTCDate();
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function millisecondsOf(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
