/**
 * Which application permissions open which requests.
 * https://learn.microsoft.com/graph/permissions-reference
 */
const directoryWrite = ['Directory.ReadWrite.All'] as const;
const directoryRead = ['Directory.Read.All', ...directoryWrite] as const;

export const permissions = {
  writeUsers: ['User.ReadWrite.All', ...directoryWrite],
  updateUsers: ['User.ReadWrite.All', 'User.ReadUpdate.All', 'User.EnableDisableAccount.All', ...directoryWrite],
  readUsers: ['User.Read.All', 'User.ReadWrite.All', 'User.ReadUpdate.All', ...directoryRead],
  writeGroups: ['Group.ReadWrite.All', ...directoryWrite],
  createGroups: ['Group.Create', 'Group.ReadWrite.All', ...directoryWrite],
  readGroups: ['Group.Read.All', 'Group.ReadWrite.All', ...directoryRead],
  readMembers: [
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    ...directoryRead,
  ],
  writeMembers: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', ...directoryWrite],
  readRoles: [
    'RoleManagement.Read.Directory',
    'RoleManagement.ReadWrite.Directory',
    'RoleManagement.Read.All',
    ...directoryRead,
  ],
  readEligibility: [
    'RoleEligibilitySchedule.Read.Directory',
    'RoleEligibilitySchedule.ReadWrite.Directory',
    'RoleManagement.Read.Directory',
    'RoleManagement.ReadWrite.Directory',
    'RoleManagement.Read.All',
  ],
  readApplications: [
    'Application.Read.All',
    'Application.ReadWrite.OwnedBy',
    'Application.ReadWrite.All',
    ...directoryRead,
  ],
  writeApplications: ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All', ...directoryWrite],
  readOrganization: ['Organization.Read.All', 'Organization.ReadWrite.All', ...directoryRead],
  readDomains: ['Domain.Read.All', 'Domain.ReadWrite.All', ...directoryRead],
  readSynchronization: ['OnPremDirectorySynchronization.Read.All', 'OnPremDirectorySynchronization.ReadWrite.All'],
  readUnits: ['AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All', ...directoryRead],
  readDevices: ['Device.Read.All', 'Device.ReadWrite.All', ...directoryRead],
  readContacts: ['OrgContact.Read.All', ...directoryRead],
  readUserAuthority: ['User-OnPremisesSyncBehavior.ReadWrite.All'],
  readGroupAuthority: ['Group-OnPremisesSyncBehavior.ReadWrite.All'],
  readContactAuthority: ['Contacts-OnPremisesSyncBehavior.ReadWrite.All'],
} as const;

/** What is granted when the operator says nothing: enough to reconcile users and groups, no more. */
export const defaultPermissions: readonly string[] = [
  'User.ReadWrite.All',
  'User.EnableDisableAccount.All',
  'User-PasswordProfile.ReadWrite.All',
  'User-LifeCycleInfo.ReadWrite.All',
  'User-OnPremisesSyncBehavior.ReadWrite.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Group-OnPremisesSyncBehavior.ReadWrite.All',
  'Contacts-OnPremisesSyncBehavior.ReadWrite.All',
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'AdministrativeUnit.Read.All',
  'Device.Read.All',
  'Domain.Read.All',
  'OnPremDirectorySynchronization.Read.All',
  'Organization.Read.All',
  'OrgContact.Read.All',
  'RoleEligibilitySchedule.Read.Directory',
  'RoleManagement.Read.Directory',
];
