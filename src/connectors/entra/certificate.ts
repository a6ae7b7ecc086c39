import { createPrivateKey, X509Certificate } from 'node:crypto';
import { fail } from '../../kernel/diagnostic.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;
const KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----[^-]+-----END (?:RSA )?PRIVATE KEY-----/;

/**
 * Refuses a PEM that cannot sign: the sign-in library finds out late and says little. What the parser says is not
 * passed on, since it may quote the text.
 */
export function requireCertificate(pem: string, reference: string): void {
  const certificate = CERTIFICATE.exec(pem)?.[0];
  const key = KEY.exec(pem)?.[0];
  if (certificate === undefined || key === undefined) {
    const missing = certificate === undefined ? 'certificate' : 'private key without a password';
    fail('ENT007', { detail: `${reference} holds no PEM ${missing}.`, subject: reference });
  }
  const fits = belongTogether(certificate, key);
  if (fits === undefined) {
    fail('ENT007', { detail: `The certificate or the key in ${reference} cannot be read.`, subject: reference });
  }
  if (!fits) {
    fail('ENT007', { detail: `The key in ${reference} is not the one of the certificate.`, subject: reference });
  }
}

function belongTogether(certificate: string, key: string): boolean | undefined {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return undefined;
  }
}
