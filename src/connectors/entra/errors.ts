import type { Code } from '../../kernel/codes/index.ts';
import { diagnostic, DiagnosticError } from '../../kernel/diagnostic.ts';
import type { DiagnosticParts } from '../../kernel/diagnostic.ts';

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
  const said = saidBy(error);
  const { what, permission } = reading;
  if (error.status === 0) return one('ENT001', { detail: `Reading ${what} failed. ${said}` }, error);
  if (error.code === 'NotUnderstood') return one('ENT005', { detail: `Reading ${what} failed. ${said}` }, error);
  if (error.status === 403) {
    const help = `Grant the application permission ${permission}, with the consent of an administrator.`;
    return one('ENT003', { detail: `The application may not read ${what}. ${said}`, help }, error);
  }
  return one('ENT008', { detail: `Reading ${what} failed with HTTP ${error.status}. ${said}` }, error);
}

/** The diagnostic for a token that is refused although it is new: no other request would fare better. */
export function credentialRefused(error: GraphError): DiagnosticError {
  return one('ENT002', { detail: `Graph refuses the token, and a new one too. ${saidBy(error)}` }, error);
}

/** An answer that cannot be trusted to be whole. */
export function notUnderstood(what: string, why: string): DiagnosticError {
  return one('ENT005', { detail: `Reading ${what} failed: ${sentence(why)}` });
}

function saidBy(error: GraphError): string {
  const request = error.requestId === undefined ? '' : ` Request id: ${error.requestId}.`;
  return `${error.code}: ${sentence(error.message)}${request}`;
}

function one(code: Code, parts: DiagnosticParts, cause?: GraphError): DiagnosticError {
  return new DiagnosticError([diagnostic(code, parts)], cause === undefined ? undefined : { cause });
}

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
