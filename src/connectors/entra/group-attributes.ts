import { createOnly, EXTENSION_ATTRIBUTES, readOnly, text, writable } from './attribute-rows.ts';
import type { AttributeRow } from './attribute-rows.ts';

const MASTERED = 'Graph shows it for objects that Entra Connect or Cloud Sync writes; no application can set it';
const KIND = 'Lockstep writes security groups with assigned members: the other kinds are not writable through Graph';
const DELEGATED = 'Graph lets only a signed-in person write it, never an application';
const SYSTEM = 'the tenant computes it';

/** Attributes of a group (learn.microsoft.com: "group resource type", "Create group", "Update group"). */
export const groupAttributes: readonly AttributeRow[] = [
  text('displayName', 256, { clearable: false }),
  text('mailNickname', 64, { comparison: 'ignoreCase', clearable: false }),
  text('description'),
  text('classification'),
  text('preferredDataLocation'),
  text('preferredLanguage'),
  createOnly('visibility', 'string', 'Graph takes it for a new security group and does not change it afterwards'),
  writable('members', 'reference', { multiValued: true }),
  ...readOnly('it is the anchor: Lockstep sets it in the create, and Graph never changes it', 'string', ['uniqueName']),
  ...readOnly(KIND, 'boolean', ['mailEnabled', 'securityEnabled', 'isAssignableToRole']),
  ...readOnly(KIND, 'string', ['membershipRule', 'membershipRuleProcessingState', 'theme']),
  ...readOnly(KIND, 'string', ['groupTypes', 'resourceBehaviorOptions', 'resourceProvisioningOptions'], true),
  ...readOnly('Exchange writes it', 'string', ['mail']),
  ...readOnly('Exchange writes them', 'string', ['proxyAddresses'], true),
  ...readOnly(MASTERED, 'string', [
    'onPremisesDomainName',
    'onPremisesNetBiosName',
    'onPremisesSamAccountName',
    'onPremisesSecurityIdentifier',
    ...EXTENSION_ATTRIBUTES,
  ]),
  ...readOnly(MASTERED, 'boolean', ['onPremisesSyncEnabled']),
  ...readOnly(MASTERED, 'time', ['onPremisesLastSyncDateTime']),
  ...readOnly(DELEGATED, 'string', ['accessType']),
  ...readOnly(DELEGATED, 'boolean', [
    'allowExternalSenders',
    'autoSubscribeNewMembers',
    'hideFromAddressLists',
    'hideFromOutlookClients',
  ]),
  ...readOnly(SYSTEM, 'string', ['id', 'securityIdentifier']),
  ...readOnly(SYSTEM, 'string', ['onPremisesProvisioningErrors'], true),
  ...readOnly(SYSTEM, 'boolean', ['isManagementRestricted']),
  ...readOnly(SYSTEM, 'time', ['createdDateTime', 'deletedDateTime', 'expirationDateTime', 'renewedDateTime']),
];
