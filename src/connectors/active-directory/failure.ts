import { assertNever } from '../../kernel/invariant.ts';

/** What can go wrong between us and a server, as data: errors.ts turns each into one diagnostic. */
export type Failure =
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'timeout'; readonly waitingFor: 'connection' | 'answer'; readonly seconds: number }
  | { readonly kind: 'untrusted'; readonly reason: string }
  | { readonly kind: 'otherName'; readonly reason: string }
  /** `seen` is the key that the server showed, as it would be pinned. */
  | { readonly kind: 'notPinned'; readonly seen: string }
  /** The answer to StartTLS; result code as below. */
  | { readonly kind: 'noTls'; readonly code: number; readonly message: string }
  /** Something was sent in plain text where the TLS handshake belongs. */
  | { readonly kind: 'injected' }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'garbage'; readonly reason: string }
  | {
      readonly kind: 'refused';
      readonly operation: 'bind' | 'search';
      /** Result code (RFC 4511 section 4.1.9). */
      readonly code: number;
      readonly message: string;
    };

/** Result codes (RFC 4511 appendix A.2) of a server that cannot work at present. */
const BUSY = 51;
const UNAVAILABLE = 52;

export function isUnavailable(code: number): boolean {
  return code === BUSY || code === UNAVAILABLE;
}

/**
 * May the next server be asked after this failure of one that nothing was read from? Not where the account was refused:
 * the same wrong password there would only lock it. And not where the way to TLS was closed: whoever did that is there.
 */
export function permitsNext(failure: Failure): boolean {
  switch (failure.kind) {
    case 'unreachable':
    case 'timeout':
    case 'untrusted':
    case 'otherName':
    case 'notPinned':
    case 'broken':
    case 'garbage':
      return true;
    case 'injected':
      return false;
    case 'noTls':
      return isUnavailable(failure.code);
    case 'refused':
      return failure.operation === 'search' || isUnavailable(failure.code);
    default:
      return assertNever(failure);
  }
}

/** Did the server go away in the middle of a read? Another one may be read instead, from the beginning. */
export function isLoss(failure: Failure): boolean {
  switch (failure.kind) {
    case 'unreachable':
    case 'timeout':
    case 'broken':
      return true;
    case 'refused':
      return isUnavailable(failure.code);
    case 'untrusted':
    case 'otherName':
    case 'notPinned':
    case 'noTls':
    case 'injected':
    case 'garbage':
      return false;
    default:
      return assertNever(failure);
  }
}

/** Thrown by the wire; never leaves the connector. */
export class LdapError extends Error {
  override readonly name = 'LdapError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.kind, { cause });
    this.failure = failure;
  }
}

const unreachable = new Map([
  ['ECONNREFUSED', 'the connection is refused'],
  ['EHOSTUNREACH', 'there is no route to the host'],
  ['ENETUNREACH', 'there is no route to the network'],
  ['ENOTFOUND', 'the name is not known to DNS'],
  ['EAI_AGAIN', 'DNS does not answer'],
  ['EACCES', 'the connection is not permitted'],
  ['ETIMEDOUT', 'the host does not answer'],
]);

/** OpenSSL's verification errors, under the names that Node gives them. */
const untrusted = /^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERROR_IN_CERT|INVALID_(?:CA|PURPOSE)|PATH_LENGTH)/;

/** What the error of a socket that is not yet connected means. */
export function connectFailure(error: Error): Failure {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return { kind: 'otherName', reason: error.message };
  if (untrusted.test(code)) return { kind: 'untrusted', reason: `${error.message} (${code})` };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return { kind: 'garbage', reason: 'it does not speak TLS' };
  return { kind: 'unreachable', reason: unreachable.get(code) ?? (error.message || code) };
}
