import type { Certificate } from './certificate.ts';
import { elementsOf, MalformedDer, objectIdentifier, tags, textOf } from './der.ts';
import type { DerElement } from './der.ts';
import { firstPart, partOf } from './name.ts';

/** .NET's X509NameType. */
export const nameTypes = [
  'SimpleName',
  'EmailName',
  'UpnName',
  'DnsName',
  'DnsFromAlternativeName',
  'UrlName',
] as const;
export type NameType = (typeof nameTypes)[number];

export function isNameType(text: string): text is NameType {
  return nameTypes.some((one) => one === text);
}

/** Alternative names of the subject and of the issuer (RFC 5280 sections 4.2.1.6 and 4.2.1.7). */
const alternativeNames = { subject: '2.5.29.17', issuer: '2.5.29.18' } as const;

/** Tags of GeneralName. */
const general = { other: 0xa0, email: 0x81, dns: 0x82, url: 0x86 } as const;

/** The user principal name in an otherName (MS-WCCE 2.2.2.7.7.4, "szOID_NT_PRINCIPAL_NAME"). */
const PRINCIPAL_NAME = '1.3.6.1.4.1.311.20.2.3';

/** One name of the subject or the issuer, chosen as .NET's X509Certificate2.GetNameInfo does; empty for none. */
export function nameInfo(certificate: Certificate, type: NameType, ofIssuer: boolean): string {
  const side = ofIssuer ? 'issuer' : 'subject';
  const name = certificate[side];
  const others = generalNames(certificate, alternativeNames[side]);
  switch (type) {
    case 'SimpleName':
      return partOf(name, 'CN', 'OU', 'O', 'E') ?? firstPart(name) ?? ofTag(others, general.email) ?? '';
    case 'EmailName':
      return ofTag(others, general.email) ?? partOf(name, 'E') ?? '';
    case 'UpnName':
      return principalName(others) ?? '';
    case 'DnsName':
      return ofTag(others, general.dns) ?? partOf(name, 'CN') ?? '';
    case 'DnsFromAlternativeName':
      return ofTag(others, general.dns) ?? '';
    case 'UrlName':
      return ofTag(others, general.url) ?? '';
  }
}

function generalNames(certificate: Certificate, oid: string): readonly DerElement[] {
  const extension = certificate.extensions.find((one) => one.oid === oid);
  if (extension === undefined) return [];
  try {
    return elementsOf(extension.value).flatMap(({ content }) => elementsOf(content));
  } catch (error) {
    // OpenSSL does not look into extensions: one that cannot be read names nobody.
    if (error instanceof MalformedDer) return [];
    throw error;
  }
}

function ofTag(names: readonly DerElement[], tag: number): string | undefined {
  const found = names.find((one) => one.tag === tag);
  return found === undefined ? undefined : textOf({ ...found, tag: tags.ia5String });
}

/** OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT }. */
function principalName(names: readonly DerElement[]): string | undefined {
  for (const { tag, content } of names) {
    if (tag !== general.other) continue;
    const [type, value] = elementsOf(content);
    if (type === undefined || value === undefined || objectIdentifier(type) !== PRINCIPAL_NAME) continue;
    const [text] = elementsOf(value.content);
    if (text !== undefined) return textOf(text);
  }
  return undefined;
}
