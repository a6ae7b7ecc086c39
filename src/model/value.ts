/** The DN of another object, as the directory wrote it. DN text is not identity: resolve it, never compare it. */
export interface Reference {
  readonly dn: string;
}

/**
 * One value of an attribute. Integers are numbers while they are safe and bigint beyond (FILETIME, recipient
 * types); octet strings are bytes. Times stay integers or texts as the directory holds them.
 */
export type Scalar = string | number | bigint | boolean | Uint8Array | Reference;

/** What an attribute holds: one value, or several without order. An empty list never occurs: that is absence. */
export type Value = Scalar | readonly Scalar[];

/** Attribute name (in the schema's spelling) to value. An attribute that is not there is absent. */
export type Attributes = ReadonlyMap<string, Value>;

/** As much of {@link Attributes} as rules need: one value by its name. */
export type AttributeReader = Pick<Attributes, 'get' | 'has'>;

export function isReference(value: Value): value is Reference {
  return typeof value === 'object' && 'dn' in value;
}

export function isBytes(value: Value): value is Uint8Array {
  return value instanceof Uint8Array;
}

export function isMultiple(value: Value): value is readonly Scalar[] {
  return Array.isArray(value);
}

/** The values of an attribute as a list; an absent attribute has none. */
export function valuesOf(value: Value | undefined): readonly Scalar[] {
  if (value === undefined) return [];
  return isMultiple(value) ? value : [value];
}

/** An integer in its canonical form: a number while it is safe, else bigint. */
export function integer(value: bigint): number | bigint {
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) ? narrow : value;
}
