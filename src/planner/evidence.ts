import { foldCase } from '../kernel/text.ts';
import type { Evidence } from '../model/adoption.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { DeletedObject, TenantObject } from '../model/tenant.ts';
import { valuesOf } from '../model/value.ts';

/** What two objects may be known by as the same one, each text folded as it is compared. */
export interface Identifiers {
  readonly anchors: readonly string[];
  readonly sids: readonly string[];
  readonly userPrincipalName: string | undefined;
  /** Primary addresses only: a secondary one matches nobody (learn.microsoft.com: "Azure AD Connect: existing tenant"). */
  readonly mails: readonly string[];
  readonly employeeId: string | undefined;
  readonly displayName: string | undefined;
  readonly mailNickname: string | undefined;
}

export function identifiersOfDesired(desired: DesiredObject): Identifiers {
  const text = (attribute: string): string | undefined => {
    const value = desired.attributes.get(attribute)?.value;
    return typeof value === 'string' && value.trim() !== '' ? foldCase(value) : undefined;
  };
  const isUser = desired.type === 'user';
  const mail = text('mail');
  const proxies = valuesOf(desired.metaverse.get('proxyAddresses')?.value);
  return {
    anchors: [desired.anchor, ...desired.otherAnchors],
    sids: desired.sid === undefined ? [] : [desired.sid],
    userPrincipalName: isUser ? text('userPrincipalName') : undefined,
    mails: isUser ? [...new Set([...(mail === undefined ? [] : [mail]), ...primaries(proxies)])] : [],
    employeeId: isUser ? text('employeeId') : undefined,
    displayName: isUser ? undefined : text('displayName'),
    mailNickname: isUser ? undefined : text('mailNickname'),
  };
}

export function identifiersOfTenant(object: TenantObject): Identifiers {
  const text = (attribute: string): string | undefined => {
    const value = object.attributes.get(attribute);
    return typeof value === 'string' && value.trim() !== '' ? foldCase(value) : undefined;
  };
  const isUser = object.type === 'user';
  const mail = text('mail');
  const proxies = object.attributes.get('proxyAddresses');
  return {
    anchors: object.anchor === undefined ? [] : [object.anchor],
    sids: sidsOf(object),
    userPrincipalName: isUser ? foldCase(object.name) : undefined,
    mails: isUser
      ? [...new Set([...(mail === undefined ? [] : [mail]), ...primaries(Array.isArray(proxies) ? proxies : [])])]
      : [],
    employeeId: isUser ? text('employeeId') : undefined,
    displayName: isUser ? undefined : foldCase(object.name),
    mailNickname: isUser ? undefined : text('mailNickname'),
  };
}

/** Of a deleted object the anchor and the name are known. */
export function identifiersOfDeleted(object: DeletedObject): Identifiers {
  const isUser = object.type === 'user';
  return {
    anchors: object.anchor === undefined ? [] : [object.anchor],
    sids: [],
    userPrincipalName: isUser ? foldCase(object.name) : undefined,
    mails: [],
    employeeId: undefined,
    displayName: isUser ? undefined : foldCase(object.name),
    mailNickname: undefined,
  };
}

/** The value of `SMTP:` in capitals is the primary address. */
function primaries(proxies: readonly unknown[]): readonly string[] {
  return proxies.flatMap((proxy) =>
    typeof proxy === 'string' && proxy.startsWith('SMTP:') ? [foldCase(proxy.slice(5))] : [],
  );
}

const SID = /^S-1-\d+(?:-\d+)+$/i;

/** onPremisesSecurityIdentifier, and SIDs that a rule carries into an extension. */
function sidsOf(object: TenantObject): readonly string[] {
  const sids = new Set(object.sid === undefined ? [] : [object.sid]);
  for (const [name, value] of object.attributes) {
    if (/^extension/i.test(name) && typeof value === 'string' && SID.test(value)) sids.add(value.toUpperCase());
  }
  return [...sids];
}

/** Everything that speaks for it, in a fixed order, the strongest first. */
export function evidenceBetween(source: Identifiers, tenant: Identifiers): readonly Evidence[] {
  const evidence: Evidence[] = [];
  const [anchor, ...former] = source.anchors;
  if (anchor !== undefined && tenant.anchors.includes(anchor)) evidence.push('anchor');
  if (former.some((one) => tenant.anchors.includes(one))) evidence.push('formerAnchor');
  if (source.sids.some((one) => tenant.sids.includes(one))) evidence.push('securityIdentifier');
  if (source.mails.some((one) => tenant.mails.includes(one))) evidence.push('mail');
  for (const name of ['userPrincipalName', 'employeeId', 'displayName', 'mailNickname'] as const) {
    if (source[name] !== undefined && source[name] === tenant[name]) evidence.push(name);
  }
  return evidence.sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b));
}

const RANK: readonly Evidence[] = [
  'mark',
  'anchor',
  'formerAnchor',
  'securityIdentifier',
  'userPrincipalName',
  'mail',
  'employeeId',
  'displayName',
  'mailNickname',
];
