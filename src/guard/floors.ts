import { assertNever } from '../kernel/invariant.ts';
import { didYouMean, foldCase } from '../kernel/text.ts';
import type { Finding, ObjectRef, Operation } from '../model/plan.ts';
import type { Floor } from '../model/policy.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';
import { finding } from './input.ts';
import type { Analyzer, ApplyGuardInput } from './input.ts';
import { groupsNamed } from './limit-scope.ts';

/**
 * Enabled holders of a role, and enabled direct members of a group, that a plan must leave. Only what the tenant shows
 * counts, and of the plan only what it takes away: what it adds may fail while the rest is done.
 */
export const floors: Analyzer<ApplyGuardInput> = (input) => {
  if (input.policy.floors.length === 0) return [];
  const enabled = enabledUsers(input.tenant);
  return input.policy.floors.flatMap((floor): readonly Finding[] => {
    const standing = peopleOf(floor, input.tenant);
    const name = nameOf(floor);
    if ('doubt' in standing) {
      return [finding('SAFE041', { detail: `${name}: ${standing.doubt}`, policyKey: 'floors', operations: [] })];
    }
    const there = new Set(standing.people.filter((id) => enabled.has(id)));
    const { left, by } = without(there, standing.groups, input.body.operations);
    if (left >= floor.atLeast) return [];
    const are = `${there.size} enabled ${floor.kind === 'role' ? 'holder' : 'direct member'}${there.size === 1 ? '' : 's'}`;
    if (by.length === 0) {
      const detail = `${name} has ${are}; the floor is ${floor.atLeast}.`;
      return [finding('SAFE042', { detail, policyKey: 'floors', operations: [] })];
    }
    const detail = `${name} has ${are}, and ${left} would be left; the floor is ${floor.atLeast}.`;
    return [finding('SAFE040', { detail, policyKey: 'floors', operations: by })];
  });
};

function nameOf(floor: Floor): string {
  return floor.kind === 'role' ? `The role ${floor.role}` : `The group ${floor.group}`;
}

/** People of a role or group, with the groups that make them so; or why they cannot be told. */
type Standing =
  { readonly people: readonly string[]; readonly groups: ReadonlySet<string> } | { readonly doubt: string };

function peopleOf(floor: Floor, tenant: TenantPopulation): Standing {
  switch (floor.kind) {
    case 'role':
      return holdersOf(floor.role, tenant);
    case 'group':
      return membersOf(floor.group, tenant);
    default:
      return assertNever(floor);
  }
}

/** Whoever may only activate a role holds nothing yet, and is not counted. */
function holdersOf(role: string, { facts }: TenantPopulation): Standing {
  const people = [...facts.privilegedUsers].filter(([, roles]) => namesRole(roles, role)).map(([id]) => id);
  const groups = [...facts.privilegedGroups].filter(([, roles]) => namesRole(roles, role)).map(([id]) => id);
  if (people.length > 0) return { people, groups: new Set(groups) };
  const known = new Set([...facts.privilegedUsers.values()].flatMap((roles) => roles.split(', ')));
  const near = didYouMean(role, known);
  return { doubt: `nobody holds a role of that name${near === undefined ? '' : ` (did you mean ${near}?)`}.` };
}

/** Facts name all roles of somebody in one text, divided by commas. */
function namesRole(roles: string, role: string): boolean {
  return `, ${foldCase(roles)}, `.includes(`, ${foldCase(role)}, `);
}

function membersOf(name: string, tenant: TenantPopulation): Standing {
  const [group, ...others] = groupsNamed(name, tenant);
  if (group === undefined) {
    const near = didYouMean(
      name,
      tenant.objects.filter((one) => one.type === 'group').map((one) => one.name),
    );
    return { doubt: `the tenant has no such group${near === undefined ? '' : ` (did you mean ${near}?)`}.` };
  }
  if (others.length > 0)
    return { doubt: `the tenant has ${others.length + 1} groups of that name; name it by its id.` };
  const people = tenant.members.get(group.id);
  return people === undefined ? { doubt: 'its members were not read.' } : { people, groups: new Set([group.id]) };
}

/** Ids of users that are known to be enabled. */
function enabledUsers(tenant: TenantPopulation): ReadonlySet<string> {
  const isEnabled = (one: TenantObject) => one.type === 'user' && one.attributes.get('accountEnabled') === true;
  return new Set(tenant.objects.filter(isEnabled).map(({ id }) => id));
}

interface Remainder {
  readonly left: number;
  /** The operations that take somebody away. */
  readonly by: readonly Operation[];
}

function without(there: ReadonlySet<string>, groups: ReadonlySet<string>, operations: readonly Operation[]): Remainder {
  const left = new Set(there);
  const by = operations.filter((operation) => {
    const lost = lostBy(operation, groups, there).filter((id) => there.has(id));
    for (const id of lost) left.delete(id);
    return lost.length > 0;
  });
  return { left: left.size, by };
}

/** Who is taken away, by the tenant's ids: one who is disabled or deleted, a member who is removed, or a whole group. */
function lostBy(operation: Operation, groups: ReadonlySet<string>, there: ReadonlySet<string>): readonly string[] {
  const isOfGroup = operation.kind !== 'defineExtension' && groups.has(operation.object.id ?? '');
  switch (operation.kind) {
    case 'leave':
    case 'update':
      return operation.changes.some((one) => one.attribute === 'accountEnabled' && one.after !== true)
        ? idsOf(operation.object)
        : [];
    case 'delete':
      return isOfGroup ? [...there] : idsOf(operation.object);
    case 'removeMember':
      return isOfGroup ? idsOf(operation.member) : [];
    case 'defineExtension':
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'setManager':
    case 'addMember':
      return [];
    default:
      return assertNever(operation);
  }
}

function idsOf({ id }: ObjectRef): readonly string[] {
  return id === undefined ? [] : [id];
}
