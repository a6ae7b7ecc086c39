import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';

/** `sha256:` and the base64 of 32 bytes. */
const PIN = /^sha256:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export function isPin(text: string): boolean {
  return PIN.test(text);
}

/**
 * What a certificate is pinned by: SHA-256 over the SubjectPublicKeyInfo of the server's own certificate, in base64
 * (RFC 7469 section 2.4). A certificate that is renewed with the same key keeps it.
 */
export function pinOf(certificate: X509Certificate): string {
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return `sha256:${createHash('sha256').update(key).digest('base64')}`;
}
