import { parseCertificate } from '../certificate/certificate.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { nameText } from '../certificate/name.ts';
import { isNameType, nameInfo, nameTypes } from '../certificate/name-info.ts';
import { plain } from '../function.ts';
import type { Example } from '../function.ts';
import { boolean, certificate, text, verified } from '../parameter.ts';
import type { Span } from '../syntax.ts';
import { refuse } from '../values.ts';
import type { Instant } from '../values.ts';
import { instantOfMilliseconds } from './calendar.ts';
import { exampleCertificate } from './example-certificate.ts';

/**
 * What .NET's X509Certificate2 tells, which is what Connect asks: names are written as Windows writes them, hashes
 * and numbers as upper-case hexadecimal digits.
 */
export const certificateFunctions = [
  plain({
    name: 'IsCert',
    parameters: [certificate('certificate')],
    result: ['bool'],
    whenNull: false,
    summary: 'True when the bytes (or the Base64) are an X.509 certificate; never an error.',
    examples: [example('IsCert', true), { text: 'IsCert("AQID")', result: false }],
    evaluate: (_, value) => parseCertificate(value) !== undefined,
  }),
  plain({
    name: 'CertExtensionOids',
    parameters: [certificate('certificate')],
    result: ['str'],
    list: 'always',
    summary: 'The OIDs of the critical extensions.',
    examples: [example('CertExtensionOids', ['2.5.29.19', '2.5.29.15'])],
    evaluate: (at, value) =>
      opened(value, at)
        .extensions.filter((one) => one.critical)
        .map((one) => one.oid),
  }),
  told('CertFormat', 'The name of the format: X509.', 'X509', () => 'X509'),
  told(
    'CertFriendlyName',
    'The friendly name: nothing, because it is kept in the store of a Windows computer and not in the certificate.',
    null,
    () => null,
  ),
  told('CertHashString', 'The SHA-1 hash of the certificate.', exampleCertificate.thumbprint, (one) => one.thumbprint),
  told('CertIssuer', 'The name of the certification authority.', exampleCertificate.issuer, (one) =>
    nameText(one.issuer),
  ),
  told('CertIssuerDN', 'The distinguished name of the issuer.', exampleCertificate.issuer, (one) =>
    nameText(one.issuer),
  ),
  told('CertIssuerOid', 'Nothing: a name inside of a certificate has no OID.', null, () => null),
  told(
    'CertKeyAlgorithm',
    'The OID of the algorithm of the public key.',
    exampleCertificate.ellipticKey,
    (one) => one.keyAlgorithm,
  ),
  told(
    'CertKeyAlgorithmParams',
    'The parameters of the algorithm of the public key (DER).',
    '06082A8648CE3D030107',
    (one) => one.keyParameters,
  ),
  plain({
    name: 'CertNameInfo',
    parameters: [
      certificate('certificate'),
      verified(text('x509NameType'), (type) =>
        isNameType(type) ? undefined : `The type of a name is one of ${nameTypes.join(', ')}.`,
      ),
      boolean('includesIssuerName'),
    ],
    result: ['str'],
    summary: `One name of the subject, or of the issuer: ${nameTypes.join(', ')}. Empty when there is none.`,
    examples: [
      given('CertNameInfo([userCertificate], "SimpleName", False)', 'Ada Byron'),
      given('CertNameInfo([userCertificate], "UpnName", False)', 'ada@contoso.com'),
      given('CertNameInfo([userCertificate], "SimpleName", True)', 'Corp CA'),
    ],
    evaluate: (at, value, type, ofIssuer) => {
      if (!isNameType(type)) return refuse(`The type of a name is one of ${nameTypes.join(', ')}.`, at);
      return nameInfo(opened(value, at), type, ofIssuer);
    },
  }),
  plain({
    name: 'CertNotAfter',
    parameters: [certificate('certificate')],
    result: ['dt'],
    summary: 'The last instant at which it is valid.',
    examples: [given('FormatDateTime(CertNotAfter([userCertificate]), "u")', '2035-12-31 00:00:00Z')],
    evaluate: (at, value) => instant(opened(value, at).notAfter, at),
  }),
  plain({
    name: 'CertNotBefore',
    parameters: [certificate('certificate')],
    result: ['dt'],
    summary: 'The first instant at which it is valid.',
    examples: [given('CertNotBefore([userCertificate]) < Now()', true)],
    evaluate: (at, value) => instant(opened(value, at).notBefore, at),
  }),
  told('CertPublicKeyOid', 'The OID of the public key.', exampleCertificate.ellipticKey, (one) => one.keyAlgorithm),
  told(
    'CertPublicKeyParametersOid',
    'The OID that the parameters of the public key belong to: that of its algorithm.',
    exampleCertificate.ellipticKey,
    (one) => one.keyAlgorithm,
  ),
  told('CertSerialNumber', 'The serial number.', '0ADA', (one) => one.serialNumber),
  told(
    'CertSignatureAlgorithmOid',
    'The OID of the algorithm of the signature.',
    '1.2.840.10045.4.3.2',
    (one) => one.signatureAlgorithm,
  ),
  told('CertSubject', 'The distinguished name of the subject.', exampleCertificate.subject, (one) =>
    nameText(one.subject),
  ),
  told('CertSubjectNameDN', 'The distinguished name of the subject.', exampleCertificate.subject, (one) =>
    nameText(one.subject),
  ),
  told('CertSubjectNameOid', 'Nothing: a name inside of a certificate has no OID.', null, () => null),
  told('CertThumbprint', 'The SHA-1 hash of the certificate.', exampleCertificate.thumbprint, (one) => one.thumbprint),
  told('CertVersion', 'The version of X.509.', '3', (one) => String(one.version)),
];

/** A function that tells one text of a certificate. */
function told(
  name: string,
  summary: string,
  result: string | null,
  tell: (certificate: Certificate) => string | null,
): ReturnType<typeof plain> {
  return plain({
    name,
    parameters: [certificate('certificate')],
    result: ['str'],
    sparing: result === null,
    summary,
    examples: [example(name, result)],
    evaluate: (at, value) => tell(opened(value, at)),
  });
}

function example(name: string, result: Example['result']): Example {
  return given(`${name}([userCertificate])`, result);
}

function given(text: string, result: Example['result']): Example {
  return { text, given: { userCertificate: exampleCertificate.bytes }, result };
}

function opened(value: string | Uint8Array, at: Span): Certificate {
  return parseCertificate(value) ?? refuse('This is no X.509 certificate; IsCert tells beforehand.', at);
}

function instant(milliseconds: number, at: Span): Instant {
  return instantOfMilliseconds(milliseconds) ?? refuse('The date lies outside of the years 1 to 9999.', at);
}
