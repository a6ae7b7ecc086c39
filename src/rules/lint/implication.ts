import { foldCase } from '../../kernel/text.ts';
import { dnKey } from '../../model/dn.ts';
import type { ScopeClause } from '../../model/rule-set.ts';
import type { AttributeSchema } from '../../model/schema.ts';
import { deniedBy, valueTest } from '../../model/scope-test.ts';
import type { PositiveOperator } from '../../model/scope-test.ts';
import type { Scalar } from '../../model/value.ts';

type Comparand = ScopeClause['comparands'][number];

/** A clause that says something of one value: what a negative one denies, or what a positive one asks for. */
interface Claim {
  readonly operator: PositiveOperator;
  readonly comparands: readonly Comparand[];
}

/** Does every object for which the first clause holds satisfy the second? Says yes only when that is certain. */
export function implies(a: ScopeClause, b: ScopeClause, schema: AttributeSchema | undefined): boolean {
  if (isMembership(a) || isMembership(b)) return membershipImplies(a, b);
  if (a.attribute !== b.attribute || isOpaque(a) || isOpaque(b)) return false;
  if (a.operator === 'isNull') return b.operator === 'isNull' || deniedBy(b.operator) !== undefined;
  if (b.operator === 'isNull') return false;
  const denied = { a: deniedBy(a.operator), b: deniedBy(b.operator) };
  if (a.operator === 'isNotNull' || b.operator === 'isNotNull')
    return b.operator === 'isNotNull' && denied.a === undefined;
  // Nothing of what is denied can be there: what implies it cannot be there, either.
  if (denied.a !== undefined) {
    return denied.b !== undefined && claimImplies({ ...b, operator: denied.b }, { ...a, operator: denied.a }, schema);
  }
  const claim = claimOf(a);
  if (denied.b === undefined) return claimImplies(claim, claimOf(b), schema);
  return schema?.multiValued === false && claimsExclude(claim, { ...b, operator: denied.b }, schema);
}

/** Can no object satisfy both clauses? Says yes only when that is certain. */
export function excludes(a: ScopeClause, b: ScopeClause, schema: AttributeSchema | undefined): boolean {
  return excludesInOrder(a, b, schema) || excludesInOrder(b, a, schema);
}

function excludesInOrder(a: ScopeClause, b: ScopeClause, schema: AttributeSchema | undefined): boolean {
  if (a.operator === 'memberOf' && b.operator === 'notMemberOf') return subset(a.comparands, b.comparands, 'reference');
  if (isMembership(a) || isMembership(b) || a.attribute !== b.attribute || isOpaque(a) || isOpaque(b)) return false;
  if (a.operator === 'isNull') return b.operator !== 'isNull' && deniedBy(b.operator) === undefined;
  if (a.operator === 'isNotNull' || b.operator === 'isNotNull' || b.operator === 'isNull') return false;
  if (deniedBy(a.operator) !== undefined) return false;
  const denied = deniedBy(b.operator);
  if (denied !== undefined) return claimImplies(claimOf(a), { ...b, operator: denied }, schema);
  return schema?.multiValued === false && claimsExclude(claimOf(a), claimOf(b), schema);
}

/** `%Connector.Name%` is another text for each connector. */
export function isOpaque({ comparands }: ScopeClause): boolean {
  return comparands.some((one) => typeof one === 'string' && /^%[A-Za-z.]+%$/.test(one));
}

function claimOf({ operator, comparands }: ScopeClause): Claim {
  return { operator: operator as PositiveOperator, comparands };
}

export function isMembership({ operator }: ScopeClause): boolean {
  return operator === 'memberOf' || operator === 'notMemberOf';
}

function membershipImplies(a: ScopeClause, b: ScopeClause): boolean {
  if (a.operator !== b.operator) return false;
  return a.operator === 'memberOf'
    ? subset(a.comparands, b.comparands, 'reference')
    : subset(b.comparands, a.comparands, 'reference');
}

/** One value that satisfies the first satisfies the second. */
function claimImplies(a: Claim, b: Claim, schema: AttributeSchema | undefined): boolean {
  if (isFinite(a)) {
    const accepts = valueTest(b.operator, b);
    return a.comparands.length > 0 && a.comparands.every((one) => accepts(scalarOf(one, schema)));
  }
  const [x] = a.comparands;
  const [y] = b.comparands;
  if (x === undefined || y === undefined) return false;
  if (a.operator === 'bitSet') return b.operator === 'bitSet' && isSubmask(x, y);
  const range = rangeOf(a);
  if (range !== undefined) return rangeImplies(range, rangeOf(b), schema);
  const text = foldCase(String(x));
  const other = foldCase(String(y));
  switch (b.operator) {
    case 'contains':
      return text.includes(other);
    case 'startsWith':
      return a.operator === 'startsWith' && text.startsWith(other);
    case 'endsWith':
      return a.operator === 'endsWith' && text.endsWith(other);
    default:
      return false;
  }
}

/** No one value satisfies both. */
function claimsExclude(a: Claim, b: Claim, schema: AttributeSchema | undefined): boolean {
  if (isFinite(a)) {
    const accepts = valueTest(b.operator, b);
    return a.comparands.length > 0 && !a.comparands.some((one) => accepts(scalarOf(one, schema)));
  }
  if (isFinite(b)) return claimsExclude(b, a, schema);
  const ranges = [rangeOf(a), rangeOf(b)] as const;
  if (ranges[0] !== undefined && ranges[1] !== undefined) return rangesExclude(ranges[0], ranges[1], schema);
  if (a.operator !== b.operator) return false;
  const x = foldCase(String(a.comparands[0] ?? ''));
  const y = foldCase(String(b.comparands[0] ?? ''));
  if (a.operator === 'startsWith') return !x.startsWith(y) && !y.startsWith(x);
  return a.operator === 'endsWith' && !x.endsWith(y) && !y.endsWith(x);
}

function isFinite({ operator }: Claim): boolean {
  return operator === 'equal' || operator === 'in';
}

/** A comparand as a value that an object could hold. */
function scalarOf(comparand: Comparand, schema: AttributeSchema | undefined): Scalar {
  return schema?.syntax === 'reference' ? { dn: String(comparand) } : comparand;
}

interface Range {
  readonly side: 'above' | 'below';
  readonly bound: Comparand;
  readonly inclusive: boolean;
}

function rangeOf({ operator, comparands: [bound] }: Claim): Range | undefined {
  if (bound === undefined) return undefined;
  switch (operator) {
    case 'lessThan':
      return { side: 'below', bound, inclusive: false };
    case 'lessThanOrEqual':
      return { side: 'below', bound, inclusive: true };
    case 'greaterThan':
      return { side: 'above', bound, inclusive: false };
    case 'greaterThanOrEqual':
      return { side: 'above', bound, inclusive: true };
    default:
      return undefined;
  }
}

function rangeImplies(a: Range, b: Range | undefined, schema: AttributeSchema | undefined): boolean {
  if (a.side !== b?.side) return false;
  const [x, y] = [inclusive(a, schema), inclusive(b, schema)];
  const distance = compare(x.bound, y.bound) * (a.side === 'below' ? 1 : -1);
  return distance < 0 || (distance === 0 && (y.inclusive || !x.inclusive));
}

function rangesExclude(a: Range, b: Range, schema: AttributeSchema | undefined): boolean {
  if (a.side === b.side) return false;
  const [above, below] = a.side === 'above' ? [a, b] : [b, a];
  const [low, high] = [inclusive(above, schema), inclusive(below, schema)];
  const distance = compare(low.bound, high.bound);
  return distance > 0 || (distance === 0 && !(low.inclusive && high.inclusive));
}

/** Between two whole numbers there is none: above 5 is 6 and more. */
function inclusive(range: Range, schema: AttributeSchema | undefined): Range {
  const { bound } = range;
  if (range.inclusive || schema?.syntax !== 'integer' || (typeof bound !== 'number' && typeof bound !== 'bigint'))
    return range;
  const step = range.side === 'above' ? 1n : -1n;
  if (typeof bound === 'number' && !Number.isSafeInteger(bound)) return range;
  return { ...range, bound: BigInt(bound) + step, inclusive: true };
}

/** Numbers as numbers, everything else by folded text: as scopes compare. */
function compare(a: Comparand, b: Comparand): number {
  const [x, y] = isNumber(a) && isNumber(b) ? [a, b] : [foldCase(String(a)), foldCase(String(b))];
  return x < y ? -1 : x > y ? 1 : 0;
}

function isNumber(comparand: Comparand): comparand is number | bigint {
  return typeof comparand === 'number' || typeof comparand === 'bigint';
}

function isSubmask(some: Comparand, all: Comparand): boolean {
  if (!isWhole(some) || !isWhole(all)) return false;
  return (BigInt.asUintN(64, BigInt(some)) & ~BigInt.asUintN(64, BigInt(all))) === 0n;
}

/** A mask without bits: no value has one of them. */
export function isEmptyMask({ operator, comparands: [mask] }: ScopeClause): boolean {
  return operator === 'bitSet' && mask !== undefined && isWhole(mask) && BigInt.asUintN(64, BigInt(mask)) === 0n;
}

function isWhole(comparand: Comparand): comparand is number | bigint {
  return typeof comparand === 'bigint' || (typeof comparand === 'number' && Number.isInteger(comparand));
}

function subset(some: readonly Comparand[], all: readonly Comparand[], syntax: 'reference' | 'text'): boolean {
  const keyOf = (one: Comparand): string => (syntax === 'reference' ? dnKey(String(one)) : foldCase(String(one)));
  const keys = new Set(all.map(keyOf));
  return some.every((one) => keys.has(keyOf(one)));
}
