import type { Json } from '../../../src/kernel/canonical-json.ts';
import type { TenantType } from '../../../src/model/tenant.ts';

type Samples = ReadonlyMap<string, readonly [first: Json, second: Json]>;

const DOMAIN = 'contoso.onmicrosoft.com';

const extensionAttributes = Array.from(
  { length: 15 },
  (_, index) => [`extensionAttribute${index + 1}`, [`one ${index}`, `two ${index}`]] as const,
);

/** Two values of every attribute that the connector says it can write. */
export const samples: Readonly<Record<TenantType, Samples>> = {
  user: new Map<string, readonly [Json, Json]>([
    ['userPrincipalName', [`ada@${DOMAIN}`, `ada.byron@${DOMAIN}`]],
    ['displayName', ['Ada', 'Ada Byron']],
    ['mailNickname', ['ada', 'ada.byron']],
    ['mail', [`ada@${DOMAIN}`, `ada.byron@${DOMAIN}`]],
    ['accountEnabled', [false, true]],
    ['givenName', ['Ada', 'Augusta']],
    ['surname', ['Lovelace', 'Byron']],
    ['department', ['R&D', 'Forskning og utvikling, æøå']],
    ['companyName', ['Contoso', 'Contoso 😀']],
    ['jobTitle', ['Analyst', 'Engineer']],
    ['city', ['London', 'Oslo']],
    ['state', ['England', 'Viken']],
    ['country', ['United Kingdom', 'Norway']],
    ['officeLocation', ['1', '2']],
    ['streetAddress', ['1 St James’s Square', 'Storgata 1']],
    ['postalCode', ['0150', '0001']],
    ['mobilePhone', ['+44 1', '+47 2']],
    ['faxNumber', ['+44 3', '+47 4']],
    ['businessPhones', [['+44 5'], ['+47 6']]],
    ['otherMails', [['a@x.example', 'b@x.example'], ['c@x.example']]],
    ['employeeId', ['000042', '000043']],
    ['employeeType', ['Employee', 'Contractor']],
    ['usageLocation', ['GB', 'NO']],
    ['preferredLanguage', ['en-GB', 'nb-NO']],
    ['preferredDataLocation', ['EUR', 'NAM']],
    ['userType', ['Member', 'Guest']],
    ['ageGroup', ['Adult', 'NotAdult']],
    ['consentProvidedForMinor', ['NotRequired', 'Granted']],
    ['passwordPolicies', ['DisablePasswordExpiration', 'None']],
    ['employeeLeaveDateTime', ['2026-12-31T00:00:00Z', '2027-01-31T00:00:00Z']],
    ...extensionAttributes,
  ]),
  group: new Map<string, readonly [Json, Json]>([
    ['displayName', ['Team', 'The Team']],
    ['mailNickname', ['team', 'the-team']],
    ['description', ['Everyone', 'All of us']],
    ['classification', ['Low', 'High']],
    ['preferredDataLocation', ['EUR', 'NAM']],
    ['preferredLanguage', ['en-GB', 'nb-NO']],
    ['visibility', ['Private', 'Public']],
  ]),
};
