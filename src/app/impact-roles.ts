import type { ImpactInput, ImpactSide } from '../impact/index.ts';
import { markKey } from '../model/tenant.ts';
import type { TenantPopulation } from '../model/tenant.ts';

/**
 * Directory roles of people by `connector/objectGUID`: of those whom the workspace has marked, and of those whom one of
 * the plans is about to take over or holds.
 */
export function rolesOf(
  tenant: Pick<TenantPopulation, 'facts' | 'objects'> | undefined,
  workspace: string,
  sides: readonly Pick<ImpactSide, 'body'>[],
): Pick<ImpactInput, 'roles'> {
  if (tenant === undefined) return {};
  const { privilegedUsers } = tenant.facts;
  const roles = new Map<string, string>();
  const add = (key: string | undefined, id: string | undefined): void => {
    const role = id === undefined ? undefined : privilegedUsers.get(id);
    if (key !== undefined && role !== undefined) roles.set(key, role);
  };
  for (const object of tenant.objects) add(markKey(object, workspace), object.id);
  for (const { body } of sides) {
    for (const { object } of body?.held ?? []) add(object.key, object.id);
    for (const one of body?.operations ?? []) if (one.kind !== 'defineExtension') add(one.object.key, one.object.id);
  }
  return { roles };
}
