import { compareText } from '../kernel/text.ts';
import { isBytes, isMultiple } from '../model/value.ts';
import type { Attributes, Scalar, Value } from '../model/value.ts';

/**
 * Directories keep several values without an order and may answer them in another one each time; rules that ask for
 * the first value must not see that. References are resolved into a set and stay as they are.
 */
export function inValueOrder(attributes: Attributes): Attributes {
  let ordered: Map<string, Value> | undefined;
  for (const [name, value] of attributes) {
    if (!isMultiple(value) || isInOrder(value)) continue;
    ordered ??= new Map(attributes);
    ordered.set(name, value.toSorted(compareValues));
  }
  return ordered ?? attributes;
}

function isInOrder(values: readonly Scalar[]): boolean {
  for (let index = 1; index < values.length; index++) {
    const before = values[index - 1];
    const value = values[index];
    if (before !== undefined && value !== undefined && compareValues(before, value) > 0) return false;
  }
  return true;
}

/** By code unit or byte or number; values of one attribute are of one kind. */
function compareValues(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isBytes(a) && isBytes(b)) return compareBytes(a, b);
  const number = (value: Scalar) => (typeof value === 'number' || typeof value === 'bigint' ? value : 0);
  return number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
