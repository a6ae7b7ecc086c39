import { EvaluationError } from '../model/rule-set.ts';
import type { Reference } from '../model/value.ts';
import type { Span } from './syntax.ts';

/** A point in time as a FILETIME: 100 ns since 1601-01-01 UTC, the finest that AD and .NET know. */
export interface Instant {
  readonly filetime: bigint;
}

/** A word that decides about the whole flow; it passes through branches and through nothing else. */
export interface FlowWord {
  readonly flow: 'ignore' | 'clear';
}

export const ignoreThisFlow: FlowWord = Object.freeze({ flow: 'ignore' });
export const authoritativeNull: FlowWord = Object.freeze({ flow: 'clear' });

/** At most one value. */
export type Single = null | string | number | bigint | boolean | Uint8Array | Reference | Instant | FlowWord;

/**
 * What a function made of each value of a list. It remembers the list, so that `IIF(InStr([a],"x")=1,NULL,[a])`
 * is decided value by value, and two lists that have nothing to do with each other are never paired.
 */
export interface Mapped {
  readonly origin: readonly Single[];
  /** One per value of the origin; null where nothing is left of it. */
  readonly items: readonly Single[];
}

export type Several = readonly Single[] | Mapped;
export type Evaluated = Single | Several;

/** What a value is made of, in the words of Microsoft's reference. */
export type Kind = 'str' | 'num' | 'bool' | 'bin' | 'ref' | 'dt';

const kindWords: Readonly<Record<Kind, string>> = {
  str: 'a text',
  num: 'a number',
  bool: 'a boolean',
  bin: 'bytes',
  ref: 'a reference',
  dt: 'a date',
};

/** `a text or bytes`. */
export function describeKinds(kinds: readonly Kind[]): string {
  return kinds.map((kind) => kindWords[kind]).join(' or ');
}

export function describeValue(value: Evaluated): string {
  if (value === null) return 'nothing';
  if (isSeveral(value)) return 'several values';
  if (isFlowWord(value)) return value.flow === 'ignore' ? 'IgnoreThisFlow' : 'AuthoritativeNull';
  return kindWords[kindOf(value)];
}

export function isSeveral(value: Evaluated): value is Several {
  return typeof value === 'object' && value !== null && (Array.isArray(value) || 'items' in value);
}

export function isInstant(value: Evaluated): value is Instant {
  return typeof value === 'object' && value !== null && 'filetime' in value;
}

export function isFlowWord(value: Evaluated): value is FlowWord {
  return typeof value === 'object' && value !== null && 'flow' in value;
}

export function isReferenceValue(value: Evaluated): value is Reference {
  return typeof value === 'object' && value !== null && 'dn' in value;
}

export function isBytesValue(value: Evaluated): value is Uint8Array {
  return value !== null && typeof value === 'object' && value instanceof Uint8Array;
}

export function itemsOf(list: Several): readonly Single[] {
  return isMapped(list) ? list.items : list;
}

export function originOf(list: Several): readonly Single[] {
  return isMapped(list) ? list.origin : list;
}

/** Absent: null, an empty text or no bytes. Directories hold none of these as a value. */
export function isBlank(value: Single): boolean {
  return value === null || value === '' || (isBytesValue(value) && value.length === 0);
}

/** The values that are there, of one value or of several. */
export function presentItems(value: Evaluated): readonly Exclude<Single, null>[] {
  if (value === null) return [];
  if (!isSeveral(value)) return [value];
  return itemsOf(value).filter((item) => item !== null);
}

/** Ends the evaluation of the object. */
export function refuse(detail: string, at: Span): never {
  throw new EvaluationError(detail, at.start, at.end);
}

function isMapped(list: Several): list is Mapped {
  return 'items' in list;
}

function kindOf(value: Exclude<Single, null | FlowWord>): Kind {
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'num';
    default:
      return isBytesValue(value) ? 'bin' : isInstant(value) ? 'dt' : 'ref';
  }
}
