// What the rules of the example workspace make of the forest. Adjust the tables here when the rules change.

import type { Group } from './group.ts';
import { ACCOUNT_DISABLED } from './person.ts';
import type { Person } from './person.ts';
import { units } from './plan.ts';
import { guidText } from './identifiers.ts';

export const workspace = 'contoso';
export const connector = 'corp';
export const ownerMarkApplication = '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33';
export const ownerMarkProperty = `extension_${ownerMarkApplication.replaceAll('-', '')}_lockstepOwner`;
export const verifiedDomains = ['contoso.com', 'contoso.onmicrosoft.com'];
export const initialDomain = 'contoso.onmicrosoft.com';

export function ownerMark(guid: Uint8Array, leavingSince = ''): string {
  return `v1;${workspace};${connector};${guidText(guid)};${leavingSince}`;
}

export function userAnchor(guid: Uint8Array): string {
  return Buffer.from(guid).toString('base64');
}

export function groupAnchor(guid: Uint8Array): string {
  return `lockstep-${workspace}-${guidText(guid)}`;
}

const employeeTypesInScope = ['Employee', 'Contractor'];
const unitsInScope: string[] = [units.staff, units.field];
const syncEngineAccount = /^(AAD_|MSOL_)/i;

export function userInScope(person: Person): boolean {
  return (
    unitsInScope.includes(person.container) &&
    employeeTypesInScope.includes(person.employeeType ?? '') &&
    !person.critical &&
    !syncEngineAccount.test(person.account) &&
    !person.cn.includes('\nCNF:')
  );
}

/** Graph cannot write mail-enabled groups that are not Microsoft 365 groups. */
export function groupCarried(group: Group): boolean {
  return group.mail === undefined && group.groupType < 0;
}

type GraphValue = string | boolean | readonly string[];

type Mapping = Readonly<Record<string, (person: Person) => GraphValue | undefined>>;

const userMapping: Mapping = {
  accountEnabled: ({ control }) => (control & ACCOUNT_DISABLED) === 0,
  userPrincipalName: expectedUpn,
  displayName: expectedDisplayName,
  givenName: ({ given }) => given,
  surname: ({ family }) => family,
  mail: ({ mail }) => mail,
  mailNickname: ({ account }) => account,
  jobTitle: ({ title }) => title.slice(0, 128),
  department: ({ department }) => department,
  companyName: (person) => (isContractor(person) ? 'Contoso Partners' : person.company),
  officeLocation: ({ place }) => place.office,
  city: ({ place }) => place.city,
  state: ({ place }) => place.state,
  country: ({ place }) => place.country,
  postalCode: ({ place }) => place.postalCode,
  streetAddress: ({ place }) => place.street,
  businessPhones: ({ phone }) => [phone],
  mobilePhone: ({ mobile }) => mobile,
  employeeId: ({ employeeId }) => employeeId,
  employeeType: ({ employeeType }) => employeeType,
  usageLocation: ({ place }) => place.code,
};

export function expectedUser(person: Person): Record<string, GraphValue> {
  return without(Object.entries(userMapping).map(([target, from]) => [target, from(person)]));
}

export function expectedGroup(group: Group): Record<string, GraphValue> {
  return without([
    ['displayName', group.displayName ?? group.cn],
    ['description', group.description],
    ['mailEnabled', false],
    ['securityEnabled', group.groupType < 0],
    ['mailNickname', group.account.replaceAll(/[^A-Za-z0-9._-]/g, '')],
  ]);
}

/** A name with a suffix that the tenant has not verified becomes one of its initial domain. */
function expectedUpn({ upn, account }: Person): string {
  const suffix = upn?.split('@').at(-1)?.toLowerCase() ?? '';
  return upn !== undefined && verifiedDomains.includes(suffix) ? upn : `${account}@${initialDomain}`;
}

function expectedDisplayName(person: Person): string {
  return isContractor(person) ? `${person.given} ${person.family} (Contractor)` : (person.displayName ?? person.cn);
}

function isContractor(person: Person): boolean {
  return person.employeeType === 'Contractor';
}

function without(fields: [string, GraphValue | undefined][]): Record<string, GraphValue> {
  return Object.fromEntries(fields.filter((field): field is [string, GraphValue] => field[1] !== undefined));
}
