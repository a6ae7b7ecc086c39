import { isBytes, isMultiple, isReference } from '../model/value.ts';
import type { Value } from '../model/value.ts';

/** Are two values of the metaverse the same, in their type and in the order that they have? */
export function sameRaw(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (isMultiple(a)) {
    return isMultiple(b) && a.length === b.length && a.every((one, index) => sameRaw(one, b[index]));
  }
  if (isBytes(a)) return isBytes(b) && a.length === b.length && a.every((byte, index) => byte === b[index]);
  if (isReference(a)) return typeof b === 'object' && isReference(b) && a.dn === b.dn;
  return false;
}
