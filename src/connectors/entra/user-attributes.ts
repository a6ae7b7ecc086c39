import { EXTENSION_ATTRIBUTES, readOnly, text, writable } from './attribute-rows.ts';
import type { AttributeRow } from './attribute-rows.ts';

const MASTERED = 'Graph shows it for objects that Entra Connect or Cloud Sync writes; no application can set it';
const DELEGATED = 'Graph lets only a signed-in person write it, never an application';
const SYSTEM = 'the tenant computes it';

/**
 * Attributes of a user (learn.microsoft.com: "user resource type" for types, lengths and null, "Update user" for
 * what application permissions may write).
 */
export const userAttributes: readonly AttributeRow[] = [
  text('userPrincipalName', 113, { comparison: 'ignoreCase', clearable: false }),
  text('displayName', 256, { clearable: false }),
  text('mailNickname', 64, { comparison: 'ignoreCase', clearable: false }),
  text('mail', undefined, { comparison: 'ignoreCase', clearable: false }),
  writable('accountEnabled', 'boolean', { clearable: false }),
  text('givenName', 64),
  text('surname', 64),
  text('department', 64),
  text('companyName', 64),
  text('jobTitle', 128),
  text('city', 128),
  text('state', 128),
  text('country', 128),
  text('officeLocation', 128),
  text('streetAddress', 1024),
  text('postalCode', 40),
  text('mobilePhone', 64),
  text('faxNumber'),
  text('businessPhones', 64, { multiValued: true, maxValues: 1 }),
  text('otherMails', 250, { multiValued: true, maxValues: 250 }),
  text('employeeId', 16),
  text('employeeType'),
  text('usageLocation', 2, { comparison: 'ignoreCase', clearable: false }),
  text('preferredLanguage'),
  text('preferredDataLocation'),
  text('userType'),
  text('ageGroup'),
  text('consentProvidedForMinor'),
  text('passwordPolicies'),
  writable('employeeLeaveDateTime', 'time'),
  ...EXTENSION_ATTRIBUTES.map((name) => text(name, 1024)),
  writable('manager', 'reference'),
  ...readOnly('it is the anchor: Lockstep sets it in the create and never changes it', 'string', [
    'onPremisesImmutableId',
  ]),
  ...readOnly('Lockstep makes the initial password itself and keeps no copy', 'string', ['passwordProfile']),
  ...readOnly(
    'Graph has no write for it: addresses come from mail and from Exchange',
    'string',
    ['proxyAddresses'],
    true,
  ),
  ...readOnly('Graph replaces cost centre and division as one value, which a flow cannot give', 'string', [
    'employeeOrgData',
  ]),
  ...readOnly('Graph takes it as a structure, which a flow cannot give', 'string', [
    'authorizationInfo',
    'customSecurityAttributes',
    'identities',
  ]),
  ...readOnly(MASTERED, 'string', [
    'onPremisesDistinguishedName',
    'onPremisesDomainName',
    'onPremisesSamAccountName',
    'onPremisesSecurityIdentifier',
    'onPremisesUserPrincipalName',
  ]),
  ...readOnly(MASTERED, 'boolean', ['onPremisesSyncEnabled']),
  ...readOnly(MASTERED, 'time', ['onPremisesLastSyncDateTime']),
  ...readOnly(DELEGATED, 'string', ['aboutMe', 'mySite']),
  ...readOnly(DELEGATED, 'time', ['birthday', 'hireDate', 'employeeHireDate']),
  ...readOnly(DELEGATED, 'string', ['interests', 'pastProjects', 'responsibilities', 'schools', 'skills'], true),
  ...readOnly(SYSTEM, 'string', [
    'id',
    'creationType',
    'externalUserState',
    'legalAgeGroupClassification',
    'preferredName',
    'securityIdentifier',
  ]),
  ...readOnly(SYSTEM, 'string', ['imAddresses', 'onPremisesProvisioningErrors'], true),
  ...readOnly(SYSTEM, 'boolean', ['isManagementRestricted', 'isResourceAccount', 'showInAddressList']),
  ...readOnly(SYSTEM, 'time', ['createdDateTime', 'deletedDateTime', 'lastPasswordChangeDateTime']),
];
