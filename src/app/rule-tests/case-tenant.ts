import { digestOf } from '../../kernel/canonical-json.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import { immutableIdOfGuid } from '../../kernel/guid.ts';
import { toJson } from '../../model/comparison.ts';
import type { DesiredObject, DesiredPopulation } from '../../model/desired.ts';
import { domainOf } from '../../model/live-sync.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { GivenObject, GivenTenantObject, RuleTestCase } from '../../model/rule-test.ts';
import { definedAsDeclared } from '../../model/directory-extension.ts';
import { plainText } from '../../model/schema.ts';
import type { TenantObject, TenantPopulation } from '../../model/tenant.ts';
import { targetCapabilities } from '../registry.ts';
import { keyOfGiven, wantedOf } from './given-key.ts';

/** A tenant object with whose it is. */
interface Placed {
  readonly object: TenantObject;
  readonly desired: DesiredObject | undefined;
  readonly role: string | undefined;
}

/** The tenant of a case: its objects are what the rules want of their given objects, but for what the case says. */
export function caseTenant(
  ruleSet: RuleSet,
  one: RuleTestCase,
  objects: readonly GivenTenantObject[],
  population: DesiredPopulation,
): TenantPopulation {
  const placed = objects.map((object, index) => place(ruleSet, one, object, population, index));
  const ids = new Map(
    placed.flatMap(({ desired, object }) => (desired === undefined ? [] : [[desired.key, object.id]])),
  );
  const roles = (type: TenantObject['type']) =>
    new Map(
      placed.flatMap(({ object, role }) => (role === undefined || object.type !== type ? [] : [[object.id, role]])),
    );
  const domains = one.verifiedDomains ?? domainsOf(population);
  return {
    facts: {
      tenantId: ruleSet.topology.tenantId,
      displayName: 'the tenant of a rule test',
      domains: domains.map((name, index) => ({ name, verified: true, federated: true, initial: index === 0 })),
      liveSync: false,
      markDefined: true,
      markApplicationId: ruleSet.topology.ownerMarkApplicationId,
      extensions: [],
      extensionApplications: definedAsDeclared(ruleSet.topology.directoryExtensions),
      privilegedUsers: roles('user'),
      privilegedGroups: roles('group'),
      grantingGroups: new Set(),
      deleted: [],
    },
    objects: placed.map(({ object, desired }) => withManager(object, desired, ids)),
    members: new Map(placed.map(({ object, desired }) => [object.id, membersOf(desired, ids)])),
  };
}

function place(
  ruleSet: RuleSet,
  one: RuleTestCase,
  object: GivenTenantObject,
  population: DesiredPopulation,
  index: number,
): Placed {
  const owner = one.given.find(({ id }) => id === object.of);
  const desired = owner === undefined ? undefined : wantedOf(keyOfGiven(owner), population);
  const { type, mastery, guest, role, leavingSince } = object;
  const attributes = attributesOf(ruleSet, object, owner, desired);
  const name = attributes.get(type === 'user' ? 'userPrincipalName' : 'displayName');
  const anchor = owner === undefined ? undefined : (desired?.anchor ?? anchorOf(ruleSet, type, owner));
  const { workspace } = ruleSet.topology;
  const mark =
    owner === undefined || !object.marked
      ? undefined
      : { workspace, ...markOwner(owner, desired), ...(leavingSince === undefined ? {} : { leavingSince }) };
  return {
    object: {
      type,
      id: idOf(index),
      name: typeof name === 'string' ? name : 'nameless',
      ...(anchor === undefined ? {} : { anchor }),
      mark,
      mastery,
      guest,
      dynamicMembership: false,
      roleAssignable: false,
      managementRestricted: false,
      mailEnabled: false,
      licences: 0,
      attributes,
    },
    desired,
    role,
  };
}

/** The identity's first object is the one that the mark names. */
function markOwner(owner: GivenObject, desired: DesiredObject | undefined): { connector: string; anchor: string } {
  return desired === undefined
    ? { connector: owner.connector, anchor: owner.anchor }
    : { connector: desired.connector, anchor: desired.guid };
}

function anchorOf(ruleSet: RuleSet, type: TenantObject['type'], { anchor }: GivenObject): string | undefined {
  return type === 'group' ? `lockstep-${ruleSet.topology.workspace}-${anchor}` : immutableIdOfGuid(anchor);
}

function idOf(index: number): string {
  const hex = digestOf(`tenant object ${index}`);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function attributesOf(
  { topology }: RuleSet,
  object: GivenTenantObject,
  owner: GivenObject | undefined,
  desired: DesiredObject | undefined,
): ReadonlyMap<string, Json> {
  const schema = targetCapabilities(topology).schema.get(object.type)?.attributes;
  const attributes = new Map<string, Json>(startOf(object, owner));
  const put = (name: string, value: Parameters<typeof toJson>[0] | undefined): void => {
    const converted = value === undefined ? undefined : toJson(value, schema?.get(name) ?? plainText);
    if (converted?.ok === true) attributes.set(name, converted.json);
    else attributes.delete(name);
  };
  for (const [name, { value }] of desired?.attributes ?? []) {
    if (schema?.get(name)?.syntax !== 'reference') put(name, value);
  }
  for (const [name, value] of object.attributes) put(name, value);
  return attributes;
}

/** What an object has that no rule wants any more, or that is nobody's. */
function startOf({ type }: GivenTenantObject, owner: GivenObject | undefined): readonly (readonly [string, Json])[] {
  const text = (name: string): string => {
    const value = owner?.attributes.get(name);
    return typeof value === 'string' ? value : `someone@${EXAMPLE_DOMAIN}`;
  };
  return type === 'user'
    ? [
        ['userPrincipalName', text('userPrincipalName')],
        ['displayName', text('displayName')],
        ['accountEnabled', true],
      ]
    : [['displayName', text('displayName')]];
}

const EXAMPLE_DOMAIN = 'example.com';

function withManager(
  object: TenantObject,
  desired: DesiredObject | undefined,
  ids: ReadonlyMap<string, string>,
): TenantObject {
  const { manager } = desired ?? {};
  const id = manager?.kind === 'desired' ? ids.get(manager.key) : undefined;
  return id === undefined ? object : { ...object, manager: id };
}

function membersOf(desired: DesiredObject | undefined, ids: ReadonlyMap<string, string>): readonly string[] {
  return (desired?.members ?? []).flatMap((one) => (one.kind === 'desired' ? (ids.get(one.key) ?? []) : []));
}

/** Every domain of a name or an address that the rules want. */
function domainsOf({ desired }: DesiredPopulation): readonly string[] {
  const domains = new Set(
    desired.flatMap(({ name, attributes }) => {
      const mail = attributes.get('mail')?.value;
      const addresses = typeof mail === 'string' ? [name, mail] : [name];
      return addresses.filter((one) => one.includes('@')).map(domainOf);
    }),
  );
  return domains.size === 0 ? [EXAMPLE_DOMAIN] : [...domains].sort();
}
