import { faults } from '../faults.ts';
import { flag, text, type Entity } from '../store/entity.ts';
import type { Store } from '../store/store.ts';
import { globalAdministrator, privilegedAuthenticationAdministrator, userAdministrator, weakRoles } from './roles.ts';
import { ownServicePrincipal, type Tenant } from './tenant.ts';

/**
 * What only a higher role may do to the holder of a role.
 * https://learn.microsoft.com/graph/api/resources/users#who-can-perform-sensitive-actions
 */
export const sensitiveProperties: ReadonlySet<string> = new Set([
  'accountEnabled',
  'businessPhones',
  'mobilePhone',
  'onPremisesImmutableId',
  'otherMails',
  'passwordProfile',
  'userPrincipalName',
]);

/** Refuses a sensitive action on a user whom the calling application does not outrank. */
export function requireRankOver(tenant: Tenant, user: Entity): void {
  const standing = standingOf(tenant.store, user.id);
  if (standing.roles.size === 0 && !standing.inRoleAssignableGroup) return;
  const own = callerRoles(tenant);
  if (own.has(globalAdministrator) || own.has(privilegedAuthenticationAdministrator)) return;
  const weak = !standing.inRoleAssignableGroup && [...standing.roles].every((role) => weakRoles.has(role));
  if (!(weak && own.has(userAdministrator))) throw faults.denied();
}

/** Refuses a password reset unless the application holds a role that may do it. */
export function requirePasswordRole(tenant: Tenant): void {
  const own = callerRoles(tenant);
  const enough = [userAdministrator, privilegedAuthenticationAdministrator, globalAdministrator];
  if (!enough.some((role) => own.has(role))) throw faults.denied();
}

/** Refuses changes of a role-assignable group without the permission for role management. */
export function requireRoleManagement(tenant: Tenant, group: Entity): void {
  if (flag(group, 'isAssignableToRole') && !tenant.options.permissions.has('RoleManagement.ReadWrite.Directory')) {
    throw faults.denied();
  }
}

interface Standing {
  readonly roles: ReadonlySet<string>;
  readonly inRoleAssignableGroup: boolean;
}

function standingOf(store: Store, principalId: string): Standing {
  const groups = roleAssignableGroups(store, principalId);
  const principals = new Set([principalId, ...groups]);
  const roles = new Set<string>();
  for (const assignment of store.live('unifiedRoleAssignment').from(0)) {
    const role = text(assignment, 'roleDefinitionId');
    if (role !== undefined && principals.has(text(assignment, 'principalId') ?? '')) roles.add(role);
  }
  return { roles, inRoleAssignableGroup: groups.length > 0 };
}

function roleAssignableGroups(store: Store, principalId: string): readonly string[] {
  const containers = [...store.links.members.sources(principalId), ...store.links.owners.sources(principalId)];
  return containers.filter((id) => {
    const group = store.find('group', id);
    return group !== undefined && flag(group, 'isAssignableToRole');
  });
}

function callerRoles(tenant: Tenant): ReadonlySet<string> {
  const own = ownServicePrincipal(tenant);
  return own === undefined ? new Set() : standingOf(tenant.store, own.id).roles;
}
