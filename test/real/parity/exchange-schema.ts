import { base } from './population.ts';

const schema = `CN=Schema,CN=Configuration,${base}`;

/** Attributes that the setup of Exchange adds to a forest ("ms-Exch-…" of its schema): a part of them, with their own identifiers. */
const attributes = [
  { cn: 'ms-Exch-Mail-Nickname', name: 'mailNickname', id: '1.2.840.113556.1.2.447', longest: 64 },
  { cn: 'ms-Exch-Extension-Attribute-1', name: 'extensionAttribute1', id: '1.2.840.113556.1.2.423', longest: 1024 },
  { cn: 'ms-Exch-Extension-Attribute-2', name: 'extensionAttribute2', id: '1.2.840.113556.1.2.424', longest: 1024 },
];

/** Two steps: a class takes an attribute only when the schema that holds it has been read again. */
export const exchangeSchema: readonly string[] = [
  attributes
    .map(({ cn, name, id, longest }) =>
      [
        `dn: CN=${cn},${schema}`,
        ...['changetype: add', 'objectClass: attributeSchema', `attributeID: ${id}`, `lDAPDisplayName: ${name}`],
        ...[`adminDisplayName: ${cn}`, 'attributeSyntax: 2.5.5.12', 'oMSyntax: 64', 'isSingleValued: TRUE'],
        ...[`rangeUpper: ${longest}`, 'searchFlags: 0', '', ''],
      ].join('\n'),
    )
    .join(''),
  [
    `dn: CN=Mail-Recipient,${schema}`,
    ...['changetype: modify', 'add: mayContain', ...attributes.map(({ name }) => `mayContain: ${name}`), '-', '', ''],
  ].join('\n'),
];
