import { integer } from '../model/value.ts';
import type { Span } from './syntax.ts';
import { refuse } from './values.ts';

/** Of an expression: its length and how deep it may nest. */
export const limits = Object.freeze({ characters: 65_536, levels: 100 });

/** Beyond every attribute of AD and Entra; keeps a rule from filling the memory. */
const TEXT_LIMIT = 1_048_576;

export function limitedText(text: string, at: Span): string {
  return text.length <= TEXT_LIMIT ? text : refuse(`A text would be longer than ${TEXT_LIMIT} characters.`, at);
}

/** Checked before a text is made that could not be held. */
export function checkLength(length: number, at: Span): void {
  if (length > TEXT_LIMIT) refuse(`A text would be longer than ${TEXT_LIMIT} characters.`, at);
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** A number of at most 64 bits with sign, as AD's large integers are. */
export function int64(value: bigint, at: Span): number | bigint {
  if (value < INT64_MIN || value > INT64_MAX) refuse('A number would have more than 64 bits.', at);
  return integer(value);
}
