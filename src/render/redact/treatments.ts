import type { Pseudonyms } from './pseudonyms.ts';

/** What becomes of one field of an object when it is shown redacted. */
export type Treatment<Value, Whole> = (value: Value, hide: Pseudonyms, whole: Whole) => Value;

/** One for each field there is: a field that nobody has thought of does not compile. */
export type Treatments<Whole> = {
  readonly [Key in keyof Whole]-?: Treatment<Exclude<Whole[Key], undefined>, Whole>;
};

type Plain = string | number | boolean | null | undefined | readonly Plain[] | { readonly [key: string]: number };

/** Is of nobody in particular. Objects have treatments of their own, so that no field of theirs slips through. */
export const keep = <Value extends Plain>(value: Value): Value => value;

/** The object with each field treated; what has no treatment is not shown at all. */
export function treated<Whole extends object>(one: Whole, fields: Treatments<Whole>, hide: Pseudonyms): Whole {
  const shown: Partial<Record<keyof Whole, unknown>> = {};
  for (const key of Object.keys(one) as (keyof Whole)[]) {
    const value = one[key];
    if (!Object.hasOwn(fields, key) || value === undefined) continue;
    shown[key] = fields[key](value as Exclude<Whole[typeof key], undefined>, hide, one);
  }
  return shown as Whole;
}

/** The same for each of a list. */
export function each<Whole extends object>(
  fields: Treatments<Whole>,
): (list: readonly Whole[], hide: Pseudonyms) => readonly Whole[] {
  return (list, hide) => list.map((one) => treated(one, fields, hide));
}

/** The same for an object within another one. */
export function within<Whole extends object>(fields: Treatments<Whole>): (one: Whole, hide: Pseudonyms) => Whole {
  return (one, hide) => treated(one, fields, hide);
}
