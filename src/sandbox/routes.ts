import type { Handler, Route } from './graph-call.ts';
import { permissions } from './permissions.ts';
import * as applications from './resources/applications.ts';
import * as deletedItems from './resources/deleted-items.ts';
import * as directory from './resources/directory.ts';
import * as groups from './resources/groups.ts';
import * as manager from './resources/manager.ts';
import * as members from './resources/members.ts';
import * as tenant from './resources/tenant.ts';
import * as users from './resources/users.ts';

function route(method: Route['method'], pattern: string, needed: readonly string[], handle: Handler): Route {
  return { method, pattern, permissions: needed, handle };
}

const p = permissions;
const deletedWriters = [...p.writeUsers, 'User.DeleteRestore.All', ...p.writeGroups, 'Application.ReadWrite.All'];
const deletedReaders = [...p.readUsers, ...p.readGroups, ...p.readApplications];

/** Everything below /v1.0 that the sandbox answers. */
export const routes: readonly Route[] = [
  route('GET', '/users', p.readUsers, users.listUsers),
  route('POST', '/users', p.writeUsers, users.createUser),
  route('GET', '/users/$count', p.readUsers, users.countUsers),
  route('GET', '/users/{id}', p.readUsers, users.getUser),
  route('PATCH', '/users/{id}', p.updateUsers, users.updateUser),
  route('DELETE', '/users/{id}', p.writeUsers, users.deleteUser),
  route('GET', '/users/{id}/manager', p.readUsers, manager.getManager),
  route('GET', '/users/{id}/manager/$ref', p.readUsers, manager.getManagerReference),
  route('PUT', '/users/{id}/manager/$ref', p.writeUsers, manager.setManager),
  route('DELETE', '/users/{id}/manager/$ref', p.writeUsers, manager.removeManager),
  route('GET', '/users/{id}/onPremisesSyncBehavior', p.readUserAuthority, directory.getUserAuthority),

  route('GET', '/groups', p.readGroups, groups.listGroups),
  route('POST', '/groups', p.createGroups, groups.createGroup),
  route('GET', '/groups/$count', p.readGroups, groups.countGroups),
  route('GET', '/groups/{uniqueName=}', p.readGroups, groups.getGroupByUniqueName),
  route('PATCH', '/groups/{uniqueName=}', p.writeGroups, groups.upsertGroup),
  route('GET', '/groups/{id}', p.readGroups, groups.getGroup),
  route('PATCH', '/groups/{id}', p.writeGroups, groups.updateGroup),
  route('DELETE', '/groups/{id}', p.writeGroups, groups.deleteGroup),
  route('GET', '/groups/{id}/members', p.readMembers, members.listMembers),
  route('POST', '/groups/{id}/members/$ref', p.writeMembers, members.addMember),
  route('DELETE', '/groups/{id}/members/{member}/$ref', p.writeMembers, members.removeMember),
  route('DELETE', '/groups/{id}/members/{member}', p.writeMembers, members.refuseMemberDeletion),
  route('GET', '/groups/{id}/owners', p.readMembers, members.listOwners),
  route('GET', '/groups/{id}/transitiveMembers', p.readMembers, members.listTransitiveMembers),
  route('GET', '/groups/{id}/appRoleAssignments', p.readApplications, directory.listGroupAppRoles),
  route('GET', '/groups/{id}/onPremisesSyncBehavior', p.readGroupAuthority, directory.getGroupAuthority),

  route('GET', '/directory/deletedItems/{type}', deletedReaders, deletedItems.listDeletedItems),
  route('DELETE', '/directory/deletedItems/{id}', deletedWriters, deletedItems.purgeDeletedItem),
  route('POST', '/directory/deletedItems/{id}/restore', deletedWriters, deletedItems.restoreDeletedItem),
  route('GET', '/directory/onPremisesSynchronization', p.readSynchronization, tenant.listSynchronization),
  route(
    'GET',
    '/directory/administrativeUnits',
    p.readUnits,
    directory.listKind('administrativeUnit', 'directory/administrativeUnits'),
  ),
  route(
    'GET',
    '/directory/administrativeUnits/{id}',
    p.readUnits,
    directory.getKind('administrativeUnit', 'directory/administrativeUnits'),
  ),
  route('GET', '/directory/administrativeUnits/{id}/members', p.readUnits, directory.listUnitMembers),

  route('GET', '/directoryRoles', p.readRoles, directory.listDirectoryRoles),
  route('GET', '/directoryRoles/{id}/members', p.readRoles, directory.listRoleMembers),
  route('GET', '/roleManagement/directory/roleAssignments', p.readRoles, directory.listRoleAssignments),
  route(
    'GET',
    '/roleManagement/directory/roleDefinitions',
    p.readRoles,
    directory.listKind('unifiedRoleDefinition', 'roleManagement/directory/roleDefinitions'),
  ),
  route('GET', '/roleManagement/directory/roleDefinitions/{id}', p.readRoles, directory.getRoleDefinition),
  route(
    'GET',
    '/roleManagement/directory/roleEligibilityScheduleInstances',
    p.readEligibility,
    directory.listRoleEligibility,
  ),

  route('GET', '/organization', p.readOrganization, tenant.listOrganization),
  route('GET', '/organization/{id}', p.readOrganization, tenant.getOrganization),
  route('GET', '/domains', p.readDomains, tenant.listDomains),
  route('GET', '/domains/{id}', p.readDomains, tenant.getDomain),
  route('GET', '/devices', p.readDevices, directory.listKind('device', 'devices')),
  route('GET', '/devices/{id}', p.readDevices, directory.getKind('device', 'devices')),
  route('GET', '/contacts', p.readContacts, directory.listKind('orgContact', 'contacts')),
  route('GET', '/contacts/{id}', p.readContacts, directory.getKind('orgContact', 'contacts')),
  route('GET', '/contacts/{id}/onPremisesSyncBehavior', p.readContactAuthority, directory.getContactAuthority),

  route('GET', '/servicePrincipals', p.readApplications, directory.listKind('servicePrincipal', 'servicePrincipals')),
  route('GET', '/servicePrincipals/{appId=}', p.readApplications, applications.getServicePrincipalByAppId),
  route(
    'GET',
    '/servicePrincipals/{id}',
    p.readApplications,
    directory.getKind('servicePrincipal', 'servicePrincipals'),
  ),
  route('GET', '/servicePrincipals/{id}/appRoleAssignedTo', p.readApplications, directory.listAppRoleHolders),
  route('GET', '/applications', p.readApplications, directory.listKind('application', 'applications')),
  route('GET', '/applications/{appId=}', p.readApplications, applications.getApplicationByAppId),
  route('GET', '/applications/{id}', p.readApplications, directory.getKind('application', 'applications')),
  ...['{id}', '{appId=}'].flatMap((key) => [
    route('GET', `/applications/${key}/extensionProperties`, p.readApplications, applications.listExtensions),
    route('POST', `/applications/${key}/extensionProperties`, p.writeApplications, applications.createExtension),
    route('GET', `/applications/${key}/extensionProperties/{extension}`, p.readApplications, applications.getExtension),
    route(
      'DELETE',
      `/applications/${key}/extensionProperties/{extension}`,
      p.writeApplications,
      applications.deleteExtension,
    ),
  ]),
];
