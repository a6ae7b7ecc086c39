import { DiagnosticError, diagnostic, fail } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { isUnavailable } from './failure.ts';
import type { Failure } from './failure.ts';

/** One failure as one diagnostic; `server` is the URL of the topology. */
export function failureDiagnostic(server: string, failure: Failure): Diagnostic {
  switch (failure.kind) {
    case 'unreachable':
      return about('SRC001', server, `${server} cannot be reached: ${failure.reason}.`);
    case 'timeout':
      return failure.waitingFor === 'connection'
        ? about('SRC002', server, `${server} did not accept a connection within ${failure.seconds} seconds.`)
        : about('SRC002', server, `${server} did not answer for ${failure.seconds} seconds.`);
    case 'untrusted':
      return about('SRC003', server, `${server} shows a certificate that is not trusted: ${failure.reason}.`);
    case 'otherName':
      return about('SRC004', server, `${server} shows a certificate of another name: ${failure.reason}.`);
    case 'notPinned':
      return notPinned(server, failure.seen);
    case 'noTls':
      return isUnavailable(failure.code)
        ? unavailable(server, failure)
        : about('SRC014', server, `${server} does not begin TLS: ${said(failure.code, failure.message)}.`);
    case 'injected':
      return about('SRC015', server, `${server} sent something in plain text after it had agreed to begin TLS.`);
    case 'broken':
      return about('SRC007', server, `The connection to ${server} broke: ${failure.reason}.`);
    case 'garbage':
      return about('SRC009', server, `${server} cannot be understood: ${failure.reason}.`);
    case 'refused':
      if (isUnavailable(failure.code)) return unavailable(server, failure);
      return failure.operation === 'bind' ? bindRefused(server, failure) : searchRefused(server, failure);
    default:
      return assertNever(failure);
  }
}

function unavailable(
  server: string,
  { code, message }: { readonly code: number; readonly message: string },
): Diagnostic {
  return about('SRC017', server, `${server} cannot work at present: ${said(code, message)}.`);
}

function notPinned(server: string, seen: string): Diagnostic {
  return diagnostic('SRC016', {
    subject: server,
    detail: `${server} shows the key ${seen}, which is not among trust.pins.`,
    help: `Find out on the domain controller itself which key it has; only if it is ${seen}, add that to trust.pins of the connector.`,
  });
}

type Refusal = Extract<Failure, { kind: 'refused' }>;

/** Result codes (RFC 4511 appendix A.2). */
const OPERATIONS_ERROR = 1;
const TIME_LIMIT = 3;
const SIZE_LIMIT = 4;
const STRONG_AUTH_REQUIRED = 8;
const REFERRAL = 10;
const ADMIN_LIMIT = 11;
const NO_SUCH_OBJECT = 32;
const INVALID_CREDENTIALS = 49;
const INSUFFICIENT_ACCESS = 50;

/** What follows "data" in Active Directory's answer to a refused bind: a Windows error code in hexadecimal. */
const accountStates: ReadonlyMap<string, string> = new Map([
  ['530', 'may not sign in at this time of day'],
  ['531', 'may not sign in from this machine'],
  ['532', 'has an expired password'],
  ['533', 'is disabled'],
  ['701', 'is expired'],
  ['773', 'must change its password first'],
  ['775', 'is locked out'],
]);

function bindRefused(server: string, { code, message }: Refusal): Diagnostic {
  if (code === INVALID_CREDENTIALS) {
    const state = accountStates.get(/\bdata ([0-9a-f]+)/i.exec(message)?.[1]?.toLowerCase() ?? '');
    return state === undefined
      ? about('SRC005', server, `${server} does not accept the user name or the password.`)
      : about('SRC006', server, `${server} refuses the account: it ${state}.`);
  }
  if (code === STRONG_AUTH_REQUIRED) {
    return about('SRC005', server, `${server} does not accept a simple bind: ${said(code, message)}.`);
  }
  return about('SRC005', server, `${server} refuses the sign-in: ${said(code, message)}.`);
}

const limits: ReadonlyMap<number, string> = new Map([
  [TIME_LIMIT, 'its time limit'],
  [SIZE_LIMIT, 'its size limit'],
  [ADMIN_LIMIT, 'an administrative limit'],
  [REFERRAL, 'a referral to another server'],
]);

function searchRefused(server: string, { code, message }: Refusal): Diagnostic {
  const limit = limits.get(code);
  if (limit !== undefined) {
    return about('SRC008', server, `${server} ended a search early with ${limit}: ${said(code, message)}.`);
  }
  switch (code) {
    case OPERATIONS_ERROR:
    case INSUFFICIENT_ACCESS:
      return about('SRC012', server, `${server} refuses a search: ${said(code, message)}.`);
    case NO_SUCH_OBJECT:
      return about('SRC011', server, `${server} does not have the object that was to be read: ${said(code, message)}.`);
    default:
      return about('SRC008', server, `${server} ended a search with an error: ${said(code, message)}.`);
  }
}

function said(code: number, message: string): string {
  // AD ends its texts with a NUL.
  const text = message.replaceAll('\0', '').trim().replace(/\.$/, '');
  return text === '' ? `result ${code}` : `result ${code}, "${text}"`;
}

function about(code: Diagnostic['code'], subject: string, detail: string): Diagnostic {
  return diagnostic(code, { subject, detail });
}

export function settingsRefused(subject: string, detail: string, help?: string): never {
  fail('SRC010', { subject, detail, ...(help === undefined ? {} : { help }) });
}

export function serverUnproven(server: string, host: string, domain: string): never {
  fail('SRC013', {
    subject: server,
    detail: `${host} is not a name within ${domain}, so a public certificate does not show that it is one of its servers.`,
    help: `Give trust.ca of the connector, or use the DNS name of the domain controller, such as dc1.${domain}.`,
  });
}

export function otherDirectory(server: string, detail: string): Diagnostic {
  return about('SRC011', server, detail);
}

export function protocolBroken(server: string, detail: string): never {
  throw new DiagnosticError([about('SRC009', server, `${server} cannot be understood: ${detail}.`)]);
}

export function withoutGuid(dn: string): Diagnostic {
  return about('SRC025', dn, `"${dn}" has no objectGUID that the account of the connector may read.`);
}

export function badValue(dn: string, attribute: string, reason: string): Diagnostic {
  return about('SRC027', dn, `${attribute} of "${dn}" ${reason}.`);
}

export function foreignPartition(server: string, partition: string): Diagnostic {
  return about('SRC030', partition, `${server} refers to ${partition}, which the topology does not name.`);
}

/** A server that was passed over, with why; `used` was read in its place. */
export function otherServerRead(used: string, { subject, detail }: Diagnostic): Diagnostic {
  return about('SRC032', subject ?? used, `${detail} ${used} was read instead.`);
}

export function deletionsHidden(server: string): Diagnostic {
  return about('SRC031', server, `${server} does not show deleted objects to this account.`);
}
