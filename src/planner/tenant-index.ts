import { append } from '../kernel/multimap.ts';
import { foldCase } from '../kernel/text.ts';
import { markKey } from '../model/tenant.ts';
import type { DeletedObject, TenantObject, TenantPopulation } from '../model/tenant.ts';

/** The tenant's objects by everything a desired object may be recognised by. */
export interface TenantIndex {
  readonly byId: ReadonlyMap<string, TenantObject>;
  /** Objects with a mark of this workspace, by `connector/objectGUID`. */
  readonly byMark: ReadonlyMap<string, readonly TenantObject[]>;
  /** By `type/anchor`. */
  readonly byAnchor: ReadonlyMap<string, readonly TenantObject[]>;
  readonly bySid: ReadonlyMap<string, TenantObject>;
  /** Users by folded userPrincipalName. */
  readonly byUserPrincipalName: ReadonlyMap<string, TenantObject>;
  /** Every object that holds a mail address, by folded address. */
  readonly byAddress: ReadonlyMap<string, readonly TenantObject[]>;
  readonly deletedByAnchor: ReadonlyMap<string, DeletedObject>;
  readonly deletedByMark: ReadonlyMap<string, DeletedObject>;
}

export function indexTenant(tenant: TenantPopulation, workspace: string): TenantIndex {
  const byId = new Map<string, TenantObject>();
  const byMark = new Map<string, TenantObject[]>();
  const byAnchor = new Map<string, TenantObject[]>();
  const bySid = new Map<string, TenantObject>();
  const byUserPrincipalName = new Map<string, TenantObject>();
  const byAddress = new Map<string, TenantObject[]>();
  for (const object of tenant.objects) {
    byId.set(object.id, object);
    const key = markKey(object, workspace);
    if (key !== undefined) append(byMark, key, object);
    if (object.anchor !== undefined) append(byAnchor, `${object.type}/${object.anchor}`, object);
    if (object.sid !== undefined) bySid.set(object.sid, object);
    if (object.type === 'user') byUserPrincipalName.set(foldCase(object.name), object);
    for (const address of addressesOf(object)) append(byAddress, address, object);
  }
  const deletedByAnchor = new Map<string, DeletedObject>();
  const deletedByMark = new Map<string, DeletedObject>();
  for (const object of tenant.facts.deleted) {
    if (object.anchor !== undefined) deletedByAnchor.set(`${object.type}/${object.anchor}`, object);
    const key = markKey(object, workspace);
    if (key !== undefined) deletedByMark.set(key, object);
  }
  return { byId, byMark, byAnchor, bySid, byUserPrincipalName, byAddress, deletedByAnchor, deletedByMark };
}

/** Folded mail addresses: `mail` and the SMTP values of `proxyAddresses`. */
function addressesOf(object: TenantObject): ReadonlySet<string> {
  const addresses = new Set<string>();
  const mail = object.attributes.get('mail');
  if (typeof mail === 'string') addresses.add(foldCase(mail));
  const proxies = object.attributes.get('proxyAddresses');
  if (Array.isArray(proxies)) {
    for (const proxy of proxies as readonly unknown[]) {
      if (typeof proxy === 'string' && /^smtp:/i.test(proxy)) addresses.add(foldCase(proxy.slice(5)));
    }
  }
  return addresses;
}
