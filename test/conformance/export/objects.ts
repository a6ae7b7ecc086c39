import type { AttributeSchema, Syntax } from '../../../src/model/schema.ts';
import type { AttributeReader, Scalar, Value } from '../../../src/model/value.ts';

/** A whole object: an answer for every attribute that may be asked for. */
export interface Sample {
  readonly name: string;
  /** What a rule makes of it must be a result, or an error that the rule raises itself. */
  readonly mustPass: boolean;
  readonly attributes: AttributeReader;
}

/** The objects that every expression is evaluated for. */
export function samplesOf(schema: ReadonlyMap<string, AttributeSchema>): readonly Sample[] {
  return [
    { name: 'typical', mustPass: true, attributes: reader(schema, typicalValue) },
    { name: 'empty', mustPass: true, attributes: new Map() },
    ...[...hostile].map(([name, valueOf]) => ({
      name: `hostile (${name})`,
      mustPass: false,
      attributes: reader(schema, (_attribute, { syntax }) => valueOf(syntax)),
    })),
  ];
}

type ValueFor = (attribute: string, schema: AttributeSchema) => Value | undefined;

function reader(schema: ReadonlyMap<string, AttributeSchema>, valueFor: ValueFor): AttributeReader {
  const get = (name: string): Value | undefined => {
    const attribute = schema.get(name);
    return attribute === undefined ? undefined : valueFor(name, attribute);
  };
  return { get, has: (name) => get(name) !== undefined };
}

const DN = 'CN=Ada Byron,OU=Staff,DC=corp,DC=contoso,DC=com';

/** Texts that are not just any text. */
const TEXTS = new Map<string, Value>([
  ['dn', DN],
  ['proxyAddresses', ['SMTP:ada@contoso.com', 'smtp:ada.byron@contoso.com']],
  ['cloudAnchor', 'User_2f2c7c3e-53a1-4b57-a1ad-cf5a1b0f1d20'],
  ['sourceObjectType', 'User'],
]);

function typicalValue(name: string, { syntax, multiValued }: AttributeSchema): Value {
  const special = TEXTS.get(name);
  if (special !== undefined) return special;
  const value = typical[syntax];
  return multiValued ? [value] : value;
}

const typical: Readonly<Record<Syntax, Scalar>> = {
  string: 'ada@contoso.com',
  integer: 512,
  boolean: true,
  // As long as a GUID, and a SID: that of the administrators of a computer.
  binary: Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0),
  reference: { dn: DN },
  time: '20260115120000.0Z',
};

const ODD = '\0"\\\u202eNULL\r\n%Domain.FQDN%[mail]é\u0301😀ß)';
const LONG = 'x😀'.repeat(200_000);

/** What no administrator writes, for every syntax. */
const hostile: ReadonlyMap<string, (syntax: Syntax) => Value | undefined> = new Map<
  string,
  (syntax: Syntax) => Value | undefined
>([
  ['odd characters', (syntax) => textual(syntax, ODD)],
  ['blanks alone', (syntax) => textual(syntax, ' \t\u00a0')],
  ['empty texts', (syntax) => textual(syntax, '')],
  ['a great length', (syntax) => textual(syntax, LONG)],
  ['many values', (syntax) => Array.from({ length: 500 }, (_, index) => ofSyntax(syntax, index))],
  ['the least number', (syntax) => (syntax === 'integer' ? -(2n ** 63n) : textual(syntax, '-'))],
  ['the greatest number', (syntax) => (syntax === 'integer' ? 2n ** 63n - 1n : textual(syntax, '9'.repeat(400)))],
  ['no bytes', (syntax) => (syntax === 'binary' ? new Uint8Array() : undefined)],
  ['many bytes', (syntax) => (syntax === 'binary' ? new Uint8Array(200_000).fill(255) : undefined)],
  ['every text as bytes', () => Uint8Array.of(255, 0)],
  ['every value as a text', () => 'x'],
  ['every value as a number', () => 7],
  ['every value as a reference', () => ({ dn: ODD })],
  ['every value as a list of different kinds', () => ['x', 7, true, Uint8Array.of(1), { dn: '' }]],
]);

function textual(syntax: Syntax, text: string): Value {
  if (syntax === 'reference') return { dn: text };
  return syntax === 'string' || syntax === 'time' ? text : typical[syntax];
}

function ofSyntax(syntax: Syntax, index: number): Scalar {
  if (syntax === 'integer') return index;
  if (syntax === 'boolean') return index % 2 === 0;
  if (syntax === 'binary') return Uint8Array.of(index % 256, index >> 8);
  return syntax === 'reference' ? { dn: `CN=${index},DC=x` } : `value ${index}`;
}
