import { foldCase } from '../kernel/text.ts';
import { dnKey } from './dn.ts';
import type { DnKey } from './dn.ts';
import type { ScopeClause, ScopeOperator } from './rule-set.ts';
import { isBytes, isReference } from './value.ts';
import type { Scalar } from './value.ts';

/** Operators that hold when no value satisfies the other; they hold where the attribute is absent. */
const positives = {
  notEqual: 'equal',
  notIn: 'in',
  notContains: 'contains',
  notStartsWith: 'startsWith',
  notEndsWith: 'endsWith',
  bitNotSet: 'bitSet',
} as const;

export type NegativeOperator = keyof typeof positives;

/** Operators that hold when one of the values satisfies them. */
export type PositiveOperator = Exclude<
  ScopeOperator,
  NegativeOperator | 'isNull' | 'isNotNull' | 'memberOf' | 'notMemberOf'
>;

/** The operator that a negative one denies; undefined when it denies none. */
export function deniedBy(operator: ScopeOperator): PositiveOperator | undefined {
  return operator in positives ? positives[operator as NegativeOperator] : undefined;
}

/** Does one value satisfy a positive operator? Comparands are prepared once. */
export function valueTest(
  operator: PositiveOperator,
  clause: Pick<ScopeClause, 'comparands'>,
): (value: Scalar) => boolean {
  const comparands = clause.comparands.map(comparandOf);
  const [first] = comparands;
  switch (operator) {
    case 'equal':
    case 'in':
      return (value) => comparands.some((comparand) => equals(value, comparand));
    case 'lessThan':
      return (value) => order(value, first) < 0;
    case 'lessThanOrEqual':
      return (value) => order(value, first) <= 0;
    case 'greaterThan':
      return (value) => order(value, first) > 0;
    case 'greaterThanOrEqual':
      return (value) => order(value, first) >= 0;
    case 'contains':
      return (value) => textOf(value).includes(first?.text ?? '');
    case 'startsWith':
      return (value) => textOf(value).startsWith(first?.text ?? '');
    case 'endsWith':
      return (value) => textOf(value).endsWith(first?.text ?? '');
    case 'bitSet':
      return (value) => hasBits(value, first);
  }
}

interface Comparand {
  readonly text: string;
  /** Set when the comparand is a number, so that numbers are compared as numbers (9 < 50000). */
  readonly number: number | bigint | undefined;
  /** What the comparand is as a DN. */
  readonly dn: DnKey;
}

function comparandOf(comparand: ScopeClause['comparands'][number]): Comparand {
  const number = typeof comparand === 'number' || typeof comparand === 'bigint' ? comparand : undefined;
  const text = String(comparand);
  return { text: foldCase(text), number, dn: dnKey(text) };
}
function equals(value: Scalar, comparand: Comparand): boolean {
  if (isReference(value)) return dnKey(value.dn) === comparand.dn;
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
