import type { Instant } from '../values.ts';
import { calendarTimeOf, weekdayOf } from './calendar.ts';
import type { CalendarTime } from './calendar.ts';

/**
 * Format strings of .NET's DateTime in UTC and the invariant (English) culture:
 * https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
 */
export type DateFormat = (instant: Instant) => string;

type Part = (time: CalendarTime, weekday: number) => string;

export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Standard formats that are the same in every culture. */
const standard: ReadonlyMap<string, string> = new Map([
  ['o', "yyyy-MM-dd'T'HH:mm:ss.fffffffK"],
  ['O', "yyyy-MM-dd'T'HH:mm:ss.fffffffK"],
  ['r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['s', "yyyy-MM-dd'T'HH:mm:ss"],
  ['u', "yyyy-MM-dd HH:mm:ss'Z'"],
]);

/** A run of one letter, a quoted literal, an escaped character, "%" before a single specifier, or any other character. */
export const dateToken = /([yMdHhmsfFtzgK])\1*|'([^']*)'|"([^"]*)"|\\([\s\S])|%(?=[yMdHhmsfFtzgK])|[\s\S]/gu;

/** Compiles a format; a text says what is wrong with it. */
export function datePattern(format: string): DateFormat | string {
  if (format === '') return 'A date format cannot be empty.';
  if (format.length === 1) {
    const known = standard.get(format);
    return known === undefined
      ? `The date format "${format}" differs between languages; spell it out, or write "%${format}" for the single part.`
      : compile(known);
  }
  return compile(format);
}

function compile(format: string): DateFormat | string {
  const parts: Part[] = [];
  for (const match of format.matchAll(dateToken)) {
    const [text, letter, single, double, escaped] = match;
    if (text === '%') continue;
    const part = letter === undefined ? literal(single ?? double ?? escaped ?? text) : specifier(letter, text.length);
    if (part === undefined) return `The date format "${format}" has a part "${text}" that is too long.`;
    if (letter === undefined && /^['"\\]$/.test(text))
      return `The date format "${format}" has a quote that is not closed.`;
    parts.push(part);
  }
  return (instant) => {
    const time = calendarTimeOf(instant);
    const weekday = weekdayOf(instant);
    let written = '';
    for (const part of parts) written += part(time, weekday);
    return written;
  };
}

function literal(text: string): Part {
  return () => text;
}

function specifier(letter: string, length: number): Part | undefined {
  switch (letter) {
    case 'y':
      return yearPart(length);
    case 'M':
      return monthPart(length);
    case 'd':
      return dayPart(length);
    case 'H':
      return padded((time) => time.hour, length);
    case 'h':
      return padded((time) => ((time.hour + 11) % 12) + 1, length);
    case 'm':
      return padded((time) => time.minute, length);
    case 's':
      return padded((time) => time.second, length);
    case 'f':
    case 'F':
      return fractionPart(length, letter === 'F');
    case 't':
      return ({ hour }) => (hour < 12 ? 'AM' : 'PM').slice(0, length);
    case 'z':
      return literal(length === 1 ? '+0' : length === 2 ? '+00' : '+00:00');
    case 'K':
      return literal('Z'.repeat(length));
    default:
      return literal('A.D.');
  }
}

function yearPart(length: number): Part {
  if (length === 1) return ({ year }) => String(year % 100);
  if (length === 2) return ({ year }) => String(year % 100).padStart(2, '0');
  return ({ year }) => String(year).padStart(length, '0');
}

function monthPart(length: number): Part {
  if (length <= 2) return padded((time) => time.month, length);
  return ({ month }) => (months[month - 1] ?? '').slice(0, length === 3 ? 3 : undefined);
}

function dayPart(length: number): Part {
  if (length <= 2) return padded((time) => time.day, length);
  return (_, weekday) => (weekdays[weekday] ?? '').slice(0, length === 3 ? 3 : undefined);
}

/** Two digits at most: .NET takes a longer run for the same. */
function padded(read: (time: CalendarTime) => number, length: number): Part {
  const digits = Math.min(length, 2);
  return (time) => String(read(time)).padStart(digits, '0');
}

function fractionPart(length: number, trimmed: boolean): Part | undefined {
  if (length > 7) return undefined;
  return ({ tick }) => {
    const digits = String(tick).padStart(7, '0').slice(0, length);
    return trimmed ? digits.replace(/0+$/, '') : digits;
  };
}
