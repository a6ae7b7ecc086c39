import fc from 'fast-check';
import type { SourceObject } from '../../../src/model/source.ts';
import type { TenantFacts, TenantPopulation } from '../../../src/model/tenant.ts';
import { guidBytes, guidOf, userAnchor } from './identity.ts';
import { person, reference, team } from './sources.ts';
import { markOf, ourGroup, ourUser, strangeGroup, stranger, tenantOf } from './tenant.ts';
import type { ObjectParts } from './tenant.ts';

/** Worlds in which people and groups share few names, so that everything that can collide does. */
export interface GeneratedWorld {
  readonly source: readonly SourceObject[];
  readonly tenant: TenantPopulation;
}

const PEOPLE = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay'];
const GROUPS = ['red', 'blue', 'green'];
const anybody = fc.constantFrom(...PEOPLE);
const anything = fc.constantFrom(...PEOPLE, ...GROUPS);
const text = fc.constantFrom(undefined, 'R', 'S');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const sourcePerson = (name: string) =>
  fc
    .record({
      upn: fc.oneof(
        { weight: 6, arbitrary: fc.constant(name) },
        { weight: 1, arbitrary: anybody },
        { weight: 1, arbitrary: fc.constant('free') },
      ),
      domain: fc.constantFrom('contoso.com', 'contoso.com', 'contoso.com', 'pending.example'),
      department: text,
      employeeType: fc.constantFrom(undefined, undefined, undefined, 'Robot'),
      company: fc.constantFrom(undefined, undefined, undefined, 'broken'),
      manager: maybe(fc.oneof(anybody, fc.constant('CN=x,DC=elsewhere'))),
      enabled: fc.boolean(),
      consistency: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: anybody }),
    })
    .map(({ upn, domain, manager, enabled, consistency, ...given }) =>
      person(name, {
        with: {
          ...given,
          userPrincipalName: `${upn}@${domain}`,
          userAccountControl: enabled ? 512 : 514,
          manager: manager === undefined ? undefined : reference(manager),
          'mS-DS-ConsistencyGuid': consistency === undefined ? undefined : guidBytes(guidOf(consistency)),
        },
      }),
    );

const sourceGroup = (name: string) =>
  fc
    .record({ members: fc.uniqueArray(fc.oneof(anything, fc.constant('CN=x,DC=elsewhere'))), description: text })
    .map(({ members, description }) =>
      team(name, members, { with: { description: description === undefined ? undefined : [description] } }),
    );

type Special = Omit<ObjectParts, 'attributes'>;

const special = fc.constantFrom<Special[]>(
  ...Array<Special>(8).fill({}),
  { mastery: 'otherEngine' },
  { mastery: 'formerlySynced' },
  { guest: true },
  { managementRestricted: true },
  { mark: 'unreadable' },
);

const tenantPerson = (name: string) =>
  fc
    .record({
      ours: fc.constantFrom('ours', 'ours', 'ours', 'ours', 'anchored', 'strange', 'foreign'),
      department: text,
      accountEnabled: fc.boolean(),
      leavingSince: fc.constantFrom(undefined, undefined, '2026-11-20', '2026-01-01'),
      manager: maybe(anybody),
      parts: special,
    })
    .map(({ ours, department, accountEnabled, leavingSince, manager, parts }) => {
      const attributes = { accountEnabled, ...(department === undefined ? {} : { department }) };
      const own = { attributes, ...(manager === undefined ? {} : { manager: `id-${manager}` }) };
      const mark = markOf(name, leavingSince === undefined ? {} : { leavingSince });
      switch (ours) {
        case 'ours':
          return ourUser(name, { mark, ...own, ...parts });
        case 'anchored':
          return stranger(name, { anchor: userAnchor(name), ...own, ...parts });
        case 'foreign':
          return ourUser(name, { mark: markOf(name, { workspace: 'fabrikam' }), ...own, ...parts });
        default:
          return stranger(name, { ...own, ...parts });
      }
    });

const specialGroup = fc.constantFrom<Special[]>(
  ...Array<Special>(6).fill({}),
  { mastery: 'otherEngine' },
  { dynamicMembership: true },
  { roleAssignable: true },
  { mailEnabled: true },
);

const tenantGroup = (name: string) =>
  fc
    .record({ ours: fc.constantFrom(true, true, true, false), parts: specialGroup })
    .map(({ ours, parts }) => (ours ? ourGroup(name, parts) : strangeGroup(name, parts)));

/** Some of the arbitraries, one for each name. */
function some<T>(names: readonly string[], of: (name: string) => fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> {
  return fc
    .tuple(...names.map((name) => fc.option(of(name), { nil: undefined, freq: 4 })))
    .map((all) => all.filter((one) => one !== undefined));
}

const factsOf = fc
  .record({
    privileged: fc.subarray(PEOPLE, { maxLength: 1 }),
    roles: fc.subarray(GROUPS, { maxLength: 1 }),
    granting: fc.subarray(GROUPS, { maxLength: 1 }),
  })
  .map(({ privileged, roles, granting }): Partial<TenantFacts> => ({
    privilegedUsers: new Map(privileged.map((name) => [`id-${name}`, 'User Administrator'])),
    privilegedGroups: new Map(roles.map((name) => [`id-${name}`, 'Helpdesk'])),
    grantingGroups: new Set(granting.map((name) => `id-${name}`)),
  }));

export const generatedWorld: fc.Arbitrary<GeneratedWorld> = fc
  .record({
    people: some(PEOPLE, sourcePerson),
    groups: some(GROUPS, sourceGroup),
    users: some(PEOPLE, tenantPerson),
    teams: some(GROUPS, tenantGroup),
    members: fc.array(fc.uniqueArray(anything), { minLength: 3, maxLength: 3 }),
    twin: maybe(anybody),
    facts: factsOf,
  })
  .map(({ people, groups, users, teams, members, twin, facts }) => {
    const twins =
      twin === undefined
        ? []
        : [ourUser(twin, { id: `twin-${twin}`, name: `twin-${twin}@contoso.com`, anchor: 'twin' })];
    const objects = [...users, ...teams, ...twins];
    const ids = new Set(objects.map((one) => one.id));
    const there = GROUPS.map((name, index): [string, readonly string[]] => [
      `id-${name}`,
      (members[index] ?? []).map((one) => `id-${one}`).filter((id) => ids.has(id)),
    ]);
    const present = objects.map((object) =>
      object.manager !== undefined && !ids.has(object.manager) ? { ...object, manager: 'id-elsewhere' } : object,
    );
    return {
      source: [...people, ...groups],
      tenant: tenantOf({ objects: present, facts, members: Object.fromEntries(there) }),
    };
  });
