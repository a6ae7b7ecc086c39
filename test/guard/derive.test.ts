import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { derivePlan } from '../../src/guard/derive.ts';
import type { Operation, PlanBody } from '../../src/model/plan.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { bodyDigest } from '../../src/planfile/index.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { bodyOf, change, operations } from './bodies.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const idsOf = ({ operations: all }: PlanBody): readonly string[] => all.map(({ id }) => id);
const frozen = (...ids: readonly string[]) => {
  const blocked = new Set(ids);
  return ({ id }: Operation): string | undefined => (blocked.has(id) ? 'the reason' : undefined);
};

const group = { type: 'group', key: 'corp/team', id: 'id-team', name: 'team' } as const;
const ada = { type: 'user', key: 'corp/ada', name: 'ada@contoso.com' } as const;
const bob = { type: 'user', key: 'corp/bob', id: 'id-bob', name: 'bob@contoso.com' } as const;

const create: Operation = {
  kind: 'create',
  id: 'create:ada',
  after: ['define'],
  object: ada,
  from: 'CN=Ada',
  anchor: 'a',
  mark: 'm',
  changes: [change('department', 'R', null)],
};
const define: Operation = {
  kind: 'defineExtension',
  id: 'define',
  after: [],
  name: 'lockstepOwner',
  targets: ['user'],
  applicationId: 'app',
  dataType: 'String',
  multiValued: false,
};
const add: Operation = { kind: 'addMember', id: 'add', after: ['create:ada'], object: group, mark: 'm', member: ada };
const manage: Operation = {
  kind: 'setManager',
  id: 'manage',
  after: [],
  object: bob,
  mark: 'm',
  before: null,
  manager: ada,
  why: [],
};
const update: Operation = {
  kind: 'update',
  id: 'update:bob',
  after: [],
  object: bob,
  from: 'CN=Bob',
  mark: 'm',
  changes: [change('department', 'S')],
};

test('nothing blocked: the very same body', () => {
  const body = bodyOf([create, add]);
  expect(derivePlan(body, () => undefined)).toBe(body);
});

test('what waits, and what refers to an object that is not made, goes too, and is shown with its reason', () => {
  const whole = bodyOf([define, create, update, manage, add]);
  const derived = derivePlan(whole, frozen('create:ada'));
  expect(idsOf(derived)).toEqual(['define', 'update:bob']);
  expect(derived.held.map(({ object, reason, would, detail }) => [object.name, reason, would, detail])).toEqual([
    ['team', 'dependsOnHeld', 'addMember', 'ada@contoso.com: ada@contoso.com is held itself'],
    ['ada@contoso.com', 'blockedByGuard', 'create', 'the reason'],
    ['bob@contoso.com', 'dependsOnHeld', 'setManager', 'ada@contoso.com is held itself'],
  ]);
  expect(derived.held.find(({ would }) => would === 'create')?.changes).toEqual(create.changes);
  expect(bodyDigest(derived)).not.toBe(bodyDigest(whole));
});

test('dependants are found over any number of steps', () => {
  const derived = derivePlan(bodyOf([add, manage, update, create, define]), frozen('define'));
  expect(idsOf(derived)).toEqual(['update:bob']);
  // A definition is no object: only what waits for it can be shown.
  expect(derived.held.map(({ reason }) => reason)).toEqual(['dependsOnHeld', 'dependsOnHeld', 'dependsOnHeld']);
});

test('an attribute that stays as it is keeps nobody from being a member', () => {
  const member: Operation = { ...add, id: 'add:bob', after: [], member: bob };
  expect(idsOf(derivePlan(bodyOf([update, member]), frozen('update:bob')))).toEqual(['add:bob']);
});

test.each([
  ['a leave', { ...operations('leave', 1)[0]!, object: bob } as Operation],
  ['a return', { ...update, newMark: 'm2' }],
])('%s that is blocked keeps everything else about its object', (_, blocked) => {
  const member: Operation = { ...add, kind: 'removeMember', id: 'remove:bob', after: [], member: bob };
  expect(idsOf(derivePlan(bodyOf([blocked, member, manage]), frozen(blocked.id)))).toEqual([]);
});

test('the census counts whoever no longer changes as held, and leavers in no scope', () => {
  const leave = operations('leave', 1)[0]!;
  const body = bodyOf([update, leave, { ...manage, manager: null }]);
  const whole = { ...body, census: { ...body.census, inScope: 3, unchanged: 2, changed: 1 } };
  const some = derivePlan(whole, frozen('update:bob', leave.id));
  expect(some.census).toMatchObject({ changed: 1, held: 0, unchanged: 2 });
  const all = derivePlan(whole, frozen('update:bob', leave.id, 'manage'));
  expect(all.census).toMatchObject({ changed: 0, held: 1, unchanged: 2 });
});

const KINDS = ['create', 'update', 'leave', 'delete', 'setManager', 'addMember', 'removeMember'] as const;

test('of any plan: what is left stands by itself, can be applied, and needs no more deriving', () => {
  fc.assert(
    fc.property(generatedWorld, fc.subarray([...KINDS]), fc.array(fc.nat(30)), ({ source, tenant }, kinds, picked) => {
      const { body } = planOf({ rules, source, tenant });
      const isBlocked = (operation: Operation): string | undefined =>
        kinds.some((kind) => kind === operation.kind) || picked.includes(body.operations.indexOf(operation))
          ? 'the reason'
          : undefined;
      const derived = derivePlan(body, isBlocked);
      const left = new Set(idsOf(derived));
      const gone = body.operations.filter(({ id }) => !left.has(id));
      for (const operation of derived.operations) {
        expect(isBlocked(operation)).toBeUndefined();
        expect(operation.after.filter((id) => !left.has(id))).toEqual([]);
      }
      const shown = gone.filter(({ kind }) => kind !== 'defineExtension').length;
      expect(derived.held.length).toBe(body.held.length + shown);
      expect(derived.census.changed + derived.census.held).toBe(body.census.changed + body.census.held);
      // A name that a blocked operation would have set free is still taken: the model of the tenant refuses twins.
      applied(tenant, derived);
      expect(derivePlan(derived, isBlocked)).toBe(derived);
    }),
    { numRuns: 300 },
  );
});

test('what was held back is what the next plan does, and then there is nothing left to do', () => {
  fc.assert(
    fc.property(generatedWorld, fc.constantFrom(...KINDS), ({ source, tenant }, kind) => {
      const { body } = planOf({ rules, source, tenant });
      const derived = derivePlan(body, (one) => (one.kind === kind ? 'the reason' : undefined));
      let now = applied(tenant, derived);
      // A delete sets names free for the plan after it, and so may what was held back.
      for (let round = 0; round < 3; round++) now = applied(now, planOf({ rules, source, tenant: now }).body);
      expect(planOf({ rules, source, tenant: now }).told).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
