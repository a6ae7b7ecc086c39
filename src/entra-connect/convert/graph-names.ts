import type { Schema } from '../../model/schema.ts';

/**
 * Attributes of the Entra connector whose name differs from the one that Graph has (learn.microsoft.com: "Attributes
 * synchronized to Microsoft Entra ID" and "user resource type", "group resource type").
 */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  user: {
    alias: 'mailNickname',
    company: 'companyName',
    employeeID: 'employeeId',
    facsimileTelephoneNumber: 'faxNumber',
    mobile: 'mobilePhone',
    onPremiseSecurityIdentifier: 'onPremisesSecurityIdentifier',
    dnsDomainName: 'onPremisesDomainName',
    otherMail: 'otherMails',
    physicalDeliveryOfficeName: 'officeLocation',
    sourceAnchor: 'onPremisesImmutableId',
    telephoneNumber: 'businessPhones',
    title: 'jobTitle',
  },
  group: {
    alias: 'mailNickname',
    dnsDomainName: 'onPremisesDomainName',
    member: 'members',
    netBiosName: 'onPremisesNetBiosName',
    onPremiseSecurityIdentifier: 'onPremisesSecurityIdentifier',
    sourceAnchor: 'uniqueName',
  },
};

/** The name in Graph of an attribute of the Entra connector; undefined where Graph has nothing of it. */
export function graphName(
  type: string,
  name: string,
  tenant: Schema,
  isExtensionName: (name: string) => boolean,
): string | undefined {
  const key = name.toLowerCase();
  const renamed = Object.entries(RENAMED[type] ?? {}).find(([from]) => from.toLowerCase() === key)?.[1];
  const known = renamed ?? [...(tenant.get(type)?.attributes.keys() ?? [])].find((one) => one.toLowerCase() === key);
  if (known !== undefined) return known;
  // Graph writes the application id of an extension in lower case.
  const extension = name.replace(/^extension_[0-9a-f]{32}_/i, (prefix) => prefix.toLowerCase());
  return isExtensionName(extension) ? extension : undefined;
}
