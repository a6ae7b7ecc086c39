import { compareText } from '../../../kernel/text.ts';
import type { TenantObject } from '../../../model/tenant.ts';
import { LANES } from './members.ts';
import { inParallel, readAll, readPages } from './reader.ts';
import type { Item, Reader } from './reader.ts';

const PRINCIPALS = { what: 'the service principals', permission: 'Application.Read.All' };
const ASSIGNED = { what: 'the assignments of applications', permission: 'Application.Read.All' };

/**
 * Names of the applications that a group is assigned to, by its id. Asked application by application: a tenant has
 * hundreds of those and may have a hundred thousand groups.
 */
export async function readAssignedGroups(reader: Reader): Promise<ReadonlyMap<string, readonly string[]>> {
  const principals = await readAll(reader, '/servicePrincipals?$select=id,displayName&$top=999', PRINCIPALS);
  const granting = new Map<string, Set<string>>();
  await inParallel(reader, LANES, principals, async (principal, lane) => {
    const path = `/servicePrincipals/${encodeURIComponent(principal.id)}/appRoleAssignedTo?$top=999`;
    await readPages(lane, path, ASSIGNED, (assignment) => {
      const { principalId, principalType } = assignment;
      if (principalType !== 'Group' || typeof principalId !== 'string') return;
      const names = granting.get(principalId) ?? new Set();
      granting.set(principalId, names.add(nameOf(principal)));
    });
  });
  const ids = [...granting.keys()].sort(compareText);
  return new Map(ids.map((id) => [id, [...(granting.get(id) ?? [])].sort(compareText)]));
}

function nameOf({ id, displayName }: Item): string {
  return typeof displayName === 'string' && displayName !== '' ? displayName : id;
}

/** With the groups that grant a licence, which the groups themselves say. */
export function grantingGroups(
  assigned: ReadonlyMap<string, readonly string[]>,
  groups: ReadonlyMap<string, TenantObject>,
): ReadonlySet<string> {
  const licensing = [...groups.values()].filter((group) => group.licences > 0).map((group) => group.id);
  return new Set([...assigned.keys(), ...licensing].sort());
}
