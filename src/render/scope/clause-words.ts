import { assertNever } from '../../kernel/invariant.ts';
import type { Scope, ScopeClause } from '../../model/rule-set.ts';
import { brief, quoted } from '../escape.ts';

/** A scope after the word for its objects: `whose employeeType is Employee or Contractor`; empty for every object. */
export function scopeWords(scope: Scope): string {
  return scope.map((group) => group.map(clauseWords).join(' and ')).join('; or those ');
}

/** One clause as a relative clause. What negative operators do with absent attributes is said, since it surprises. */
export function clauseWords(clause: ScopeClause): string {
  const { operator } = clause;
  const name = brief(clause.attribute);
  const [first = ''] = clause.comparands.map(valueWords);
  switch (operator) {
    case 'equal':
    case 'in':
      return `whose ${name} is ${alternatives(clause)}`;
    case 'notEqual':
    case 'notIn':
      return `whose ${name} is not ${alternatives(clause)}`;
    case 'lessThan':
      return `whose ${name} is less than ${first}`;
    case 'lessThanOrEqual':
      return `whose ${name} is at most ${first}`;
    case 'greaterThan':
      return `whose ${name} is greater than ${first}`;
    case 'greaterThanOrEqual':
      return `whose ${name} is at least ${first}`;
    case 'contains':
      return `whose ${name} contains ${first}`;
    case 'notContains':
      return `whose ${name} does not contain ${first}`;
    case 'startsWith':
      return `whose ${name} begins with ${first}`;
    case 'notStartsWith':
      return `whose ${name} does not begin with ${first}`;
    case 'endsWith':
      return `whose ${name} ends with ${first}`;
    case 'notEndsWith':
      return `whose ${name} does not end with ${first}`;
    case 'isNull':
      return `whose ${name} is absent`;
    case 'isNotNull':
      return `whose ${name} is present`;
    case 'bitSet':
      return `whose ${name} has ${bits(clause, 'one of the bits')}`;
    case 'bitNotSet':
      return `whose ${name} does not have ${bits(clause, 'any of the bits')}`;
    case 'memberOf':
      return `that are members of ${alternatives(clause)}`;
    case 'notMemberOf':
      return `that are not members of ${alternatives(clause)}`;
    default:
      return assertNever(operator);
  }
}

function alternatives({ comparands }: ScopeClause): string {
  return listWords(comparands.map(valueWords), 'or');
}

/** `a, b or c`. */
export function listWords(words: readonly string[], last: 'and' | 'or'): string {
  const [only = ''] = words;
  return words.length < 2 ? only : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

function valueWords(value: ScopeClause['comparands'][number]): string {
  if (typeof value !== 'string') return String(value);
  // Bare only what cannot run into the words around it.
  return /^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u.test(value) ? brief(value) : quoted(value);
}

/** A mask is the sum of bits: those that it is made of say more. */
function bits({ comparands: [mask] }: ScopeClause, several: string): string {
  const isWhole = typeof mask === 'bigint' || (typeof mask === 'number' && Number.isInteger(mask));
  const whole = isWhole ? BigInt.asUintN(64, BigInt(mask)) : 0n;
  const set = Array.from({ length: 64 }, (_, place) => 1n << BigInt(place)).filter((bit) => (whole & bit) !== 0n);
  if (set.length === 1) return `the bit ${String(set[0])}`;
  const shown = set.length === 0 || set.length > 6 ? String(mask) : set.map(String).join(', ');
  return `${several} ${shown}`;
}
