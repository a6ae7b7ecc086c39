/** A rule for one text: a clause when it is broken. */
type TextRule = (value: string) => string | undefined;

/**
 * Characters and shapes beyond length, by attribute. learn.microsoft.com: "Prepare for directory synchronization"
 * (userPrincipalName), "user resource type" (the closed lists, mail, usageLocation), "Create group" (mailNickname).
 */
export const textRules: ReadonlyMap<string, TextRule> = new Map<string, TextRule>([
  ['userPrincipalName', userPrincipalName],
  ['mailNickname', mailNickname],
  ['mail', mailAddress],
  ['otherMails', mailAddress],
  ['usageLocation', (value) => (/^[A-Za-z]{2}$/.test(value) ? undefined : 'must be a two-letter country code')],
  ['userType', oneOf('Member', 'Guest')],
  ['ageGroup', oneOf('Minor', 'NotAdult', 'Adult')],
  ['consentProvidedForMinor', oneOf('Granted', 'Denied', 'NotRequired')],
  ['visibility', oneOf('Private', 'Public', 'HiddenMembership')],
]);

function userPrincipalName(value: string): string | undefined {
  const at = value.indexOf('@');
  if (at < 1 || at !== value.lastIndexOf('@') || at === value.length - 1) return 'must read name@domain';
  const name = value.slice(0, at);
  const domain = value.slice(at + 1);
  if (name.length > 64) return `is longer than 64 characters before the @: ${name.length}`;
  if (domain.length > 48) return `is longer than 48 characters after the @: ${domain.length}`;
  if (name.endsWith('.')) return 'has a dot directly before the @';
  const refused = /[^A-Za-z0-9'.\-_!#^~]/u.exec(name);
  if (refused !== null) return `holds ${shown(refused[0])} before the @`;
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(domain)) return 'has no domain name after the @';
  return undefined;
}

/** The list is the one for groups; the tenant refuses the same characters in the alias of a user. */
function mailNickname(value: string): string | undefined {
  const refused = /[^\x21-\x7e]|[@()\\[\]";:<>,]/u.exec(value);
  return refused === null ? undefined : `holds ${shown(refused[0])}`;
}

function mailAddress(value: string): string | undefined {
  if (!/^[^@\s]+@[^@\s]+$/u.test(value)) return 'must read name@domain';
  const refused = /[^\x21-\x7e]/u.exec(value);
  return refused === null ? undefined : `holds ${shown(refused[0])}`;
}

function oneOf(...allowed: readonly string[]): TextRule {
  return (value) => (allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`);
}

/** A refused character as a person can find it: visible ones in quotes, others by their number. */
function shown(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `“${character}” (U+${code})` : `U+${code}`;
}
