// What the tenant's service makes of the names and addresses that Entra Connect sends.

/** Names and addresses of one object, as sent. */
export interface Sent {
  readonly userPrincipalName?: string | undefined;
  readonly mailNickname?: string | undefined;
  readonly mail?: string | undefined;
  readonly proxyAddresses: readonly string[];
}

export interface Domains {
  readonly verified: readonly string[];
  /** `<tenant>.onmicrosoft.com` */
  readonly initial: string;
}

export interface Addresses {
  readonly proxyAddresses: readonly string[];
  readonly mail?: string | undefined;
}

/**
 * The alias at the first synchronization: the first of these that is there (learn.microsoft.com: "Microsoft Entra
 * UserPrincipalName population", section "MailNickName attribute value calculation").
 */
export function aliasOf({ mailNickname, mail, userPrincipalName, proxyAddresses }: Sent): string | undefined {
  const secondary = proxyAddresses.find((address) => address.startsWith('smtp:'))?.slice(5);
  return [mailNickname, ...[primaryOf(proxyAddresses), mail, userPrincipalName, secondary].map(prefixOf)].find(Boolean);
}

/** The sign-in name: as sent where its suffix is verified and its characters are valid, else the alias at the initial domain (same page). */
export function signInName({ userPrincipalName = '' }: Sent, alias: string, domains: Domains): string {
  const valid = /^[A-Za-z0-9'._!#^~-]+@[A-Za-z0-9.-]+$/.test(userPrincipalName);
  return valid && isVerified(userPrincipalName, domains) ? userPrincipalName : `${alias}@${domains.initial}`;
}

/** What the tenant calls a person. */
export interface Names {
  readonly alias: string;
  readonly userPrincipalName: string;
}

/**
 * Names after several cycles. Later ones change the alias only where the directory has another one than before, and the
 * sign-in name only where the directory has another sign-in name (same page).
 */
export function namesAfter(first: Sent, later: readonly Sent[], domains: Domains): Names {
  let before = first;
  let alias = aliasOf(first) ?? '';
  let userPrincipalName = signInName(first, alias, domains);
  for (const sent of later) {
    if (sent.mailNickname !== before.mailNickname) alias = sent.mailNickname ?? alias;
    if (sent.userPrincipalName !== before.userPrincipalName) userPrincipalName = signInName(sent, alias, domains);
    before = sent;
  }
  return { alias, userPrincipalName };
}

/**
 * The addresses of an object without a mailbox: all that were sent, verified or not, with `mail` as the primary one where
 * none was sent (learn.microsoft.com: "Microsoft Entra Connect Sync service shadow attributes", and "Preparing users
 * and groups for Azure Information Protection").
 */
export function addressesAsSent({ mail, proxyAddresses }: Sent): Addresses {
  const sent = unique(proxyAddresses);
  const primary = primaryOf(sent);
  if (mail === undefined || primary !== undefined) return { proxyAddresses: sent, mail: mail ?? primary };
  return { proxyAddresses: withPrimary(sent, mail), mail };
}

/**
 * The addresses of somebody with a mailbox, at the first synchronization (learn.microsoft.com: "How the proxyAddresses
 * attribute is populated in Azure AD", scenarios 1, 2, 3 and 6): those of unverified domains and of Microsoft's own are
 * dropped, the sign-in name and the alias at the initial domain are added, and mail is the primary one.
 */
export function mailboxAddresses(sent: Sent, alias: string, upn: string, domains: Domains): Addresses {
  const kept = unique(sent.proxyAddresses).filter((address) => isKept(address, domains));
  const moera = `${alias}@${domains.initial}`;
  const primary =
    primaryOf(kept) ??
    (sent.mail !== undefined && isVerified(sent.mail, domains) ? sent.mail : undefined) ??
    (sent.mailNickname === undefined ? upn : moera);
  const others = [upn, moera].map((address) => `smtp:${address}`);
  return { proxyAddresses: unique([...withPrimary(kept, primary), ...others]), mail: primary };
}

function isKept(address: string, domains: Domains): boolean {
  if (/^x500:\s*\/\s*o=MicrosoftOnline/i.test(address)) return false;
  if (!/^smtp:/i.test(address)) return true;
  return isVerified(address, domains) && !/\.(onmicrosoft|microsoftonline)\.com$/i.test(address);
}

function withPrimary(addresses: readonly string[], primary: string): readonly string[] {
  const others = addresses.filter((address) => address.toLowerCase() !== `smtp:${primary.toLowerCase()}`);
  return [`SMTP:${primary}`, ...others];
}

export function primaryOf(addresses: readonly string[]): string | undefined {
  return addresses.find((address) => address.startsWith('SMTP:'))?.slice(5);
}

function prefixOf(address: string | undefined): string | undefined {
  return address?.split('@')[0];
}

function isVerified(name: string, { verified, initial }: Domains): boolean {
  const suffix = name.slice(name.lastIndexOf('@') + 1).toLowerCase();
  return [...verified, initial].includes(suffix);
}

/** The first of those that differ by case only. */
function unique(addresses: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const address of addresses.map((one) => one.trim())) {
    if (!seen.has(address.toLowerCase())) seen.set(address.toLowerCase(), address);
  }
  return [...seen.values()];
}
