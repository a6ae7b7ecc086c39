import fc from 'fast-check';
import { expect, test } from 'vitest';
import { urgentPlan } from '../../src/guard/freeze-lane.ts';
import { guardApply } from '../../src/guard/index.ts';
import type { Freeze } from '../../src/model/freeze.ts';
import type { Operation, UpdateObject } from '../../src/model/plan.ts';
import { guidOf } from '../support/world/identity.ts';
import { tenantOf } from '../support/world/tenant.ts';
import { bodyOf, change, operations, policyOf, removals, users } from './bodies.ts';

const once: Freeze = { name: 'year end', time: { kind: 'once', from: 10, to: 20 }, urgentDisables: true };
const source = { maximumShrinkPercent: 100, maximumAttributeLossPercent: 100, maximumSnapshotAgeHours: 168 };
const disable = change('accountEnabled', false, true);

/** An update of u0, u1, … that leaves the mark as it is. */
function update(index: number, changes: UpdateObject['changes'], after: readonly string[] = []): Operation {
  const name = `u${index}`;
  const key = `corp/${guidOf(name)}`;
  return {
    kind: 'update',
    id: `update:${key}`,
    after,
    object: { type: 'user', key, id: `id-${name}`, name },
    from: `CN=${name}`,
    mark: '',
    changes,
  };
}

const lane = (list: readonly Operation[], now = 10, freezes = [once]) =>
  urgentPlan(bodyOf(list), { policy: policyOf([], { freezes }), now });

const told = (list: readonly Operation[]) =>
  list.map((one) => `${one.id} ${'changes' in one ? one.changes.map(({ attribute }) => attribute).join() : ''}`);

test('outside a freeze, and of urgent disables alone, the plan is the same', () => {
  const mixed = bodyOf([update(0, [disable]), ...operations('delete', 1)]);
  expect(urgentPlan(mixed, { policy: policyOf([], { freezes: [once] }), now: 9 })).toBe(mixed);
  expect(urgentPlan(mixed, { policy: policyOf([], { freezes: [once] }), now: 20 })).toBe(mixed);
  const urgent = bodyOf([update(0, [disable])]);
  expect(urgentPlan(urgent, { policy: policyOf([], { freezes: [once] }), now: 10 })).toBe(urgent);
});

test('within one the disables go, and everything else is held with its reason', () => {
  const mail = change('mail', 'x');
  const { operations: left, held } = lane([update(0, [disable]), update(1, [mail]), ...removals('g', 1)]);
  expect(told(left)).toEqual(told([update(0, [disable])]));
  expect(held.map(({ object, reason, would }) => [object.name, reason, would])).toEqual(
    expect.arrayContaining([
      ['u1', 'blockedByGuard', 'update'],
      ['g', 'blockedByGuard', 'removeMember'],
    ]),
  );
  expect(held).toHaveLength(2);
  expect(held[0]?.detail).toContain('the freeze year end holds until');
});

test('of an update that disables somebody the disable goes, whatever the rest of it waits for', () => {
  const other = update(1, [change('userPrincipalName', 'x@contoso.com')]);
  const both = update(0, [disable, change('userPrincipalName', 'y@contoso.com')], [other.id]);
  const { operations: left, held } = lane([other, both]);
  expect(left).toEqual([update(0, [disable])]);
  expect(held.map(({ object, changes }) => [object.name, changes.map(({ attribute }) => attribute)])).toEqual(
    expect.arrayContaining([
      ['u0', ['userPrincipalName']],
      ['u1', ['userPrincipalName']],
    ]),
  );
});

test('who is taken over in the same plan is not disabled in it: that waits for the adoption', () => {
  const object = { type: 'user', key: `corp/${guidOf('u0')}`, id: 'id-u0', name: 'u0' } as const;
  const adopt: Operation = {
    kind: 'adopt',
    id: 'adopt:u0',
    after: [],
    object,
    from: '',
    mark: '',
    anchor: '',
    anchorBefore: null,
    evidence: [],
    pair: '',
  };
  expect(lane([adopt, update(0, [disable, change('mail', 'x')], ['adopt:u0'])]).operations).toEqual([]);
});

test('without the lane nothing goes', () => {
  expect(lane([update(0, [disable])], 10, [{ ...once, urgentDisables: false }]).operations).toEqual([]);
  expect(lane([update(0, [disable])], 10, [once, { ...once, name: 'b', urgentDisables: false }]).operations).toEqual(
    [],
  );
});

test('what is let through is never found by the guard, and disables exactly whom the plan would have', () => {
  const one = fc.record({
    changes: fc.uniqueArray(fc.constantFrom('accountEnabled', 'mail', 'city'), { minLength: 1 }),
    enables: fc.boolean(),
  });
  const plans = fc.array(one, { maxLength: 6 });
  fc.assert(
    fc.property(plans, (parts) => {
      const list = parts.map(({ changes, enables }, index) =>
        update(
          index,
          changes.map((name) => (name === 'accountEnabled' ? change(name, enables, !enables) : change(name, 'x'))),
        ),
      );
      const derived = lane([...list, ...operations('delete', 2)]);
      const policy = policyOf([], { freezes: [once], source });
      const tenant = tenantOf({ objects: users(6) });
      expect(guardApply({ body: derived, tenant, policy, workspace: 'contoso', now: 10 })).toEqual([]);
      const disabled = parts.flatMap(({ changes, enables }, index) =>
        changes.includes('accountEnabled') && !enables ? [`u${index}`] : [],
      );
      expect(derived.operations.map((operation) => ('object' in operation ? operation.object.name : ''))).toEqual(
        disabled,
      );
    }),
  );
});
