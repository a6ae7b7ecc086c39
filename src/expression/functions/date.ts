import { integer } from '../../model/value.ts';
import { form, plain } from '../function.ts';
import { date, number, text } from '../parameter.ts';
import type { Span } from '../syntax.ts';
import { refuse } from '../values.ts';
import type { Instant } from '../values.ts';
import { addMonths, addTicks, instantOfFiletime } from './calendar.ts';
import { datePattern } from './date-pattern.ts';
import { parseDate } from './date-text.ts';
import { remembered } from './remembered.ts';

const patterns = remembered(datePattern);

const TICKS_PER_SECOND = 10_000_000n;
const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;

type Shift = { readonly months: number } | { readonly ticks: bigint };

/** What DateAdd's intervals add once; y, d and w are all days. */
const intervals: ReadonlyMap<string, Shift> = new Map<string, Shift>([
  ['yyyy', { months: 12 }],
  ['q', { months: 3 }],
  ['m', { months: 1 }],
  ['y', { ticks: TICKS_PER_DAY }],
  ['d', { ticks: TICKS_PER_DAY }],
  ['w', { ticks: TICKS_PER_DAY }],
  ['ww', { ticks: 7n * TICKS_PER_DAY }],
  ['h', { ticks: 3_600n * TICKS_PER_SECOND }],
  ['n', { ticks: 60n * TICKS_PER_SECOND }],
  ['s', { ticks: TICKS_PER_SECOND }],
]);

export const dateFunctions = [
  form({
    name: 'Now',
    form: 'now',
    takes: 0,
    signature: 'Now(): dt',
    result: ['dt'],
    summary: 'The instant of the plan, in UTC.',
    examples: [{ text: 'FormatDateTime(Now(), "yyyy-MM-dd")', result: '2026-01-15' }],
  }),
  plain({
    name: 'CDate',
    parameters: [text('value')],
    result: ['dt'],
    summary:
      'The date that a text names, year first; with a time, AM or PM and a time zone if it has them, else midnight and UTC. IsDate tells beforehand.',
    examples: [
      { text: 'FormatDateTime(CDate("2013-01-10 4:00 PM -8"), "yyyy-MM-dd HH:mm")', result: '2013-01-11 00:00' },
      { text: 'FormatDateTime(CDate("20140905081453.0Z"), "s")', result: '2014-09-05T08:14:53' },
    ],
    evaluate: (at, value) =>
      parseDate(value) ?? refuse('CDate takes a date with the year first, such as 2026-01-31 08:00.', at),
  }),
  plain({
    name: 'DateFromNum',
    parameters: [number('value')],
    result: ['dt'],
    summary: 'The date of a FILETIME, as AD keeps times: 100 ns since 1601.',
    examples: [
      { text: 'FormatDateTime(DateFromNum(129699324000000000), "yyyy-MM-dd HH:mm:ss")', result: '2012-01-01 23:00:00' },
    ],
    evaluate: (at, value) => instantOfFiletime(BigInt(value)) ?? outOfRange(at),
  }),
  plain({
    name: 'NumFromDate',
    parameters: [date('value')],
    result: ['num'],
    summary: 'The FILETIME of a date.',
    examples: [{ text: 'NumFromDate(CDate("2012-01-01 23:00:00"))', result: 129_699_324_000_000_000n }],
    evaluate: (_, value) => integer(value.filetime),
  }),
  plain({
    name: 'DateAdd',
    parameters: [text('interval'), number('number'), date('value')],
    result: ['dt'],
    summary:
      'Later by a number of intervals, earlier when it is negative: yyyy years, q quarters, m months, y d w days, ww weeks, h hours, n minutes, s seconds.',
    examples: [
      { text: 'FormatDateTime(DateAdd("m", 3, CDate("2001-01-01")), "yyyy-MM-dd")', result: '2001-04-01' },
      { text: 'FormatDateTime(DateAdd("m", 1, CDate("2024-01-31")), "yyyy-MM-dd")', result: '2024-02-29' },
      { text: 'FormatDateTime(DateAdd("d", -1, CDate("2024-03-01")), "yyyy-MM-dd")', result: '2024-02-29' },
    ],
    evaluate: (at, interval, number, value) => {
      const shift = intervals.get(interval);
      if (shift === undefined) return refuse(`DateAdd knows no interval "${interval}".`, at);
      const later =
        'months' in shift
          ? addMonths(value, Number(number) * shift.months)
          : addTicks(value, BigInt(number) * shift.ticks);
      return later ?? outOfRange(at);
    },
  }),
  plain({
    name: 'FormatDateTime',
    parameters: [date('value'), text('format')],
    result: ['str'],
    summary:
      'The text of a date in UTC by a custom pattern of .NET, or by one of its patterns o, r, s and u; in English.',
    examples: [
      { text: 'FormatDateTime(CDate("2014-09-05 08:14:53"), "yyyyMMddHHmmss.0Z")', result: '20140905081453.0Z' },
      {
        text: 'FormatDateTime(CDate("2014-09-05 18:14"), "dddd, d MMMM yyyy h:mm tt")',
        result: 'Friday, 5 September 2014 6:14 PM',
      },
    ],
    evaluate: (at, value, format) => {
      const pattern = patterns(format);
      return typeof pattern === 'string' ? refuse(pattern, at) : pattern(value);
    },
  }),
];

function outOfRange(at: Span): Instant {
  return refuse('The date lies outside of the years 1 to 9999 (AD writes "never" so).', at);
}
