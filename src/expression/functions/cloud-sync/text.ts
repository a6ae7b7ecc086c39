import { plain } from '../../function.ts';
import { limitedText } from '../../limits.ts';
import { any, count, list, nullable, optional, rest, text, verified, whole } from '../../parameter.ts';
import type { Span } from '../../syntax.ts';
import { describeValue, isSeveral, itemsOf, refuse } from '../../values.ts';
import type { Evaluated } from '../../values.ts';
import { middle } from '../slice.ts';
import { withoutDiacritics } from './diacritics.ts';
import { titleCase } from './title-case.ts';

export const textFunctions = [
  plain({
    name: 'Append',
    parameters: [text('source'), nullable(text('suffix'))],
    result: ['str'],
    summary: 'The text with a suffix after it; nothing when the text is absent.',
    examples: [
      {
        text: 'Append([userPrincipalName], ".test")',
        given: { userPrincipalName: 'ada@contoso.com' },
        result: 'ada@contoso.com.test',
      },
      { text: 'Append([missing], ".test")', result: null },
    ],
    evaluate: (at, source, suffix) => limitedText(source + (suffix ?? ''), at),
  }),
  plain({
    name: 'Join',
    parameters: [text('separator'), rest(nullable(list('source', ['str'])))],
    mapping: 'whole',
    result: ['str'],
    summary:
      'All texts as one with a separator between them; lists give all of their values. What is absent or empty is left out, with its separator.',
    examples: [
      {
        text: 'Join(", ", "", [surname], [givenName])',
        given: { surname: 'Byron', givenName: 'Ada' },
        result: 'Byron, Ada',
      },
      { text: 'Join(";", [otherPhone], "3")', given: { otherPhone: ['1', '2'] }, result: '1;2;3' },
      { text: 'Join("-", [missing])', result: '' },
    ],
    evaluate: (at, separator, ...sources) => {
      const parts = sources.flatMap((values) => values ?? []).map((value) => textOnly(value, at));
      return limitedText(parts.filter((part) => part !== '').join(separator), at);
    },
  }),
  plain({
    name: 'Mid',
    parameters: [text('source'), count('start'), count('length')],
    result: ['str'],
    cuts: 2,
    summary:
      'Characters from a position on (the first is 1), at most that many. The whole text when the start lies outside of it or the length is negative.',
    whenNull: '',
    examples: [
      { text: 'Mid([givenName], 1, 3)', given: { givenName: 'Augusta' }, result: 'Aug' },
      { text: 'Mid("John Doe", 6, 999)', result: 'Doe' },
    ],
    evaluate: (_, source, start, length) => middle(source, start, length),
  }),
  plain({
    name: 'NormalizeDiacritics',
    parameters: [text('source')],
    result: ['str'],
    summary: 'Latin letters without their accents; æ, ø, œ and ß become two letters.',
    examples: [
      { text: 'NormalizeDiacritics("Zoë Łęcki")', result: 'Zoe Lecki' },
      { text: 'NormalizeDiacritics("Bjørn Æble Groß")', result: 'Bjoern AEble Gross' },
    ],
    evaluate: (at, source) => limitedText(withoutDiacritics(source), at),
  }),
  plain({
    name: 'Not',
    parameters: [any('source', ['str', 'bool'])],
    result: ['bool'],
    whenNull: true,
    summary: 'False for True and the text "True", else True. The value is a boolean; Switch and CBool take it as one.',
    examples: [
      { text: 'Not("True")', result: false },
      { text: 'Not([missing])', result: true },
    ],
    evaluate: (_, source) => source !== true && source !== 'True',
  }),
  plain({
    name: 'PCase',
    parameters: [text('source'), optional(text('wordSeparators'))],
    result: ['str'],
    summary:
      'The first letter of each word in upper case, all others in lower case. Words end at white space, punctuation and symbols (an apostrophe inside of a word is part of it), or at the given characters alone.',
    examples: [
      { text: 'PCase("PABLO GONSALVES (SECOND)")', result: 'Pablo Gonsalves (Second)' },
      { text: `PCase("PINTO-DE'SILVA", " '-")`, result: "Pinto-De'Silva" },
    ],
    evaluate: (at, source, separators) => limitedText(titleCase(source, separators), at),
  }),
  plain({
    name: 'Redact',
    parameters: [nullable(whole('value'))],
    mapping: 'whole',
    result: 'first',
    list: 'first',
    summary: 'The value itself. Only the logs of the service hide it: plans show it.',
    caution: 'Redact does not hide the value here: plans show it.',
    examples: [{ text: 'Redact([cn])', given: { cn: 'Ada' }, result: 'Ada' }],
    evaluate: (_, value) => value,
  }),
  plain({
    name: 'Split',
    parameters: [
      text('source'),
      verified(text('delimiter'), (delimiter) =>
        delimiter.length === 1 ? undefined : 'The delimiter must be one character.',
      ),
    ],
    result: ['str'],
    list: 'always',
    summary: 'The parts of a text between delimiters of one character.',
    examples: [{ text: 'Split("SetOne,SetTwo", ",")', result: ['SetOne', 'SetTwo'] }],
    evaluate: (at, source, delimiter) =>
      delimiter.length === 1 ? source.split(delimiter) : refuse('The delimiter must be one character.', at),
  }),
  plain({
    name: 'StripSpaces',
    parameters: [text('source')],
    result: ['str'],
    summary: 'The text without its spaces; other white space stays.',
    examples: [{ text: 'StripSpaces(" Ada  Byron ")', result: 'AdaByron' }],
    evaluate: (_, source) => source.replaceAll(' ', ''),
  }),
  plain({
    name: 'ToLower',
    parameters: [text('source'), optional(verified(text('culture'), cultureProblem))],
    result: ['str'],
    summary: 'Lower case by the rules of a culture such as "tr-TR"; the same everywhere when none is given.',
    examples: [
      { text: 'ToLower("TeSt")', result: 'test' },
      { text: 'ToLower("DIŞ", "tr-TR")', result: 'dış' },
    ],
    evaluate: (at, source, culture) =>
      limitedText(culture === undefined ? source.toLowerCase() : source.toLocaleLowerCase(known(culture, at)), at),
  }),
  plain({
    name: 'ToUpper',
    parameters: [text('source'), optional(verified(text('culture'), cultureProblem))],
    result: ['str'],
    summary: 'Upper case by the rules of a culture such as "tr-TR"; the same everywhere when none is given.',
    examples: [
      { text: 'ToUpper("TeSt")', result: 'TEST' },
      { text: 'ToUpper("iş", "tr-TR")', result: 'İŞ' },
    ],
    evaluate: (at, source, culture) =>
      limitedText(culture === undefined ? source.toUpperCase() : source.toLocaleUpperCase(known(culture, at)), at),
  }),
];

function textOnly(value: Evaluated, at: Span): string {
  if (typeof value === 'string') return value;
  return refuse(`Join takes texts, not ${describeValue(isSeveral(value) ? (itemsOf(value)[0] ?? null) : value)}.`, at);
}

function cultureProblem(culture: string): string | undefined {
  return isCulture(culture) ? undefined : `There is no culture "${culture}".`;
}

function known(culture: string, at: Span): string {
  return isCulture(culture) ? culture : refuse(`There is no culture "${culture}".`, at);
}

function isCulture(culture: string): boolean {
  return (
    /^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?$/.test(culture) &&
    Intl.DateTimeFormat.supportedLocalesOf(culture).length > 0
  );
}
