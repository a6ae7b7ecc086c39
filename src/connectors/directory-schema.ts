import { isContainerType } from '../model/container.ts';
import type { AttributeSchema, Comparison, ObjectSchema, Schema, Syntax } from '../model/schema.ts';
import {
  ofAccount,
  ofComputer,
  ofDevice,
  ofEveryObject,
  ofGroup,
  ofPerson,
  ofRecipient,
} from './directory-attributes.ts';
import type { AttributeKind, AttributeSet } from './directory-attributes.ts';

function one(syntax: Syntax, comparison: Comparison = 'exact'): AttributeSchema {
  return {
    syntax,
    multiValued: false,
    comparison,
    write: 'never',
    clearable: false,
    reason: 'The directory is only read.',
  };
}

function several(syntax: Syntax, comparison: Comparison = 'exact'): AttributeSchema {
  return { ...one(syntax, comparison), multiValued: true };
}

const schemaOf: Readonly<Record<AttributeKind, AttributeSchema>> = {
  string: one('string', 'ignoreCase'),
  'string*': several('string', 'ignoreCase'),
  caseExact: one('string'),
  'caseExact*': several('string'),
  integer: one('integer'),
  boolean: one('boolean'),
  binary: one('binary'),
  'binary*': several('binary'),
  reference: one('reference'),
  'reference*': several('reference'),
  time: one('time'),
};

/**
 * What can be read of an Active Directory, from a server or from an LDIF file of one. Object types are the classes
 * that rules name; an object belongs to the most specific of them.
 */
export const directorySchema: Schema = new Map([
  ['user', objectSchema(ofEveryObject, ofRecipient, ofPerson, ofAccount)],
  ['inetOrgPerson', objectSchema(ofEveryObject, ofRecipient, ofPerson, ofAccount)],
  ['group', objectSchema(ofEveryObject, ofRecipient, ofGroup)],
  ['contact', objectSchema(ofEveryObject, ofRecipient, ofPerson, { string: 'notes' })],
  ['computer', objectSchema(ofEveryObject, ofRecipient, ofPerson, ofAccount, ofComputer)],
  ['foreignSecurityPrincipal', objectSchema(ofEveryObject)],
  ['msDS-Device', objectSchema(ofEveryObject, ofDevice)],
]);

/** Of containers just what tells them apart is read: where pins follow them, and for nothing else. */
const containerSchema: ObjectSchema = objectSchema(ofEveryObject);

/** The schema of a type that can be asked for: of what rules name, and of containers. */
export function readableType(type: string): ObjectSchema | undefined {
  return isContainerType(type) ? containerSchema : directorySchema.get(type);
}

function objectSchema(...sets: readonly AttributeSet[]): ObjectSchema {
  const attributes = new Map<string, AttributeSchema>();
  for (const set of sets) {
    for (const [kind, names] of Object.entries(set) as [AttributeKind, string][]) {
      for (const name of names.trim().split(/\s+/)) attributes.set(name, schemaOf[kind]);
    }
  }
  return { attributes };
}
