import type { Syntax } from '../../model/schema.ts';
import type { ExportedAttribute } from '../server-export.ts';
import { child, textAt } from './element.ts';
import type { XmlElement } from './element.ts';

/** LDAP syntaxes (RFC 4517; those of 1.2.840.113556: MS-ADTS 3.1.1.2.2.2) that are no texts. */
const SYNTAXES: ReadonlyMap<string, Syntax> = new Map<string, Syntax>([
  ['1.3.6.1.4.1.1466.115.121.1.5', 'binary'],
  ['1.3.6.1.4.1.1466.115.121.1.40', 'binary'],
  ['1.2.840.113556.1.4.907', 'binary'],
  ['1.3.6.1.4.1.1466.115.121.1.7', 'boolean'],
  ['1.3.6.1.4.1.1466.115.121.1.12', 'reference'],
  ['1.2.840.113556.1.4.903', 'reference'],
  ['1.2.840.113556.1.4.904', 'reference'],
  ['1.3.6.1.4.1.1466.115.121.1.27', 'integer'],
  ['1.2.840.113556.1.4.906', 'integer'],
  ['1.3.6.1.4.1.1466.115.121.1.24', 'time'],
  ['1.3.6.1.4.1.1466.115.121.1.53', 'time'],
]);

/** The syntax that an OID stands for. */
export function syntaxOf(oid: string): Syntax {
  return SYNTAXES.get(oid) ?? 'string';
}

/** The attribute types of a schema in DSML (OASIS Directory Services Markup Language 1.0), by name. */
export function attributesOf(schema: XmlElement | undefined): ReadonlyMap<string, ExportedAttribute> {
  const dsml = schema?.children.find(({ name }) => localName(name) === 'dsml');
  const types = dsml?.children.find(({ name }) => localName(name) === 'directory-schema')?.children ?? [];
  return new Map(
    types
      .filter(({ name }) => localName(name) === 'attribute-type')
      .map((type) => [textOf(type, 'name'), attributeOf(type)] as const),
  );
}

function attributeOf(type: XmlElement): ExportedAttribute {
  const syntax = syntaxOf(textOf(type, 'syntax'));
  return { syntax, multiValued: type.attributes.get('single-value') !== 'true' };
}

function textOf(element: XmlElement, name: string): string {
  return (child(element, name) === undefined ? textAt(element, `dsml:${name}`) : textAt(element, name)).trim();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
