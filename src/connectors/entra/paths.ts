import type { TenantType } from '../../model/tenant.ts';
import { literal } from './names.ts';

const COLLECTIONS: Readonly<Record<TenantType, string>> = { user: '/users', group: '/groups' };

export function collectionPath(type: TenantType): string {
  return COLLECTIONS[type];
}

export function objectPath(type: TenantType, id: string): string {
  return `${COLLECTIONS[type]}/${encodeURIComponent(id)}`;
}

/** An object in the bin, whatever its type. */
export function deletedItemPath(id: string): string {
  return `/directory/deletedItems/${encodeURIComponent(id)}`;
}

/** An object by the key that is unique when it is written: userPrincipalName or uniqueName. */
export function keyPath(type: TenantType, key: string): string {
  switch (type) {
    case 'user':
      return `/users/${encodeURIComponent(key)}`;
    case 'group':
      return `/groups(uniqueName=${literal(key)})`;
  }
}

export function managerReference(userId: string): string {
  return `${objectPath('user', userId)}/manager/$ref`;
}

export function memberReferences(groupId: string): string {
  return `${objectPath('group', groupId)}/members/$ref`;
}

/** The direct members, 999 at a time. */
export function memberListPath(groupId: string): string {
  return `${objectPath('group', groupId)}/members?$select=id&$top=999`;
}

/** The membership, not the member: `/$ref` is part of the only path to one that there is. */
export function memberReference(groupId: string, memberId: string): string {
  return `${objectPath('group', groupId)}/members/${encodeURIComponent(memberId)}/$ref`;
}

/** How the body of a reference names any object of the tenant. */
export function directoryObjectPath(id: string): string {
  return `/directoryObjects/${encodeURIComponent(id)}`;
}
