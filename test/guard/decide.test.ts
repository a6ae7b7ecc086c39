import { beforeAll, describe, expect, test } from 'vitest';
import { decidePlan } from '../../src/guard/index.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { person } from '../support/world/sources.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf, withPolicy } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { ourUser, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, change, operations, policyOf, users } from './bodies.ts';

const disable = change('accountEnabled', false, true);

function decided(list: readonly Operation[], policy: Partial<Policy>, source = 1) {
  const { body, derived, findings } = decidePlan({
    body: bodyOf(list),
    tenant: tenantOf({ objects: users(50) }),
    policy: policyOf([{ operation: 'disable', type: 'user', count: 1 }], policy),
    workspace: 'contoso',
    now: 0,
    population: {
      desired: [],
      failed: [],
      undesired: users(50).map(({ name }) => ({
        key: name,
        sourceType: 'user',
        dn: name,
        reason: { kind: 'outOfScope' },
      })),
      source: new Map([['corp/user', source]]),
    },
    connectors: ['corp'],
    reviewed: new Set(),
    pins: [],
    emptyInclusions: [],
  });
  return {
    left: body.operations.map(({ kind }) => kind),
    derived: derived === true,
    findings: findings.map(
      ({ code, blocks, heldBack }) => `${code} ${blocks ? 'blocks' : heldBack === true ? 'held back' : 'told'}`,
    ),
  };
}

const loose = { source: { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 } };
const rest = { ...loose, whenBlocked: 'applyRest' } as const;
const value = operations('update', 1, { changes: [change('department', 'R')] });
const mass = operations('leave', 3, { changes: [disable] });

describe('what becomes of a plan that is blocked in part', () => {
  test('stop: nothing of it goes on', () => {
    expect(decided([...mass, ...value], loose)).toEqual({
      left: ['leave', 'leave', 'leave', 'update'],
      derived: false,
      findings: ['SAFE002 blocks'],
    });
  });

  test('applyRest: the rest goes on, and the finding says what was left out', () => {
    const other = value.map(
      (one) =>
        ({ ...one, object: { ...('object' in one ? one.object : {}), key: 'corp/x', id: 'id-u9' } }) as Operation,
    );
    expect(decided([...mass, ...other], rest)).toEqual({
      left: ['update'],
      derived: true,
      findings: ['SAFE002 held back'],
    });
  });

  test('applyRest: what is within the limits is left as it is', () => {
    expect(decided(mass.slice(0, 1), rest)).toEqual({ left: ['leave'], derived: false, findings: [] });
  });

  test('applyRest: when nothing would be left, the whole plan stays, blocked', () => {
    expect(decided(mass, rest)).toMatchObject({
      left: ['leave', 'leave', 'leave'],
      derived: false,
      findings: ['SAFE002 blocks'],
    });
  });

  test('applyRest: what is said of a source stops everything', () => {
    expect(decided([...mass, ...value], rest, 0)).toMatchObject({
      derived: false,
      left: ['leave', 'leave', 'leave', 'update'],
    });
    const shrunken = {
      ...rest,
      source: { maximumShrinkPercent: 1, maximumAttributeLossPercent: 1, maximumSnapshotAgeHours: 168 },
    };
    expect(decided(value, shrunken).findings).toEqual(['SAFE007 blocks']);
  });
});

describe('a whole job', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = await rulesOf();
  });

  test('what was held back is done once it is allowed, and then nothing is left', () => {
    const names = ['ada', 'bob', 'cy', 'dee'];
    const source = names.map((name) =>
      person(name, { with: { userAccountControl: name === 'dee' ? 512 : 514, department: 'R' } }),
    );
    const tenant = tenantOf({ objects: names.map((name) => ourUser(name)) });
    const limits = [{ operation: 'disable', type: 'user', count: 1 }] as const;
    const cautious = withPolicy(rules, { limits, whenBlocked: 'applyRest' });
    const first = planOf({ rules: cautious, source, tenant });
    expect([first.derived, first.body.operations.map((one) => 'object' in one && one.object.name)]).toEqual([
      true,
      ['dee@contoso.com'],
    ]);
    expect(first.holds.toSorted()).toEqual(['ada', 'bob', 'cy'].map((name) => `blockedByGuard ${name} update`));
    const after = applied(tenant, first.body);
    const second = planOf({ rules: withPolicy(rules, { limits: [] }), source, tenant: after });
    expect(second.told.toSorted()).toEqual(['update ada', 'update bob', 'update cy']);
    expect(planOf({ rules, source, tenant: applied(after, second.body) }).told).toEqual([]);
  });
});

describe('what becomes of a plan in a freeze', () => {
  const freeze = { name: 'year end', time: { kind: 'once', from: 0, to: 9 }, urgentDisables: true } as const;
  const urgent = operations('leave', 1, { changes: [disable] });
  const another = operations('update', 2, { changes: [change('department', 'R')] }).slice(1);

  test.each(['stop', 'applyRest'] as const)('%s: the urgent disables go on, and nothing else', (whenBlocked) => {
    expect(decided([...urgent, ...another], { ...loose, whenBlocked, freezes: [freeze] })).toEqual({
      left: ['leave'],
      derived: true,
      findings: ['SAFE043 held back'],
    });
  });

  test('no urgent one: the whole plan is blocked', () => {
    expect(decided(value, { ...loose, freezes: [freeze] })).toEqual({
      left: ['update'],
      derived: false,
      findings: ['SAFE043 blocks'],
    });
  });

  test('too many of them: other guards hold for them, too', () => {
    expect(decided([...mass, ...value], { ...loose, freezes: [freeze] })).toEqual({
      left: ['leave', 'leave', 'leave', 'update'],
      derived: false,
      findings: ['SAFE002 blocks', 'SAFE043 blocks'],
    });
  });

  test('without the lane, or when it is over', () => {
    expect(
      decided([...urgent, ...another], { ...loose, freezes: [{ ...freeze, urgentDisables: false }] }).derived,
    ).toBe(false);
    const over = { ...freeze, time: { ...freeze.time, from: 1 } };
    expect(decided([...urgent, ...another], { ...loose, freezes: [over] })).toEqual({
      left: ['leave', 'update'],
      derived: false,
      findings: [],
    });
  });
});
