import type { Attributes, Scalar, Value } from '../../../src/model/value.ts';

/** The value of an attribute, whatever the case of its name: servers write it as their schema does. */
export function attribute(attributes: Attributes, name: string): Value | undefined {
  const key = name.toLowerCase();
  for (const [own, value] of attributes) if (own.toLowerCase() === key) return value;
  return undefined;
}

/** Several values, one, or none, as a list. */
export function listOf(value: Value | undefined): readonly Scalar[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar];
}

/** The text that a server shows of a value. */
export function textOf(value: Scalar): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'object' ? value.dn : String(value);
}
