import type { AttributeSchema, ObjectSchema, Schema } from '../../model/schema.ts';
import { readOnly } from './attribute-rows.ts';
import type { AttributeRow } from './attribute-rows.ts';
import { groupAttributes } from './group-attributes.ts';
import { userAttributes } from './user-attributes.ts';

const CONTACTS = 'Graph cannot write contacts: they come from Exchange or from another sync engine';
const DEVICES = 'Graph cannot create devices for an application: the device registration service makes them';

const contact: ObjectSchema = {
  attributes: new Map([
    ...readOnly(CONTACTS, 'string', [
      'companyName',
      'department',
      'displayName',
      'givenName',
      'jobTitle',
      'mail',
      'mailNickname',
      'surname',
    ]),
    ...readOnly(CONTACTS, 'string', ['proxyAddresses'], true),
    ...readOnly(CONTACTS, 'reference', ['manager']),
  ]),
  notWritable: CONTACTS,
};

const device: ObjectSchema = {
  attributes: new Map([
    ...readOnly(DEVICES, 'string', ['deviceId', 'displayName', 'operatingSystem', 'operatingSystemVersion']),
    ...readOnly(DEVICES, 'boolean', ['accountEnabled']),
  ]),
  notWritable: DEVICES,
};

/**
 * Shown for one object at a time only, kept in another store, or a structure that no flow can take apart
 * (learn.microsoft.com: "user resource type", "group resource type").
 */
const NOT_IN_LISTS: ReadonlySet<string> = new Set([
  'aboutMe',
  'accessType',
  'allowExternalSenders',
  'authorizationInfo',
  'autoSubscribeNewMembers',
  'birthday',
  'customSecurityAttributes',
  'employeeOrgData',
  'hideFromAddressLists',
  'hideFromOutlookClients',
  'hireDate',
  'identities',
  'interests',
  'mySite',
  'onPremisesProvisioningErrors',
  'passwordProfile',
  'pastProjects',
  'preferredName',
  'responsibilities',
  'schools',
  'skills',
]);

function listed(rows: readonly AttributeRow[]): ReadonlyMap<string, AttributeSchema> {
  return new Map(rows.map(([name, schema]) => [name, NOT_IN_LISTS.has(name) ? { ...schema, inLists: false } : schema]));
}

/** What the tenant holds and what Lockstep may write there. */
export const entraSchema: Schema = new Map<string, ObjectSchema>([
  ['user', { attributes: listed(userAttributes) }],
  ['group', { attributes: listed(groupAttributes) }],
  ['contact', contact],
  ['device', device],
]);
