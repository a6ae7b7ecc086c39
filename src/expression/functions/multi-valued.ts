import { Buffer } from 'node:buffer';
import { foldCase } from '../../kernel/text.ts';
import { dnKey } from '../../model/dn.ts';
import { plain } from '../function.ts';
import { limitedText } from '../limits.ts';
import { count, list, nullable, option, optional, text } from '../parameter.ts';
import type { Span } from '../syntax.ts';
import { describeValue, isBytesValue, isFlowWord, isInstant, isReferenceValue, refuse } from '../values.ts';
import type { Single } from '../values.ts';

type Items = readonly Exclude<Single, null>[];

const addresses = ['smtp:a@contoso.com', 'SMTP:b@contoso.com'];

export const multiValuedFunctions = [
  plain({
    name: 'Contains',
    parameters: [
      list('values', ['str', 'ref']),
      text('search'),
      optional(option('casetype', ['CaseSensitive', 'CaseInsensitive'])),
    ],
    mapping: 'whole',
    result: ['num'],
    summary:
      'Position of the first value that contains the text (the first value is 1), 0 when none does. References are compared whole.',
    whenNull: 0,
    examples: [
      { text: 'Contains([proxyAddresses], "SMTP:")', given: { proxyAddresses: addresses }, result: 2 },
      { text: 'Contains([proxyAddresses], "SMTP:", CaseInsensitive)', given: { proxyAddresses: addresses }, result: 1 },
      { text: 'Contains([missing], "SMTP:")', result: 0 },
    ],
    evaluate: (at, values, search, casetype = 'CaseSensitive') =>
      values.findIndex((value) => containsText(value, search, casetype === 'CaseInsensitive', at)) + 1,
  }),
  plain({
    name: 'Count',
    parameters: [list('values')],
    mapping: 'whole',
    result: ['num'],
    summary: 'Number of values.',
    whenNull: 0,
    examples: [
      { text: 'Count([proxyAddresses])', given: { proxyAddresses: addresses }, result: 2 },
      { text: 'Count([missing])', result: 0 },
    ],
    evaluate: (_, values) => values.length,
  }),
  plain({
    name: 'Item',
    parameters: [nullable(list('values')), count('index')],
    mapping: 'whole',
    result: 'first',
    summary: 'The n-th value (the first is 1); an error when there is none. ItemOrNull is the one without the error.',
    examples: [
      {
        text: 'Item([proxyAddresses], Contains([proxyAddresses], "SMTP:"))',
        given: { proxyAddresses: addresses },
        result: 'SMTP:b@contoso.com',
      },
    ],
    evaluate: (at, values, index) => {
      const size = values?.length ?? 0;
      return values?.[index - 1] ?? refuse(`There is no value ${index}: the attribute has ${size}.`, at);
    },
  }),
  plain({
    name: 'ItemOrNull',
    sparing: true,
    parameters: [list('values'), count('index')],
    mapping: 'whole',
    result: 'first',
    summary: 'The n-th value (the first is 1), or nothing when there is none.',
    examples: [
      { text: 'ItemOrNull([description], 1)', given: { description: ['a', 'b'] }, result: 'a' },
      { text: 'ItemOrNull([description], 3)', given: { description: ['a', 'b'] }, result: null },
    ],
    evaluate: (_, values, index) => values[index - 1] ?? null,
  }),
  plain({
    name: 'Join',
    parameters: [list('values', ['str']), optional(text('delimiter'))],
    mapping: 'whole',
    result: ['str'],
    summary: 'All values as one text with a delimiter between them: a space unless another is given.',
    examples: [
      { text: 'Join([otherPhone], ",")', given: { otherPhone: ['1', '2'] }, result: '1,2' },
      { text: 'Join([otherPhone])', given: { otherPhone: ['1', '2'] }, result: '1 2' },
    ],
    evaluate: (at, values, delimiter = ' ') => limitedText(texts(values, at).join(delimiter), at),
  }),
  plain({
    name: 'RemoveDuplicates',
    list: 'first',
    parameters: [list('values')],
    mapping: 'whole',
    result: 'first',
    summary: 'Each value once; texts that differ in case are different values.',
    examples: [
      {
        text: 'RemoveDuplicates(Trim([proxyAddresses]))',
        given: { proxyAddresses: ['a', 'b', 'a '] },
        result: ['a', 'b'],
      },
    ],
    evaluate: (_, values) => {
      const kept = new Map<unknown, Exclude<Single, null>>();
      for (const value of values) {
        const key = identity(value);
        if (!kept.has(key)) kept.set(key, value);
      }
      return [...kept.values()];
    },
  }),
  plain({
    name: 'Split',
    list: 'always',
    parameters: [text('value'), text('delimiter'), optional(count('limit'))],
    result: ['str'],
    summary: 'The parts of a text between delimiters of one character; with a limit the last part holds the rest.',
    examples: [
      {
        text: 'Split("SMTP:john.doe@contoso.com,SMTP:jd@contoso.com", ",")',
        result: ['SMTP:john.doe@contoso.com', 'SMTP:jd@contoso.com'],
      },
      { text: 'Split("a,b,c", ",", 2)', result: ['a', 'b,c'] },
    ],
    evaluate: (at, value, delimiter, limit = Infinity) => {
      if (delimiter.length !== 1) refuse('The delimiter must be one character.', at);
      if (limit < 1) refuse('The limit must be at least 1.', at);
      const parts = value.split(delimiter);
      if (parts.length <= limit) return parts;
      return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(delimiter)];
    },
  }),
];

function containsText(value: Single, search: string, ignoreCase: boolean, at: Span): boolean {
  if (isReferenceValue(value)) return dnKey(value.dn) === dnKey(search);
  if (typeof value !== 'string') return refuse(`Contains looks into texts, not ${describeValue(value)}.`, at);
  return ignoreCase ? foldCase(value).includes(foldCase(search)) : value.includes(search);
}

function texts(values: Items, at: Span): readonly string[] {
  return values.map((value) => (typeof value === 'string' ? value : refuse('Join takes texts; use CStr.', at)));
}

/** Equal for equal values. */
function identity(value: Exclude<Single, null>): unknown {
  if (typeof value !== 'object') return value;
  if (isBytesValue(value)) return `bin:${Buffer.from(value).toString('hex')}`;
  if (isReferenceValue(value)) return `ref:${dnKey(value.dn)}`;
  if (isInstant(value)) return `dt:${value.filetime}`;
  return isFlowWord(value) ? value : undefined;
}
