import { integer } from '../../../model/value.ts';
import { plain } from '../../function.ts';
import { number, optional, rest, text, verified } from '../../parameter.ts';
import type { CallNode, Span } from '../../syntax.ts';
import { refuse } from '../../values.ts';
import type { Instant } from '../../values.ts';
import { addMonths, addTicks, instantOfFiletime } from '../calendar.ts';
import { dateDifference } from './date-difference.ts';
import { datePattern } from '../date-pattern.ts';
import { parseDate } from '../date-text.ts';
import { remembered } from '../remembered.ts';
import { dateReader } from './date-reader.ts';
import type { DateReader } from './date-reader.ts';
import { dateStyles } from './date-styles.ts';
import { instantText } from './instant-text.ts';
import { dateIntervals, isInterval } from './date-interval.ts';

const writers = remembered(datePattern);
const readers = remembered((format: string) => dateReader(format));
const looseReaders = remembered((format: string) => dateReader(format, true));
const ownForms = ['M/d/yyyy h:mm:ss tt', 'M/d/yyyy'];

const interval = verified(text('interval'), (word) => (isInterval(word) ? undefined : intervalProblem(word)));

export const dateFunctions = [
  plain({
    name: 'CDate',
    parameters: [text('value')],
    result: ['str'],
    summary:
      'The instant that a text names as a text in UTC: M/d/yyyy h:mm:ss tt. Reads dates with the year first, with a time and a time zone if they have them, and dates in the form that it writes.',
    examples: [
      { text: 'CDate("2021-06-30+08:00")', result: '6/29/2021 4:00:00 PM' },
      { text: 'CDate("2009-06-15T01:45:30-07:00")', result: '6/15/2009 8:45:30 AM' },
    ],
    evaluate: (at, value) => instantText(instantIn(value, at)),
  }),
  plain({
    name: 'DateAdd',
    parameters: [interval, number('value'), text('dateTime')],
    result: ['str'],
    summary:
      'The date later by a number of intervals, earlier when it is negative: yyyy years, m months, d days, ww weeks, h hours, n minutes, s seconds.',
    examples: [
      { text: 'DateAdd("d", 7, CDate("2012-03-16-07:00"))', result: '3/23/2012 7:00:00 AM' },
      { text: 'DateAdd("m", 10, CDate("2012-03-16-07:00"))', result: '1/16/2013 7:00:00 AM' },
    ],
    evaluate: (at, word, value, dateTime) => {
      if (!isInterval(word)) return refuse(intervalProblem(word), at);
      const unit = dateIntervals[word];
      const from = instantIn(dateTime, at);
      const later =
        'months' in unit ? addMonths(from, Number(value) * unit.months) : addTicks(from, BigInt(value) * unit.ticks);
      return later === undefined ? outOfRange(at) : instantText(later);
    },
  }),
  plain({
    name: 'DateDiff',
    parameters: [interval, text('date1'), text('date2')],
    result: ['num'],
    summary:
      'How many intervals the second date is later than the first; negative when it is earlier. Years, months and weeks are counted by the calendar, the others in full.',
    examples: [
      { text: 'DateDiff("d", "2021-08-18+08:00", "2021-08-31+08:00")', result: 13 },
      { text: 'DateDiff("ww", "8/25/2021 5:41:18 PM", "2012-03-16-07:00")', result: -493 },
    ],
    evaluate: (at, word, first, second) =>
      isInterval(word)
        ? dateDifference(word, instantIn(first, at), instantIn(second, at))
        : refuse(intervalProblem(word), at),
  }),
  plain({
    name: 'DateFromNum',
    parameters: [number('value')],
    result: ['str'],
    summary:
      'The instant of a FILETIME (100 ns since 1601) as a text in UTC: M/d/yyyy h:mm:ss tt. The service calls this a DateTime; all its dates are texts of this form.',
    examples: [{ text: 'DateFromNum(129699324000000000)', result: '1/1/2012 11:00:00 PM' }],
    evaluate: (at, value) => {
      const instant = instantOfFiletime(BigInt(value));
      return instant === undefined ? outOfRange(at) : instantText(instant);
    },
  }),
  plain({
    name: 'NumFromDate',
    parameters: [text('value')],
    result: ['num'],
    summary: 'The FILETIME of a date in the form of ISO 8601, or in the form that CDate writes.',
    examples: [{ text: 'NumFromDate("2012-01-01 23:00:00")', result: 129_699_324_000_000_000n }],
    evaluate: (at, value) => integer(instantIn(value, at).filetime),
  }),
  plain({
    name: 'FormatDateTime',
    signature: 'FormatDateTime(str source[, [str dateTimeStyles]], str inputFormat, str outputFormat): str',
    parameters: [text('source'), rest(optional(text('format')))],
    result: ['str'],
    verify: formatProblem,
    summary:
      'A date text of one format written in another; formats are custom patterns of .NET, in English. Two pages of its documentation disagree about dateTimeStyles: with three arguments it is taken as left out. A text with a time zone is written in UTC.',
    examples: [
      {
        text: 'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
        given: { extensionAttribute1: '20150123105347.1Z' },
        result: '2015-01-23',
      },
      { text: 'FormatDateTime("31.01.2026", "dd.MM.yyyy", "yyyy-MM-dd")', result: '2026-01-31' },
    ],
    evaluate: (at, source, ...given) => {
      const [styles, input = '', output = ''] = given.length === 2 ? [undefined, ...given] : given;
      return reformatted(source, styles, input, output, at);
    },
  }),
];

function reformatted(source: string, styles: string | undefined, input: string, output: string, at: Span): string {
  const style = dateStyles(styles);
  if (typeof style === 'string') return refuse(style, at);
  const reader = (style.innerWhite ? looseReaders : readers)(input);
  const writer = writers(output);
  if (typeof reader === 'string') return refuse(reader, at);
  if (typeof writer === 'string') return refuse(writer, at);
  const text = style.outerWhite ? source.trim() : source;
  return writer(reader(text) ?? refuse(`The date is not of the form "${input}".`, at));
}

function formatProblem({ arguments: given }: CallNode): string | undefined {
  if (given.length !== 3 && given.length !== 4) return `It does not take ${given.length} arguments.`;
  const styles = given.length === 4 ? given[1] : undefined;
  const [input, output] = given.slice(-2);
  if (input?.kind === 'empty' || output?.kind === 'empty') return 'The formats cannot be left out.';
  const problems = [
    styles?.kind === 'text' ? dateStyles(styles.value) : undefined,
    input?.kind === 'text' ? readers(input.value) : undefined,
    output?.kind === 'text' ? writers(output.value) : undefined,
  ];
  return problems.find((problem) => typeof problem === 'string');
}

function instantIn(value: string, at: Span): Instant {
  const text = value.trim();
  for (const form of ownForms) {
    const reader: DateReader | string = readers(form);
    const instant = typeof reader === 'string' ? undefined : reader(text);
    if (instant !== undefined) return instant;
  }
  return parseDate(text) ?? refuse('This is no date such as 2026-01-31T08:00:00Z or 1/31/2026 8:00:00 AM.', at);
}

function intervalProblem(word: string): string {
  return `There is no interval "${word}"; write one of ${Object.keys(dateIntervals).join(', ')}.`;
}

function outOfRange(at: Span): never {
  return refuse('The date lies outside of the years 1 to 9999 (AD writes "never" so).', at);
}
