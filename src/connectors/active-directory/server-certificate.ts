import { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { connectFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import { pinOf } from './pins.ts';

/** What OpenSSL calls a certificate that is its own issuer and that nobody vouches for. */
const SELF_SIGNED = 'DEPTH_ZERO_SELF_SIGNED_CERT';

/**
 * What is wrong with the certificate after the handshake, which showed that the server has its key; undefined when
 * nothing is. A pin is asked for in addition to all else (an authority, the name, the dates); only a certificate that
 * signs for itself needs no authority when its key is pinned.
 */
export function certificateProblem(
  socket: Pick<TLSSocket, 'authorized' | 'authorizationError' | 'getPeerCertificate'>,
  { host, pins }: { readonly host: string; readonly pins?: readonly string[] },
): Failure | undefined {
  // Without pins the platform has refused whatever is not good, before anybody was told of a connection.
  const refused = socket.authorized ? undefined : String(socket.authorizationError);
  // getPeerX509Certificate of Node.js 24 would take the names out of what this shows afterwards.
  const certificate = socket.getPeerCertificate();
  if (refused !== undefined && !(refused === SELF_SIGNED && pins !== undefined)) {
    return refusal(certificate, host, refused);
  }
  if (pins === undefined) return undefined;
  const seen = pinOf(new X509Certificate(certificate.raw));
  if (!pins.includes(seen)) return { kind: 'notPinned', seen };
  // The platform compares names only where it found nothing else to say.
  return refused === undefined ? undefined : nameProblem(certificate, host);
}

function refusal(certificate: PeerCertificate, host: string, code: string): Failure {
  const otherName = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? nameProblem(certificate, host) : undefined;
  return otherName ?? { kind: 'untrusted', reason: code };
}

function nameProblem(certificate: PeerCertificate, host: string): Failure | undefined {
  const error = checkServerIdentity(host, certificate);
  return error === undefined ? undefined : connectFailure(error);
}
