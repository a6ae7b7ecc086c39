import { faults } from '../faults.ts';
import { strings, type Json } from '../json.ts';
import { groupSchema } from '../schema/group.ts';
import { flag, text, type Entity, type Properties } from '../store/entity.ts';
import { isUnified } from '../store/uniqueness.ts';
import { refuseWhenMastered } from '../tenant/mastery.ts';
import { requireRoleManagement } from '../tenant/privilege.ts';
import { isRestricted } from '../tenant/restricted.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { referencedObject } from './references.ts';

/** At most this many links in one request. https://learn.microsoft.com/graph/api/group-post-groups */
export const mostLinks = 20;

const knownTypes = ['Unified', 'DynamicMembership'];

/** Refuses the kinds of group that Graph cannot make. */
export function requireKnownKind(properties: Properties): void {
  const types = strings(properties['groupTypes']);
  if (types.some((type) => !knownTypes.includes(type))) throw faults.invalidValue('groupTypes', groupSchema.resource);
  const unified = types.includes('Unified');
  const mailEnabled = properties['mailEnabled'] === true;
  if (mailEnabled && !unified) throw faults.mailEnabledGroup('Create');
  if (unified && !mailEnabled) throw faults.invalidValue('mailEnabled', groupSchema.resource);
  if (!unified && properties['securityEnabled'] !== true)
    throw faults.invalidValue('securityEnabled', groupSchema.resource);
  requireRule(properties, new Map(Object.entries(properties)));
}

/** A dynamic group has a rule, and only a dynamic group gets one. */
export function requireRule(properties: Properties, written: ReadonlyMap<string, Json>): void {
  const dynamic = strings(properties['groupTypes']).includes('DynamicMembership');
  if (dynamic && properties['membershipRule'] === undefined)
    throw faults.required('membershipRule', groupSchema.resource);
  if (!dynamic && typeof written.get('membershipRule') === 'string')
    throw faults.invalidValue('membershipRule', groupSchema.resource);
  if (dynamic && properties['isAssignableToRole'] === true)
    throw faults.invalidValue('isAssignableToRole', groupSchema.resource);
}

/** Tells a group whose members a rule computes. */
export function isDynamic(group: Entity): boolean {
  return strings(group.properties['groupTypes']).includes('DynamicMembership');
}

/** Refuses writes to groups that are not Graph's to change. */
export function requireWritableGroup(tenant: Tenant, group: Entity): void {
  if (isRestricted(tenant.store, group)) throw faults.restricted();
  requireRoleManagement(tenant, group);
  if (flag(group, 'mailEnabled') && !isUnified(group)) throw faults.mailEnabledGroup('Update');
}

/** Refuses writes to the members of groups that compute, or synchronise, their members. */
export function requireWritableMembers(tenant: Tenant, group: Entity): void {
  requireWritableGroup(tenant, group);
  // Assumption: the status for a dynamic group.
  if (isDynamic(group)) throw faults.denied();
  refuseWhenMastered(group);
}

/** The objects of a `members@odata.bind`; one bad element refuses them all. */
export function boundMembers(tenant: Tenant, group: Entity, urls: readonly string[]): readonly string[] {
  // Assumption: the text for too many links.
  if (urls.length > mostLinks) {
    throw faults.badRequest(`The number of values for the property 'members' exceeds the limit of ${mostLinks}.`);
  }
  const ids = urls.map((url) => {
    const member = referencedObject(tenant, url);
    requireFittingMember(group, member);
    return member.id;
  });
  const taken = ids.some((id, index) => ids.indexOf(id) !== index || tenant.store.links.members.has(group.id, id));
  if (taken) throw faults.referenceExists('members');
  return ids;
}

/** https://learn.microsoft.com/graph/api/group-post-members: which objects a group can hold. */
export function requireFittingMember(group: Entity, member: Entity): void {
  if (member.id === group.id) throw faults.invalidReference();
  if (isUnified(group)) {
    if (member.kind !== 'user') throw invalidMember(member);
    return;
  }
  switch (member.kind) {
    case 'user':
    case 'device':
    case 'servicePrincipal':
    case 'orgContact':
      return;
    case 'group':
      if (isUnified(member) || flag(group, 'isAssignableToRole') || flag(member, 'isAssignableToRole'))
        throw invalidMember(member);
      return;
    default:
      throw invalidMember(member);
  }
}

// Assumption: the text for a member of the wrong type.
function invalidMember(member: Entity): Error {
  const name = text(member, 'displayName') ?? member.id;
  return faults.badRequest(
    `An invalid operation was included in the following modified references: 'members' (${member.kind} ${name}).`,
  );
}
