import { plain } from '../function.ts';
import { checkLength, limitedText } from '../limits.ts';
import { count, nullable, option, optional, text, textOrBytes } from '../parameter.ts';
import type { Span } from '../syntax.ts';
import { refuse } from '../values.ts';
import { middle, sliced } from './slice.ts';

export const textFunctions = [
  plain({
    name: 'Trim',
    parameters: [text('value')],
    result: ['str'],
    summary: 'Removes white space at both ends.',
    examples: [
      { text: 'Trim(" Test ")', result: 'Test' },
      { text: 'Trim([otherMobile])', given: { otherMobile: [' 1', '2 '] }, result: ['1', '2'] },
      { text: 'Trim(NULL)', result: null },
    ],
    evaluate: (_, value) => trimmed(value, true, true),
  }),
  plain({
    name: 'LTrim',
    parameters: [text('value')],
    result: ['str'],
    summary: 'Removes white space at the start.',
    examples: [{ text: 'LTrim(" Test ")', result: 'Test ' }],
    evaluate: (_, value) => trimmed(value, true, false),
  }),
  plain({
    name: 'RTrim',
    parameters: [text('value')],
    result: ['str'],
    summary: 'Removes white space at the end.',
    examples: [{ text: 'RTrim(" Test ")', result: ' Test' }],
    evaluate: (_, value) => trimmed(value, false, true),
  }),
  plain({
    name: 'LCase',
    parameters: [text('value')],
    result: ['str'],
    summary: 'Lower case, the same in every language.',
    examples: [{ text: 'LCase("TeSt")', result: 'test' }],
    evaluate: (at, value) => limitedText(value.toLowerCase(), at),
  }),
  plain({
    name: 'UCase',
    parameters: [text('value')],
    result: ['str'],
    summary: 'Upper case, the same in every language.',
    examples: [{ text: 'UCase("TeSt")', result: 'TEST' }],
    evaluate: (at, value) => limitedText(value.toUpperCase(), at),
  }),
  plain({
    name: 'PCase',
    parameters: [text('value')],
    result: ['str'],
    summary: 'The first letter of each word after a space in upper case, all others in lower case.',
    examples: [
      { text: 'PCase("TEsT")', result: 'Test' },
      { text: 'PCase("ada KING-NOEL")', result: 'Ada King-noel' },
    ],
    evaluate: (at, value) =>
      limitedText(
        value.toLowerCase().replace(/(?:^|(?<= ))[^ ]/gu, (letter) => letter.toUpperCase()),
        at,
      ),
  }),
  plain({
    name: 'Len',
    parameters: [textOrBytes('value')],
    result: ['num'],
    summary: 'Number of characters (UTF-16 code units), or of bytes.',
    whenNull: 0,
    examples: [
      { text: 'Len("John Doe")', result: 8 },
      { text: 'Len([missing])', result: 0 },
    ],
    evaluate: (_, value) => value.length,
  }),
  plain({
    name: 'Left',
    cuts: 1,
    parameters: [text('value'), count('length')],
    result: ['str'],
    summary: 'The first characters; all of them when the length is negative or greater than the text.',
    whenNull: '',
    examples: [
      { text: 'Left("John Doe", 3)', result: 'Joh' },
      { text: 'Left("John Doe", 0)', result: '' },
      { text: 'Left("John Doe", -1)', result: 'John Doe' },
      { text: 'Left("John Doe", 99)', result: 'John Doe' },
      { text: 'Left(NULL, 3)', result: '' },
    ],
    evaluate: (_, value, length) => (length < 0 || length >= value.length ? value : sliced(value, 0, length)),
  }),
  plain({
    name: 'Right',
    cuts: 1,
    parameters: [text('value'), count('length')],
    result: ['str'],
    summary: 'The last characters; all of them when the length is negative or greater than the text.',
    whenNull: '',
    examples: [
      { text: 'Right("John Doe", 3)', result: 'Doe' },
      { text: 'Right("John Doe", 0)', result: '' },
      { text: 'Right("John Doe", -1)', result: 'John Doe' },
    ],
    evaluate: (_, value, length) =>
      length < 0 || length >= value.length ? value : sliced(value, value.length - length, value.length),
  }),
  plain({
    name: 'Mid',
    cuts: 2,
    parameters: [textOrBytes('value'), count('start'), optional(count('length'))],
    result: 'first',
    summary:
      'Characters or bytes from a position on (the first is 1), up to the end or a length. The whole value when the start lies outside of it or the length is negative.',
    whenNull: '',
    examples: [
      { text: 'Mid("John Doe", 3, 5)', result: 'hn Do' },
      { text: 'Mid("John Doe", 6, 999)', result: 'Doe' },
      { text: 'Mid("John Doe", 6)', result: 'Doe' },
      { text: 'Mid("John Doe", 6, 0)', result: '' },
      { text: 'Mid("John Doe", 9, 1)', result: 'John Doe' },
      { text: 'Mid("John Doe", 0, 1)', result: 'John Doe' },
      { text: 'Mid([key], 2, 1)', given: { key: Uint8Array.of(1, 2, 3) }, result: Uint8Array.of(2) },
    ],
    evaluate: (_, value, start, length = value.length) => {
      if (typeof value === 'string') return middle(value, start, length);
      if (start <= 0 || start > value.length || length < 0) return value;
      return value.subarray(start - 1, Math.min(start - 1 + length, value.length));
    },
  }),
  plain({
    name: 'InStr',
    parameters: [
      text('value'),
      text('match'),
      optional(count('start')),
      optional(option('compare', ['vbBinaryCompare', 'vbTextCompare'])),
    ],
    result: ['num'],
    summary:
      'Position of the first match (the first character is 1), 0 when there is none. vbTextCompare ignores case.',
    whenNull: 0,
    examples: [
      { text: 'InStr("The quick brown fox", "quick")', result: 5 },
      { text: 'InStr("repEated", "e", 3, vbBinaryCompare)', result: 7 },
      { text: 'InStr("repEated", "e", 3, vbTextCompare)', result: 4 },
      { text: 'InStr([missing], "x")', result: 0 },
    ],
    evaluate: (at, value, match, start = 1, compare = 'vbBinaryCompare') => {
      const from = startIndex(start, at);
      if (compare === 'vbBinaryCompare') return value.indexOf(match, from) + 1;
      return foldUnits(value).indexOf(foldUnits(match), from) + 1;
    },
  }),
  plain({
    name: 'InStrRev',
    parameters: [
      text('value'),
      text('match'),
      optional(count('start')),
      optional(option('compare', ['vbBinaryCompare', 'vbTextCompare'])),
    ],
    result: ['num'],
    summary:
      'Position of the last match that ends at or before the start (without one: anywhere), 0 when there is none.',
    whenNull: 0,
    examples: [
      { text: 'InStrRev("abbcdbbbef", "bb")', result: 7 },
      { text: 'InStrRev("abbcdbbbef", "bb", 6)', result: 2 },
      { text: 'InStrRev("abBC", "b", 4, vbTextCompare)', result: 3 },
      { text: 'InStrRev("abc", "x")', result: 0 },
    ],
    evaluate: (at, value, match, start = Math.max(value.length, 1), compare = 'vbBinaryCompare') => {
      const last = Math.min(startIndex(start, at) + 1, value.length) - match.length;
      if (last < 0) return 0;
      if (compare === 'vbBinaryCompare') return value.lastIndexOf(match, last) + 1;
      return foldUnits(value).lastIndexOf(foldUnits(match), last) + 1;
    },
  }),
  plain({
    name: 'Replace',
    parameters: [text('value'), nullable(text('old')), nullable(text('new'))],
    result: ['str'],
    summary: 'Replaces every occurrence of one text by another; case-sensitive.',
    examples: [
      { text: 'Replace("1 Main St\\r\\nOslo", "\\r\\n", ", ")', result: '1 Main St, Oslo' },
      { text: 'Replace("a-b-c", "-", "")', result: 'abc' },
    ],
    evaluate: (at, value, old, replacement) => {
      if (old === null) return value;
      if (old === '') return refuse('An empty text cannot be replaced.', at);
      return replaced(value, old, replacement ?? '', at);
    },
  }),
  plain({
    name: 'ReplaceChars',
    parameters: [text('value'), text('pattern')],
    result: ['str'],
    summary:
      'Replaces characters by a list of "from:to" pairs between commas; "to" may be empty or longer. White space in the pattern counts for nothing.',
    examples: [
      { text: 'ReplaceChars("Räksmörgås", "å:a, ä:a, ö:oe")', result: 'Raksmoergas' },
      { text: 'ReplaceChars("O’Neil", "’:")', result: 'ONeil' },
    ],
    evaluate: (at, value, pattern) => {
      const pairs = characterPairs(pattern, at);
      const parts: string[] = [];
      for (const character of value) parts.push(pairs.get(character) ?? character);
      checkLength(
        parts.reduce((length, part) => length + part.length, 0),
        at,
      );
      return parts.join('');
    },
  }),
  plain({
    name: 'PadLeft',
    parameters: [text('value'), count('length'), text('character')],
    result: ['str'],
    summary: 'Fills up to a length on the left; a longer text stays as it is.',
    whenNull: '',
    examples: [
      { text: 'PadLeft("User", 10, "0")', result: '000000User' },
      { text: 'PadLeft("User", 2, "0")', result: 'User' },
    ],
    evaluate: (at, value, length, character) => filling(value, length, character, at) + value,
  }),
  plain({
    name: 'PadRight',
    parameters: [text('value'), count('length'), text('character')],
    result: ['str'],
    summary: 'Fills up to a length on the right; a longer text stays as it is.',
    whenNull: '',
    examples: [{ text: 'PadRight("User", 10, "0")', result: 'User000000' }],
    evaluate: (at, value, length, character) => value + filling(value, length, character, at),
  }),
  plain({
    name: 'Word',
    parameters: [text('value'), count('number'), text('delimiters')],
    result: ['str'],
    summary:
      'The n-th word, where each of the delimiters ends a word and several in a row count as one. Empty when there is no such word.',
    whenNull: '',
    examples: [
      { text: 'Word("The quick brown fox", 3, " ")', result: 'brown' },
      { text: 'Word("This,string!has&many", 3, ",!&#")', result: 'has' },
      { text: 'Word("one two", 3, " ")', result: '' },
      { text: 'Word("one two", 0, " ")', result: '' },
    ],
    evaluate: (_, value, number, delimiters) => wordOf(value, number, delimiters),
  }),
];

function trimmed(value: string, atStart: boolean, atEnd: boolean): string {
  let start = 0;
  let end = value.length;
  if (atEnd) while (end > start && isSpace(value.charCodeAt(end - 1))) end--;
  if (atStart) while (start < end && isSpace(value.charCodeAt(start))) start++;
  return end - start === value.length ? value : value.slice(start, end);
}

/** White space of Unicode, as .NET's Trim has it: with U+0085 and without U+FEFF, unlike JavaScript. */
function isSpace(unit: number): boolean {
  if (unit > 0x20 && unit < 0x7f) return false;
  return unit === 0x85 || (unit !== 0xfeff && /\s/.test(String.fromCharCode(unit)));
}

function startIndex(start: number, at: Span): number {
  return start >= 1 ? start - 1 : refuse(`The start must be at least 1, but is ${start}.`, at);
}

/** Lower case unit by unit, so that positions stay what they are. */
function foldUnits(value: string): string {
  let folded = '';
  for (const character of value) {
    const lower = character.toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}

function replaced(value: string, old: string, replacement: string, at: Span): string {
  const parts = value.split(old);
  checkLength(value.length + (parts.length - 1) * (replacement.length - old.length), at);
  return parts.join(replacement);
}

function filling(value: string, length: number, character: string, at: Span): string {
  if (character.length !== 1 || !character.isWellFormed()) refuse('The filling must be one character.', at);
  checkLength(length, at);
  return character.repeat(Math.max(0, length - value.length));
}

function wordOf(value: string, number: number, delimiters: string): string {
  if (number < 1) return '';
  const ends = new Set(delimiters);
  let found = 0;
  let word = '';
  for (const character of value) {
    if (!ends.has(character)) word += character;
    else if (word !== '') {
      if (++found === number) return word;
      word = '';
    }
  }
  return found + 1 === number ? word : '';
}

function characterPairs(pattern: string, at: Span): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of pattern.replace(/\s+/g, '').split(',')) {
    if (pair === '') continue;
    const [from = '', to, ...rest] = pair.split(':');
    if (!/^.$/su.test(from) || to === undefined || rest.length > 0) {
      return refuse(`"${pair}" is not one character, a colon and its replacement.`, at);
    }
    pairs.set(from, to);
  }
  return pairs;
}
