// A directory in which each object stands for something that Entra Connect or the tenant's service treats in a way of its own.

import { child } from '../../support/forest/dn.ts';
import { ldifLine } from '../../support/forest/ldif.ts';
import type { Value } from '../../support/forest/entry.ts';

export const base = 'DC=corp,DC=contoso,DC=com';
const staff = `OU=Staff,${base}`;
/** Not synchronized. */
export const services = `OU=Services,${base}`;
const groups = `OU=Groups,${base}`;
const partners = `OU=Partners,${base}`;

/** The containers that are synchronized. */
export const units: readonly string[] = [staff, groups, partners];

type Attributes = Readonly<Record<string, Value | readonly Value[] | undefined>>;

const ENABLED = 512;
const DISABLED = 514;

interface Case {
  readonly account: string;
  readonly name: string;
  readonly attributes?: Attributes;
  readonly container?: string;
}

/** In the order of their creation: who comes later loses an address that is taken. */
const people: readonly Case[] = [
  { account: 'robot', name: 'Service Robot', container: services },
  {
    account: 'grace.hopper',
    name: 'Grace Hopper',
    attributes: {
      title: 'Director',
      mailNickname: 'grace.hopper',
      telephoneNumber: '+1 202 5550100',
      c: 'US',
      co: 'United States',
    },
  },
  {
    account: 'ada.byron',
    name: 'Ada Byron',
    attributes: {
      ...{
        manager: dnOf('Grace Hopper'),
        department: 'Research',
        company: 'Contoso',
        physicalDeliveryOfficeName: '2.14',
      },
      ...{ streetAddress: 'Storgata 1', l: 'Oslo', st: 'Oslo', postalCode: '0155', c: 'NO', co: 'Norway' },
      ...{ employeeID: '0000001', employeeType: 'Employee', mobile: '+47 90000001', preferredLanguage: 'nb-NO' },
      ...{ extensionAttribute1: 'cost centre 7', extensionAttribute2: 'tier 1', mailNickname: 'ada.byron' },
      // Connect sends these, and Graph shows them of no user.
      ...{
        description: 'of the analytical engine',
        homePhone: '+47 22000000',
        info: 'notes',
        thumbnailPhoto: new Uint8Array([0xff, 0xd8, 1, 2]),
      },
    },
  },
  {
    account: 'u10442',
    name: 'Linus Orr',
    attributes: { mail: 'linus.orr@contoso.com', userPrincipalName: 'linus.orr@contoso.com' },
  },
  {
    account: 'lsperry',
    name: 'Lee Sperry',
    attributes: { userPrincipalName: 'lee@corp.local', mail: 'lee.sperry@contoso.com' },
  },
  { account: 'nomail', name: 'Nora Mail', attributes: { userPrincipalName: 'nora@corp.local', mail: undefined } },
  { account: 'noupn', name: 'Ursula Name', attributes: { userPrincipalName: undefined, mail: undefined } },
  { account: 'noaddress', name: 'Nils Address', attributes: { mail: undefined } },
  {
    account: 'aspencer',
    name: 'Abbie Spencer',
    attributes: {
      mailNickname: 'abbie.spencer',
      mail: 'abbie.spencer@contoso.com',
      proxyAddresses: [
        'SMTP:Abbie.Spencer@Contoso.com',
        'smtp:abbie@fabrikam.example',
        'smtp:ABBIE@contoso.com',
        'X500:/o=Old/cn=abbie',
      ],
    },
  },
  {
    account: 'pdifferent',
    name: 'Petra Different',
    attributes: {
      mailNickname: 'pdifferent',
      mail: 'old.petra@contoso.com',
      proxyAddresses: ['SMTP:petra@contoso.com', 'smtp:old.petra@contoso.com'],
    },
  },
  { account: 'licensed', name: 'Lise Ensed', attributes: { mail: undefined } },
  {
    account: 'helpdesk1',
    name: 'Help First',
    attributes: { proxyAddresses: ['SMTP:helpdesk1@contoso.com', 'smtp:help@contoso.com'] },
  },
  {
    account: 'helpdesk2',
    name: 'Help Second',
    attributes: { proxyAddresses: ['SMTP:helpdesk2@contoso.com', 'smtp:HELP@contoso.com'] },
  },
  { account: 'info1', name: 'Info First', attributes: { mail: 'info@contoso.com' } },
  { account: 'info2', name: 'Info Second', attributes: { mail: 'info@contoso.com', mailNickname: 'info2' } },
  {
    account: 'reception',
    name: 'Reception',
    attributes: { userPrincipalName: 'reception.oslo@contoso.com', mail: undefined },
  },
  {
    account: 'blank',
    name: 'Bianca Blank',
    attributes: { userPrincipalName: 'bianca blank@contoso.com', mailNickname: 'bianca' },
  },
  {
    account: 'former',
    name: 'Former Worker',
    attributes: { userAccountControl: DISABLED, manager: dnOf('Ada Byron') },
  },
  {
    account: 'moved',
    name: 'Moved Here',
    attributes: { 'mS-DS-ConsistencyGuid': new Uint8Array([...Array(16).keys()]) },
  },
  {
    account: 'spaces',
    name: 'Spacey Case',
    attributes: { displayName: 'Spacey  Case ', givenName: ' Spacey', sn: 'Case' },
  },
  { account: 'nodisplay', name: 'No Display', attributes: { displayName: undefined } },
  {
    account: 'Mixed.Case',
    name: 'Mixed Case',
    attributes: { userPrincipalName: 'Mixed.Case@Contoso.com', mail: 'Mixed.Case@Contoso.com' },
  },
  {
    account: 'obrien',
    name: "Aoife O'Brien",
    attributes: { userPrincipalName: "aoife.o'brien@contoso.com", mail: "aoife.o'brien@contoso.com" },
  },
  { account: 'underservice', name: 'Under Service', attributes: { manager: `CN=Service Robot,${services}` } },
  { account: 'AAD_0815', name: 'AAD_0815' },
  { account: 'MSOL_4711', name: 'MSOL_4711' },
  { account: 'writtenback', name: 'Written Back', attributes: { adminDescription: 'User_4f2a' } },
];

const UNIVERSAL_SECURITY = -2147483640;
const GLOBAL_SECURITY = -2147483646;
const DOMAIN_LOCAL_SECURITY = -2147483644;
const UNIVERSAL_DISTRIBUTION = 8;

/** Members are names; each member comes before its groups. */
const teams: readonly (Case & { readonly kind: number; readonly members: readonly string[] })[] = [
  {
    account: 'research',
    name: 'Research',
    kind: GLOBAL_SECURITY,
    members: ['Ada Byron', 'Linus Orr', 'Lee Sperry'],
    attributes: { description: 'Who finds things out' },
  },
  {
    account: 'Norway (all)',
    name: 'Norway, all of it',
    kind: UNIVERSAL_SECURITY,
    members: ['Ada Byron', 'Research', 'Former Worker', 'Service Robot'],
  },
  { account: 'nobody', name: 'Nobody', kind: DOMAIN_LOCAL_SECURITY, members: [] },
  {
    account: 'aliased',
    name: 'Aliased',
    kind: GLOBAL_SECURITY,
    members: ['Moved Here'],
    attributes: { mailNickname: 'an-alias', displayName: 'Äliased' },
  },
  {
    account: 'board',
    name: 'Board',
    kind: UNIVERSAL_SECURITY,
    members: ['Grace Hopper'],
    attributes: { mail: 'board@contoso.com', proxyAddresses: ['SMTP:board@contoso.com'] },
  },
  {
    account: 'news',
    name: 'News',
    kind: UNIVERSAL_DISTRIBUTION,
    members: ['Ada Byron', 'Research'],
    attributes: { mail: 'news@contoso.com' },
  },
  { account: 'oldlist', name: 'Old List', kind: UNIVERSAL_DISTRIBUTION, members: ['Ada Byron'] },
  {
    account: 'everybody',
    name: 'Everybody',
    kind: GLOBAL_SECURITY,
    members: ['Norway, all of it', 'Board', 'Partner One', 'Grace Hopper'],
  },
  {
    account: 'wroteback',
    name: 'Wrote Back',
    kind: UNIVERSAL_SECURITY,
    members: [],
    attributes: { adminDescription: 'Group_4f2a' },
  },
];

const contacts: readonly Case[] = [
  {
    account: '',
    name: 'Partner One',
    attributes: { mail: 'one@fabrikam.example', givenName: 'Partner', sn: 'One', company: 'Fabrikam' },
  },
  { account: '', name: 'Partner Without Mail' },
];

/** LDIF for `ldbmodify` on a fresh domain. */
export function populationLdif(): string {
  const folders = [staff, services, groups, partners].map((dn) => record(dn, { objectClass: 'organizationalUnit' }));
  return [...folders, ...people.map(personRecord), ...contacts.map(contactRecord), ...teams.map(teamRecord)].join('');
}

/** What happens to people between two cycles; the tenant's service does not follow all of it. */
export function laterChanges(): string {
  const set = (name: string, attributes: Readonly<Record<string, string>>): string => {
    const lines = Object.entries(attributes).flatMap(([key, value]) => [`replace: ${key}`, ldifLine(key, value), '-']);
    return `${[ldifLine('dn', dnOf(name)), 'changetype: modify', ...lines].join('\n')}\n\n`;
  };
  return [
    // The alias follows, the sign-in name that was made of the old one stays.
    set('Lee Sperry', { mailNickname: 'lee.new' }),
    // Both follow.
    set('Nora Mail', { mailNickname: 'nora.new', userPrincipalName: 'nora5@corp.local' }),
    // The alias stays what the address was, and is still what the sign-in name begins with.
    set("Aoife O'Brien", { mail: 'aoife.murphy@contoso.com', sn: 'Murphy' }),
    // The alias stays, and nothing in the directory tells any more what it was made of.
    set('Linus Orr', { mail: 'linus.ark@contoso.com', userPrincipalName: 'linus.ark@contoso.com' }),
    // Verified at last.
    set('Ursula Name', { userPrincipalName: 'ursula@contoso.com' }),
  ].join('');
}

function personRecord({ account, name, container = staff, attributes }: Case): string {
  const [givenName, sn] = name.split(' ');
  const address = `${account}@contoso.com`;
  return record(child('CN', name, container), {
    objectClass: 'user',
    sAMAccountName: account,
    userPrincipalName: address,
    mail: address,
    displayName: name,
    givenName,
    sn,
    userAccountControl: ENABLED,
    ...attributes,
  });
}

function contactRecord({ name, attributes }: Case): string {
  return record(child('CN', name, partners), { objectClass: 'contact', displayName: name, ...attributes });
}

function teamRecord({ account, name, kind, members, attributes }: (typeof teams)[number]): string {
  return record(child('CN', name, groups), {
    ...{ objectClass: 'group', sAMAccountName: account, groupType: kind, displayName: name, member: members.map(dnOf) },
    ...attributes,
  });
}

/** A function declaration: the tables above ask for it before it would be a value. */
function dnOf(name: string): string {
  if (name.startsWith('Partner')) return child('CN', name, partners);
  if (name === 'Service Robot') return child('CN', name, services);
  return child('CN', name, ['Research', 'Norway, all of it', 'Board'].includes(name) ? groups : staff);
}

function record(dn: string, attributes: Attributes): string {
  const lines = Object.entries(attributes).flatMap(([name, value]) =>
    valuesOf(value).map((one) => ldifLine(name, one)),
  );
  return `${[ldifLine('dn', dn), 'changetype: add', ...lines].join('\n')}\n\n`;
}

function valuesOf(value: Attributes[string]): readonly Value[] {
  if (value === undefined) return [];
  return typeof value === 'object' && !(value instanceof Uint8Array) ? value : [value];
}
