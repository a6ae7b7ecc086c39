import type { Json } from '../../kernel/canonical-json.ts';
import type { AttributeSchema, Schema, Syntax } from '../../model/schema.ts';
import type { TenantType } from '../../model/tenant.ts';
import { textRules } from './text-rules.ts';

/**
 * What is wrong with a value that a rule gives, as a clause whose subject is the attribute ("is longer than 64
 * characters: 70"); undefined when the tenant would take it. null asks whether the attribute can be cleared.
 */
export function valueProblem(schemas: Schema, type: TenantType, attribute: string, value: Json): string | undefined {
  const schema = schemas.get(type)?.attributes.get(attribute);
  if (schema === undefined) return 'is no attribute that Lockstep knows';
  if (value === null) return schema.clearable ? undefined : 'cannot be cleared';
  if (!schema.multiValued) return scalarProblem(schema, attribute, value);
  return Array.isArray(value) ? listProblem(schema, attribute, value) : 'must be a list';
}

function listProblem(schema: AttributeSchema, attribute: string, values: readonly Json[]): string | undefined {
  if (schema.maxValues !== undefined && values.length > schema.maxValues) {
    return `has ${values.length} values, at most ${schema.maxValues} ${schema.maxValues === 1 ? 'is' : 'are'} taken`;
  }
  for (const value of values) {
    const problem = scalarProblem(schema, attribute, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function scalarProblem(schema: AttributeSchema, attribute: string, value: Json): string | undefined {
  // Beyond 2^53 the JSON of Graph's client keeps no digit apart from its neighbours, so such a number comes as text.
  if (schema.bits === 64 && typeof value === 'string') return `is beyond 2^53: ${value}`;
  if (!isOf(schema.syntax, value)) return `must be ${inWords[schema.syntax]}`;
  if (schema.bits === 32 && typeof value === 'number' && (value | 0) !== value) {
    return `does not fit into 32 bits: ${value}`;
  }
  if (typeof value !== 'string') return undefined;
  // An empty text is refused for most string properties; to clear one is to send null.
  if (value === '') return 'is an empty text';
  if (schema.syntax === 'binary') return octetsProblem(schema, value);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return `is longer than ${schema.maxLength} characters: ${value.length}`;
  }
  return textRules.get(attribute)?.(value);
}

function octetsProblem({ maxLength }: AttributeSchema, value: string): string | undefined {
  const octets = (value.replace(/=+$/, '').length * 6) >> 3;
  return maxLength !== undefined && octets > maxLength ? `is longer than ${maxLength} octets: ${octets}` : undefined;
}

const inWords: Readonly<Record<Syntax, string>> = {
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
  binary: 'Base64 text',
  reference: 'a reference',
  time: 'a time such as 2026-01-31T00:00:00Z',
};

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function isOf(syntax: Syntax, value: Json): boolean {
  switch (syntax) {
    case 'string':
    case 'binary':
    case 'reference':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'time':
      return typeof value === 'string' && TIME.test(value);
  }
}
