import type { AttributeSchema, Comparison, Schema, Syntax } from '../model/schema.ts';

/** Attribute names by syntax; `string*` means several values. */
type AttributeTable = Readonly<Partial<Record<Syntax | `${Syntax}*`, string>>>;

const everyObject: AttributeTable = {
  string: `adminDescription cloudAnchor cloudSourceAnchor cn description displayName distinguishedName domainFQDN
    domainNetBios forestFQDN forestNetBios info mail mailNickname objectSidString sourceAnchor sourceObjectType url
    ${numbered('extensionAttribute', 15)}`,
  'string*': 'proxyAddresses',
  boolean: 'cloudCreated cloudFiltered cloudMastered cloudNoFlow',
  binary: 'objectGUID objectSid sourceAnchorBinary',
};

const ofPerson: AttributeTable = {
  string: `accountName assistant c co comment company department division employeeID employeeNumber employeeType
    facsimileTelephoneNumber generationQualifier givenName homePhone initials ipPhone l middleName mobile pager
    personalTitle physicalDeliveryOfficeName postalCode preferredLanguage pwdLastSet sn st streetAddress telephoneNumber
    title usageLocation userPrincipalName userType wWWHomePage ${numbered('msDS-cloudExtensionAttribute', 20)}`,
  'string*': 'otherHomePhone otherMails otherMobile otherTelephone postOfficeBox',
  integer: 'countryCode msExchRecipientTypeDetails',
  boolean: 'accountEnabled mailEnabled',
  time: 'employeeLeaveDateTime',
  binary: 'msExchMasterAccountSid msRTCSIP-OriginatorSid',
  reference: 'manager',
};

const ofGroup: AttributeTable = {
  string: 'accountName classification',
  integer: 'groupType memberCount',
  boolean: 'mailEnabled securityEnabled',
  reference: 'managedBy',
  'reference*': 'member',
};

const ofDevice: AttributeTable = {
  string: 'accountName deviceId operatingSystem operatingSystemVersion trustType',
  boolean: 'accountEnabled',
  'binary*': 'userCertificate',
  reference: 'registeredOwnerReference',
};

/**
 * The types and attributes that are there without a Metaverse document. The names are those of Connect's metaverse,
 * so that its rules and the habits of its administrators carry over.
 */
export const builtInMetaverse: Schema = new Map([
  ['person', { attributes: attributesOf(everyObject, ofPerson) }],
  ['group', { attributes: attributesOf(everyObject, ofGroup) }],
  ['device', { attributes: attributesOf(everyObject, ofDevice) }],
]);

/** An attribute of the metaverse. Texts are compared without regard to case unless asked otherwise, as in Connect. */
export function metaverseAttribute(syntax: Syntax, multiValued: boolean, comparison?: Comparison): AttributeSchema {
  const usual = syntax === 'string' ? 'ignoreCase' : 'exact';
  return { syntax, multiValued, comparison: comparison ?? usual, write: 'always', clearable: true };
}

function attributesOf(...tables: readonly AttributeTable[]): ReadonlyMap<string, AttributeSchema> {
  const attributes = new Map<string, AttributeSchema>();
  for (const [kind, names] of tables.flatMap((table) => Object.entries(table))) {
    const schema = metaverseAttribute(kind.replace('*', '') as Syntax, kind.endsWith('*'));
    for (const name of names.trim().split(/\s+/)) attributes.set(name, schema);
  }
  return attributes;
}

function numbered(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${name}${index + 1}`).join(' ');
}
