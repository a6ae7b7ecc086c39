import { assertNever } from '../kernel/invariant.ts';
import { compareText } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import { mapTogether } from './frame.ts';
import type { Run } from './frame.ts';
import { limitedText, int64 } from './limits.ts';
import type { BinaryOperator, Span } from './syntax.ts';
import { describeValue, isBytesValue, isFlowWord, isInstant, isReferenceValue, isSeveral, refuse } from './values.ts';
import type { Single } from './values.ts';

/** The operators whose both sides always run. */
export type EagerOperator = Exclude<BinaryOperator, '&&' | '||'>;

export type Operation = (left: Single, right: Single, at: Span) => Single;

/** Runs both sides and applies the operator, to each value where a side is a list. */
export function operate(operator: EagerOperator, left: Run, right: Run, at: Span): Run {
  const operation = operations[operator];
  return (frame) => {
    const first = left(frame);
    const second = right(frame);
    if (typeof first !== 'object' && typeof second !== 'object') return operation(first, second, at);
    if (isSeveral(first) || isSeveral(second)) {
      return mapTogether(frame, [first, second], ([a = null, b = null]) => operation(a, b, at), at);
    }
    return operation(first, second, at);
  };
}

export function negate(value: Single, at: Span): Single {
  return operations['-'](value === null ? null : 0, value, at);
}

const operations: Readonly<Record<EagerOperator, Operation>> = {
  '*': arithmetic(
    '*',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  '+': arithmetic(
    '+',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  '-': arithmetic(
    '-',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  '&': concatenate,
  '=': (left, right, at) => equal('=', left, right, at),
  '<>': (left, right, at) => !equal('<>', left, right, at),
  '<': ordering('<', (order) => order < 0),
  '<=': ordering('<=', (order) => order <= 0),
  '>': ordering('>', (order) => order > 0),
  '>=': ordering('>=', (order) => order >= 0),
};

function arithmetic(
  operator: string,
  narrow: (a: number, b: number) => number,
  wide: (a: bigint, b: bigint) => bigint,
): Operation {
  return (left, right, at) => {
    if (typeof left === 'number' && typeof right === 'number') {
      const result = narrow(left, right);
      // An integer product beyond 2^53 is rounded: compute it again without rounding. -0 is 0.
      return Number.isSafeInteger(result) ? result + 0 : int64(wide(BigInt(left), BigInt(right)), at);
    }
    if (left === null || right === null) return null;
    if (isNumber(left) && isNumber(right)) return int64(wide(BigInt(left), BigInt(right)), at);
    return refuse(`"${operator}" takes numbers, not ${describeValue(isNumber(left) ? right : left)}.`, at);
  };
}

function concatenate(left: Single, right: Single, at: Span): Single {
  if (typeof left === 'string' && typeof right === 'string') return limitedText(left + right, at);
  if (left === null) return joinable(right, at);
  if (right === null) return joinable(left, at);
  if (isBytesValue(left) && isBytesValue(right)) {
    const joined = new Uint8Array(left.length + right.length);
    joined.set(left);
    joined.set(right, left.length);
    return joined;
  }
  return refuse(
    `"&" joins two texts or two runs of bytes, not ${describeValue(left)} and ${describeValue(right)}.`,
    at,
  );
}

function joinable(value: Single, at: Span): Single {
  if (value === null || typeof value === 'string' || isBytesValue(value)) return value;
  return refuse(`"&" joins texts or bytes, not ${describeValue(value)}.`, at);
}

function equal(operator: string, left: Single, right: Single, at: Span): boolean {
  if (typeof left !== 'object' && typeof left === typeof right) return left === right;
  if (isFlowWord(left) || isFlowWord(right)) return differentTypes(operator, left, right, at);
  if (left === null || right === null) return left === right;
  if (isNumber(left) && isNumber(right)) return BigInt(left) === BigInt(right);
  if (isBytesValue(left) && isBytesValue(right)) return sameBytes(left, right);
  if (isReferenceValue(left) && isReferenceValue(right)) return dnKey(left.dn) === dnKey(right.dn);
  if (isInstant(left) && isInstant(right)) return left.filetime === right.filetime;
  return differentTypes(operator, left, right, at);
}

/** With null on a side nothing is less or greater. */
function ordering(operator: string, decide: (order: number) => boolean): Operation {
  return (left, right, at) => {
    if (typeof left === 'number' && typeof right === 'number') return decide(left - right);
    if (isFlowWord(left) || isFlowWord(right)) return differentTypes(operator, left, right, at);
    if (isNumber(left) && isNumber(right)) return decide(left < right ? -1 : left > right ? 1 : 0);
    if (typeof left === 'string' && typeof right === 'string') return decide(compareText(left, right));
    if (isInstant(left) && isInstant(right)) return decide(Number(left.filetime - right.filetime));
    const unordered = isOrdered(left) ? right : left;
    if (isOrdered(left) && isOrdered(right)) {
      return left === null || right === null ? false : differentTypes(operator, left, right, at);
    }
    return refuse(`"${operator}" has no meaning for ${describeValue(unordered)}.`, at);
  };
}

function isOrdered(value: Single): boolean {
  return value === null || typeof value === 'string' || isNumber(value) || isInstant(value);
}

function differentTypes(operator: string, left: Single, right: Single, at: Span): never {
  return refuse(`"${operator}" compares ${describeValue(left)} with ${describeValue(right)}.`, at);
}

function isNumber(value: Single): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** What a condition came to; null counts as False. */
export function truth(operator: string, value: Single, at: Span): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  return refuse(`"${operator}" takes a boolean, not ${describeValue(value)}.`, at);
}

export function isEager(operator: BinaryOperator): operator is EagerOperator {
  switch (operator) {
    case '&&':
    case '||':
      return false;
    case '*':
    case '+':
    case '-':
    case '&':
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return true;
    default:
      return assertNever(operator);
  }
}
