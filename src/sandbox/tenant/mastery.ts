import { faults } from '../faults.ts';
import { isObject } from '../json.ts';
import { flag, type Entity } from '../store/entity.ts';
import { isExtensionName } from './extensions.ts';

/**
 * What stays writable in the cloud on a synchronised user.
 * Assumption: everything else counts as mastered on premises, accountEnabled included.
 */
const cloudOwned: ReadonlySet<string> = new Set([
  'ageGroup',
  'authorizationInfo',
  'consentProvidedForMinor',
  'customSecurityAttributes',
  'employeeLeaveDateTime',
  'passwordPolicies',
  'passwordProfile',
  'preferredDataLocation',
  'usageLocation',
]);

/** Tells whether on-premises Active Directory is the source of authority of an object. */
export function isMasteredElsewhere(entity: Entity): boolean {
  return flag(entity, 'onPremisesSyncEnabled') && !isCloudManaged(entity);
}

/** Tells whether the source of authority was moved to the cloud. */
export function isCloudManaged(entity: Entity): boolean {
  const behavior = entity.properties['onPremisesSyncBehavior'];
  return isObject(behavior) && behavior['isCloudManaged'] === true;
}

/** Refuses the writes that synchronisation owns. Directory extensions of the cloud stay writable. */
export function refuseMasteredWrites(entity: Entity, properties: Iterable<string>): void {
  const written = [...properties];
  const mastered = isMasteredElsewhere(entity);
  if (mastered && written.some((name) => !cloudOwned.has(name) && !isExtensionName(name))) throw faults.mastered();
  // A user who was synchronised once: Exchange owns these attributes for good.
  const wasSynced = entity.properties['onPremisesSyncEnabled'] === false && !isCloudManaged(entity);
  if (entity.kind === 'user' && wasSynced && written.includes('onPremisesExtensionAttributes')) {
    throw faults.externallyMastered();
  }
}

/** Refuses a change of links, or a deletion, of a synchronised object. */
export function refuseWhenMastered(entity: Entity): void {
  if (isMasteredElsewhere(entity)) throw faults.mastered();
}
