import { createHash, timingSafeEqual, X509Certificate, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';

/** How the one application of the sandbox proves itself. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly certificate: TrustedCertificate | undefined;
  readonly secret: string | undefined;
}

/** The public half of a certificate that may sign assertions. */
export interface TrustedCertificate {
  readonly key: KeyObject;
  /** SHA-256 of the DER form, base64url: the header `x5t#S256`. */
  readonly thumbprint: string;
}

/** Reads the first certificate of a PEM text. */
export function trustedCertificate(pem: string): TrustedCertificate {
  const certificate = new X509Certificate(pem);
  return { key: certificate.publicKey, thumbprint: sha256(certificate.raw) };
}

/** A refusal of the token endpoint. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export interface ClientFault {
  readonly code: number;
  readonly text: string;
}

/** Checks what a client presents at the token endpoint. Returns why it is refused, or nothing. */
export class ClientCheck {
  readonly #credentials: ClientCredentials;
  readonly #clock: Clock;
  /** Assertions seen, by jti: the digest of the text and its expiry. */
  readonly #seen = new Map<string, { readonly digest: string; readonly expires: number }>();

  constructor(credentials: ClientCredentials, clock: Clock) {
    this.#credentials = credentials;
    this.#clock = clock;
  }

  /** Compares a secret in constant time. */
  secret(given: string): ClientFault | undefined {
    const { secret } = this.#credentials;
    const fits = secret !== undefined && timingSafeEqual(digestOf(given), digestOf(secret));
    return fits ? undefined : { code: 7000215, text: 'Invalid client secret provided.' };
  }

  /** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
  async assertion(given: string, audience: string): Promise<ClientFault | undefined> {
    const { certificate, clientId } = this.#credentials;
    const thumbprint = headerThumbprint(given);
    if (thumbprint === undefined) return { code: 50027, text: 'JWT token is invalid or malformed.' };
    if (certificate === undefined || thumbprint !== certificate.thumbprint) return unknownKey;
    try {
      const { payload } = await jwtVerify(given, certificate.key, {
        algorithms: ['PS256'],
        audience,
        issuer: clientId,
        subject: clientId,
        requiredClaims: ['exp', 'jti', 'nbf'],
        // Clients live on wall time, however fast the sandbox's own clock runs.
        currentDate: new Date(this.#clock.wall()),
        clockTolerance: 300,
      });
      return this.#replayed(payload.jti ?? '', given, (payload.exp ?? 0) * 1000);
    } catch (error) {
      return faultOf(error);
    }
  }

  /**
   * A jti belongs to one assertion. The very same text may come again while it is valid:
   * Microsoft's own library (msal-node) signs once and sends that assertion until it expires.
   */
  #replayed(jti: string, given: string, expires: number): ClientFault | undefined {
    const now = this.#clock.wall();
    for (const [known, entry] of this.#seen) if (entry.expires + 300_000 < now) this.#seen.delete(known);
    const digest = sha256(given);
    const former = this.#seen.get(jti);
    if (former !== undefined && former.digest !== digest)
      return { code: 50013, text: 'Assertion failed validation: its jti was used before.' };
    this.#seen.set(jti, { digest, expires });
    return undefined;
  }
}

const unknownKey: ClientFault = {
  code: 700027,
  text: 'The certificate with identifier used to sign the client assertion is not registered on application.',
};

function headerThumbprint(assertion: string): string | undefined {
  try {
    const { alg, 'x5t#S256': thumbprint } = decodeProtectedHeader(assertion);
    return alg === 'PS256' && typeof thumbprint === 'string' ? thumbprint : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(error: unknown): ClientFault {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return { code: 700027, text: 'Client assertion failed signature validation.' };
  }
  if (error instanceof errors.JWTExpired) {
    return { code: 700024, text: 'Client assertion is not within its valid time range.' };
  }
  if (error instanceof errors.JWTClaimValidationFailed) return claimFault(error.claim);
  return { code: 50027, text: 'JWT token is invalid or malformed.' };
}

function claimFault(claim: string): ClientFault {
  switch (claim) {
    case 'aud':
      return { code: 700023, text: 'Client assertion audience claim does not match Realm issuer.' };
    case 'iss':
    case 'sub':
      return { code: 700021, text: 'Client assertion application identifier does not match the client_id parameter.' };
    case 'nbf':
      return { code: 700024, text: 'Client assertion is not within its valid time range.' };
    default:
      return { code: 50027, text: `JWT token is invalid or malformed: ${claim}.` };
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url');
}
