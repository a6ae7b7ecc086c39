import { describe, expect, test } from 'vitest';
import { operationView, planView } from '../../src/guard/plan-view.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Verdict } from '../../src/model/policy-rule.ts';
import { bodyOf, change, operations, removals } from '../guard/bodies.ts';
import { compiled, load, marked, placed, topology } from './workspace.ts';

function policy(rules: string): string {
  return `apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\nspec:\n  rules:\n${rules.replace(/^/gm, '    ')}\n`;
}

const rule = (deny: string, each = 'operation'): string => policy(`- name: r\n  each: ${each}\n  deny: '${deny}'`);

async function verdictOf(deny: string, operation: Operation): Promise<Verdict> {
  const [first] = (await compiled({ 'p.yaml': rule(deny) })).policy.rules;
  if (first?.each !== 'operation') throw new Error('no rule');
  return first.of(planView(bodyOf([operation])))(operationView(operation));
}

const [update] = operations('update', 1, { changes: [change('department', 'Digital', 'IT'), change('mail', null)] });
const [gone] = operations('delete', 1);
const [removal] = removals('g', 1);

const there = (operation: Operation | undefined): Operation => {
  if (operation === undefined) throw new Error('no operation');
  return operation;
};

describe('an expression is true of', () => {
  test.each<[deny: string, operation: Operation | undefined, denied: boolean]>([
    ['operation.kind == "update"', update, true],
    ['operation.kind == "update"', gone, false],
    ['operation.kind in ["delete", "leave"] && operation.object.type == "user"', gone, true],
    ['has(operation.changes.mail) && operation.changes.mail.after == null', update, true],
    ['has(operation.changes.mail) && operation.changes.mail.after == null', gone, false],
    ['operation.changes.exists(a, operation.changes[a].after == null)', update, true],
    ['operation.changes.all(a, operation.changes[a].after == null)', update, false],
    ['"department" in operation.changes', update, true],
    ['has(operation.changes.department) && operation.changes.department.before == "IT"', update, true],
    ['has(operation.changes.department) && operation.changes["department"].after.startsWith("Dig")', update, true],
    ['size(operation.changes) == 2', update, true],
    ['"DELETES_USER" in operation.hazards', gone, false],
    ['size(operation.hazards) == 0', gone, true],
    ['operation.object.name.matches("^u[0-9]$")', update, true],
    ['operation.object.name.matches("^v")', update, false],
    ['operation.object.connector == "corp" && operation.object.id == "id-u0"', update, true],
    ['operation.kind == "removeMember" && operation.object.name == "g" && operation.other.name == "u0"', removal, true],
    ['operation.other.type == ""', update, true],
    ['operation.licences > 0', gone, false],
    ['operation.licences < 1 && operation.licences < 0.5', gone, true],
    ['plan.counts.delete == 1 && plan.operations == 1', gone, true],
    ['plan.counts.delete * 100 > plan.inScope', gone, true],
  ])('%s: %3$s', async (deny, operation, denied) => {
    expect(await verdictOf(deny, there(operation))).toEqual({ denied });
  });
});

test('one that asks for what there is not fails, and is not false', async () => {
  expect(await verdictOf('operation.changes.department.after == "x"', there(gone))).toEqual({
    failure: 'No such key: department',
  });
  expect(await verdictOf('plan.marked["corp/user"] > 5', there(gone))).toEqual({ failure: 'No such key: corp/user' });
  // What decides without it decides.
  expect(await verdictOf('operation.kind == "delete" || operation.changes.mail.after == null', there(gone))).toEqual({
    denied: true,
  });
});

test('a number, a list and an object keep their types', async () => {
  const values = there(
    operations('update', 1, {
      changes: [change('proxyAddresses', ['smtp:a', 'smtp:b']), change('employeeId', 7), change('city', 1.5)],
    })[0],
  );
  const deny =
    'has(operation.changes.employeeId) && operation.changes.employeeId.after == 7 && operation.changes.city.after > 1.0 && operation.changes.proxyAddresses.after.exists(a, a == "smtp:b")';
  expect(await verdictOf(deny, values)).toEqual({ denied: true });
});

test('an attribute with a name from all objects is one like others', async () => {
  const list = there(operations('update', 1, { changes: [change('__proto__', 'x'), change('constructor', null)] })[0]);
  expect(await verdictOf('operation.changes.exists(a, a == "__proto__")', list)).toEqual({ denied: true });
  expect(await verdictOf('size(operation.changes) == 2', list)).toEqual({ denied: true });
});

test('a pattern takes linear time', async () => {
  const evil = { ...there(gone), object: { type: 'user', key: 'corp/x', name: `${'a'.repeat(5_000)}!` } } as Operation;
  const start = performance.now();
  expect(await verdictOf('operation.object.name.matches("^(a+)+$")', evil)).toEqual({ denied: false });
  expect(performance.now() - start).toBeLessThan(5_000);
});

describe('a mistake is told at its place', () => {
  test.each<[what: string, deny: string, code: string, help: RegExp]>([
    ['an unfinished one', 'operation.kind ==¦', 'CFG073', /Unexpected token/],
    ['an unknown variable', '¦operatin.kind == "delete"', 'CFG073', /Did you mean operation\?/],
    ['an unknown field', 'operation.¦knd == "delete"', 'CFG073', /Did you mean kind\?/],
    ['an unknown field of a change', 'operation.changes.mail.¦afer == null', 'CFG073', /Did you mean after\?/],
    ['an unknown count', 'plan.counts.¦deletes > 1', 'CFG073', /Did you mean delete\?/],
    ['an unknown kind', 'operation.kind == ¦"remove"', 'CFG073', /Known are .*removeMember/],
    ['an unknown kind in a list', 'operation.kind in ["delete", ¦"updat"]', 'CFG073', /Did you mean update\?/],
    ['an unknown type', '¦"usr" != operation.object.type', 'CFG073', /Did you mean user\?/],
    ['an unknown attribute', 'has(¦operation.changes.departmnt)', 'CFG073', /Did you mean department\?/],
    ['an unknown attribute in a list', '¦"departmnt" in operation.changes', 'CFG073', /Did you mean department\?/],
    ['an unknown hazard', '¦"DISABLES_USR" in operation.hazards', 'CFG073', /Did you mean DISABLES_USER\?/],
    ['two types', '¦operation.kind + 1 == 2', 'CFG073', /no such overload/i],
    ['no truth', '¦operation.kind', 'CFG073', /deny is true or false, and this is string/],
    ['anything', 'operation.changes.¦mail.after'.replace('¦', ''), 'CFG073', /Compare it/],
    ['a pattern that is none', 'operation.from.matches(¦"(")', 'CFG073', /The pattern cannot be read/],
    ['a pattern from data', 'operation.from.matches(operation.¦reason)', 'CFG073', /text in quotes/],
    ['a pattern for a number', 'operation.¦licences.matches("x")', 'CFG073', /this is int/],
    ['a word that is no function', '¦operation.from.startWith("x")', 'CFG073', /Did you mean startsWith\?/],
    [
      'three loops',
      'operation.changes.exists(a, operation.changes.exists(b, ¦operation.changes.exists(c, a == b)))',
      'CFG073',
      /not deeper/,
    ],
    ['a bind', '¦cel.bind(a, operation.from, a == a)', 'CFG073', /cel.bind/],
    ['too much', `${'operation.kind == "delete" || '.repeat(140)}true`, 'CFG073', /exceeded/i],
  ])('%s', async (what, text, code, help) => {
    const { text: plain, places } = marked(rule(text));
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'p.yaml': plain });
    const [first, ...others] = diagnostics;
    expect(others).toEqual([]);
    expect(first?.code).toBe(code);
    expect(`${first?.detail ?? ''} ${first?.help ?? ''}`).toMatch(help);
    if (places.length > 0) expect(first === undefined ? '' : placed(first)).toBe(`${code} p.yaml:${places[0] ?? ''}`);
    expect(what).not.toBe('');
  });

  test('over the plan there is no operation', async () => {
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'p.yaml': rule('operation.licences > 0', 'plan') });
    expect(diagnostics.map((one) => one.help)).toEqual([
      'A rule over the plan sees plan alone. Write each: operation.',
    ]);
  });

  test('inside a folded text the place is that of the word', async () => {
    const { text, places } = marked(
      policy('- name: r\n  each: operation\n  deny: >-\n    operation.kind == "delete"\n    && operation.¦lcences > 0'),
    );
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'p.yaml': text });
    expect(diagnostics.map(placed)).toEqual([`CFG073 p.yaml:${places[0] ?? ''}`]);
  });

  test.each([
    [
      'a name twice',
      'CFG074',
      '- { name: r, each: plan, deny: plan.held > 1 }\n- { name: ¦r, each: plan, deny: plan.held > 2 }',
    ],
    ['no name', 'CFG024', '- { ¦each: plan, deny: plan.held > 1 }'],
    ['another severity', 'CFG026', '- { name: r, each: plan, deny: plan.held > 1, severity: ¦error }'],
    ['another each', 'CFG026', '- { name: r, each: ¦object, deny: plan.held > 1 }'],
    ['no text', 'CFG025', '- { name: r, each: plan, deny: ¦true }'],
  ])('%s', async (_, code, rules) => {
    const { text, places } = marked(policy(rules));
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'p.yaml': text });
    expect(diagnostics.map(placed)).toEqual([`${code} p.yaml:${places[0] ?? ''}`]);
  });
});
