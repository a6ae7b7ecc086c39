import {
  applicationSchema,
  appRoleAssignmentSchema,
  extensionPropertySchema,
  servicePrincipalSchema,
} from './applications.ts';
import { administrativeUnitSchema, contactSchema, deviceSchema } from './directory-objects.ts';
import { groupSchema } from './group.ts';
import type { Kind, PropertyRow, Schema } from './property.ts';
import {
  directoryRoleSchema,
  roleAssignmentSchema,
  roleDefinitionSchema,
  roleEligibilitySchema,
} from './role-management.ts';
import { directorySynchronizationSchema, domainSchema, organizationSchema } from './tenant-objects.ts';
import { userSchema } from './user.ts';

/** Every property table by kind. */
export const schemas: Readonly<Record<Kind, Schema>> = {
  user: userSchema,
  group: groupSchema,
  orgContact: contactSchema,
  device: deviceSchema,
  servicePrincipal: servicePrincipalSchema,
  application: applicationSchema,
  administrativeUnit: administrativeUnitSchema,
  directoryRole: directoryRoleSchema,
  organization: organizationSchema,
  domain: domainSchema,
  extensionProperty: extensionPropertySchema,
  unifiedRoleDefinition: roleDefinitionSchema,
  unifiedRoleAssignment: roleAssignmentSchema,
  unifiedRoleEligibilityScheduleInstance: roleEligibilitySchema,
  appRoleAssignment: appRoleAssignmentSchema,
  onPremisesDirectorySynchronization: directorySynchronizationSchema,
};

/** Every kind, in a fixed order. */
export const kinds = Object.keys(schemas) as readonly Kind[];

/** The kinds that share one id space and can be referred to as directory objects. */
export const directoryObjectKinds: readonly Kind[] = [
  'user',
  'group',
  'orgContact',
  'device',
  'servicePrincipal',
  'application',
  'administrativeUnit',
  'directoryRole',
];

/** The row of a property, whatever the case of the name. */
export function propertyOf(schema: Schema, name: string): PropertyRow | undefined {
  return schema.byName.get(name.toLowerCase());
}
