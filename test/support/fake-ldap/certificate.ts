// A throw-away certificate authority and a server certificate for the length of a test.

import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3600 * 1000;

export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** A certificate that is its own authority. */
export async function makeSelfSigned(
  names: readonly string[],
  { expired = false }: { readonly expired?: boolean } = {},
): Promise<Certificates> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test server',
    keys,
    signingAlgorithm: algorithm,
    ...validityOf(expired),
    extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))],
  });
  const cert = certificate.toString('pem');
  return { ca: cert, cert, key: await pemOf(keys.privateKey) };
}

/** A certificate for these DNS names; the subject alternative names are all that counts. */
export async function makeCertificates(
  names: readonly string[],
  { expired = false }: { readonly expired?: boolean } = {},
): Promise<Certificates> {
  const validity = validityOf(expired);
  const caKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    keys: caKeys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=Test server',
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value })))],
  });
  return { ca: ca.toString('pem'), cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

function validityOf(expired: boolean): { readonly notBefore: Date; readonly notAfter: Date } {
  return expired
    ? { notBefore: new Date(Date.now() - 2 * DAY), notAfter: new Date(Date.now() - DAY) }
    : { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) };
}

async function pemOf(privateKey: webcrypto.CryptoKey): Promise<string> {
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${key.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
