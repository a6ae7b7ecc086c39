import { GraphError, sentence } from './errors.ts';
import type { Answer } from './transport/exchange.ts';

/**
 * The error in an answer that is no success (learn.microsoft.com: "Microsoft Graph error responses"), with what there
 * is to say besides.
 */
export function refusalOf(answer: Answer, wrote: boolean, more?: string): GraphError {
  const error = member(parsed(answer.text), 'error');
  const code = text(member(error, 'code'));
  const message = text(member(error, 'message')) ?? withoutEnvelope(answer);
  return new GraphError({
    code: code ?? `HTTP ${answer.status}`,
    message: more === undefined ? message : `${sentence(message)} ${more}`,
    status: answer.status,
    details: detailsOf(member(error, 'details')),
    retryable: answer.status === 429 || answer.status >= 500,
    // A server error may come after the work was done; a refusal (4xx) comes before.
    ambiguous: wrote && answer.status >= 500,
    ...requestIdOf(answer, error),
  });
}

function withoutEnvelope(answer: Answer): string {
  return `HTTP ${answer.status} without an explanation`;
}

function requestIdOf(answer: Answer, error: unknown): { readonly requestId?: string } {
  const inner = member(error, 'innerError') ?? member(error, 'innererror');
  const requestId = answer.requestId ?? text(member(inner, 'request-id'));
  return requestId === undefined ? {} : { requestId };
}

function detailsOf(details: unknown): readonly { readonly code: string; readonly target: string }[] {
  if (!Array.isArray(details)) return [];
  return details.map((detail: unknown) => ({
    code: text(member(detail, 'code')) ?? '',
    target: text(member(detail, 'target')) ?? '',
  }));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
