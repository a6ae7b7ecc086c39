import { flag, type Entity } from '../store/entity.ts';
import type { Store } from '../store/store.ts';

/**
 * Tells whether an object lies in a restricted management administrative unit.
 * https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management
 */
export function isRestricted(store: Store, entity: Pick<Entity, 'id'>): boolean {
  for (const container of store.links.members.sources(entity.id)) {
    const unit = store.find('administrativeUnit', container);
    if (unit !== undefined && flag(unit, 'isMemberManagementRestricted')) return true;
  }
  return false;
}
