import { Buffer } from 'node:buffer';
import { base64Of } from '../../kernel/base64.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { compareText, isWellFormed } from '../../kernel/text.ts';
import type { AttributeSchema, Syntax } from '../../model/schema.ts';
import { integer, isBytes, isMultiple } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';

/**
 * Texts, safe integers and booleans are JSON; the rest is an object with one key: `n` the digits of an integer beyond
 * 2^53, `b` octets in base64, `r` the DN of a reference. A list is several values, in one order: they have none.
 */
export function encodeValue(value: Value): Json {
  if (!isMultiple(value)) return encodeScalar(value);
  const encoded = value.map(encodeScalar);
  return encoded.length < 2 ? encoded : inOrder(encoded);
}

function inOrder(values: readonly Json[]): readonly Json[] {
  const keyed = values.map((value) => ({ key: typeof value === 'string' ? value : JSON.stringify(value), value }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ value }) => value);
}

function encodeScalar(value: Scalar): Json {
  if (typeof value === 'bigint') return { n: String(value) };
  if (typeof value !== 'object') return value;
  return isBytes(value) ? { b: base64Of(value) } : { r: value.dn };
}

/** The value that an attribute of this schema can have; undefined when it cannot be one. */
export function decodeValue(json: unknown, schema: AttributeSchema): Value | undefined {
  if (!schema.multiValued) return decodeScalar(json, schema.syntax);
  if (!Array.isArray(json) || json.length === 0) return undefined;
  const values: Scalar[] = [];
  for (const one of json as readonly unknown[]) {
    const value = decodeScalar(one, schema.syntax);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function decodeScalar(json: unknown, syntax: Syntax): Scalar | undefined {
  switch (syntax) {
    case 'string':
    case 'time':
      return textOf(json);
    case 'boolean':
      return typeof json === 'boolean' ? json : undefined;
    case 'integer':
      return typeof json === 'number' ? safeInteger(json) : bigInteger(textOf(tagged(json, 'n')));
    case 'binary':
      return bytesOf(textOf(tagged(json, 'b')));
    case 'reference': {
      const dn = textOf(tagged(json, 'r'));
      return dn?.includes('=') === true ? { dn } : undefined;
    }
    default:
      return assertNever(syntax);
  }
}

function textOf(json: unknown): string | undefined {
  return typeof json === 'string' && json !== '' && isWellFormed(json) ? json : undefined;
}

function safeInteger(value: number): number | undefined {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : undefined;
}

/** An integer that a number cannot hold. The bound is far above what a directory holds, and below what takes time. */
const BIG_INTEGER = /^-?[1-9]\d{15,999}$/;

function bigInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !BIG_INTEGER.test(text)) return undefined;
  const value = integer(BigInt(text));
  return typeof value === 'bigint' ? value : undefined;
}

/** Node's decoder skips what it does not know: only what it writes itself is base64. */
function bytesOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return base64Of(bytes) === text ? bytes : undefined;
}

/** What stands in an object under the one key that it has. */
function tagged(json: unknown, tag: 'n' | 'b' | 'r'): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || !Object.hasOwn(json, tag)) return undefined;
  return Object.keys(json).length === 1 ? (json as Readonly<Record<string, unknown>>)[tag] : undefined;
}
