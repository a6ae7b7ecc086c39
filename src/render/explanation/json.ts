import { base64Of } from '../../kernel/base64.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import type { Explanation } from '../../model/explanation.ts';

/**
 * An explanation for machines: the same data, one document. Bytes are `{"base64": …}`, references `{"dn": …}`,
 * integers beyond 2^53 texts; a value that is missing is one that the object does not have.
 */
export function renderExplanationJson(explanation: Explanation): string {
  return document('lockstep-explanation', explanation);
}

function document(format: string, content: object): string {
  return `${JSON.stringify({ format, version: 1, ...(plain(content) as object) }, null, 2)}\n`;
}

/** Data as JSON holds it. */
export function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return { base64: base64Of(value) };
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(Object(value) as Record<string, unknown>).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.map(([name, one]) => [name, plain(one)]));
}
