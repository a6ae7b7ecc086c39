import { guidToBytes } from '../../kernel/guid.ts';
import { plain } from '../function.ts';
import { any, nullable, number, text, whole } from '../parameter.ts';
import { isBlank, isFlowWord, isInstant, isSeveral, itemsOf, refuse } from '../values.ts';
import type { Evaluated } from '../values.ts';
import type { Span } from '../syntax.ts';
import { parseDate } from './date-text.ts';
import { bitAnd } from './math.ts';
import { parseNumber } from './number-text.ts';

export const evaluationFunctions = [
  plain({
    name: 'IsNull',
    parameters: [nullable(whole('value'))],
    mapping: 'whole',
    result: ['bool'],
    summary: 'True when there is no value: the attribute is absent.',
    examples: [
      { text: 'IsNull([missing])', result: true },
      { text: 'IsNull("")', result: false },
    ],
    evaluate: (at, value) => isNothing(noWord(value, at)),
  }),
  plain({
    name: 'IsEmpty',
    parameters: [nullable(whole('value'))],
    mapping: 'whole',
    result: ['bool'],
    summary: 'True when the value is there but is an empty text.',
    examples: [
      { text: 'IsEmpty("")', result: true },
      { text: 'IsEmpty([missing])', result: false },
    ],
    evaluate: (at, value) => noWord(value, at) === '',
  }),
  plain({
    name: 'IsNullOrEmpty',
    parameters: [nullable(whole('value'))],
    mapping: 'whole',
    result: ['bool'],
    summary: 'True when there is no value or an empty text.',
    examples: [
      { text: 'IsNullOrEmpty([missing])', result: true },
      { text: 'IsNullOrEmpty("")', result: true },
      { text: 'IsNullOrEmpty("x")', result: false },
    ],
    evaluate: (at, value) => isMissing(noWord(value, at)),
  }),
  plain({
    name: 'IsPresent',
    parameters: [nullable(whole('value'))],
    mapping: 'whole',
    result: ['bool'],
    summary: 'True when there is a value and it is not an empty text.',
    examples: [
      { text: 'IsPresent([mail])', given: { mail: 'ada@contoso.com' }, result: true },
      { text: 'IsPresent([missing])', result: false },
      { text: 'IsPresent("")', result: false },
    ],
    evaluate: (at, value) => !isMissing(noWord(value, at)),
  }),
  plain({
    name: 'IsString',
    parameters: [nullable(whole('value'))],
    mapping: 'whole',
    result: ['bool'],
    summary: 'True when the value is a text (or all values are).',
    examples: [
      { text: 'IsString("x")', result: true },
      { text: 'IsString([objectGUID])', given: { objectGUID: new Uint8Array(16) }, result: false },
      { text: 'IsString([missing])', result: false },
    ],
    evaluate: (at, value) => {
      const given = noWord(value, at);
      return isSeveral(given) ? itemsOf(given).every((item) => typeof item === 'string') : typeof given === 'string';
    },
  }),
  plain({
    name: 'IsNumeric',
    parameters: [any('value')],
    result: ['bool'],
    summary: 'True when CNum can read the value.',
    whenNull: false,
    examples: [
      { text: 'IsNumeric("42")', result: true },
      { text: 'IsNumeric("4x")', result: false },
      { text: 'IsNumeric([missing])', result: false },
    ],
    evaluate: (at, value) => {
      noWord(value, at);
      return typeof value === 'number' || typeof value === 'bigint' || parseNumber(value) !== undefined;
    },
  }),
  plain({
    name: 'IsDate',
    parameters: [any('value')],
    result: ['bool'],
    summary: 'True when CDate can read the value.',
    whenNull: false,
    examples: [
      { text: 'IsDate("2013-01-10 4:00 PM -8")', result: true },
      { text: 'IsDate("2013-02-30")', result: false },
      { text: 'IsDate("tomorrow")', result: false },
    ],
    evaluate: (at, value) => {
      noWord(value, at);
      return isInstant(value) || (typeof value === 'string' && parseDate(value) !== undefined);
    },
  }),
  plain({
    name: 'IsGuid',
    parameters: [text('value')],
    result: ['bool'],
    summary: 'True when the text is a GUID, with or without braces.',
    whenNull: false,
    examples: [
      { text: 'IsGuid("{6b29fc40-ca47-1067-b31d-00dd010662da}")', result: true },
      { text: 'IsGuid("6b29fc40")', result: false },
    ],
    evaluate: (_, value) => guidToBytes(value) !== undefined,
  }),
  plain({
    name: 'IsBitSet',
    parameters: [number('value'), number('flag')],
    result: ['bool'],
    summary: 'True when the value and the flag (a mask) have a bit in common.',
    whenNull: false,
    examples: [
      { text: 'IsBitSet(&HF, 4)', result: true },
      { text: 'IsBitSet(512, 2)', result: false },
    ],
    evaluate: (_, value, flag) => {
      const common = bitAnd(value, flag);
      return common !== 0 && common !== 0n;
    },
  }),
];

function isNothing(value: Evaluated): boolean {
  return isSeveral(value) ? itemsOf(value).every((item) => item === null) : value === null;
}

function isMissing(value: Evaluated): boolean {
  return isSeveral(value) ? itemsOf(value).every(isBlank) : isBlank(value);
}

function noWord(value: Evaluated, at: Span): Evaluated {
  return isFlowWord(value) ? refuse('A word about the whole flow is not a value.', at) : value;
}
