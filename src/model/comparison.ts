import type { Json } from '../kernel/canonical-json.ts';
import { base64Of } from '../kernel/base64.ts';
import { compareText, foldCase, nfc } from '../kernel/text.ts';
import type { AttributeSchema } from './schema.ts';
import { isBytes, isReference, valuesOf } from './value.ts';
import type { Scalar, Value } from './value.ts';

/** A value as the tenant's JSON would hold it, or why it cannot be one. */
export type Converted = { readonly ok: true; readonly json: Json } | { readonly ok: false; readonly problem: string };

/** Converts a flowed value to the JSON of an attribute. Sets are sorted, so that equal sets are equal texts. */
export function toJson(value: Value, schema: AttributeSchema): Converted {
  const values = valuesOf(value);
  const converted: Json[] = [];
  for (const one of values) {
    const json = scalarToJson(one, schema);
    if (json === undefined) return { ok: false, problem: `${typeName(one)} does not fit a ${schema.syntax} attribute` };
    converted.push(json);
  }
  if (schema.multiValued) return { ok: true, json: sortedSet(converted) };
  const [only] = converted;
  if (converted.length !== 1 || only === undefined) {
    return { ok: false, problem: `${converted.length} values do not fit a single-valued attribute` };
  }
  return { ok: true, json: only };
}

/** Are two values of an attribute the same to the directory? Absent, null and the empty set are one. */
export function sameValue(a: Json | undefined, b: Json | undefined, schema: AttributeSchema): boolean {
  return a === b || comparisonKey(a, schema) === comparisonKey(b, schema);
}

/** The same text for values that are the same; empty for absent, null and the empty set. */
export function comparisonKey(value: Json | undefined, schema: AttributeSchema): string {
  if (value === undefined || value === null) return '';
  if (!Array.isArray(value)) return scalarKey(value, schema);
  const keys = new Set((value as readonly Json[]).map((one) => scalarKey(one, schema)));
  return [...keys].sort(compareText).join(',');
}

function scalarKey(value: Json, schema: AttributeSchema): string {
  if (typeof value !== 'string') return `${typeof value}:${JSON.stringify(value)}`;
  if (schema.syntax === 'time' && TIME.test(value)) return `time:${Date.parse(value)}`;
  // In quotes: a value that holds the separator is not two values.
  return JSON.stringify(schema.comparison === 'ignoreCase' ? foldCase(value) : nfc(value));
}

/** A point in time with its zone: the tenant answers in UTC, whatever was written. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function scalarToJson(value: Scalar, schema: AttributeSchema): Json | undefined {
  switch (schema.syntax) {
    case 'string':
    case 'time':
      if (typeof value === 'string') return nfc(value);
      return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
    case 'integer':
      if (typeof value === 'number') return value;
      return typeof value === 'bigint' ? String(value) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'binary':
      return isBytes(value) ? base64Of(value) : undefined;
    case 'reference':
      return undefined;
  }
}

function sortedSet(values: readonly Json[]): readonly Json[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}

function typeName(value: Scalar): string {
  if (isBytes(value)) return 'an octet string';
  if (isReference(value)) return 'a reference';
  return typeof value === 'boolean' ? 'a boolean' : typeof value === 'string' ? 'a text' : 'an integer';
}
