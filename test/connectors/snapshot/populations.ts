import fc from 'fast-check';
import { directorySchema } from '../../../src/connectors/directory-schema.ts';
import type { Json } from '../../../src/kernel/canonical-json.ts';
import type { AttributeSchema } from '../../../src/model/schema.ts';
import type { ImportRequest, SourceObject } from '../../../src/model/source.ts';
import type {
  DeletedObject,
  MarkFound,
  TenantObject,
  TenantPopulation,
  TenantType,
} from '../../../src/model/tenant.ts';
import { integer } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

const ASKED = {
  user: ['displayName', 'accountExpires', 'isCriticalSystemObject', 'objectGUID', 'manager', 'proxyAddresses', 'dn'],
  group: ['member', 'groupType', 'sIDHistory', 'description', 'whenCreated'],
};

export const request: ImportRequest = { attributes: new Map(Object.entries(ASKED)) };

const text = fc
  .oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('\u2028', '"\\', '{"b":"AA=="}', '__proto__'))
  .filter((one) => one.isWellFormed());
const dn = fc.tuple(text, text).map(([a, b]) => `CN=${a},OU=${b},DC=corp`);

function scalar({ syntax }: AttributeSchema): fc.Arbitrary<Scalar> {
  switch (syntax) {
    case 'string':
    case 'time':
      return text;
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc
        .oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -5n, max: 5n }))
        .map(integer);
    case 'binary':
      return fc.uint8Array({ minLength: 1, maxLength: 40 });
    case 'reference':
      return dn.map((one) => ({ dn: one }));
  }
}

function valueOf(schema: AttributeSchema): fc.Arbitrary<Value> {
  return schema.multiValued ? fc.array(scalar(schema), { minLength: 1, maxLength: 5 }) : scalar(schema);
}

function sourceObject(type: keyof typeof ASKED): fc.Arbitrary<SourceObject> {
  const schema = directorySchema.get(type)!.attributes;
  const values = Object.fromEntries(ASKED[type].map((name) => [name, valueOf(schema.get(name)!)]));
  return fc
    .record({ anchor: fc.uuid(), dn, attributes: fc.record(values, { requiredKeys: [] }) })
    .map((one) => ({ ...one, type, attributes: new Map(Object.entries(one.attributes as Record<string, Value>)) }));
}

export const sourceObjects: fc.Arbitrary<readonly SourceObject[]> = fc.uniqueArray(
  fc.oneof(sourceObject('user'), sourceObject('group')),
  { selector: ({ anchor }) => anchor, maxLength: 30 },
);

const mark: fc.Arbitrary<MarkFound> = fc.constantFrom<MarkFound>(
  undefined,
  'unreadable',
  { workspace: 'contoso', connector: 'corp', anchor: '0b31469b-3ce0-4832-b450-29cb7c1e6cc6' },
  {
    workspace: 'contoso',
    connector: 'corp',
    anchor: '1b31469b-3ce0-4832-b450-29cb7c1e6cc6',
    leavingSince: '2026-11-22',
  },
);

const json: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.array(text, { minLength: 1, maxLength: 3 }),
);
const identity = { id: fc.uuid(), name: fc.string(), mark };

function tenantObject(type: TenantType): fc.Arbitrary<TenantObject> {
  const flags = { guest: fc.boolean(), dynamicMembership: fc.boolean(), roleAssignable: fc.boolean() };
  const more = { managementRestricted: fc.boolean(), mailEnabled: fc.boolean(), licences: fc.nat(3) };
  const attributes = fc.dictionary(fc.constantFrom('displayName', 'mail', 'businessPhones'), json);
  const mastery = fc.constantFrom('cloud' as const, 'otherEngine' as const, 'formerlySynced' as const);
  return fc
    .record(
      {
        ...identity,
        ...flags,
        ...more,
        mastery,
        attributes,
        anchor: text,
        sid: text,
        manager: fc.uuid(),
        ...rules,
      },
      { requiredKeys: ['id', 'name', 'mark', 'attributes', 'mastery', 'licences', ...allOf(flags), ...flagsOf] },
    )
    .map(({ membershipRule, membershipRuleProcessingState, ...one }) => ({
      ...one,
      type,
      ...(type === 'user' || membershipRule === undefined ? {} : { membershipRule }),
      ...(type === 'user' || membershipRuleProcessingState === undefined ? {} : { membershipRuleProcessingState }),
      attributes: new Map(Object.entries(one.attributes)),
    }));
}

const flagsOf = ['managementRestricted', 'mailEnabled'] as const;

const rules = {
  membershipRule: fc.constantFrom('user.department -eq "Sales"', ''),
  membershipRuleProcessingState: fc.constantFrom('On', 'Paused'),
};

function allOf<T extends object>(record: T): (keyof T)[] {
  return Object.keys(record) as (keyof T)[];
}

function deletedObject(type: TenantType): fc.Arbitrary<DeletedObject> {
  return fc
    .record({ ...identity, anchor: text }, { requiredKeys: ['id', 'name', 'mark'] })
    .map((one) => ({ ...one, type }));
}

const roles = fc.dictionary(fc.uuid(), text, { maxKeys: 4 }).map((one) => new Map(Object.entries(one)));
const byId = { selector: ({ id }: { readonly id: string }) => id, maxLength: 15 };

export const TENANT_ID = '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10';

/** Without a group that grants something there is nothing that could not be said. */
function applicationsOf(granting: readonly string[], names: readonly (readonly string[])[] | null) {
  if (names === null && granting.length > 0) return {};
  const granted = granting.map((id, place) => [id, names?.[place] ?? []] as const);
  return { applications: new Map(granted.filter(([, found]) => found.length > 0)) };
}

export const populations: fc.Arbitrary<TenantPopulation> = fc
  .record({
    objects: fc.uniqueArray(fc.oneof(tenantObject('user'), tenantObject('group')), byId),
    deleted: fc.uniqueArray(fc.oneof(deletedObject('user'), deletedObject('group')), byId),
    privilegedUsers: roles,
    privilegedGroups: roles,
    granting: fc.uniqueArray(fc.uuid(), { maxLength: 4 }),
    applications: fc.option(fc.array(fc.uniqueArray(text, { maxLength: 3 }), { minLength: 4, maxLength: 4 })),
    domains: fc.uniqueArray(fc.domain(), { maxLength: 3 }),
    members: fc.array(fc.uniqueArray(fc.uuid(), { maxLength: 5 }), { minLength: 15, maxLength: 15 }),
    flags: fc.record({ liveSync: fc.boolean(), markDefined: fc.boolean() }),
    markApplicationId: fc.option(fc.uuid(), { nil: undefined }),
  })
  .map(({ objects, deleted, granting, applications, domains, members, flags, markApplicationId, ...privileged }) => {
    const groups = objects.filter(({ type }) => type === 'group');
    return {
      facts: {
        ...flags,
        ...privileged,
        tenantId: TENANT_ID,
        displayName: 'Contoso',
        markApplicationId,
        extensions: ['extension_6f0c1a528f0a4a579d572f4e9b6f1d33_lockstepOwner'],
        grantingGroups: new Set(granting),
        ...applicationsOf(granting, applications),
        domains: domains.map((name) => ({ name, verified: true, federated: name.length > 9, initial: false })),
        deleted,
      },
      objects,
      members: new Map(groups.map(({ id }, index) => [id, members[index] ?? []])),
    };
  });
