import type { AttributeSchema, Syntax } from '../model/schema.ts';
import { everyKind } from './parameter.ts';
import type { ExpressionNode, Span } from './syntax.ts';
import type { PlainFunction } from './function.ts';
import { parameterAt } from './function.ts';
import type { Kind } from './values.ts';

/** What a node may come to: every kind when that is not known, none for NULL and Error, which go with all. */
export type Kinds = readonly Kind[];

/** The greatest length that an expression itself asks for, and where. */
export interface Longest extends Span {
  readonly characters: number;
}

/** What is known of the values of a node before it runs. */
export interface StaticType {
  readonly kinds: Kinds;
  /** May be several values. */
  readonly several: boolean;
  /** May be no value. */
  readonly nullable: boolean;
  readonly longest: Longest | undefined;
}

export function one(kinds: Kinds, nullable = false): StaticType {
  return { kinds, several: false, nullable, longest: undefined };
}

export const unknownType: StaticType = one(everyKind, true);

const kindsOfSyntax: Readonly<Record<Syntax, Kinds>> = {
  string: ['str'],
  integer: ['num'],
  boolean: ['bool'],
  binary: ['bin'],
  reference: ['ref'],
  // As the directory holds it: generalized time is a text, FILETIME a number.
  time: ['str', 'num'],
};

export function ofAttribute({ syntax, multiValued }: AttributeSchema): StaticType {
  return { ...one(kindsOfSyntax[syntax], true), several: multiValued };
}

export function ofText(value: string, { start, end }: Span): StaticType {
  return { ...one(['str'], value === ''), longest: { characters: value.length, start, end } };
}

/** Any of these. */
export function either(types: readonly StaticType[]): StaticType {
  return {
    kinds: [...new Set(types.flatMap(({ kinds }) => kinds))],
    several: types.some(({ several }) => several),
    nullable: types.some(({ nullable }) => nullable),
    longest: types.reduce<Longest | undefined>((longest, type) => longer(longest, type.longest), undefined),
  };
}

function longer(first: Longest | undefined, second: Longest | undefined): Longest | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return second.characters > first.characters ? second : first;
}

/** What a call gives for arguments of these types. */
export function ofCall(
  called: PlainFunction,
  given: readonly StaticType[],
  node: Span & { readonly arguments: readonly ExpressionNode[] },
): StaticType {
  const [first = unknownType] = given;
  const maps = called.mapping === 'each' && given.some((type, index) => maybeList(called, type, index));
  const withheld = given.some((type, index) => type.nullable && parameterAt(called, index)?.nullable === false);
  return {
    kinds: called.result === 'first' ? first.kinds : called.result,
    several: called.list === 'always' || maps || (called.list === 'first' && first.several),
    nullable: called.sparing || (withheld && called.whenNull === null),
    longest: called.cuts === undefined ? undefined : cut(first, node.arguments[called.cuts], node),
  };
}

function maybeList(called: PlainFunction, type: StaticType, index: number): boolean {
  return type.several && parameterAt(called, index)?.collection === false;
}

/** Left(x, n) and the like ask for n characters at most. */
function cut({ longest }: StaticType, length: ExpressionNode | undefined, { start, end }: Span): Longest | undefined {
  if (length?.kind !== 'number' || length.value < 0) return longest;
  const characters = Number(length.value);
  return longest !== undefined && longest.characters <= characters ? longest : { characters, start, end };
}

export function overlap(some: Kinds, others: Kinds): boolean {
  return some.length === 0 || others.length === 0 || some.some((kind) => others.includes(kind));
}

const syntaxesOfKind: Readonly<Record<Kind, Syntax | undefined>> = {
  str: 'string',
  num: 'integer',
  bool: 'boolean',
  bin: 'binary',
  ref: 'reference',
  // A date is no value of an attribute.
  dt: undefined,
};

export function syntaxesOf({ kinds }: StaticType): ReadonlySet<Syntax> {
  return new Set(kinds.flatMap((kind) => syntaxesOfKind[kind] ?? []));
}
