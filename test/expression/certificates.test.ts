import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { valueOf } from './support.ts';

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

describe('a certificate with an RSA key', () => {
  let userCertificate: Uint8Array;

  beforeAll(async () => {
    x509.cryptoProvider.set(webcrypto);
    const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '00C0FFEE',
      name: [
        { C: ['NO'] },
        { O: ['Fjord; AS'] },
        { '0.9.2342.19200300.100.1.1': ['7'] },
        { E: ['x@y.no'] },
        { CN: [' Åse, Øst '] },
      ],
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
      signingAlgorithm: algorithm,
      keys,
      extensions: [new x509.Extension('1.2.3.4', true, new Uint8Array([5, 0]))],
    });
    userCertificate = new Uint8Array(certificate.rawData);
  });

  it.each<[string, unknown]>([
    ['CertKeyAlgorithm([userCertificate])', '1.2.840.113549.1.1.1'],
    ['CertKeyAlgorithmParams([userCertificate])', '0500'],
    ['CertSignatureAlgorithmOid([userCertificate])', '1.2.840.113549.1.1.11'],
    ['CertSerialNumber([userCertificate])', '00C0FFEE'],
    ['CertExtensionOids([userCertificate])', '1.2.3.4'],
    ['CertNameInfo([userCertificate], "EmailName", True)', 'x@y.no'],
    ['CertNameInfo([userCertificate], "DnsFromAlternativeName", False)', null],
    ['CertNotAfter([userCertificate]) < Now()', true],
    ['Where($c, [userCertificate], CertNotAfter($c) > Now())', null],
    ['CertIssuer([userCertificate]) = CertSubject([userCertificate])', true],
    [
      'CertSubject([userCertificate])',
      'CN=" Åse, Øst ", E=x@y.no, OID.0.9.2342.19200300.100.1.1=7, O="Fjord; AS", C=NO',
    ],
  ])('%s', (text, result) => {
    expect(valueOf(text, { userCertificate })).toEqual(result);
  });

  it('is none when a byte of its shape is another', () => {
    for (let index = 0; index < 60; index++) {
      const broken = Uint8Array.from(userCertificate);
      broken[index] = (broken[index] ?? 0) ^ 0x1f;
      expect(typeof valueOf('IsCert([userCertificate])', { userCertificate: broken })).toBe('boolean');
    }
  });
});
