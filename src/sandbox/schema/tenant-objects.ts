import { defineSchema } from './property.ts';

/** Organization properties. https://learn.microsoft.com/graph/api/resources/organization */
export const organizationSchema = defineSchema('organization', [
  { name: 'assignedPlans', type: 'complexes', returned: 'default' },
  { name: 'businessPhones', type: 'strings', returned: 'default' },
  { name: 'city', type: 'string', returned: 'default' },
  { name: 'country', type: 'string', returned: 'default' },
  { name: 'countryLetterCode', type: 'string', returned: 'default' },
  { name: 'createdDateTime', type: 'dateTime', returned: 'default' },
  { name: 'defaultUsageLocation', type: 'string', returned: 'default' },
  { name: 'deletedDateTime', type: 'dateTime', returned: 'default' },
  { name: 'displayName', type: 'string', returned: 'default' },
  { name: 'id', type: 'string', returned: 'default' },
  { name: 'marketingNotificationEmails', type: 'strings', returned: 'default' },
  { name: 'mobileDeviceManagementAuthority', type: 'complex', returned: 'default' },
  { name: 'onPremisesLastSyncDateTime', type: 'dateTime', returned: 'default' },
  { name: 'onPremisesSyncEnabled', type: 'boolean', returned: 'default' },
  { name: 'partnerTenantType', type: 'complex', returned: 'default' },
  { name: 'postalCode', type: 'string', returned: 'default' },
  { name: 'preferredLanguage', type: 'string', returned: 'default' },
  { name: 'privacyProfile', type: 'complex', returned: 'default' },
  { name: 'provisionedPlans', type: 'complexes', returned: 'default' },
  { name: 'securityComplianceNotificationMails', type: 'strings', returned: 'default' },
  { name: 'securityComplianceNotificationPhones', type: 'strings', returned: 'default' },
  { name: 'state', type: 'string', returned: 'default' },
  { name: 'street', type: 'string', returned: 'default' },
  { name: 'technicalNotificationMails', type: 'strings', returned: 'default' },
  { name: 'tenantType', type: 'string', returned: 'default' },
  { name: 'verifiedDomains', type: 'complexes', returned: 'default' },
]);

/** Domain properties. https://learn.microsoft.com/graph/api/resources/domain */
export const domainSchema = defineSchema('domain', [
  { name: 'authenticationType', type: 'string', returned: 'default' },
  { name: 'availabilityStatus', type: 'string', returned: 'default' },
  { name: 'id', type: 'string', returned: 'default' },
  { name: 'isAdminManaged', type: 'boolean', returned: 'default' },
  { name: 'isDefault', type: 'boolean', returned: 'default' },
  { name: 'isInitial', type: 'boolean', returned: 'default' },
  { name: 'isRoot', type: 'boolean', returned: 'default' },
  { name: 'isVerified', type: 'boolean', returned: 'default' },
  { name: 'manufacturer', type: 'string', returned: 'default' },
  { name: 'model', type: 'string', returned: 'default' },
  { name: 'passwordNotificationWindowInDays', type: 'integer', returned: 'default' },
  { name: 'passwordValidityPeriodInDays', type: 'integer', returned: 'default' },
  { name: 'state', type: 'complex', returned: 'default' },
  { name: 'supportedServices', type: 'strings', returned: 'default' },
]);

/** https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronization */
export const directorySynchronizationSchema = defineSchema('onPremisesDirectorySynchronization', [
  { name: 'id', type: 'string', returned: 'default' },
  { name: 'configuration', type: 'complex', returned: 'default' },
  { name: 'features', type: 'complex', returned: 'default' },
]);
