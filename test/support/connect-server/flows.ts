import type { Entry } from './entry.ts';

type Flow = (entry: Entry) => string | undefined;

function from(attribute: string): Flow {
  return (entry) => entry.text(attribute);
}

const displayName: Flow = (entry) => entry.text('displayName') ?? entry.text('cn');

/**
 * From the attribute of Active Directory to the property of Graph, as the standard rules of Entra Connect flow it
 * (learn.microsoft.com: "Attributes synchronized by Microsoft Entra Connect"). They also send what Graph shows of no
 * user: description, homePhone, info, ipPhone, pager, thumbnailPhoto, wWWHomePage and others.
 */
export const userFlows: Readonly<Record<string, Flow>> = {
  displayName,
  givenName: from('givenName'),
  surname: from('sn'),
  department: from('department'),
  companyName: from('company'),
  // The property takes no more; nor does the attribute of a newer directory (learn.microsoft.com: "user resource type").
  jobTitle: (entry) => entry.text('title')?.slice(0, 128),
  officeLocation: from('physicalDeliveryOfficeName'),
  streetAddress: from('streetAddress'),
  city: from('l'),
  state: from('st'),
  postalCode: from('postalCode'),
  country: from('co'),
  mobilePhone: from('mobile'),
  faxNumber: from('facsimileTelephoneNumber'),
  preferredLanguage: from('preferredLanguage'),
  employeeId: from('employeeID'),
  employeeType: from('employeeType'),
  // Of no other attribute: a country in `c` or `co` gives nobody a licence.
  usageLocation: from('msExchUsageLocation'),
};

export const groupFlows: Readonly<Record<string, Flow>> = { displayName, description: from('description') };

export const contactFlows: Readonly<Record<string, Flow>> = {
  displayName,
  givenName: from('givenName'),
  surname: from('sn'),
  companyName: from('company'),
  department: from('department'),
  jobTitle: from('title'),
};

/** The property names and values that flows give; what is absent is left out. */
export function flowed(entry: Entry, flows: Readonly<Record<string, Flow>>): Record<string, string> {
  return present(Object.entries(flows).map(([name, flow]) => [name, flow(entry)]));
}

const EXTENSIONS = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`);

/** The fifteen attributes that Exchange adds to the schema of Active Directory; Graph shows them as one value. */
export function extensionAttributes(entry: Entry): Record<string, string> | undefined {
  const found = present(EXTENSIONS.map((name) => [name, entry.text(name)]));
  return Object.keys(found).length === 0 ? undefined : found;
}

function present(pairs: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}
