import { fail } from '../../kernel/diagnostic.ts';
import { sentence } from './errors.ts';

/** What the library says of a token request that failed, as far as it may be repeated. */
interface Said {
  /** ENT002: the service refused the credential. ENT001: no token for another reason. */
  readonly code: 'ENT001' | 'ENT002';
  readonly cause: string;
}

/** RFC 6749 section 5.2 and 4.1.2.1: what may pass by itself is no refusal. */
const PASSING = new Set(['temporarily_unavailable', 'server_error']);

/** Codes of the library itself, where no answer came. */
const UNANSWERED: Readonly<Record<string, string>> = {
  network_error: 'no answer came',
  endpoints_resolution_error: 'its sign-in endpoints cannot be read',
  openid_config_error: 'its sign-in endpoints cannot be read',
};

/**
 * The library's errors may hold the request, and with it a secret or a signed assertion: only the service's own code
 * and description are taken from them, and they are not kept as a cause.
 */
export function signInFailure(error: unknown, authority: string): never {
  const { code, cause } = saidBy(error);
  if (code === 'ENT002') fail(code, { detail: `${authority} refuses the sign-in. ${cause}`, subject: authority });
  const told = cause === '' ? '.' : `: ${sentence(cause)}`;
  fail(code, { detail: `No token could be had from ${authority}${told}`, subject: authority });
}

function saidBy(error: unknown): Said {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const said = saidIn(at.message);
    if (said !== undefined) return said;
  }
  return { code: 'ENT001', cause: '' };
}

/** `code: Error(s): … - Timestamp: … - Description: … - Correlation ID: … - Trace ID: …`, as @azure/msal-node writes it. */
function saidIn(message: string): Said | undefined {
  const code = /^(?:\w+: )?([a-z][a-z_]*): /.exec(message)?.[1];
  const status = /Http status code: (\d{3})/.exec(message)?.[1];
  if (status !== undefined) return { code: 'ENT001', cause: `it answered with HTTP ${status} and no error of its own` };
  const refused = code !== undefined && !PASSING.has(code);
  const known = /AADSTS\d+:[^\r\n]*/.exec(message)?.[0];
  if (known !== undefined)
    return { code: code === undefined || refused ? 'ENT002' : 'ENT001', cause: withoutTail(known) };
  if (code === undefined) return undefined;
  const unanswered = UNANSWERED[code];
  if (unanswered !== undefined) return { code: 'ENT001', cause: `${unanswered} (${code})` };
  const description = / - Description: ([^\r\n]*)/.exec(message)?.[1];
  // Without a description it is an error of the library, not an answer.
  if (description === undefined) return { code: 'ENT001', cause: code };
  return { code: refused ? 'ENT002' : 'ENT001', cause: `${code}: ${withoutTail(description)}` };
}

/** The library repeats the ids that the description ends with, or says that it has none. */
function withoutTail(description: string): string {
  const tail = / - Correlation ID: (.*?) - Trace ID: (.*)$/.exec(description);
  if (tail === null) return description;
  const own = description.slice(0, tail.index);
  const [, correlation, trace] = tail;
  const repeated = [correlation, trace].every((id) => id === 'Not Available' || (id !== undefined && own.includes(id)));
  return repeated ? own : `${sentence(own)} Trace ID: ${trace ?? ''} Correlation ID: ${correlation ?? ''}`;
}
