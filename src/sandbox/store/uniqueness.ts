import { strings } from '../json.ts';
import { isDeleted, text, type Entity } from './entity.ts';

/** A value that only one object may hold, and the property that an error names for it. */
export interface UniqueKey {
  readonly property: string;
  readonly key: string;
}

/** The unique values that an object holds. */
export function uniqueKeys(entity: Entity): readonly UniqueKey[] {
  const deleted = isDeleted(entity);
  switch (entity.kind) {
    case 'user':
      // Assumption: a soft-deleted user's onPremisesImmutableId does not stop a new user; only its restore conflicts.
      return deleted ? [] : [...userKeys(entity), ...addressKeys(entity)];
    case 'group':
      // Assumption: a soft-deleted group still holds its uniqueName.
      return deleted ? nameKeys(entity) : [...nameKeys(entity), ...nicknameKeys(entity), ...addressKeys(entity)];
    case 'orgContact':
      return deleted ? [] : addressKeys(entity);
    case 'application':
    case 'servicePrincipal':
      return keyOf('appId', text(entity, 'appId')?.toLowerCase(), `${entity.kind}.appId`);
    case 'extensionProperty':
      return keyOf('name', text(entity, 'name')?.toLowerCase(), 'extensionProperty.name');
    default:
      return [];
  }
}

function userKeys(user: Entity): readonly UniqueKey[] {
  return [
    ...keyOf('userPrincipalName', text(user, 'userPrincipalName')?.toLowerCase()),
    // The anchor is compared with regard to case: it is Base64.
    ...keyOf('onPremisesImmutableId', text(user, 'onPremisesImmutableId')),
  ];
}

function nameKeys(group: Entity): readonly UniqueKey[] {
  return keyOf('uniqueName', text(group, 'uniqueName')?.toLowerCase());
}

/** mailNickname is unique among Microsoft 365 groups only. */
function nicknameKeys(group: Entity): readonly UniqueKey[] {
  return isUnified(group) ? keyOf('mailNickname', text(group, 'mailNickname')?.toLowerCase()) : [];
}

function addressKeys(entity: Entity): readonly UniqueKey[] {
  return strings(entity.properties['proxyAddresses']).map((address) => ({
    property: 'proxyAddresses',
    key: `proxyAddresses:${address.toLowerCase()}`,
  }));
}

function keyOf(property: string, value: string | undefined, space: string = property): readonly UniqueKey[] {
  return value === undefined ? [] : [{ property, key: `${space}:${value}` }];
}

/** Tells a Microsoft 365 group from a security group. */
export function isUnified(group: Entity): boolean {
  return strings(group.properties['groupTypes']).includes('Unified');
}
