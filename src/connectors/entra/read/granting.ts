import type { TenantObject } from '../../../model/tenant.ts';
import { LANES } from './members.ts';
import { inParallel, readAll, readPages } from './reader.ts';
import type { Reader } from './reader.ts';

const PRINCIPALS = { what: 'the service principals', permission: 'Application.Read.All' };
const ASSIGNED = { what: 'the assignments of applications', permission: 'Application.Read.All' };

/**
 * Ids of the groups that are assigned to an application. Asked application by application: a tenant has hundreds of
 * those and may have a hundred thousand groups.
 */
export async function readAssignedGroups(reader: Reader): Promise<ReadonlySet<string>> {
  const principals = await readAll(reader, '/servicePrincipals?$select=id&$top=999', PRINCIPALS);
  const granting = new Set<string>();
  await inParallel(reader, LANES, principals, async (principal, lane) => {
    const path = `/servicePrincipals/${encodeURIComponent(principal.id)}/appRoleAssignedTo?$top=999`;
    await readPages(lane, path, ASSIGNED, (assignment) => {
      const { principalId, principalType } = assignment;
      if (principalType === 'Group' && typeof principalId === 'string') granting.add(principalId);
    });
  });
  return granting;
}

/** With the groups that grant a licence, which the groups themselves say. */
export function grantingGroups(
  assigned: ReadonlySet<string>,
  groups: ReadonlyMap<string, TenantObject>,
): ReadonlySet<string> {
  const licensing = [...groups.values()].filter((group) => group.licences > 0).map((group) => group.id);
  return new Set([...assigned, ...licensing].sort());
}
