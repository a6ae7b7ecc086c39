import { defineSchema } from './property.ts';

/** The part of an application that the sandbox keeps. https://learn.microsoft.com/graph/api/resources/application */
export const applicationSchema = defineSchema('application', [
  { name: 'id', type: 'string', returned: 'default', filter: 'DAA--D--' },
  { name: 'deletedDateTime', type: 'dateTime', returned: 'default' },
  { name: 'appId', type: 'string', returned: 'default', filter: 'DAA--D--' },
  { name: 'createdDateTime', type: 'dateTime', returned: 'default', filter: 'DAADDD--' },
  { name: 'displayName', type: 'string', returned: 'default', maxLength: 256, filter: 'DAADDDDD' },
  { name: 'identifierUris', type: 'strings', returned: 'default', filter: 'DA-DD-D-' },
  { name: 'publisherDomain', type: 'string', returned: 'default' },
  { name: 'signInAudience', type: 'string', returned: 'default' },
  { name: 'uniqueName', type: 'string', returned: 'default' },
]);

/** https://learn.microsoft.com/graph/api/resources/extensionproperty */
export const extensionPropertySchema = defineSchema('extensionProperty', [
  { name: 'id', type: 'string', returned: 'default' },
  { name: 'deletedDateTime', type: 'dateTime', returned: 'default' },
  { name: 'appDisplayName', type: 'string', returned: 'default' },
  { name: 'dataType', type: 'string', returned: 'default', write: 'createOnly', clearable: false },
  { name: 'isMultiValued', type: 'boolean', returned: 'default', write: 'createOnly', clearable: false },
  { name: 'isSyncedFromOnPremises', type: 'boolean', returned: 'default' },
  { name: 'name', type: 'string', returned: 'default', write: 'createOnly', clearable: false, filter: 'D-------' },
  { name: 'targetObjects', type: 'strings', returned: 'default', write: 'createOnly', clearable: false },
]);

/** The part of a service principal that the sandbox keeps. */
export const servicePrincipalSchema = defineSchema('servicePrincipal', [
  { name: 'id', type: 'string', returned: 'default', filter: 'DAA--D--' },
  { name: 'deletedDateTime', type: 'dateTime', returned: 'default' },
  { name: 'accountEnabled', type: 'boolean', returned: 'default', filter: 'DAA--D--' },
  { name: 'appDisplayName', type: 'string', returned: 'default', filter: 'DAA--DD-' },
  { name: 'appId', type: 'string', returned: 'default', filter: 'DAA--D--' },
  { name: 'appOwnerOrganizationId', type: 'string', returned: 'default', filter: 'DAA--D--' },
  { name: 'appRoleAssignmentRequired', type: 'boolean', returned: 'default', filter: 'DAA--D--' },
  { name: 'appRoles', type: 'complexes', returned: 'default' },
  { name: 'displayName', type: 'string', returned: 'default', filter: 'DAADDDDD' },
  { name: 'servicePrincipalNames', type: 'strings', returned: 'default', filter: 'DA-DD-D-' },
  { name: 'servicePrincipalType', type: 'string', returned: 'default', filter: 'DAA--D--' },
  { name: 'tags', type: 'strings', returned: 'default', filter: 'DA-DD-D-' },
]);

/** https://learn.microsoft.com/graph/api/resources/approleassignment */
export const appRoleAssignmentSchema = defineSchema('appRoleAssignment', [
  { name: 'id', type: 'string', returned: 'default' },
  { name: 'deletedDateTime', type: 'dateTime', returned: 'default' },
  { name: 'appRoleId', type: 'string', returned: 'default' },
  { name: 'createdDateTime', type: 'dateTime', returned: 'default' },
  { name: 'principalDisplayName', type: 'string', returned: 'default' },
  { name: 'principalId', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'principalType', type: 'string', returned: 'default' },
  { name: 'resourceDisplayName', type: 'string', returned: 'default' },
  { name: 'resourceId', type: 'string', returned: 'default', filter: 'D-------' },
]);
