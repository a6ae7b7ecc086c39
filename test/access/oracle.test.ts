import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessHazards } from '../../src/access/index.ts';
import type { ObjectRef, Operation } from '../../src/model/plan.ts';
import type { TenantPopulation, TenantObject } from '../../src/model/tenant.ts';
import { ourGroup, ourUser, tenantOf } from '../support/world/tenant.ts';
import { edgesOf, expectedHazards } from './oracle.ts';
import type { Scene, Step } from './oracle.ts';
import { adds, deletes, group, removes, updates, user } from './operations.ts';

const people = ['p1', 'p2', 'p3', 'p4'];
const groups = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'];
const departments = ['A', 'B', 'C'];

const scenes: fc.Arbitrary<Scene> = fc
  .record({
    dynamic: fc.dictionary(fc.constantFrom('g5', 'g6'), fc.constantFrom(...departments), { maxKeys: 2 }),
    pairs: fc.uniqueArray(fc.tuple(fc.constantFrom(...people, ...groups), fc.constantFrom(...groups)), {
      maxLength: 14,
      selector: String,
    }),
    moved: fc.uniqueArray(fc.tuple(fc.constantFrom(...people, ...groups), fc.constantFrom(...groups)), {
      maxLength: 5,
      selector: String,
    }),
    departments: fc.tuple(...people.map(() => fc.constantFrom(...departments))),
    moves: fc.dictionary(fc.constantFrom(...people), fc.constantFrom(...departments), { maxKeys: 2 }),
    deleted: fc.subarray(groups, { maxLength: 1 }),
    disabled: fc.subarray(people, { maxLength: 1 }),
    grants: fc.dictionary(
      fc.constantFrom(...groups),
      fc.record({ role: fc.boolean(), application: fc.boolean(), licence: fc.boolean() }),
      { maxKeys: 3 },
    ),
  })
  .map(({ dynamic, pairs, moved, moves, deleted, disabled, grants, ...rest }) => {
    const isAssigned = ([member, of]: readonly [string, string]) => dynamic[of] === undefined && member !== of;
    const names = pairs.filter(isAssigned).map((pair) => pair.join('>'));
    const of = Object.fromEntries(people.map((person, place) => [person, rest.departments[place]!]));
    const memberSteps = moved
      .filter((pair) => isAssigned(pair) && !pair.some((one) => deleted.includes(one)))
      .map(([member, to]): Step => ({ kind: names.includes(`${member}>${to}`) ? 'remove' : 'add', member, group: to }));
    const steps: Step[] = [
      ...memberSteps,
      ...Object.entries(moves).map(([person, department]): Step => ({ kind: 'move', person, department })),
      ...deleted.map((one): Step => ({ kind: 'deleteGroup', group: one })),
      ...disabled.filter((one) => moves[one] === undefined).map((person): Step => ({ kind: 'disable', person })),
    ];
    return { people, groups, memberships: names, dynamic, departments: of, grants, steps };
  });

const ref = (name: string): ObjectRef => (name.startsWith('p') ? user(name) : group(name));

function operationOf(step: Step): Operation {
  switch (step.kind) {
    case 'add':
      return adds(group(step.group), ref(step.member));
    case 'remove':
      return removes(group(step.group), ref(step.member));
    case 'move':
      return updates(user(step.person), { department: step.department });
    case 'deleteGroup':
      return deletes(group(step.group));
    case 'disable':
      return updates(user(step.person), { accountEnabled: false });
  }
}

function tenantFor(scene: Scene): TenantPopulation {
  const members = Object.fromEntries(scene.groups.map((name) => [`id-${name}`, [] as string[]]));
  for (const edge of edgesOf(scene)) {
    const [member, of] = edge.split('>') as [string, string];
    members[`id-${of}`]!.push(`id-${member}`);
  }
  const granting = (kind: 'role' | 'application' | 'licence') =>
    scene.groups.filter((name) => scene.grants[name]?.[kind]);
  const ids = granting('application').map((name) => `id-${name}`);
  const dynamic = (name: string) =>
    scene.dynamic[name] === undefined
      ? {}
      : {
          dynamicMembership: true,
          membershipRule: `user.department -eq "${scene.dynamic[name]}"`,
          membershipRuleProcessingState: 'On',
        };
  return tenantOf({
    objects: [
      ...scene.people.map((name) => ourUser(name, { attributes: { department: scene.departments[name]! } })),
      ...scene.groups.map((name) =>
        ourGroup(name, { ...dynamic(name), licences: scene.grants[name]?.licence ? 1 : 0 }),
      ),
    ],
    facts: {
      grantingGroups: new Set([...ids, ...granting('licence').map((name) => `id-${name}`)]),
      applications: new Map(ids.map((id) => [id, ['App']])),
      privilegedGroups: new Map(granting('role').map((name) => [`id-${name}`, 'Helpdesk'])),
    },
    members,
  });
}

const request = { attributes: { user: ['department', 'accountEnabled'], group: [] }, managers: false };

function foundIn(tenant: TenantPopulation, scene: Scene) {
  const operations = scene.steps.map(operationOf);
  const places = new Map(operations.map(({ id }, place) => [id, place]));
  return accessHazards({ tenant, request, operations }).map((one) => ({ ...one, step: places.get(one.operation)! }));
}

const key = ({ step, hazard }: { readonly step: number; readonly hazard: string }) => `${step} ${hazard}`;

test('what is found is what recomputing all memberships finds', () => {
  fc.assert(
    fc.property(scenes, (scene) => {
      const found = foundIn(tenantFor(scene), scene).map((one) =>
        one.people === undefined ? key(one) : `${key(one)} ${one.people}`,
      );
      expect(found.sort()).toEqual(expectedHazards(scene));
    }),
    { numRuns: 1500 },
  );
});

test('what is known less of is found all the same', () => {
  const blinded = (one: TenantObject, how: number): TenantObject => {
    if (!one.dynamicMembership) return one;
    const { membershipRule } = one;
    const unread = Object.entries(one).filter(([name]) => name !== 'membershipRule');
    if (how === 0) return Object.fromEntries(unread) as unknown as TenantObject;
    if (how === 1) return { ...one, membershipRuleProcessingState: 'Paused' };
    return {
      ...one,
      membershipRule: how === 2 ? `${membershipRule!} -and user.foo -ne "x"` : 'user.department -like "A"',
    };
  };
  fc.assert(
    fc.property(scenes, fc.nat(4), fc.boolean(), (scene, how, hideMembers) => {
      const whole = tenantFor(scene);
      const isDynamic = (id: string) => scene.dynamic[id.slice(3)] !== undefined;
      const members = new Map([...whole.members].filter(([id]) => !hideMembers || !isDynamic(id)));
      const tenant = { ...whole, members, objects: whole.objects.map((one) => blinded(one, how)) };
      const found = new Set(foundIn(tenant, scene).map(key));
      // What is certainly lost or gained with everything read is at least not denied with less.
      for (const one of foundIn(whole, scene)) expect(found).toContain(key(one));
    }),
    { numRuns: 1500 },
  );
});

test('the order of reading leaves no trace', () => {
  fc.assert(
    fc.property(scenes, (scene) => {
      const tenant = tenantFor(scene);
      const members = new Map([...tenant.members].reverse().map(([id, ids]) => [id, ids.toReversed()]));
      const turned = { ...tenant, members, objects: tenant.objects.toReversed() };
      expect(foundIn(turned, scene)).toEqual(foundIn(tenant, scene));
    }),
    { numRuns: 300 },
  );
});
