import { expect, test } from 'vitest';
import type { ScopeClause, ScopeOperator } from '../../src/model/rule-set.ts';
import type { Value } from '../../src/model/value.ts';
import { compileScope, GroupOutOfSight, refusingClauses } from '../../src/sync/scope.ts';
import type { MemberTest } from '../../src/sync/scope.ts';

const source = { source: { path: 'rules.yaml', text: '' }, start: 0, end: 0 };

function clause(operator: ScopeOperator, ...comparands: ScopeClause['comparands']): ScopeClause {
  return { attribute: 'a', operator, comparands, source };
}

const nobody: MemberTest = () => false;

function holds(one: ScopeClause, value: Value | undefined, memberOf = nobody): boolean {
  return compileScope([[one]])(new Map(value === undefined ? [] : [['a', value]]), memberOf);
}

const BIG = 9_007_199_254_740_993n;
const SECOND_BYTES = Uint8Array.from([0xab, 0x01]);

/** What every operator says of every kind of value, and of its absence. */
const table: Readonly<
  Record<
    Exclude<ScopeOperator, 'memberOf' | 'notMemberOf'>,
    readonly (readonly [comparands: ScopeClause['comparands'], value: Value | undefined, holds: boolean])[]
  >
> = {
  equal: [
    [['Ada'], undefined, false],
    [['Ada'], 'ADA', true],
    [['Ada'], 'Ada ', false],
    [['É'], 'e\u0301', true],
    [[5], 5, true],
    [[5], 5n, true],
    [[5], 5.5, false],
    [[BIG], BIG, true],
    [[BIG], BIG - 1n, false],
    [[0], Number.NaN, false],
    [['0123'], 123, false],
    [[true], true, true],
    [['TRUE'], true, true],
    [[true], 'True', true],
    [[true], false, false],
    [['b'], ['a', 'B'], true],
    [['c'], ['a', 'b'], false],
    [['ab01'], SECOND_BYTES, true],
    [['CN=Ada\\, B,DC=x'], { dn: 'cn=ada\\2C b,dc=X' }, true],
    [['CN=Ada,DC=x'], { dn: 'CN=Ada,DC=y' }, false],
  ],
  notEqual: [
    [['Ada'], undefined, true],
    [[true], undefined, true],
    [['Ada'], 'ADA', false],
    [['Ada'], 'Bob', true],
    [[5], 5n, false],
    [[5], 6, true],
    [[true], true, false],
    [['b'], ['a', 'B'], false],
    [['c'], ['a', 'b'], true],
    [['CN=Ada,DC=x'], { dn: 'cn=ADA , dc=x' }, false],
  ],
  lessThan: [
    [[50_000], undefined, false],
    [[50_000], 9, true],
    [[50_000], 50_000, false],
    [[BIG], BIG - 1n, true],
    [[5], Number.NaN, false],
    [['b'], 'A', true],
    [['b'], 'B', false],
    [[5], [9, 3], true],
    [[50], 9n, true],
    [[10], '9', false],
    [['5'], 10, true],
    [['5'], 10n, true],
  ],
  lessThanOrEqual: [
    [[5], undefined, false],
    [[5], 5n, true],
    [[5], 6, false],
    [[5], Number.NaN, false],
    [['b'], 'B', true],
  ],
  greaterThan: [
    [[5], undefined, false],
    [[5], 50_000, true],
    [[5], 5, false],
    [[BIG - 1n], BIG, true],
    [['a'], 'B', true],
  ],
  greaterThanOrEqual: [
    [[5], undefined, false],
    [[5], 5, true],
    [[5], 4n, false],
    [[5], 6, true],
    [[9], 10n, true],
    [['9'], 10, false],
    [[5], Number.NaN, false],
    [['b'], 'B', true],
  ],
  contains: [
    [['x'], undefined, false],
    [['DA'], 'ada', true],
    [['x'], 'ada', false],
    [['b0'], SECOND_BYTES, true],
    [['ou=staff'], { dn: 'CN=a,OU=Staff,DC=x' }, true],
    [['x'], ['a', 'axb'], true],
  ],
  notContains: [
    [['x'], undefined, true],
    [['DA'], 'ada', false],
    [['x'], ['a', 'axb'], false],
    [['x'], ['a', 'b'], true],
  ],
  startsWith: [
    [['User_'], undefined, false],
    [['User_'], 'user_1', true],
    [['User_'], 'a user_1', false],
    [['b'], ['a', 'B'], true],
  ],
  notStartsWith: [
    [['User_'], undefined, true],
    [['User_'], 'user_1', false],
    [['User_'], 'ada', true],
    [['b'], ['a', 'B'], false],
  ],
  endsWith: [
    [['DC=x'], undefined, false],
    [['DC=x'], { dn: 'CN=a,dc=X' }, true],
    [['b'], 'ab', true],
    [['b'], 'ba', false],
  ],
  notEndsWith: [
    [['b'], undefined, true],
    [['b'], 'AB', false],
    [['b'], 'ba', true],
  ],
  isNull: [
    [[], undefined, true],
    [[], '', false],
    [[], false, false],
    [[], 0, false],
    [[], ['a'], false],
  ],
  isNotNull: [
    [[], undefined, false],
    [[], false, true],
    [[], SECOND_BYTES, true],
  ],
  in: [
    [['a', 'b'], undefined, false],
    [['a', 'b'], 'B', true],
    [['a', 'b'], 'c', false],
    [[1, 2], 2n, true],
    [['a', 'b'], ['c', 'A'], true],
  ],
  notIn: [
    [['a', 'b'], undefined, true],
    [['a', 'b'], 'B', false],
    [['a', 'b'], 'c', true],
    [['a', 'b'], ['c', 'A'], false],
  ],
  bitSet: [
    [[2], undefined, false],
    [[2], 514, true],
    [[2], 512, false],
    [[-2_147_483_648], -2_147_483_646, true],
    [[0x8000_0000n], -2_147_483_646, true],
    [[1n << 40n], 1n << 40n, true],
    [[1n << 40n], 1, false],
    [[2], '514', false],
    [['two'], 514, false],
    [[2], Number.NaN, false],
    [[3], 1, true],
  ],
  bitNotSet: [
    [[2], undefined, true],
    [[2], 512, true],
    [[2], 514, false],
    [[3], 1, false],
  ],
};

test.each(
  Object.entries(table).flatMap(([operator, rows]) =>
    rows.map(([comparands, value, expected]) => ({ operator: operator as ScopeOperator, comparands, value, expected })),
  ),
)('%# $operator: $expected', ({ operator, comparands, value, expected }) => {
  expect(holds(clause(operator, ...comparands), value)).toBe(expected);
});

test('membership is asked of the source', () => {
  const memberOf: MemberTest = (dn) => (dn === 'CN=gone' ? undefined : dn === 'CN=staff');
  expect(holds(clause('memberOf', 'CN=staff'), undefined, memberOf)).toBe(true);
  expect(holds(clause('memberOf', 'CN=others'), undefined, memberOf)).toBe(false);
  expect(holds(clause('notMemberOf', 'CN=staff'), undefined, memberOf)).toBe(false);
  expect(holds(clause('notMemberOf', 'CN=others'), undefined, memberOf)).toBe(true);
  expect(holds(clause('memberOf', 'CN=others', 'CN=staff'), undefined, memberOf)).toBe(true);
  expect(holds(clause('notMemberOf', 'CN=others', 'CN=staff'), undefined, memberOf)).toBe(false);
});

test.each(['memberOf', 'notMemberOf'] as const)('%s of a group out of sight is neither true nor false', (operator) => {
  expect(() => holds(clause(operator, 'CN=gone'), undefined, () => undefined)).toThrow(GroupOutOfSight);
});

test('groups are alternatives, clauses of a group must all hold, no group accepts all', () => {
  const [yes, no] = [clause('isNull'), clause('isNotNull')];
  const scopes = [[], [[yes]], [[yes, no]], [[no], [yes]], [[no], [no, yes]]];
  expect(scopes.map((scope) => compileScope(scope)(new Map(), nobody))).toEqual([true, true, false, true, false]);
});

test('of every group the first clause that refuses is named', () => {
  const scope = [
    [clause('isNull'), clause('equal', 'x')],
    [clause('isNotNull'), clause('equal', 'y')],
  ];
  expect(refusingClauses(scope, new Map(), nobody)).toEqual([scope[0]![1], scope[1]![0]]);
  expect(refusingClauses([[clause('isNull')], ...scope], new Map(), nobody)).toEqual([scope[0]![1], scope[1]![0]]);
});
