import { isIP } from 'node:net';
import type { ActiveDirectorySettings } from '../../model/settings.ts';
import { serverUnproven, settingsRefused } from './errors.ts';
import { isPin } from './pins.ts';

/** A server of a domain, in the order in which they are tried. */
export interface ServerAddress {
  /** As the topology writes it. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'ldaps' | 'startTls';
}

const LDAPS_PORT = 636;
const LDAP_PORT = 389;

/** The global catalog holds all objects but few of their attributes (MS-ADTS 3.1.1.1.10). */
const catalogPorts: ReadonlySet<number> = new Set([3268, 3269]);

export function serverAddress(text: string, tls: ActiveDirectorySettings['tls']): ServerAddress {
  if (!URL.canParse(text))
    settingsRefused(text, `"${text}" is not a URL.`, 'Write ldaps://host, or ldaps://host:port.');
  const url = new URL(text);
  if (url.protocol === 'ldap:' && tls !== 'startTls') {
    settingsRefused(
      text,
      `${text} begins without TLS, and the connector does not say tls: startTls.`,
      'Use the ldaps:// URL of the server, or give the connector tls: startTls.',
    );
  }
  if (!/^ldaps?:$/.test(url.protocol) || url.hostname === '') {
    settingsRefused(text, `${text} is not an LDAP server.`, 'Write ldaps://host, or ldaps://host:port.');
  }
  const security = url.protocol === 'ldap:' ? 'startTls' : 'ldaps';
  const usual = security === 'startTls' ? LDAP_PORT : LDAPS_PORT;
  const port = url.port === '' ? usual : Number(url.port);
  if (catalogPorts.has(port)) {
    settingsRefused(
      text,
      `${text} is a global catalog, which holds only a part of the attributes.`,
      `Name the domain controllers of each domain, on port ${usual}.`,
    );
  }
  return { url: text, host: url.hostname.replace(/^\[|\]$/g, ''), port, security };
}

/** Names that ask for something other than a simple bind; ldapts would take some of them for SASL mechanisms. */
const mechanisms = /^(?:external|plain|gssapi|gss-spnego|kerberos|negotiate|ntlm|digest-md5|scram-.*)$/i;

/** Refuses settings that would read nothing, for ever, or without signing in; before anything is sent. */
export function checkSettings({
  name,
  bind,
  domains,
  tls,
  trust,
  pageSize = 1,
  timeoutSeconds = 1,
}: ActiveDirectorySettings): void {
  if (domains.length === 0) settingsRefused(name, `The connector ${name} names no domain.`);
  for (const domain of domains) {
    if (domain.servers.length === 0) settingsRefused(name, `The domain ${domain.name} of ${name} names no server.`);
    const addresses = domain.servers.map((server) => serverAddress(server, tls));
    // A pinned key proves more than a name does.
    if (trust?.ca === undefined && trust?.pins === undefined) requireNamesWithin(domain.name, addresses);
  }
  checkPins(name, trust?.pins);
  // A page of no entries asks for an estimate only (RFC 2696 section 3): everybody would seem to be gone.
  if (!Number.isInteger(pageSize) || pageSize < 1) settingsRefused(name, `pageSize of ${name} is ${pageSize}.`);
  if (!(timeoutSeconds > 0)) settingsRefused(name, `timeoutSeconds of ${name} is ${timeoutSeconds}.`);
  if (bind.user.trim() === '') settingsRefused(name, `The connector ${name} has an empty bind.user.`);
  if (mechanisms.test(bind.user)) {
    settingsRefused(
      name,
      `The connector ${name} asks for ${bind.user}; Kerberos and SASL, with client certificates too, are not there yet.`,
    );
  }
}

function checkPins(name: string, pins: readonly string[] | undefined): void {
  if (pins?.length === 0) settingsRefused(name, `trust.pins of the connector ${name} is empty.`, PIN_HELP);
  const odd = pins?.find((pin) => !isPin(pin));
  if (odd !== undefined) settingsRefused(name, `trust.pins of the connector ${name} holds "${odd}".`, PIN_HELP);
}

const PIN_HELP = 'A pin is sha256: and the base64 of the SHA-256 of the public key (SubjectPublicKeyInfo) of a server.';

/** Without an authority of one's own a certificate proves a name, so the name has to prove the domain. */
function requireNamesWithin(domain: string, addresses: readonly ServerAddress[]): void {
  for (const { url, host } of addresses) if (!isWithin(domain, host)) serverUnproven(url, host, domain);
}

/** The domain itself or a name below it. One label is no domain that somebody owns: below `com` is everybody. */
function isWithin(domain: string, host: string): boolean {
  if (!domain.includes('.') || isIP(host) !== 0) return false;
  return `.${host.toLowerCase()}`.endsWith(`.${domain.toLowerCase()}`);
}
