import { compareText } from '../../../kernel/text.ts';
import type { TenantFacts, TenantObject } from '../../../model/tenant.ts';
import { GraphError } from '../errors.ts';
import { objectPath } from '../paths.ts';
import { inParallel, readAll } from './reader.ts';
import type { Item, Reader } from './reader.ts';
import { kindOf, LANES, readMemberKinds } from './members.ts';

const ROLES = { what: 'the directory roles', permission: 'RoleManagement.Read.Directory' };
const ASSIGNMENTS = { what: 'the role assignments', permission: 'RoleManagement.Read.Directory' };
const ELIGIBILITY = { what: 'the eligible role holders', permission: 'RoleEligibilitySchedule.Read.Directory' };
const OWNERS = { what: 'the owners of role-assignable groups', permission: 'Group.Read.All' };

type Privileges = Pick<TenantFacts, 'privilegedUsers' | 'privilegedGroups'>;

/** Who holds what, before groups are expanded. */
export interface RoleHolders {
  /** Role names by the id of a user. */
  readonly users: Map<string, Set<string>>;
  /** Role names by the id of a group. */
  readonly groups: Map<string, Set<string>>;
}

/**
 * Every holder of a directory role, assigned or eligible, for the whole tenant or for an administrative unit: the
 * list of assignments holds them all, whatever their scope (learn.microsoft.com: "List unifiedRoleAssignments").
 */
export async function readRoleHolders(reader: Reader): Promise<RoleHolders> {
  const base = '/roleManagement/directory';
  const [definitions, assigned, eligible] = await Promise.all([
    readAll(reader, `${base}/roleDefinitions?$select=id,displayName`, ROLES),
    readAll(reader, `${base}/roleAssignments?$expand=principal`, ASSIGNMENTS),
    readEligible(reader, `${base}/roleEligibilityScheduleInstances?$expand=principal`),
  ]);
  const names = new Map(definitions.map((role) => [role.id, textOf(role['displayName'], role.id)]));
  const holders: RoleHolders = { users: new Map(), groups: new Map() };
  for (const one of assigned) note(holders, one, nameOf(one, names));
  for (const one of eligible) note(holders, one, `${nameOf(one, names)} (eligible)`);
  return holders;
}

/** Privileged Identity Management is a licence: a tenant that answers that it has none has no eligible holders. */
async function readEligible(reader: Reader, path: string): Promise<readonly Item[]> {
  try {
    return await readAll(reader, path, ELIGIBILITY);
  } catch (error) {
    if (error instanceof Error && error.cause instanceof GraphError && lacksLicence(error.cause)) return [];
    throw error;
  }
}

/** learn.microsoft.com: "PIM APIs overview", licensing; a missing permission has another code and is not this. */
function lacksLicence(error: GraphError): boolean {
  return error.code === 'AadPremiumLicenseRequired' && (error.status === 400 || error.status === 403);
}

/** Expands the groups among the holders, and adds the role-assignable groups: who is in one can be given a role. */
export async function expandHolders(
  reader: Reader,
  holders: RoleHolders,
  groups: ReadonlyMap<string, TenantObject>,
): Promise<Privileges> {
  for (const group of groups.values()) {
    if (group.roleAssignable && !holders.groups.has(group.id)) {
      holders.groups.set(group.id, new Set([`role-assignable group ${group.name}`]));
    }
  }
  await inParallel(reader, LANES, [...holders.groups.keys()], (group, lane) => readOwners(lane, holders, group));
  // A group that is met inside another is expanded in the next round, until there is none that is new.
  const expanded = new Set<string>();
  for (;;) {
    const open = [...holders.groups.keys()].filter((id) => !expanded.has(id));
    if (open.length === 0) break;
    const inner: [id: string, roles: ReadonlySet<string>][] = [];
    await inParallel(reader, LANES, open, async (group, lane) => {
      const roles = holders.groups.get(group) ?? new Set<string>();
      for (const member of await readMemberKinds(lane, group)) {
        if (member.kind === 'group') inner.push([member.id, roles]);
        else if (member.kind === 'person') addAll(holders.users, member.id, roles);
      }
      expanded.add(group);
    });
    for (const [id, roles] of inner) if (addAll(holders.groups, id, roles)) expanded.delete(id);
  }
  return { privilegedUsers: inWords(holders.users), privilegedGroups: inWords(holders.groups) };
}

/**
 * The owner of a role-assignable group decides who is in it, and the tenant protects owners like members; the role they
 * hold not.
 */
async function readOwners(reader: Reader, holders: RoleHolders, group: string): Promise<void> {
  const roles = holders.groups.get(group) ?? new Set<string>();
  const owners = await readAll(reader, `${objectPath('group', group)}/owners?$select=id`, OWNERS);
  const owned = new Set([...roles].map((role) => `${role} (owner of a group)`));
  for (const owner of owners) addAll(holders.users, owner.id, owned);
}

function note(holders: RoleHolders, assignment: Item, role: string): void {
  const { principal, principalId } = assignment;
  const id = typeof principalId === 'string' ? principalId : '';
  const kind = kindOf(typeof principal === 'object' ? principal : null);
  if (kind === 'group') addAll(holders.groups, id, new Set([role]));
  else if (kind === 'person') addAll(holders.users, id, new Set([role]));
}

function nameOf(assignment: Item, names: ReadonlyMap<string, string>): string {
  const id = textOf(assignment['roleDefinitionId'], 'a role');
  return names.get(id) ?? id;
}

/** True when something was added. */
function addAll(holders: Map<string, Set<string>>, id: string, roles: ReadonlySet<string>): boolean {
  const held = holders.get(id);
  if (held === undefined) {
    holders.set(id, new Set(roles));
    return true;
  }
  const before = held.size;
  for (const role of roles) held.add(role);
  return held.size > before;
}

/** Sorted, so that equal tenants give equal facts. */
function inWords(holders: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const entries = [...holders].map(([id, roles]) => [id, [...roles].sort(compareText).join(', ')] as const);
  return new Map(entries.sort(([a], [b]) => compareText(a, b)));
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
