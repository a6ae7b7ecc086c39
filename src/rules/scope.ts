import type { AttributeSchema, Syntax } from '../model/schema.ts';
import type { Scope, ScopeClause, ScopeOperator } from '../model/rule-set.ts';
import { findAttribute } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { dnProblem } from './dn-syntax.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, itemsOf } from './tree.ts';
import type { Entry, ScalarNode, YamlNode } from './tree.ts';
import { typedValue } from './typed-value.ts';

type Comparand = ScopeClause['comparands'][number];

/** Scopes of source objects may ask for groups; those of metaverse objects may not. */
export interface ScopeAttributes {
  readonly attributes: AttributeNames;
  readonly ofSource: boolean;
}

/** The groups of clauses that a `scope` says; none when it is absent. */
export function compileScope(node: YamlNode | undefined, of: ScopeAttributes, report: Report): Scope {
  const all = at(node, 'all');
  const groups = all === undefined ? itemsOf(at(node, 'any')).flatMap((group) => at(group, 'all') ?? []) : [all];
  const compiled = groups.map((group) => itemsOf(group).flatMap((clause) => compileClause(clause, of, report)));
  // A group without clauses accepts everything, and so does the whole scope then.
  return compiled.some((group) => group.length === 0) ? [] : compiled;
}

function compileClause(node: YamlNode, of: ScopeAttributes, report: Report): readonly ScopeClause[] {
  return entriesOf(node).flatMap((entry) => {
    if (entry.value.kind === 'scalar') return membershipClause(entry, entry.value, of, report);
    const schema = findAttribute(of.attributes, entry.key, entry.keyRange, report);
    if (schema === undefined) return [];
    return entriesOf(entry.value).flatMap((comparison) => comparisonClause(entry, schema, comparison, report) ?? []);
  });
}

/** `memberOf: DN`: the only clause without an operator. */
function membershipClause(
  entry: Entry,
  value: ScalarNode,
  of: ScopeAttributes,
  report: Report,
): readonly ScopeClause[] {
  if (!of.ofSource) {
    report('CFG063', entry.keyRange, `${entry.key} asks for groups of a directory.`);
    return [];
  }
  const problem = dnProblem(value.text);
  if (problem !== undefined) {
    report('CFG050', value.range, problem);
    return [];
  }
  const operator = entry.key === 'notMemberOf' ? 'notMemberOf' : 'memberOf';
  return [{ attribute: 'memberOf', operator, comparands: [value.text], source: entry.keyRange }];
}

function comparisonClause(
  attribute: Entry,
  schema: AttributeSchema,
  comparison: Entry,
  report: Report,
): ScopeClause | undefined {
  const operator = comparison.key as ScopeOperator;
  if (!syntaxesOf[operator].includes(schema.syntax)) {
    report(
      'CFG043',
      comparison.keyRange,
      `${operator} does not go with ${attribute.key}, which holds ${inWords(schema.syntax)}.`,
    );
    return undefined;
  }
  const comparands = comparandsOf(comparison.value, operator, schema, report);
  return { attribute: attribute.key, operator, comparands, source: attribute.keyRange };
}

function comparandsOf(
  node: YamlNode,
  operator: ScopeOperator,
  schema: AttributeSchema,
  report: Report,
): readonly Comparand[] {
  if (operator === 'isNull' || operator === 'isNotNull') return [];
  const scalars = node.kind === 'list' ? node.items : [node];
  return scalars.flatMap((scalar) => {
    if (scalar.kind !== 'scalar') return [];
    if (PARAMETER.test(scalar.text) && !CONNECTOR.test(scalar.text)) {
      report('CFG022', scalar.range, `The parameter ${scalar.text} can be used in expressions only.`);
      return [];
    }
    // A part of a DN is no DN: texts are compared with texts then.
    const partial = schema.syntax === 'reference' && isTextOperator(operator);
    return typedValue(scalar, partial ? { ...schema, syntax: 'string' } : schema, report) ?? [];
  });
}

const PARAMETER = /^%[A-Za-z.]+%$/;

/** Known of every object, so that a scope can always be asked. */
const CONNECTOR = /^%Connector\.(?:ID|Name)%$/;

/** The syntaxes that an operator goes with; `memberOf` stands without an attribute. */
const syntaxesOf: Readonly<Record<ScopeOperator, readonly Syntax[]>> = {
  isNull: ['string', 'integer', 'boolean', 'binary', 'reference', 'time'],
  isNotNull: ['string', 'integer', 'boolean', 'binary', 'reference', 'time'],
  equal: ['string', 'integer', 'boolean', 'reference', 'time'],
  notEqual: ['string', 'integer', 'boolean', 'reference', 'time'],
  in: ['string', 'integer', 'boolean', 'reference', 'time'],
  notIn: ['string', 'integer', 'boolean', 'reference', 'time'],
  lessThan: ['string', 'integer', 'time'],
  lessThanOrEqual: ['string', 'integer', 'time'],
  greaterThan: ['string', 'integer', 'time'],
  greaterThanOrEqual: ['string', 'integer', 'time'],
  contains: ['string', 'reference'],
  notContains: ['string', 'reference'],
  startsWith: ['string', 'reference'],
  notStartsWith: ['string', 'reference'],
  endsWith: ['string', 'reference'],
  notEndsWith: ['string', 'reference'],
  bitSet: ['integer'],
  bitNotSet: ['integer'],
  memberOf: [],
  notMemberOf: [],
};

function isTextOperator(operator: ScopeOperator): boolean {
  return /contains|startsWith|endsWith/i.test(operator);
}

/** What an attribute holds, for people. */
export function inWords(syntax: Syntax): string {
  switch (syntax) {
    case 'string':
      return 'texts';
    case 'integer':
      return 'whole numbers';
    case 'boolean':
      return 'true or false';
    case 'binary':
      return 'bytes';
    case 'reference':
      return 'references';
    case 'time':
      return 'times';
  }
}
