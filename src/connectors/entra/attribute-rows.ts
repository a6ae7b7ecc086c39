import type { AttributeSchema, Syntax } from '../../model/schema.ts';

/** One row of an attribute table; what is left out is the ordinary case: single, exact, clearable. */
export type AttributeRow = readonly [name: string, schema: AttributeSchema];

type Options = Partial<Omit<AttributeSchema, 'syntax' | 'write' | 'reason'>>;

const ordinary = { multiValued: false, comparison: 'exact', clearable: true } as const;

/** A text that Graph lets an application write at any time. */
export function text(name: string, maxLength?: number, options: Options = {}): AttributeRow {
  return writable(name, 'string', maxLength === undefined ? options : { maxLength, ...options });
}

/** An attribute of another syntax that Graph lets an application write at any time. */
export function writable(name: string, syntax: Syntax, options: Options = {}): AttributeRow {
  return [name, { ...ordinary, syntax, write: 'always', ...options }];
}

/** An attribute that can be given to a new object and not be changed afterwards. */
export function createOnly(name: string, syntax: Syntax, reason: string): AttributeRow {
  return [name, { ...ordinary, syntax, write: 'create', clearable: false, reason }];
}

/** Attributes that Graph shows and an application cannot write, all for the same reason. */
export function readOnly(
  reason: string,
  syntax: Syntax,
  names: readonly string[],
  multiValued = false,
): AttributeRow[] {
  return names.map((name) => [name, { ...ordinary, syntax, multiValued, write: 'never', clearable: false, reason }]);
}

/** `extensionAttribute1` to `extensionAttribute15`: rules name them flat, Graph nests them. */
export const EXTENSION_ATTRIBUTES: readonly string[] = Array.from(
  { length: 15 },
  (_, index) => `extensionAttribute${index + 1}`,
);
