import { defineSchema } from './property.ts';

/** https://learn.microsoft.com/graph/api/resources/directoryrole */
export const directoryRoleSchema = defineSchema('directoryRole', [
  { name: 'id', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'deletedDateTime', type: 'dateTime', returned: 'default' },
  { name: 'description', type: 'string', returned: 'default' },
  { name: 'displayName', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'roleTemplateId', type: 'string', returned: 'default', filter: 'D-------' },
]);

/** https://learn.microsoft.com/graph/api/resources/unifiedroledefinition */
export const roleDefinitionSchema = defineSchema('unifiedRoleDefinition', [
  { name: 'id', type: 'string', returned: 'default', filter: 'D----D--' },
  { name: 'description', type: 'string', returned: 'default' },
  { name: 'displayName', type: 'string', returned: 'default', filter: 'D----DD-' },
  { name: 'isBuiltIn', type: 'boolean', returned: 'default', filter: 'D-------' },
  { name: 'isEnabled', type: 'boolean', returned: 'default' },
  { name: 'resourceScopes', type: 'strings', returned: 'default' },
  { name: 'rolePermissions', type: 'complexes', returned: 'default' },
  { name: 'templateId', type: 'string', returned: 'default' },
  { name: 'version', type: 'string', returned: 'default' },
]);

/** https://learn.microsoft.com/graph/api/resources/unifiedroleassignment */
export const roleAssignmentSchema = defineSchema('unifiedRoleAssignment', [
  { name: 'id', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'appScopeId', type: 'string' },
  { name: 'condition', type: 'string' },
  { name: 'directoryScopeId', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'principalId', type: 'string', returned: 'default', filter: 'D----D--' },
  { name: 'roleDefinitionId', type: 'string', returned: 'default', filter: 'D----D--' },
]);

/** https://learn.microsoft.com/graph/api/resources/unifiedroleeligibilityscheduleinstance */
export const roleEligibilitySchema = defineSchema('unifiedRoleEligibilityScheduleInstance', [
  { name: 'id', type: 'string', returned: 'default' },
  { name: 'appScopeId', type: 'string', returned: 'default' },
  { name: 'directoryScopeId', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'endDateTime', type: 'dateTime', returned: 'default' },
  { name: 'memberType', type: 'string', returned: 'default', filter: 'D-------' },
  { name: 'principalId', type: 'string', returned: 'default', filter: 'D----D--' },
  { name: 'roleDefinitionId', type: 'string', returned: 'default', filter: 'D----D--' },
  { name: 'roleEligibilityScheduleId', type: 'string', returned: 'default' },
  { name: 'startDateTime', type: 'dateTime', returned: 'default' },
]);
