import { formatMark } from '../../../src/model/mark.ts';
import type { ObjectRef } from '../../../src/model/plan.ts';
import type { TenantFacts, TenantObject, TenantPopulation, TenantType } from '../../../src/model/tenant.ts';
import type { Json } from '../../../src/kernel/canonical-json.ts';

/** Small tenants as a connector would read them, for the tests of what is decided against them. */

export const WORKSPACE = 'contoso';
export const APPLICATION = 'object-id-of-the-application';

/** `corp/objectGUID` number n. */
export function key(number: number): string {
  return `corp/00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function mark(
  number: number,
  more: { leavingSince?: string; workspace?: string; connector?: string } = {},
): string {
  return formatMark({ workspace: WORKSPACE, connector: 'corp', anchor: key(number).slice(5), ...more });
}

export function ref(type: TenantType, number: number, id?: string): ObjectRef {
  return { type, key: key(number), name: nameOf(type, number), ...(id === undefined ? {} : { id }) };
}

export function nameOf(type: TenantType, number: number): string {
  return type === 'user' ? `person${number}@contoso.com` : `Group ${number}`;
}

/** An object that carries our mark, unless `more` says otherwise. */
export function object(
  type: TenantType,
  number: number,
  more: Partial<Omit<TenantObject, 'attributes'>> & { readonly attributes?: Readonly<Record<string, Json>> } = {},
): TenantObject {
  const { attributes = { displayName: 'Old' }, ...rest } = more;
  return {
    type,
    id: `id-${type}-${number}`,
    name: nameOf(type, number),
    anchor: `anchor-${number}`,
    mark: { workspace: WORKSPACE, connector: 'corp', anchor: key(number).slice(5) },
    mastery: 'cloud',
    guest: false,
    dynamicMembership: false,
    roleAssignable: false,
    managementRestricted: false,
    mailEnabled: false,
    licences: 0,
    attributes: new Map(Object.entries(attributes)),
    ...rest,
  };
}

export function tenant(
  objects: readonly TenantObject[],
  more: { readonly facts?: Partial<TenantFacts>; readonly members?: Readonly<Record<string, readonly string[]>> } = {},
): TenantPopulation {
  return {
    facts: {
      tenantId: '5d1e1c2a-0000-4000-8000-000000000001',
      displayName: 'Contoso',
      domains: [{ name: 'contoso.com', verified: true, federated: false, initial: false }],
      liveSync: false,
      markDefined: true,
      markApplicationId: APPLICATION,
      extensions: [],
      privilegedUsers: new Map(),
      privilegedGroups: new Map(),
      grantingGroups: new Set(),
      deleted: [],
      ...more.facts,
    },
    objects,
    members: new Map(Object.entries(more.members ?? {})),
  };
}
