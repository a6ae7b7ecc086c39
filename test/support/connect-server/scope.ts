import type { Entry } from './entry.ts';

export type CloudType = 'user' | 'group' | 'orgContact';

const UNIVERSAL_SECURITY_BIT = 0x80000000;
const LINKED_MAILBOX = 2n;
/** Mailboxes and plans of Exchange's own (learn.microsoft.com: "Understanding the default configuration"). */
const OF_EXCHANGE = 0x21c07000n;
const ROLE_GROUP = 0x40000000n;

/**
 * What the standard rules "In from AD - User Join", "Group Join" and "Contact Join" carry over, and as what
 * (learn.microsoft.com: "Microsoft Entra Connect Sync: Understanding the default configuration"). Units are the
 * containers that were ticked in the wizard.
 */
export function carriedAs(entry: Entry, units: readonly string[]): CloudType | undefined {
  if (!units.some((unit) => entry.dn.toLowerCase().endsWith(`,${unit.toLowerCase()}`))) return undefined;
  if (entry.text('isCriticalSystemObject') !== undefined || /^[^,]*\\0ACNF:/.test(entry.dn)) return undefined;
  const classes = entry.texts('objectClass').map((name) => name.toLowerCase());
  if (classes.includes('computer')) return undefined;
  if (classes.includes('user')) return userIsCarried(entry) ? 'user' : undefined;
  if (classes.includes('group')) return groupIsCarried(entry) ? 'group' : undefined;
  return classes.includes('contact') && isMailEnabled(entry) ? 'orgContact' : undefined;
}

function userIsCarried(entry: Entry): boolean {
  const account = entry.text('sAMAccountName');
  if (account === undefined || /^(AAD_|MSOL_)|^SUPPORT_388945a0$/.test(account)) return false;
  const names = [account, entry.text('mailNickname') ?? ''];
  if (names.some((name) => name.startsWith('SystemMailbox{') || /^CAS_.*\}/.test(name))) return false;
  const kind = recipientType(entry);
  return !starts(entry, 'User_') && kind !== LINKED_MAILBOX && (kind & OF_EXCHANGE) === 0n;
}

/** A distribution list without an address is none. */
function groupIsCarried(entry: Entry): boolean {
  if (starts(entry, 'Group_') || (recipientType(entry) & ROLE_GROUP) !== 0n) return false;
  return isSecurityGroup(entry) || isMailEnabled(entry);
}

function recipientType(entry: Entry): bigint {
  return BigInt(entry.text('msExchRecipientTypeDetails') ?? 0);
}

/** Objects that Connect itself wrote back. */
function starts(entry: Entry, prefix: string): boolean {
  return entry.text('adminDescription')?.startsWith(prefix) === true;
}

export function isSecurityGroup(entry: Entry): boolean {
  return (Number(entry.text('groupType') ?? 0) & UNIVERSAL_SECURITY_BIT) !== 0;
}

/**
 * "If the group's proxyAddress attribute is empty, its mail attribute must have a value", otherwise one of them must be
 * an SMTP address (learn.microsoft.com: "Understanding Users, Groups, and Contacts").
 */
export function isMailEnabled(entry: Entry): boolean {
  const addresses = entry.texts('proxyAddresses');
  if (addresses.length === 0) return entry.text('mail')?.includes('@') === true;
  return addresses.some((address) => /^smtp:.*@/i.test(address));
}
