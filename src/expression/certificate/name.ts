import { elementsOf, objectIdentifier, required, tags, textOf } from './der.ts';
import type { DerElement } from './der.ts';

interface NamePart {
  readonly oid: string;
  readonly value: string;
}

/** The parts of a distinguished name in the order of the certificate, the outermost first. */
export type Name = readonly (readonly NamePart[])[];

/** Name ::= SEQUENCE OF SET OF SEQUENCE { type, value } (RFC 5280 section 4.1.2.4). */
export function readName(element: DerElement | undefined): Name {
  return elementsOf(required(element, tags.sequence).content).map((set) =>
    elementsOf(required(set, tags.set).content).map((pair) => {
      const [type, value] = elementsOf(required(pair, tags.sequence).content);
      return { oid: objectIdentifier(type), value: value === undefined ? '' : textOf(value) };
    }),
  );
}

/**
 * How Windows calls the types of a name: the table of CertNameToStr's CERT_X500_NAME_STR
 * (https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certnametostrw).
 */
const keys: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'S'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],
  ['2.5.4.42', 'G'],
  ['2.5.4.43', 'I'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'E'],
]);

/** `CN=Ada, O="Contoso, Ltd"`: the innermost part first, as .NET's X500DistinguishedName.Name. */
export function nameText(name: Name): string {
  return name
    .toReversed()
    .map((parts) => parts.map((part) => `${keys.get(part.oid) ?? `OID.${part.oid}`}=${quoted(part.value)}`).join(' + '))
    .join(', ');
}

function quoted(value: string): string {
  return value === '' || /[,+="\n<>#;]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The innermost value of the first of these types that the name has. */
export function partOf(name: Name, ...wanted: readonly string[]): string | undefined {
  const parts = name.toReversed().flat();
  for (const key of wanted) {
    const found = parts.find((part) => keys.get(part.oid) === key);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

export function firstPart(name: Name): string | undefined {
  return name.toReversed().flat()[0]?.value;
}
