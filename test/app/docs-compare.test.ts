import { describe, expect, test } from 'vitest';
import { filterDifferences, ruleDifferences } from '../../src/app/docs/compare.ts';
import type { Rule } from '../../src/model/rule-set.ts';
import { direct, equal, expression, filter, flow, rule } from '../render/documentations.ts';

describe('two rules of one name', () => {
  const first: Rule = rule('names', {
    scope: [[equal('c', 'NO')]],
    join: [[{ from: 'mail', to: 'mail', caseSensitive: false }]],
    flows: [flow('displayName', expression('[cn]', 'cn')), flow('mail', direct('mail'))],
  }).rule;

  test.each<readonly [string, Partial<Rule>]>([
    ['description', { description: 'x' }],
    ['precedence', { precedence: 11 }],
    ['connectors', { connectors: ['lab'] }],
    ['target', { targetType: 'group' }],
    ['link', { link: 'provision' }],
    ['an attribute of the scope', { scope: [[equal('co', 'NO')]] }],
    ['a value of the scope', { scope: [[equal('c', 'SE')]] }],
    ['the type of a value', { scope: [[{ ...equal('c', ''), comparands: [1n] }]] }],
    ['groups of the scope', { scope: [[equal('c', 'NO')], [equal('c', 'NO')]] }],
    ['join', { join: [[{ from: 'mail', to: 'mail', caseSensitive: true }]] }],
    ['a flow', { flows: [flow('displayName', direct('cn')), flow('mail', direct('mail'))] }],
    ['a flow less', { flows: [flow('displayName', expression('[cn]', 'cn'))] }],
    ['a constant for an attribute', { flows: [first.flows[0]!, flow('mail', { kind: 'constant', value: 'mail' })] }],
    ['applyOnce', { flows: [first.flows[0]!, flow('mail', direct('mail'), { applyOnce: true })] }],
    ['merge', { flows: [first.flows[0]!, flow('mail', direct('mail'), { merge: 'merge' })] }],
  ])('differ by %s', (_what, more) => {
    const [was, is] = [rule('names', first), rule('names', { ...first, ...more })];
    expect(ruleDifferences([was], [is])).toEqual([{ name: 'names', before: was, after: is }]);
    expect(ruleDifferences([is], [is])).toEqual([]);
  });

  test('differ by the source types that they handle', () => {
    expect(ruleDifferences([rule('names', first)], [rule('names', first, ['user', 'contact'])])).toHaveLength(1);
  });

  test('do not differ by the number of a flow or its place', () => {
    const moved = first.flows.map((one) => ({ ...one, number: 99, source: { ...one.source, start: 1 } }));
    expect(ruleDifferences([rule('names', first)], [rule('names', { ...first, flows: moved })])).toEqual([]);
  });

  test('come by precedence, gone ones where they were', () => {
    const [a, b, c] = [rule('a', { precedence: 1 }), rule('b', { precedence: 2 }), rule('c', { precedence: 3 })];
    expect(ruleDifferences([b], [a, c]).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});

describe('two filters of one name', () => {
  const staff = filter('staff', 'OU=Staff,DC=corp');

  test.each([
    ['connectors', { ...staff, connectors: ['lab'] }],
    ['containers', filter('staff', 'OU=Other,DC=corp')],
    ['what is excluded', { ...staff, containers: staff.containers.map((one) => ({ ...one, include: false })) }],
    ['clauses', { ...staff, objects: new Map([['user', [[equal('c', 'NO')]]]]) }],
    ['a type that all pass', { ...staff, objects: new Map([['user', []]]) }],
  ])('differ by %s', (_what, is) => {
    expect(filterDifferences([staff], [is])).toEqual([{ name: 'staff', before: staff, after: is }]);
  });

  test('do not differ by how a container is written', () => {
    expect(filterDifferences([staff], [filter('staff', 'ou=staff, dc=CORP')])).toEqual([]);
  });
});
