import { foldCase } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { DnKey } from '../model/dn.ts';
import { assertNever } from '../kernel/invariant.ts';
import type { Rule, Scope, ScopeClause } from '../model/rule-set.ts';
import { isBytes, isReference, valuesOf } from '../model/value.ts';
import type { AttributeReader, Scalar } from '../model/value.ts';

/**
 * Is the object (by its own key) a direct member of the group with this DN, in the same connector space? undefined when
 * there is no such group: renamed, moved or hidden.
 */
export type MemberTest = (groupDn: string) => boolean | undefined;

/** A clause asks for a group that is not in sight: who is a member cannot be told, and nobody is to lose by it. */
export class GroupOutOfSight extends Error {
  override readonly name = 'GroupOutOfSight';
  readonly clause: ScopeClause;

  constructor(clause: ScopeClause, dn: string) {
    super(`the group ${dn} is not in sight`);
    this.clause = clause;
  }
}

/** What `%Connector.ID%` and `%Connector.Name%` stand for in comparands: the connector's name, known by no other. */
const CONNECTOR: ReadonlySet<unknown> = new Set(['%Connector.ID%', '%Connector.Name%']);

/** A rule as it is asked about objects of a connector. */
export function ofConnector(rule: Rule, connector: string): Rule {
  const scope = scopeOfConnector(rule.scope, connector);
  return scope === rule.scope ? rule : { ...rule, scope };
}

/** A scope with the name of the connector where it asks for it. */
export function scopeOfConnector(scope: Scope, connector: string): Scope {
  if (!scope.flat().some(({ comparands }) => comparands.some((one) => CONNECTOR.has(one)))) return scope;
  const named = (one: ScopeClause['comparands'][number]) => (CONNECTOR.has(one) ? connector : one);
  return scope.map((clauses) => clauses.map((clause) => ({ ...clause, comparands: clause.comparands.map(named) })));
}

export type ScopeTest = (attributes: AttributeReader, memberOf: MemberTest) => boolean;

/** Prepares a scope once: groups are alternatives, the clauses of a group must all hold, no group accepts all. */
export function compileScope(scope: Scope): ScopeTest {
  if (scope.length === 0) return () => true;
  const groups = scope.map((clauses) => clauses.map(compileClause));
  return (attributes, memberOf) => groups.some((clauses) => clauses.every((clause) => clause(attributes, memberOf)));
}

/** The first clause of every group that refuses the object: why it is out of scope, for people. */
export function refusingClauses(
  scope: Scope,
  attributes: AttributeReader,
  memberOf: MemberTest,
): readonly ScopeClause[] {
  return scope.flatMap((clauses) => {
    const refusing = clauses.find((clause) => !clauseHolds(clause, attributes, memberOf));
    return refusing === undefined ? [] : [refusing];
  });
}

/** Asks one clause about one object. Throws {@link GroupOutOfSight}. */
export function clauseHolds(clause: ScopeClause, attributes: AttributeReader, memberOf: MemberTest): boolean {
  return compileClause(clause)(attributes, memberOf);
}

/**
 * One clause as a test. An absent attribute fails every positive operator and passes every negative one, as
 * Connect's own rules rely on (`isCriticalSystemObject NOTEQUAL TRUE` accepts objects without it).
 */
function compileClause(clause: ScopeClause): ScopeTest {
  const { attribute, operator } = clause;
  const comparands = clause.comparands.map(comparandOf);
  const [first] = comparands;
  const some =
    (test: (value: Scalar) => boolean): ScopeTest =>
    (attributes) =>
      valuesOf(attributes.get(attribute)).some(test);
  const none =
    (test: (value: Scalar) => boolean): ScopeTest =>
    (attributes) =>
      !valuesOf(attributes.get(attribute)).some(test);

  switch (operator) {
    case 'equal':
    case 'in':
      return some((value) => comparands.some((comparand) => equals(value, comparand)));
    case 'notEqual':
    case 'notIn':
      return none((value) => comparands.some((comparand) => equals(value, comparand)));
    case 'lessThan':
      return some((value) => order(value, first) < 0);
    case 'lessThanOrEqual':
      return some((value) => order(value, first) <= 0);
    case 'greaterThan':
      return some((value) => order(value, first) > 0);
    case 'greaterThanOrEqual':
      return some((value) => order(value, first) >= 0);
    case 'contains':
      return some((value) => textOf(value).includes(first?.text ?? ''));
    case 'notContains':
      return none((value) => textOf(value).includes(first?.text ?? ''));
    case 'startsWith':
      return some((value) => textOf(value).startsWith(first?.text ?? ''));
    case 'notStartsWith':
      return none((value) => textOf(value).startsWith(first?.text ?? ''));
    case 'endsWith':
      return some((value) => textOf(value).endsWith(first?.text ?? ''));
    case 'notEndsWith':
      return none((value) => textOf(value).endsWith(first?.text ?? ''));
    case 'isNull':
      return (attributes) => !attributes.has(attribute);
    case 'isNotNull':
      return (attributes) => attributes.has(attribute);
    case 'bitSet':
      return some((value) => hasBits(value, first));
    case 'bitNotSet':
      return none((value) => hasBits(value, first));
    case 'memberOf':
      return (_attributes, memberOf) => clause.comparands.some((dn) => isMember(clause, String(dn), memberOf));
    case 'notMemberOf':
      return (_attributes, memberOf) => !clause.comparands.some((dn) => isMember(clause, String(dn), memberOf));
    default:
      return assertNever(operator);
  }
}

function isMember(clause: ScopeClause, groupDn: string, memberOf: MemberTest): boolean {
  const member = memberOf(groupDn);
  if (member === undefined) throw new GroupOutOfSight(clause, groupDn);
  return member;
}

interface Comparand {
  readonly text: string;
  /** Set when the comparand is a number, so that numbers are compared as numbers (9 < 50000). */
  readonly number: number | bigint | undefined;
  /** What the comparand is as a DN. */
  readonly dn: DnKey;
}

function comparandOf(comparand: string | number | bigint | boolean): Comparand {
  const number = typeof comparand === 'number' || typeof comparand === 'bigint' ? comparand : undefined;
  const text = String(comparand);
  return { text: foldCase(text), number, dn: dnKey(text) };
}

function equals(value: Scalar, comparand: Comparand): boolean {
  if (isReference(value)) return dnKey(value.dn) === comparand.dn;
  if ((typeof value === 'number' || typeof value === 'bigint') && comparand.number !== undefined) {
    return value <= comparand.number && value >= comparand.number;
  }
  return textOf(value) === comparand.text;
}

/** Numeric when both are numbers, else by folded text; NaN (all comparisons false) without a comparand. */
function order(value: Scalar, comparand: Comparand | undefined): number {
  if (comparand === undefined) return Number.NaN;
  if ((typeof value === 'number' || typeof value === 'bigint') && comparand.number !== undefined) {
    return value < comparand.number ? -1 : value > comparand.number ? 1 : Number.isNaN(value) ? Number.NaN : 0;
  }
  const text = textOf(value);
  return text < comparand.text ? -1 : text > comparand.text ? 1 : 0;
}

/** Any bit of the mask, in 64-bit two's complement: groupType is a negative number. */
function hasBits(value: Scalar, mask: Comparand | undefined): boolean {
  const bits = integerOf(value);
  const masked = mask?.number === undefined ? undefined : integerOf(mask.number);
  return bits !== undefined && masked !== undefined && BigInt.asUintN(64, bits & masked) !== 0n;
}

function integerOf(value: Scalar): bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  return typeof value === 'bigint' ? value : undefined;
}

/** The folded text that scope operators see: booleans as true/false, bytes as hexadecimal, references as DN. */
function textOf(value: Scalar): string {
  if (typeof value === 'string') return foldCase(value);
  if (isBytes(value)) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (isReference(value)) return foldCase(value.dn);
  return String(value);
}
