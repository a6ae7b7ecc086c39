import { diagnostic, DiagnosticError } from '../../kernel/diagnostic.ts';

export interface GraphErrorParts {
  /** Graph's code, or one of ours for what is no answer of Graph: Unreachable, Interrupted, NotUnderstood. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly requestId?: string;
  /** Property names of the `details`, with their codes. */
  readonly details?: readonly { readonly code: string; readonly target: string }[];
  /** True when the same request may succeed later. */
  readonly retryable: boolean;
  /** True when the request may have been done although no success was answered. */
  readonly ambiguous: boolean;
}

/** What became of a request that did not succeed. Holds no token, no header and no body of the request. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly details: readonly { readonly code: string; readonly target: string }[];
  readonly retryable: boolean;
  readonly ambiguous: boolean;

  constructor(parts: GraphErrorParts) {
    super(parts.message);
    this.code = parts.code;
    this.status = parts.status;
    this.requestId = parts.requestId;
    this.details = parts.details ?? [];
    this.retryable = parts.retryable;
    this.ambiguous = parts.ambiguous;
  }
}

/** What was being read and the least application permission it takes (learn.microsoft.com: "permissions reference"). */
export interface Reading {
  readonly what: string;
  readonly permission: string;
}

/** The diagnostic for a request of a read that failed; reads are whole or they are nothing. */
export function readFailure(error: GraphError, reading: Reading): DiagnosticError {
  const request = error.requestId === undefined ? '' : ` Request id: ${error.requestId}.`;
  const said = `${error.code}: ${sentence(error.message)}${request}`;
  if (error.status === 0) {
    return one('ENT001', `Reading ${reading.what} failed. ${said}`);
  }
  if (error.code === 'NotUnderstood')
    return one('ENT005', `Reading ${reading.what} failed. ${sentence(error.message)}`);
  if (error.status === 401) return one('ENT002', `Graph refuses the token while reading ${reading.what}. ${said}`);
  if (error.status === 403) {
    return one(
      'ENT003',
      `The application may not read ${reading.what}. ${said}`,
      `Grant it the application permission ${reading.permission}, with the consent of an administrator.`,
    );
  }
  return one('ENT008', `Reading ${reading.what} failed with HTTP ${error.status}. ${said}`);
}

/** An answer that cannot be trusted to be whole. */
export function notUnderstood(what: string, why: string): DiagnosticError {
  return one('ENT005', `Reading ${what} failed: ${sentence(why)}`);
}

function one(
  code: 'ENT001' | 'ENT002' | 'ENT003' | 'ENT005' | 'ENT008',
  detail: string,
  help?: string,
): DiagnosticError {
  return new DiagnosticError([diagnostic(code, { detail, ...(help === undefined ? {} : { help }) })]);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
