/** What a value of an attribute is made of. */
export type Syntax = 'string' | 'integer' | 'boolean' | 'binary' | 'reference' | 'time';

/** How two values of an attribute are compared; multi-valued attributes are compared as sets. */
export type Comparison = 'exact' | 'ignoreCase';

/** May the connector write it: at any time, only in the create, or never. */
export type Writability = 'always' | 'create' | 'never';

export interface AttributeSchema {
  readonly syntax: Syntax;
  readonly multiValued: boolean;
  readonly comparison: Comparison;
  readonly write: Writability;
  /** False where reading many objects never shows it: then no rule can read it. */
  readonly inLists?: false;
  /** False when a value, once set, cannot be cleared. */
  readonly clearable: boolean;
  /** Greatest length of one value: UTF-16 code units of a text, octets of binary. */
  readonly maxLength?: number;
  /** Size of a whole number, with its sign. */
  readonly bits?: 32 | 64;
  /** Greatest number of values. */
  readonly maxValues?: number;
  /** Why it cannot be written, in words for the user (cites the outside fact). */
  readonly reason?: string;
}

/** What an attribute is taken for that no schema lists: a directory extension. */
export const plainText: AttributeSchema = {
  syntax: 'string',
  multiValued: false,
  comparison: 'exact',
  write: 'always',
  clearable: true,
};

export interface ObjectSchema {
  readonly attributes: ReadonlyMap<string, AttributeSchema>;
  /** Set when objects of this type cannot be written at all: the reason, for the user. */
  readonly notWritable?: string;
}

/** Object type to schema: of a connector, or of the metaverse. */
export type Schema = ReadonlyMap<string, ObjectSchema>;
