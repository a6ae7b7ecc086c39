import { formatMark } from '../../../src/model/mark.ts';
import type { OwnerMark } from '../../../src/model/mark.ts';
import type { Json } from '../../../src/kernel/canonical-json.ts';
import type { TenantFacts, TenantObject, TenantPopulation } from '../../../src/model/tenant.ts';
import { groupAnchor, guidOf, userAnchor } from './identity.ts';

export type ObjectParts = Partial<Omit<TenantObject, 'attributes' | 'type'>> & {
  readonly attributes?: Readonly<Record<string, Json>>;
};

/** The mark of the object made from the source object of this name. */
export function markOf(name: string, parts: Partial<OwnerMark> = {}): OwnerMark {
  return { workspace: 'contoso', connector: 'corp', anchor: guidOf(name), ...parts };
}

export function markText(name: string, parts: Partial<OwnerMark> = {}): string {
  return formatMark(markOf(name, parts));
}

const ORDINARY = {
  mark: undefined,
  mastery: 'cloud',
  guest: false,
  dynamicMembership: false,
  roleAssignable: false,
  managementRestricted: false,
  mailEnabled: false,
  licences: 0,
} as const;

/** Somebody's user: no mark, no anchor. */
export function stranger(name: string, parts: ObjectParts = {}): TenantObject {
  const { attributes = {}, ...rest } = parts;
  const userPrincipalName = parts.name ?? `${name}@contoso.com`;
  const own = { userPrincipalName, displayName: name, mailNickname: name, accountEnabled: true, ...attributes };
  return {
    ...ORDINARY,
    type: 'user',
    id: `id-${name}`,
    name: userPrincipalName,
    ...rest,
    attributes: new Map(Object.entries<Json>(own)),
  };
}

/** The user that Lockstep made of the source object of this name, as it made it. */
export function ourUser(name: string, parts: ObjectParts = {}): TenantObject {
  return stranger(name, { mark: markOf(name), anchor: userAnchor(name), ...parts });
}

export function strangeGroup(name: string, parts: ObjectParts = {}): TenantObject {
  const { attributes = {}, ...rest } = parts;
  const displayName = parts.name ?? name;
  return {
    ...ORDINARY,
    type: 'group',
    id: `id-${name}`,
    name: displayName,
    ...rest,
    attributes: new Map(Object.entries<Json>({ displayName, mailNickname: name, ...attributes })),
  };
}

export function ourGroup(name: string, parts: ObjectParts = {}): TenantObject {
  return strangeGroup(name, { mark: markOf(name), anchor: groupAnchor(name), ...parts });
}

/** A property taken away: for objects that lack what ordinary ones have. */
export function without(object: TenantObject, key: 'anchor' | 'sid' | 'manager'): TenantObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)) as unknown as TenantObject;
}

export interface TenantParts {
  readonly objects?: readonly TenantObject[];
  readonly facts?: Partial<TenantFacts>;
  /** Ids of the members by id of the group; groups that are not named have none. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

export function tenantOf({ objects = [], facts = {}, members = {} }: TenantParts = {}): TenantPopulation {
  const groups = objects.filter(
    (object) => object.type === 'group' && (object.mark !== undefined || members[object.id] !== undefined),
  );
  return {
    facts: {
      tenantId: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
      displayName: 'Contoso',
      domains: [
        { name: 'contoso.com', verified: true, federated: false, initial: false },
        { name: 'contoso.onmicrosoft.com', verified: true, federated: false, initial: true },
        { name: 'pending.example', verified: false, federated: false, initial: false },
      ],
      liveSync: false,
      markDefined: true,
      markApplicationId: 'application',
      extensions: [],
      privilegedUsers: new Map(),
      privilegedGroups: new Map(),
      grantingGroups: new Set(),
      deleted: [],
      ...facts,
    },
    objects,
    members: new Map(groups.map((group) => [group.id, members[group.id] ?? []])),
  };
}
