// The tenant after a cycle of Entra Connect with its standard rules over a directory. Written from Microsoft's
// documentation and without the product: it examines what the product says of the same directory.
//
// Where the pack `lockstep/default@1` differs from the standard rules on purpose, this follows the standard rules:
// - the alias of who has none is the service's (from addresses, or from the name of a group), not the sAMAccountName;
// - usageLocation comes from msExchUsageLocation, not from the country;
// - mail-enabled groups and contacts are carried, too; Graph cannot write them.

import { readEntries } from './entry.ts';
import type { Entry } from './entry.ts';
import { contactFlows, extensionAttributes, flowed, groupFlows, userFlows } from './flows.ts';
import { dnsDomain, fourDigits, sidText, tenantIdOf } from './identifiers.ts';
import type { CloudObject, Installation } from './installation.ts';
import { Quarantine } from './quarantine.ts';
import type { ProvisioningError } from './quarantine.ts';
import { carriedAs, isMailEnabled, isSecurityGroup } from './scope.ts';
import type { CloudType } from './scope.ts';
import { addressesAsSent, aliasOf, mailboxAddresses, namesAfter } from './service.ts';
import type { Sent } from './service.ts';

interface Carried {
  readonly entry: Entry;
  readonly type: CloudType;
  readonly guid: Buffer;
  readonly id: string;
}

interface Cycle {
  readonly installation: Installation;
  /** What was sent of a person in earlier cycles, by objectGUID in Base64. */
  readonly history: ReadonlyMap<string, readonly Sent[]>;
  readonly byDn: ReadonlyMap<string, Carried>;
  readonly quarantine: Quarantine;
}

/**
 * LDIF in, the lines of a tenant's seed out: what was there before, then what was synchronized, in the order of
 * creation. `earlier` is how the directory was in the cycles before.
 */
export function synchronizedTenant(
  ldif: string,
  installation: Installation,
  earlier: readonly string[] = [],
): CloudObject[] {
  const carried = readEntries(ldif)
    .flatMap((entry) => carriedOf(entry, installation))
    .sort((a, b) => created(a.entry) - created(b.entry));
  const quarantine = new Quarantine(installation.syncedAt);
  for (const object of installation.before) reserve(quarantine, object);
  const history = new Map<string, Sent[]>();
  for (const { entry, guid } of earlier.flatMap((one) =>
    readEntries(one).flatMap((found) => carriedOf(found, installation)),
  )) {
    const key = guid.toString('base64');
    history.set(key, [...(history.get(key) ?? []), sentOf(entry)]);
  }
  const cycle = {
    installation,
    history,
    quarantine,
    byDn: new Map(carried.map((one) => [one.entry.dn.toLowerCase(), one])),
  };
  return [...installation.before, ...carried.map((one) => cloudObject(one, cycle))];
}

function carriedOf(entry: Entry, { units }: Installation): Carried[] {
  const type = carriedAs(entry, units);
  const guid = entry.bytes('objectGUID');
  return type === undefined || guid === undefined ? [] : [{ entry, type, guid, id: tenantIdOf(guid) }];
}

function created(entry: Entry): number {
  return Number(entry.text('uSNCreated') ?? 0);
}

function reserve(quarantine: Quarantine, object: CloudObject): void {
  const { userPrincipalName, proxyAddresses = [] } = object;
  if (typeof userPrincipalName === 'string') quarantine.claimName(userPrincipalName, '', '', []);
  quarantine.claimAddresses({ proxyAddresses: proxyAddresses as readonly string[] }, []);
}

function cloudObject(one: Carried, cycle: Cycle): CloudObject {
  const errors: ProvisioningError[] = [];
  const properties = PROPERTIES[one.type](one, cycle, errors);
  return {
    '@odata.type': `#microsoft.graph.${one.type}`,
    id: one.id,
    ...Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)),
    onPremisesSyncEnabled: true,
    onPremisesLastSyncDateTime: cycle.installation.syncedAt,
    ...(errors.length === 0 ? {} : { onPremisesProvisioningErrors: errors }),
  };
}

type Properties = Readonly<Record<string, unknown>>;

const PROPERTIES: Readonly<Record<CloudType, (one: Carried, cycle: Cycle, errors: ProvisioningError[]) => Properties>> =
  { user, group, orgContact };

const DISABLED = 2;
// Exchange Online (Plan 1) (learn.microsoft.com: "Product names and service plan identifiers for licensing").
const EXCHANGE_ONLINE = { skuId: '4b9405b0-7788-4568-add1-99614e613b69', disabledPlans: [] };

function user({ entry, guid }: Carried, cycle: Cycle, errors: ProvisioningError[]): Properties {
  const { installation, quarantine } = cycle;
  const { domains } = installation;
  const sent = sentOf(entry);
  const [first = sent, ...later] = cycle.history.get(guid.toString('base64')) ?? [];
  const { alias, userPrincipalName } = namesAfter(first, [...later, sent], domains);
  const addresses = installation.hasMailbox(entry)
    ? mailboxAddresses(sent, alias, userPrincipalName, domains)
    : addressesAsSent(sent);
  const telephone = entry.text('telephoneNumber');
  return {
    userPrincipalName: quarantine.claimName(userPrincipalName, fourDigits(guid), domains.initial, errors),
    accountEnabled: (Number(entry.text('userAccountControl')) & DISABLED) === 0,
    userType: 'Member',
    mailNickname: alias,
    ...quarantine.claimAddresses(addresses, errors),
    ...flowed(entry, userFlows),
    businessPhones: telephone === undefined ? undefined : [telephone],
    assignedLicenses: installation.hasMailbox(entry) ? [EXCHANGE_ONLINE] : undefined,
    onPremisesExtensionAttributes: extensionAttributes(entry),
    manager: cycle.byDn.get(entry.text('manager')?.toLowerCase() ?? '')?.id,
    onPremisesImmutableId: anchorOf(entry, guid, installation).toString('base64'),
    onPremisesUserPrincipalName: sent.userPrincipalName,
    onPremisesDistinguishedName: entry.dn,
    onPremisesDomainName: dnsDomain(entry.dn),
    ...account(entry),
  };
}

function group({ entry }: Carried, { installation, quarantine, byDn }: Cycle, errors: ProvisioningError[]): Properties {
  const sent = sentOf(entry);
  const members = entry.texts('member').flatMap((dn) => byDn.get(dn.toLowerCase())?.id ?? []);
  return {
    ...flowed(entry, groupFlows),
    groupTypes: [],
    mailEnabled: isMailEnabled(entry),
    securityEnabled: isSecurityGroup(entry),
    mailNickname: aliasOf({ ...sent, userPrincipalName: undefined }) ?? aliasOfName(entry),
    ...quarantine.claimAddresses(addressesAsSent(sent), errors),
    onPremisesExtensionAttributes: extensionAttributes(entry),
    onPremisesDomainName: dnsDomain(entry.dn),
    onPremisesNetBiosName: installation.netbios,
    ...account(entry),
    ...(members.length === 0 ? {} : { members }),
  };
}

/**
 * Microsoft does not document what the service makes of a group with neither alias nor address. It is made of the name
 * when the group comes, and must be valid then (github.com/MicrosoftDocs/azure-docs, issue 47008).
 */
function aliasOfName(entry: Entry): string | undefined {
  const names = [groupFlows['displayName']?.(entry), entry.text('sAMAccountName')];
  return names.map((name) => name?.replaceAll(/[^\x21-\x7e]|[@()\\[\]";:<>,]/g, '').slice(0, 64)).find(Boolean);
}

function orgContact({ entry }: Carried, { quarantine }: Cycle, errors: ProvisioningError[]): Properties {
  const sent = sentOf(entry);
  return {
    ...flowed(entry, contactFlows),
    mailNickname: sent.mailNickname ?? entry.text('cn'),
    ...quarantine.claimAddresses(addressesAsSent(sent), errors),
  };
}

/** Without a userPrincipalName the account name in its domain is sent ("In from AD - User Common"). */
function sentOf(entry: Entry): Sent {
  const signIn = entry.text('userPrincipalName') ?? `${entry.text('sAMAccountName') ?? ''}@${dnsDomain(entry.dn)}`;
  return {
    userPrincipalName: signIn,
    mailNickname: entry.text('mailNickname'),
    mail: entry.text('mail'),
    proxyAddresses: entry.texts('proxyAddresses'),
  };
}

function account(entry: Entry): Properties {
  const sid = entry.bytes('objectSid');
  return {
    onPremisesSamAccountName: entry.text('sAMAccountName'),
    onPremisesSecurityIdentifier: sid === undefined ? undefined : sidText(sid),
  };
}

function anchorOf(entry: Entry, guid: Buffer, { sourceAnchor }: Installation): Buffer {
  return (sourceAnchor === 'mS-DS-ConsistencyGuid' ? entry.bytes(sourceAnchor) : undefined) ?? guid;
}
