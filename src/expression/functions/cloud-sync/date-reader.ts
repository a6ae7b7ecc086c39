import type { Instant } from '../../values.ts';
import { instantOf, weekdayOf } from '../calendar.ts';
import { dateToken, months, weekdays } from '../date-pattern.ts';

/** Reads texts of one format; undefined when a text is not of it. */
export type DateReader = (text: string) => Instant | undefined;

type Field = 'year' | 'month' | 'day' | 'weekday' | 'hour' | 'half' | 'minute' | 'second' | 'fraction' | 'zone';

interface Piece {
  readonly pattern: string;
  readonly field?: Field;
}

const LONGEST_TEXT = 128;

/**
 * Compiles a custom format of .NET's DateTime.ParseExact in the invariant culture; a text says what is wrong with it.
 * A text without a zone is in UTC.
 */
export function dateReader(format: string, innerWhite = false): DateReader | string {
  const pieces: Piece[] = [];
  for (const match of format.matchAll(dateToken)) {
    const [text, letter, single, double, escaped] = match;
    if (text === '%') continue;
    const piece = letter === undefined ? literal(single ?? double ?? escaped ?? text) : specifier(letter, text.length);
    if (piece === undefined) return `The date format "${format}" has a part "${text}" that cannot be read.`;
    pieces.push(piece);
  }
  const fields = pieces.flatMap(({ field }) => field ?? []);
  if (!fields.includes('year')) return `The date format "${format}" has no year.`;
  if (new Set(fields).size < fields.length) return `The date format "${format}" has a part twice.`;
  const body = pieces.map(({ pattern, field }) => (field === undefined ? pattern : `(?<${field}>${pattern})`));
  const expression = new RegExp(`^${body.join(innerWhite ? '\\s*' : '')}$`, 'iu');
  return (text) => (text.length > LONGEST_TEXT ? undefined : instantOfGroups(expression.exec(text)?.groups));
}

function literal(text: string): Piece {
  return { pattern: text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') };
}

function specifier(letter: string, length: number): Piece | undefined {
  switch (letter) {
    case 'y':
      return { field: 'year', pattern: length <= 2 ? `\\d{${length},2}` : `\\d{${Math.max(length, 4)}}` };
    case 'M':
      return { field: 'month', pattern: length > 2 ? names(months, length === 3) : digits(length) };
    case 'd':
      return length > 2
        ? { field: 'weekday', pattern: names(weekdays, length === 3) }
        : { field: 'day', pattern: digits(length) };
    case 'H':
    case 'h':
      return { field: 'hour', pattern: digits(length) };
    case 'm':
      return { field: 'minute', pattern: digits(length) };
    case 's':
      return { field: 'second', pattern: digits(length) };
    case 'f':
      return length > 7 ? undefined : { field: 'fraction', pattern: `\\d{${length}}` };
    case 'F':
      return length > 7 ? undefined : { field: 'fraction', pattern: `\\d{0,${length}}` };
    case 't':
      return { field: 'half', pattern: length === 1 ? '[AP]' : '[AP]M' };
    case 'z':
      return { field: 'zone', pattern: length > 2 ? '[+-]\\d{2}:?\\d{2}' : `[+-]${digits(length)}` };
    case 'K':
      return { field: 'zone', pattern: '(?:Z|[+-]\\d{2}:\\d{2})?' };
    default:
      return undefined;
  }
}

function digits(length: number): string {
  return length === 1 ? '\\d{1,2}' : '\\d{2}';
}

function names(all: readonly string[], short: boolean): string {
  return `(?:${all.map((name) => (short ? name.slice(0, 3) : name)).join('|')})`;
}

type Groups = Readonly<Partial<Record<Field, string>>>;

function instantOfGroups(groups: Groups | undefined): Instant | undefined {
  if (groups === undefined) return undefined;
  const hour = hourOf(groups);
  const offset = offsetOf(groups.zone ?? '');
  if (hour === undefined || offset === undefined) return undefined;
  const instant = instantOf(
    {
      year: yearOf(groups.year ?? ''),
      month: monthOf(groups.month ?? '1'),
      day: Number(groups.day ?? 1),
      hour,
      minute: Number(groups.minute ?? 0),
      second: Number(groups.second ?? 0),
      tick: Number((groups.fraction ?? '').padEnd(7, '0')),
    },
    offset,
  );
  return instant !== undefined && isOfWeekday(instant, offset, groups.weekday) ? instant : undefined;
}

/** Two digits are of 1950 to 2049, as TwoDigitYearMax of the invariant culture says. */
function yearOf(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 50 ? 2000 : 1900);
}

function monthOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : indexOfName(months, text) + 1;
}

function hourOf({ hour = '0', half }: Groups): number | undefined {
  const number = Number(hour);
  if (half === undefined) return number;
  if (number < 1 || number > 12) return undefined;
  return (number % 12) + (half.startsWith('p') || half.startsWith('P') ? 12 : 0);
}

/** Minutes that the text is ahead of UTC; offsets end at 14 hours. */
function offsetOf(zone: string): number | undefined {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

function isOfWeekday({ filetime }: Instant, offset: number, weekday: string | undefined): boolean {
  if (weekday === undefined) return true;
  return weekdayOf({ filetime: filetime + BigInt(offset) * 600_000_000n }) === indexOfName(weekdays, weekday);
}

function indexOfName(all: readonly string[], text: string): number {
  return all.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());
}
