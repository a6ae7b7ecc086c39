import { foldCase } from '../kernel/text.ts';
import type { DesiredObject } from '../model/desired.ts';
import { domainOf } from '../model/live-sync.ts';
import type { TenantDomain, TenantObject } from '../model/tenant.ts';
import { valuesOf } from '../model/value.ts';
import type { SourceFacts } from './input.ts';

/** What another engine hands to the service of a person, as far as the calculated attributes depend on it. */
export interface Exported {
  /** Of the directory itself. */
  readonly mailNickname: string | null;
  /** What the rules make of it. */
  readonly givenNickname: string | null;
  /** Front part and domain are those of the text; the case of `SMTP:` tells the primary one. */
  readonly proxyAddresses: readonly string[];
  readonly mail: string | null;
  readonly userPrincipalName: string | null;
}

export function exportedOf(desired: DesiredObject, source: SourceFacts | undefined): Exported {
  const flowed = (attribute: string): string | null => {
    const value = desired.attributes.get(attribute)?.value ?? desired.metaverse.get(attribute)?.value;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const nickname = source?.attributes.get('mailNickname');
  const proxies = desired.metaverse.get('proxyAddresses')?.value ?? source?.attributes.get('proxyAddresses');
  return {
    mailNickname: typeof nickname === 'string' && nickname.trim() !== '' ? nickname.trim() : null,
    givenNickname: flowed('mailNickname'),
    proxyAddresses: valuesOf(proxies).filter((one) => typeof one === 'string'),
    mail: flowed('mail'),
    userPrincipalName: flowed('userPrincipalName'),
  };
}

/** What of the tenant goes into the calculation. */
export interface ServiceContext {
  /** Folded; undefined where the tenant shows none. */
  readonly initialDomain: string | undefined;
  readonly verified: ReadonlySet<string>;
}

export function serviceContext(domains: readonly TenantDomain[]): ServiceContext {
  const initial = domains.find((one) => one.initial);
  return {
    initialDomain: initial === undefined ? undefined : foldCase(initial.name),
    verified: new Set(domains.filter((one) => one.verified).map((one) => foldCase(one.name))),
  };
}

/**
 * Nicknames that the service gives or gave: mailNickname of the directory, else the front part of the first of primary
 * address, mail, sign-in name and secondary address that there is when the person comes. Nothing but a mailNickname
 * changes it later, so that any of them may be the one (learn.microsoft.com: "Microsoft Entra UserPrincipalName
 * population", section "MailNickName attribute value calculation"). The first is the one of today.
 */
export function serviceNicknames(exported: Exported): readonly string[] {
  const { mailNickname, mail, userPrincipalName } = exported;
  const addresses = keptAddresses(exported);
  const primary = addresses.find((one) => one.startsWith('SMTP:'))?.slice(5);
  const secondary = addresses.filter((one) => one.startsWith('smtp:')).map((one) => one.slice(5));
  const fronts = [primary, mail, userPrincipalName, ...secondary].flatMap((one) => frontOf(one ?? '') ?? []);
  return mailNickname === null ? fronts : [mailNickname, ...fronts];
}

/**
 * Was the nickname of a group without one made of its name? What the service makes of it is not documented but for that
 * it is made of the name (github.com/MicrosoftDocs/azure-docs/issues/47008): letters and digits have to be the same.
 */
export function isMadeOfName(nickname: string, names: readonly string[]): boolean {
  const plain = lettersAndDigits(nickname);
  return plain !== '' && names.some((name) => lettersAndDigits(name) === plain);
}

function lettersAndDigits(text: string): string {
  return foldCase(text).replace(/[^a-z0-9]/g, '');
}

/** Sign-in names that the service makes where it cannot take the one that it is given. */
export function serviceUpns(exported: Exported, object: TenantObject, { initialDomain }: ServiceContext): Set<string> {
  const names = new Set<string>();
  if (initialDomain === undefined) return names;
  for (const nickname of nicknames(exported, object)) names.add(foldCase(`${nickname}@${initialDomain}`));
  return names;
}

/** Those that the service gives, and the one of the tenant where it is the one that the rules give. */
function nicknames(exported: Exported, object: TenantObject): readonly string[] {
  const present = textOf(object, 'mailNickname');
  const given = exported.givenNickname;
  const agreed = present !== undefined && given !== null && foldCase(present) === foldCase(given) ? [present] : [];
  return [...serviceNicknames(exported), ...agreed];
}

/**
 * Values of mail that the proxy calculation gives: the primary address of the directory, else its mail, each unless its
 * domain is reserved; whoever has a licence of Exchange keeps only verified domains, and gets the sign-in name where
 * nothing is left; whoever has none and had one keeps the address of the initial domain. Of a licensed person it is not
 * known whether Exchange is in the licence: then either may be (learn.microsoft.com: "How the proxyAddresses attribute
 * is populated in Microsoft Entra ID").
 */
export function serviceMails(exported: Exported, object: TenantObject, context: ServiceContext): Set<string> {
  const primary = keptAddresses(exported)
    .find((one) => one.startsWith('SMTP:'))
    ?.slice(5);
  const { mail, userPrincipalName } = exported;
  const plain = [primary, mail].find((one) => typeof one === 'string' && isAddress(one) && !isReserved(one));
  const mails = new Set<string>();
  if (typeof plain === 'string') mails.add(foldCase(plain));
  if (object.licences > 0) {
    const sanitized = [primary, mail, userPrincipalName].find(
      (one) => typeof one === 'string' && isAddress(one) && !isReserved(one) && context.verified.has(domainOf(one)),
    );
    if (typeof sanitized === 'string') mails.add(foldCase(sanitized));
  } else if (plain === undefined) {
    for (const name of serviceUpns(exported, object, context)) mails.add(name);
  }
  return mails;
}

/** Addresses that the service takes from the directory at all. */
function keptAddresses({ proxyAddresses }: Exported): readonly string[] {
  return proxyAddresses
    .filter((one) => /^smtp:/i.test(one) && isAddress(one.slice(5)) && !isReserved(one.slice(5)))
    .map((one) => (one.startsWith('SMTP:') ? one : `smtp:${one.slice(5)}`));
}

function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(text);
}

/** Domains that belong to the service: addresses in them are discarded on their way in. */
function isReserved(address: string): boolean {
  return /\.(?:onmicrosoft|microsoftonline)\.com$/.test(domainOf(address));
}

export function frontOf(address: string): string | undefined {
  const at = address.indexOf('@');
  return at > 0 ? address.slice(0, at) : undefined;
}

export function textOf(object: TenantObject, attribute: string): string | undefined {
  const value = object.attributes.get(attribute);
  return typeof value === 'string' ? value : undefined;
}
