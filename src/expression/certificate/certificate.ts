import { Buffer } from 'node:buffer';
import { X509Certificate } from 'node:crypto';
import { elementsOf, MalformedDer, objectIdentifier, required, tags } from './der.ts';
import type { DerElement } from './der.ts';
import { readName } from './name.ts';
import type { Name } from './name.ts';

interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** What the functions of the language tell of a certificate. */
export interface Certificate {
  readonly version: number;
  /** Hexadecimal, as its bytes stand in the certificate. */
  readonly serialNumber: string;
  readonly signatureAlgorithm: string;
  readonly issuer: Name;
  readonly subject: Name;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly keyAlgorithm: string;
  /** Hexadecimal DER; empty when there are none. */
  readonly keyParameters: string;
  readonly extensions: readonly Extension[];
  /** SHA-1 as hexadecimal digits. */
  readonly thumbprint: string;
}

/** Reads DER, or Base64 of it with or without the lines of PEM. Undefined when it is no X.509 certificate. */
export function parseCertificate(given: string | Uint8Array): Certificate | undefined {
  const x509 = openCertificate(typeof given === 'string' ? fromBase64(given) : derOf(given));
  return x509 === undefined ? undefined : readCertificate(x509);
}

function derOf(bytes: Uint8Array): Uint8Array {
  return bytes[0] === tags.sequence ? bytes : fromBase64(Buffer.from(bytes).toString('latin1'));
}

function fromBase64(text: string): Uint8Array {
  const compact = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----|\s+/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : new Uint8Array();
}

function openCertificate(der: Uint8Array): X509Certificate | undefined {
  if (der[0] !== tags.sequence) return undefined;
  try {
    return new X509Certificate(der);
  } catch {
    // OpenSSL has no other way to say that it is none.
    return undefined;
  }
}

function readCertificate(x509: X509Certificate): Certificate | undefined {
  try {
    return {
      ...readFields(x509.raw),
      notBefore: x509.validFromDate.getTime(),
      notAfter: x509.validToDate.getTime(),
      thumbprint: x509.fingerprint.replaceAll(':', ''),
    };
  } catch (error) {
    if (error instanceof MalformedDer) return undefined;
    throw error;
  }
}

type Fields = Omit<Certificate, 'notBefore' | 'notAfter' | 'thumbprint'>;

/** Certificate and TBSCertificate (RFC 5280 section 4.1). */
function readFields(der: Uint8Array): Fields {
  const [certificate] = elementsOf(der);
  const [body, algorithm] = childrenOf(certificate);
  const fields = [...childrenOf(body)];
  const version = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  const [serialNumber, , issuer, , subject, keyInfo, ...others] = fields;
  const [keyAlgorithm] = childrenOf(keyInfo);
  const [keyOid, keyParameters] = childrenOf(keyAlgorithm);
  const extensions = others.find((field) => field.tag === 0xa3);
  return {
    version: version === undefined ? 1 : (version.content.at(-1) ?? 0) + 1,
    serialNumber: hex(required(serialNumber, tags.integer).content),
    signatureAlgorithm: objectIdentifier(childrenOf(algorithm)[0]),
    issuer: readName(issuer),
    subject: readName(subject),
    keyAlgorithm: objectIdentifier(keyOid),
    keyParameters: keyParameters === undefined ? '' : hex(keyParameters.encoded),
    extensions: extensions === undefined ? [] : childrenOf(elementsOf(extensions.content)[0]).map(readExtension),
  };
}

function childrenOf(element: DerElement | undefined): readonly DerElement[] {
  return elementsOf(required(element, tags.sequence).content);
}

/** Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }. */
function readExtension(element: DerElement): Extension {
  const [oid, ...rest] = childrenOf(element);
  const critical = rest.find(({ tag }) => tag === tags.boolean)?.content[0] ?? 0;
  return { oid: objectIdentifier(oid), critical: critical !== 0, value: rest.at(-1)?.content ?? new Uint8Array() };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
