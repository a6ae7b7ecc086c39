import { digestOf } from '../../kernel/canonical-json.ts';
import { guidToBytes } from '../../kernel/guid.ts';
import { sidToBytes } from '../../kernel/sid.ts';
import { dnKey, escapeRdnValue, isAtOrBelow, parseDn } from '../../model/dn.ts';
import type { ObjectSchema } from '../../model/schema.ts';
import type { ScopingFilter } from '../../model/rule-set.ts';
import { isBytes } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Where objects of a connector stand when a test does not say it. */
export interface Home {
  readonly connector: string;
  /** DN of the container that typical objects lie in. */
  readonly container: string;
}

/** Somewhere that the connector's filter accepts: its first included container, else the usual place of the domain. */
export function homeOf(connector: string, partitions: readonly string[], filters: readonly ScopingFilter[]): Home {
  const containers = filters.find((one) => one.connectors.includes(connector))?.containers ?? [];
  const included = containers.find((one) => one.include);
  if (included !== undefined) return { connector, container: included.dn };
  const partition = partitions[0] ?? containers.map(({ dn }) => partitionOf(dn)).find((dn) => dn !== '') ?? EXAMPLE;
  const places = [`CN=Users,${partition}`, `OU=Typical,${partition}`, partition];
  const free = places.find((place) => !containers.some(({ key }) => isAtOrBelow(dnKey(place), key)));
  return { connector, container: free ?? partition };
}

const EXAMPLE = 'DC=corp,DC=example,DC=com';

/** The `DC=` parts at the end of a DN. */
function partitionOf(dn: string): string {
  return domainLabels(dn)
    .map((label) => `DC=${escapeRdnValue(label)}`)
    .join(',');
}

function domainLabels(dn: string): readonly string[] {
  return parseDn(dn)
    .filter(({ type }) => type.toLowerCase() === 'dc')
    .map(({ value }) => value);
}

export interface TypicalParts {
  readonly type: string;
  /** What the case calls the object, and whether it has said so itself. */
  readonly id: string;
  readonly named: boolean;
  readonly home: Home;
  readonly schema: ObjectSchema;
  /** What the test says; undefined takes an attribute away. References may still be missing. */
  readonly said: ReadonlyMap<string, Value | undefined>;
}

/**
 * A typical object of a directory with what a test says of it: enabled, with the names and identifiers that every
 * object has. The identifiers follow from connector and id, so that a test gives the same in every run.
 */
export function typicalAttributes(parts: TypicalParts): ReadonlyMap<string, Value> {
  const { type, id, said, schema } = parts;
  const text = (name: string): string | undefined => {
    const value = said.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const whole = [text('givenName'), text('sn')].filter((one) => one !== undefined).join(' ') || undefined;
  const given = text('dn') ?? text('distinguishedName');
  const cn =
    text('cn') ?? (given === undefined ? undefined : parseDn(given)[0]?.value) ?? (parts.named ? id : (whole ?? id));
  const dn = given ?? `CN=${escapeRdnValue(cn)},${parts.home.container}`;
  const account = text('sAMAccountName') ?? (type === 'computer' ? `${id.toUpperCase()}$` : id);
  const seed = digestOf(`${parts.home.connector}/${id}`);
  const usual: Readonly<Record<string, Value | undefined>> = {
    dn,
    distinguishedName: dn,
    cn,
    name: cn,
    objectClass: CLASSES[type] ?? ['top', type],
    objectGUID: guidToBytes(guidFrom(seed)),
    displayName: text('displayName') ?? whole ?? cn,
    ...(SECURITY_PRINCIPALS.has(type) ? { objectSid: sidToBytes(sidFrom(dn, seed)), sAMAccountName: account } : {}),
    ...(ACCOUNTS[type] === undefined ? {} : { userAccountControl: ACCOUNTS[type] }),
    ...(PEOPLE.has(type) ? { userPrincipalName: `${account}@${signInDomain(dn)}` } : {}),
    // A global security group (MS-ADTS 2.2.12).
    ...(type === 'group' ? { groupType: -2147483646 } : {}),
  };
  const attributes = new Map<string, Value>();
  for (const [name, value] of Object.entries(usual)) {
    if (value !== undefined && schema.attributes.has(name)) attributes.set(name, value);
  }
  for (const [name, value] of said) {
    if (value === undefined) attributes.delete(name);
    else attributes.set(name, value);
  }
  // An object has these, whatever a test says of them.
  return attributes.set('dn', dn).set('distinguishedName', dn);
}

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  user: ['top', 'person', 'organizationalPerson', 'user'],
  inetOrgPerson: ['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson'],
  contact: ['top', 'person', 'organizationalPerson', 'contact'],
  computer: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
};

const PEOPLE: ReadonlySet<string> = new Set(['user', 'inetOrgPerson']);
const SECURITY_PRINCIPALS: ReadonlySet<string> = new Set([...PEOPLE, 'computer', 'group']);

/** userAccountControl of an enabled account (MS-ADTS 2.2.16): NORMAL_ACCOUNT, WORKSTATION_TRUST_ACCOUNT. */
const ACCOUNTS: Readonly<Record<string, number>> = { user: 512, inetOrgPerson: 512, computer: 4096 };

function guidFrom(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Of the domain that the DN lies in, so that two objects of a domain share its part. */
function sidFrom(dn: string, seed: string): string {
  const domain = digestOf(partitionOf(dn).toLowerCase());
  const parts = [0, 8, 16].map((start) => Number.parseInt(domain.slice(start, start + 8), 16));
  return `S-1-5-21-${parts.join('-')}-${1000 + Number.parseInt(seed.slice(32, 38), 16)}`;
}

/** People sign in under the name above that of their domain, where there is one: corp.contoso.com is contoso.com. */
function signInDomain(dn: string): string {
  const labels = domainLabels(dn);
  return (labels.length > 2 ? labels.slice(1) : labels).join('.') || 'example.com';
}

/** The GUID of an object's attributes in bytes; undefined when it has none of the right length. */
export function objectGuid(attributes: ReadonlyMap<string, Value>): Uint8Array | undefined {
  const value = attributes.get('objectGUID');
  return value !== undefined && isBytes(value) && value.length === 16 ? value : undefined;
}
