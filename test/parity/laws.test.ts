import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/kernel/canonical-json.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { TenantObject, TenantPopulation } from '../../src/model/tenant.ts';
import { guidOf, sidBytes } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, reference, team } from '../support/world/sources.ts';
import { stranger } from '../support/world/tenant.ts';
import { changed, compare, filled } from './connect.ts';
import { populationOf } from '../support/world/plan.ts';
import { imported } from '../support/world/sources.ts';

let rules: RuleSet;

beforeAll(async () => {
  rules = await rulesOf();
});

const PEOPLE = ['ada', 'bob', 'cy', 'dee', 'eve'];
const GROUPS = ['red', 'blue'];
const ALL = [...PEOPLE, ...GROUPS];
const text = fc.option(fc.constantFrom('R', 'S', 'r', 'Ünit'), { nil: undefined });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const sid = (name: string): Uint8Array => sidBytes(1 + ALL.indexOf(name));

const sourcePerson = (name: string): fc.Arbitrary<SourceObject> =>
  fc
    .record({
      department: text,
      title: text,
      mail: maybe(fc.constant(`${name}@contoso.com`)),
      manager: maybe(fc.constantFrom(...PEOPLE, 'CN=x,DC=elsewhere')),
      enabled: fc.boolean(),
    })
    .map(({ manager, enabled, ...given }) =>
      person(name, {
        with: {
          ...given,
          objectSid: sid(name),
          userAccountControl: enabled ? 512 : 514,
          manager: manager === undefined ? undefined : reference(manager),
        },
      }),
    );

const sourceGroup = (name: string): fc.Arbitrary<SourceObject> =>
  fc
    .uniqueArray(fc.constantFrom(...PEOPLE, ...GROUPS, 'CN=x,DC=elsewhere'))
    .map((members) => team(name, members, { with: { objectSid: sid(name) } }));

const directory = fc.tuple(...PEOPLE.map(sourcePerson), ...GROUPS.map(sourceGroup));

/** What the engine does with what it reads is the same in every order: so is this. */
function shuffled<T>(list: readonly T[], by: readonly number[]): readonly T[] {
  return list
    .map((one, index) => ({ one, at: by[index % by.length] ?? 0 }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

test('a tenant that the same rules filled has nothing unexplained, and nothing explained', () => {
  fc.assert(
    fc.property(directory, (source) => {
      const { parity, told, alone } = compare({ rules, source });
      expect([...told, ...alone]).toEqual([]);
      expect(parity).toMatchObject({ unexplained: 0, explained: 0, identities: ALL.length });
      expect(parity.pairs).toEqual({ user: PEOPLE.length, group: GROUPS.length });
      expect(parity.pairedBy).toMatchObject({ anchor: PEOPLE.length, securityIdentifier: GROUPS.length });
    }),
    { numRuns: 60 },
  );
});

test('so has the tenant that Lockstep itself filled', () => {
  fc.assert(
    fc.property(directory, (source) => {
      const { parity } = compare({
        rules,
        source,
        tenant: (tenant) => ({ ...tenant, objects: tenant.objects.map((one) => asOurs(one)) }),
      });
      expect(parity).toMatchObject({ unexplained: 0, pairedBy: { mark: ALL.length } });
    }),
    { numRuns: 30 },
  );
});

function asOurs(object: TenantObject): TenantObject {
  const guid = object.id.slice('id-'.length);
  const anchor = object.type === 'user' ? object.anchor : `lockstep-contoso-${guid}`;
  const mark = { workspace: 'contoso', connector: 'corp', anchor: guid };
  return { ...object, mastery: 'cloud', mark, ...(anchor === undefined ? {} : { anchor }) };
}

/** One change of one thing, and what is to be said of it. */
type Planted = (tenant: TenantPopulation) => { readonly tenant: TenantPopulation; readonly told: readonly string[] };

const plantedValue = fc
  .record({
    name: fc.constantFrom(...PEOPLE),
    attribute: fc.constantFrom('department', 'jobTitle', 'displayName', 'employeeId'),
    value: fc.oneof(
      fc.string({ minLength: 1 }).filter((one) => one.isWellFormed()),
      fc.constant(null),
    ),
  })
  .map(({ name, attribute, value }): Planted => (tenant) => {
    const before = find(tenant, name).attributes.get(attribute) ?? null;
    const same =
      before === value || (typeof before === 'string' && before.normalize('NFC') === value?.normalize('NFC'));
    return {
      tenant: changed(tenant, name, { attributes: { [attribute]: value } }),
      told: same ? [] : [`${name} ${attribute} difference ${shown(value)} -> ${shown(before)}`],
    };
  });

const plantedManager = fc
  .record({ name: fc.constantFrom(...PEOPLE), manager: maybe(fc.constantFrom(...PEOPLE)) })
  .map(({ name, manager }): Planted => (tenant) => {
    const { manager: before, ...object } = find(tenant, name);
    const id = manager === undefined ? undefined : `id-${guidOf(manager)}`;
    const objects = tenant.objects.map((one) =>
      one.id === object.id ? { ...object, ...(id === undefined ? {} : { manager: id }) } : one,
    );
    const nameOf = (one: string | undefined): string =>
      one === undefined ? 'null' : shown(tenant.objects.find((object) => object.id === one)?.name ?? one);
    return {
      tenant: { ...tenant, objects },
      told: id === before ? [] : [`${name} manager difference ${nameOf(id)} -> ${nameOf(before)}`],
    };
  });

const plantedMember = fc
  .record({ group: fc.constantFrom(...GROUPS), member: fc.constantFrom(...ALL) })
  .map(({ group, member }): Planted => (tenant) => {
    const owner = `id-${guidOf(group)}`;
    const id = `id-${guidOf(member)}`;
    const present = tenant.members.get(owner) ?? [];
    const isIn = present.includes(id);
    const now = isIn ? present.filter((one) => one !== id) : [...present, id];
    return {
      tenant: { ...tenant, members: new Map(tenant.members).set(owner, now) },
      told: [`${group} members difference ${isIn ? 'null' : member} -> ${isIn ? member : 'null'}`],
    };
  });

/** Somebody of the cloud in a group: in no pair, and nothing that a rule could know of. */
const plantedStranger = fc.constantFrom(...GROUPS).map((group): Planted => (tenant) => {
  const owner = `id-${guidOf(group)}`;
  const isThere = tenant.objects.some(({ id }) => id === 'id-cloud');
  const members = new Map(tenant.members).set(owner, [...new Set([...(tenant.members.get(owner) ?? []), 'id-cloud'])]);
  return {
    tenant: { ...tenant, members, objects: isThere ? tenant.objects : [...tenant.objects, stranger('cloud')] },
    told: [],
  };
});

function find(tenant: TenantPopulation, name: string): TenantObject {
  const found = tenant.objects.find((one) => one.name === `${name}@contoso.com`);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function shown(value: Json): string {
  return typeof value === 'string' ? value.replace(/@contoso\.com$/, '') : JSON.stringify(value);
}

describe('a planted change', () => {
  test.each([
    ['of a value', plantedValue],
    ['of a manager', plantedManager],
    ['of a membership', plantedMember],
    ["that is no engine's", plantedStranger],
  ])('%s is found, and nothing else', (_what, planted) => {
    fc.assert(
      fc.property(directory, planted, (source, plant) => {
        let expected: readonly string[] = [];
        const { told, alone, parity } = compare({
          rules,
          source,
          tenant: (tenant) => {
            // A manager out of sight is nobody's: what the tenant has in his place is told of otherwise.
            const made = plant(tenant);
            expected = made.told;
            return made.tenant;
          },
        });
        fc.pre(!hasManagerOutOfSight(source, expected));
        expect(told).toEqual(expected);
        expect(alone).toEqual([]);
        expect(parity.unexplained).toBe(expected.length);
      }),
      { numRuns: 100 },
    );
  });
});

function hasManagerOutOfSight(source: readonly SourceObject[], told: readonly string[]): boolean {
  const [first = ''] = told;
  const [name, attribute] = first.split(' ');
  const one = source.find(({ dn }) => dn.startsWith(`CN=${name ?? ''},`));
  const manager = one?.attributes.get('manager');
  return attribute === 'manager' && JSON.stringify(manager ?? null).includes('elsewhere');
}

describe('the order of reading', () => {
  test('says nothing', () => {
    fc.assert(
      fc.property(
        directory,
        fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
        fc.array(fc.oneof(plantedValue, plantedManager, plantedMember, plantedStranger), { maxLength: 6 }),
        (source, order, plants) => {
          const plant = (tenant: TenantPopulation) => plants.reduce((one, by) => by(one).tenant, tenant);
          const straight = compare({ rules, source, tenant: plant });
          const mixed = compare({
            rules,
            source: shuffled(source, order),
            tenant: (tenant) => {
              const made = plant(tenant);
              const members = shuffled([...made.members], order).map(([id, ids]) => [id, ids.toReversed()] as const);
              return { ...made, objects: shuffled(made.objects, order), members: new Map(members) };
            },
          });
          expect(mixed.parity).toEqual(straight.parity);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('nor do the ids that a tenant gives', () => {
    fc.assert(
      fc.property(directory, fc.array(plantedValue, { maxLength: 3 }), (source, plants) => {
        const plant = (tenant: TenantPopulation) => plants.reduce((one, by) => by(one).tenant, tenant);
        const other = (id: string): string => `z${id}`;
        const renamed = compare({
          rules,
          source,
          tenant: (tenant) => {
            const made = plant(tenant);
            return {
              ...made,
              objects: made.objects.map(({ manager, ...one }) => ({
                ...one,
                id: other(one.id),
                ...(manager === undefined ? {} : { manager: other(manager) }),
              })),
              members: new Map([...made.members].map(([id, ids]) => [other(id), ids.map(other)])),
            };
          },
        });
        const straight = compare({ rules, source, tenant: plant });
        expect(renamed.told).toEqual(straight.told);
        expect(renamed.parity.unexplained).toBe(straight.parity.unexplained);
      }),
      { numRuns: 40 },
    );
  });
});

test('it sees of people what a plan would hold of them', () => {
  fc.assert(
    fc.property(directory, fc.array(plantedValue, { maxLength: 4 }), (source, plants) => {
      const plant = (tenant: TenantPopulation) => plants.reduce((one, by) => by(one).tenant, tenant);
      const { differences } = compare({ rules, source, tenant: plant });
      const tenant = plant(filled(populationOf(rules, [imported(source)])));
      const { body } = planOf({ rules, source, tenant });
      const held = body.held
        .filter((one) => one.object.type === 'user' && one.reason === 'masteredElsewhere')
        .flatMap((one) => one.changes.map((change) => [one.object.id, change.attribute, change.before, change.after]));
      const seen = differences.map((one) => [one.identity.id, one.attribute, one.tenant, one.rules]);
      const sorted = (list: readonly (readonly unknown[])[]) => list.map((one) => JSON.stringify(one)).sort();
      expect(sorted(seen)).toEqual(sorted(held));
    }),
    { numRuns: 60 },
  );
});
