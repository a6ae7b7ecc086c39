import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardApply, guardPlan } from '../../src/guard/index.ts';
import { frozenOperation } from '../../src/guard/freezes.ts';
import { isFrozen } from '../../src/model/freeze.ts';
import type { Freeze } from '../../src/model/freeze.ts';
import type { Operation } from '../../src/model/plan.ts';
import { guidOf } from '../support/world/identity.ts';
import { tenantOf } from '../support/world/tenant.ts';
import { bodyOf, bySource, change, operations as operationsOf, policyOf, users } from './bodies.ts';

/** Updates that leave the mark as it is. */
function operations(...parts: Parameters<typeof operationsOf>): readonly Operation[] {
  return operationsOf(...parts).map((operation) => {
    if (operation.kind !== 'update') return operation;
    const entries = Object.entries(operation).filter(([key]) => key !== 'newMark');
    return Object.fromEntries(entries) as unknown as Operation;
  });
}

const FROM = Date.parse('2026-12-20T00:00:00Z');
const TO = Date.parse('2027-01-04T00:00:00Z');
const once: Freeze = { name: 'year end', time: { kind: 'once', from: FROM, to: TO }, urgentDisables: true };

/** Fridays from 16:00 on, an hour ahead of UTC. */
const weekly: Freeze = {
  name: 'friday',
  time: { kind: 'weekly', days: [5], from: 960, to: 1440, ahead: 60 },
  urgentDisables: true,
};

const someDay = fc.date({ noInvalidDate: true, min: new Date('1970-01-02'), max: new Date('2999-12-30') });

describe('when it holds', () => {
  test.each([
    ['once', once, '2026-12-19T23:59:59.999Z', false],
    ['once', once, '2026-12-20T00:00:00.000Z', true],
    ['once', once, '2027-01-03T23:59:59.999Z', true],
    ['once', once, '2027-01-04T00:00:00.000Z', false],
    ['weekly', weekly, '2026-11-20T14:59:59.999Z', false],
    ['weekly', weekly, '2026-11-20T15:00:00.000Z', true],
    ['weekly', weekly, '2026-11-20T22:59:59.999Z', true],
    ['weekly, over midnight there', weekly, '2026-11-20T23:00:00.000Z', false],
    ['weekly, another day', weekly, '2026-11-21T16:00:00.000Z', false],
  ])('%s at %3$s: %4$s', (_, freeze, instant, holds) => {
    expect(isFrozen(freeze, Date.parse(instant))).toBe(holds);
  });

  test('every day of the week, whole days, is always', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -840, max: 840 }), (at, ahead) => {
        const time = { kind: 'weekly', days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440, ahead } as const;
        expect(isFrozen({ ...weekly, time }, at.getTime())).toBe(true);
        expect(isFrozen({ ...weekly, time: { ...time, days: [] } }, at.getTime())).toBe(false);
      }),
    );
  });

  test('just one of the seven days holds at any instant', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -840, max: 840 }), (at, ahead) => {
        const days = [0, 1, 2, 3, 4, 5, 6].filter((day) =>
          isFrozen({ ...weekly, time: { kind: 'weekly', days: [day], from: 0, to: 1440, ahead } }, at.getTime()),
        );
        expect(days).toHaveLength(1);
      }),
    );
  });
});

const loose = { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 };
const disable = change('accountEnabled', false, true);

function found(list: readonly Operation[], now: number, freezes = [once]) {
  const policy = policyOf([], { freezes, source: loose });
  return guardApply({
    body: bodyOf(list),
    tenant: tenantOf({ objects: users(5) }),
    policy,
    workspace: 'contoso',
    now,
    causes: bySource(list),
  });
}

/** The same when the plan is made and the sources show these. */
function foundAtPlan(list: readonly Operation[], inSight: readonly string[]) {
  const undesired = inSight.map((name) => ({
    key: `corp/${guidOf(name)}`,
    sourceType: 'user',
    dn: name,
    reason: { kind: 'filteredOut', detail: 'x' } as const,
  }));
  return guardPlan({
    body: bodyOf(list),
    tenant: tenantOf({ objects: users(5) }),
    policy: policyOf([], { freezes: [once], source: loose }),
    workspace: 'contoso',
    now: FROM,
    population: { desired: [], failed: [], undesired, source: new Map([['corp/user', 1]]) },
    connectors: ['corp'],
    reviewed: new Set(),
    pins: [],
    emptyInclusions: [],
  });
}

describe('what it lets through', () => {
  test.each<[what: string, list: readonly Operation[], passes: boolean]>([
    ['a disable', operations('update', 2, { changes: [disable] }), true],
    ['a leave that disables', operations('leave', 2, { changes: [disable] }), true],
    ['nothing at all', [], true],
    ['a leave of one who is disabled already', operations('leave', 1), false],
    ['a disable with another change', operations('update', 1, { changes: [disable, change('mail', 'x')] }), false],
    ['an enable', operations('update', 1, { changes: [change('accountEnabled', true, false)] }), false],
    ['an update', operations('update', 1, { changes: [change('mail', 'x')] }), false],
    ['a disable of one who returns', operationsOf('update', 1, { changes: [disable] }), false],
    ['a create', operations('create', 1), false],
    ['a create of a disabled account', operations('create', 1, { changes: [disable] }), false],
    ['a delete', operations('delete', 1), false],
    ['a group that leaves', operations('leave', 1, { type: 'group', changes: [disable] }), false],
  ])('%s: %3$s', (_, list, passes) => {
    const codes = (now: number, freezes?: Freeze[]) => found(list, now, freezes).map((one) => one.code);
    expect(codes(FROM)).toEqual(passes ? [] : ['SAFE043']);
    expect(codes(FROM - 1)).toEqual([]);
    expect(codes(TO)).toEqual([]);
    expect(codes(FROM, [{ ...once, urgentDisables: false }])).toEqual(list.length === 0 ? [] : ['SAFE043']);
  });

  test('the finding counts what waits and what goes', () => {
    const urgent = operations('update', 5, { changes: [disable] }).slice(3);
    const [one] = found([...operations('delete', 3), ...urgent], FROM);
    expect([one?.blocks, one?.count, one?.policyKey]).toEqual([true, 3, 'freezes: year end']);
    expect(one?.detail).toBe(
      'The freeze year end holds until 2027-01-04T00:00:00.000Z. Urgent disables, which it lets through: 2 of 5 operations.',
    );
  });

  test('of several that hold each is told', () => {
    const both = [once, { ...once, name: 'also', urgentDisables: false }];
    expect(found(operations('update', 1, { changes: [disable] }), FROM, both)).toHaveLength(1);
    expect(found(operations('delete', 1), FROM, both)).toHaveLength(2);
  });

  test('who leaves because a filter was edited can wait; who is gone cannot', () => {
    const leaving = operations('leave', 2, { changes: [disable] });
    expect(foundAtPlan(leaving, []).filter((one) => one.code === 'SAFE043')).toEqual([]);
    const [one] = foundAtPlan(leaving, ['u1']).filter(({ code }) => code === 'SAFE043');
    expect(one?.operations).toEqual([leaving[1]?.id]);
  });

  test('a saved plan that nobody asked who is gone: its leaves wait, its disables go', () => {
    const leaving = operations('leave', 2, { changes: [disable] });
    const codes = (list: readonly Operation[], madeFor: number) =>
      guardApply({
        body: bodyOf(list),
        tenant: tenantOf({ objects: users(5) }),
        policy: policyOf([], { freezes: [once], source: loose }),
        workspace: 'contoso',
        now: FROM,
        madeFor,
      }).map(({ code }) => code);
    expect(codes(leaving, FROM - 1)).toEqual(['SAFE043']);
    expect(codes(leaving, NaN)).toEqual(['SAFE043']);
    expect(codes(leaving, FROM)).toEqual([]);
    expect(codes(operations('update', 2, { changes: [disable] }), FROM - 1)).toEqual([]);
  });

  test('what may be done is exactly what the guard does not find', () => {
    const mixed = [
      ...operations('update', 3, { changes: [disable] }),
      ...operations('delete', 2),
      ...operations('leave', 4, { changes: [disable] }),
    ];
    fc.assert(
      fc.property(fc.subarray(mixed), fc.constantFrom(FROM - 1, FROM, TO), fc.boolean(), (list, now, lane) => {
        const freezes = [{ ...once, urgentDisables: lane }];
        const reason = frozenOperation({ policy: policyOf([], { freezes }), now });
        const allowed = list.filter((one) => reason(one) === undefined);
        expect(found(allowed, now, freezes)).toEqual([]);
        expect(found(list, now, freezes)[0]?.count ?? 0).toBe(list.length - allowed.length);
      }),
    );
  });
});
