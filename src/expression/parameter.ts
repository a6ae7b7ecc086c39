import type { Reference } from '../model/value.ts';
import type { EnumName, Span } from './syntax.ts';
import { describeKinds, describeValue, isBytesValue, isInstant, isReferenceValue, isSeveral } from './values.ts';
import { presentItems, refuse } from './values.ts';
import type { Evaluated, Instant, Kind, Single } from './values.ts';

/** One parameter of a function: what it accepts, and how a value becomes what the function works with. */
export interface Parameter<T> {
  readonly name: string;
  readonly accepts: readonly Kind[];
  /** Takes a whole list. */
  readonly collection: boolean;
  readonly optional: boolean;
  /** The function wants to see null itself. */
  readonly nullable: boolean;
  /** Options, one of which must be written by its bare name. */
  readonly options: readonly EnumName[] | undefined;
  /** May be given any number of times, at the end. */
  readonly rest: boolean;
  /** What is wrong with a text that the rule itself writes as this argument: found before anything runs. */
  readonly verify: ((constant: string) => string | undefined) | undefined;
  readonly read: (value: Exclude<Evaluated, null>, at: Span) => T;
}

export const everyKind: readonly Kind[] = ['str', 'num', 'bool', 'bin', 'ref', 'dt'];

function parameter<T>(name: string, accepts: readonly Kind[], test: (value: Evaluated) => value is T & Evaluated) {
  return {
    name,
    accepts,
    collection: false,
    optional: false,
    nullable: false,
    options: undefined,
    rest: false,
    verify: undefined,
    read: (value: Evaluated, at: Span): T => (test(value) ? value : refuseArgument(name, accepts, value, at)),
  } satisfies Parameter<T>;
}

function refuseArgument(name: string, accepts: readonly Kind[], value: Evaluated, at: Span): never {
  refuse(`"${name}" must be ${describeKinds(accepts)}, but this is ${describeValue(value)}.`, at);
}

const isText = (value: Evaluated): value is string => typeof value === 'string';
const isNumber = (value: Evaluated): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
const isTextOrBytes = (value: Evaluated): value is string | Uint8Array => isText(value) || isBytesValue(value);
const isOne = (value: Evaluated): value is Exclude<Single, null> => !isSeveral(value);

export function text(name: string): Parameter<string> {
  return parameter(name, ['str'], isText);
}

export function number(name: string): Parameter<number | bigint> {
  return parameter(name, ['num'], isNumber);
}

/** A position or a length: numbers beyond all lengths are as good as the greatest one. */
export function count(name: string): Parameter<number> {
  return { ...number(name), read: (value, at) => Number(number(name).read(value, at)) };
}

export function bytes(name: string): Parameter<Uint8Array> {
  return parameter(name, ['bin'], isBytesValue);
}

export function textOrBytes(name: string): Parameter<string | Uint8Array> {
  return parameter(name, ['str', 'bin'], isTextOrBytes);
}

export function boolean(name: string): Parameter<boolean> {
  return parameter(name, ['bool'], (value) => typeof value === 'boolean');
}

/** An X.509 certificate: its bytes, or the Base64 of them. */
export function certificate(name: string): Parameter<string | Uint8Array> {
  return parameter(name, ['bin', 'str'], isTextOrBytes);
}

export function reference(name: string): Parameter<Reference> {
  return parameter(name, ['ref'], isReferenceValue);
}

export function date(name: string): Parameter<Instant> {
  return parameter(name, ['dt'], isInstant);
}

/** One value of any kind. */
export function any(name: string, accepts: readonly Kind[] = everyKind): Parameter<Exclude<Single, null>> {
  return parameter(name, accepts, isOne);
}

/** Whatever there is: one value or several. */
export function whole(name: string): Parameter<Exclude<Evaluated, null>> {
  return parameter(name, everyKind, (value): value is Exclude<Evaluated, null> => value !== null);
}

/** A list, of which one value is a list too. */
export function list(name: string, accepts: readonly Kind[] = everyKind): Parameter<readonly Exclude<Single, null>[]> {
  return { ...whole(name), accepts, collection: true, read: presentItems };
}

export function option<const Name extends EnumName>(name: string, options: readonly Name[]): Parameter<Name> {
  // The checker lets a bare name of these alone through.
  return { ...text(name), options, read: (value) => value as Name };
}

export function optional<T>(wrapped: Parameter<T>): Parameter<T | undefined> {
  return { ...wrapped, optional: true };
}

export function nullable<T>(wrapped: Parameter<T>): Parameter<T | null> {
  return { ...wrapped, nullable: true };
}

/** Any number of these; always the last. */
export interface RestParameter<T> extends Parameter<T> {
  readonly rest: true;
}

export function rest<T>(wrapped: Parameter<T>): RestParameter<T> {
  return { ...wrapped, rest: true };
}

export function verified<T>(wrapped: Parameter<T>, verify: (constant: string) => string | undefined): Parameter<T> {
  return { ...wrapped, verify };
}
