import { compileExpression } from '../../src/expression/index.ts';
import type { Compilation, Dialect, ExpressionEnvironment } from '../../src/expression/index.ts';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { EvaluationContext, FlowResult } from '../../src/model/rule-set.ts';
import { isMultiple } from '../../src/model/value.ts';
import type { Scalar, Value } from '../../src/model/value.ts';
import type { AttributeSchema, Syntax } from '../../src/model/schema.ts';

export type Given = Readonly<Record<string, Value | null>>;

/** Attributes that tests may read without giving them; all others are unknown. */
export const known: Readonly<Record<string, Syntax>> = {
  missing: 'string',
  missingNumber: 'integer',
  cn: 'string',
  sn: 'string',
  mail: 'string',
  givenName: 'string',
  description: 'string',
  proxyAddresses: 'string',
  otherMobile: 'string',
  employeeID: 'string',
  dn: 'string',
  userAccountControl: 'integer',
  groupType: 'integer',
  isCriticalSystemObject: 'boolean',
  objectGUID: 'binary',
  manager: 'reference',
  member: 'reference',
  whenCreated: 'time',
};

export const parameters = new Map([
  ['Domain.FQDN', 'corp.contoso.com'],
  ['Domain.Netbios', 'CORP'],
  ['Forest.LDAP', 'DC=corp,DC=contoso,DC=com'],
]);

/** 2026-01-15 12:00 UTC. */
export const asOf = Date.UTC(2026, 0, 15, 12);

export function environmentOf(
  types: Readonly<Record<string, Syntax>>,
  dialect: Dialect = 'connect',
): ExpressionEnvironment {
  const schemas = new Map(Object.entries(types).map(([name, syntax]) => [name, schemaOf(syntax)]));
  return {
    attribute: (name) => schemas.get(name),
    attributeNames: [...schemas.keys()],
    parameters: new Set(parameters.keys()),
    dialect,
  };
}

/** Compiles where the known attributes are known, and those of the object with the type of their value. */
export function compileFor(text: string, given: Given = {}, dialect: Dialect = 'connect'): Compilation {
  const types: Record<string, Syntax> = { ...known };
  for (const [name, value] of Object.entries(given)) {
    types[name] = value === null ? (types[name] ?? 'string') : syntaxOf(value);
  }
  return compileExpression(text, environmentOf(types, dialect));
}

/** What the expression flows for an object with these attributes. */
export function flow(
  text: string,
  given: Given = {},
  context: Partial<EvaluationContext> = {},
  dialect: Dialect = 'connect',
): FlowResult {
  const { expression, issues } = compileFor(text, given, dialect);
  if (expression === undefined)
    throw new Error(`${text}: ${issues.map((one) => `${one.code} ${one.detail}`).join('; ')}`);
  return expression.evaluate({ ...contextOf(given), ...context });
}

/** The value that flows, null for none, or the kind of a flow that is neither. */
export function valueOf(
  text: string,
  given: Given = {},
  context: Partial<EvaluationContext> = {},
  dialect: Dialect = 'connect',
): unknown {
  const result = flow(text, given, context, dialect);
  return result.kind === 'value' ? result.value : result.kind === 'null' ? null : result;
}

/** The part of the text that the evaluation stops at. */
export function stopsAt(text: string, given: Given = {}, dialect: Dialect = 'connect'): string {
  try {
    const result = flow(text, given, {}, dialect);
    throw new Error(`${text} gave ${result.kind}`);
  } catch (error) {
    if (error instanceof EvaluationError) return text.slice(error.start, error.end);
    throw error;
  }
}

/** Each issue as its code and the part of the text that it marks. */
export function issuesOf(text: string, given: Given = {}, dialect: Dialect = 'connect'): readonly string[] {
  return compileFor(text, given, dialect).issues.map((one) => `${one.code} ${text.slice(one.start, one.end)}`);
}

export function contextOf(given: Given): EvaluationContext {
  const attributes = new Map<string, Value>();
  for (const [name, value] of Object.entries(given)) if (value !== null) attributes.set(name, value);
  return { attributes, parameters, asOf, random: (length) => Uint8Array.from({ length }, (_, index) => index + 1) };
}

export function schemaOf(syntax: Syntax): AttributeSchema {
  return { syntax, multiValued: false, comparison: 'exact', write: 'never', clearable: false };
}

function syntaxOf(value: Value): Syntax {
  const scalar: Scalar | undefined = isMultiple(value) ? value[0] : value;
  if (typeof scalar === 'number' || typeof scalar === 'bigint') return 'integer';
  if (typeof scalar === 'boolean') return 'boolean';
  if (scalar instanceof Uint8Array) return 'binary';
  return typeof scalar === 'object' ? 'reference' : 'string';
}

/** An empty text never flows, so an example that shows one is compared with nothing. */
export function flowing(value: unknown): unknown {
  return value === '' ? null : value;
}
