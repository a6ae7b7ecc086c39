import { foldCase } from '../kernel/text.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { PersonChange } from './changes.ts';
import type { DynamicGroup } from './dynamic-groups.ts';
import type { Subject } from './membership-rule/index.ts';
import { LICENCES, foldedNames, isSetByTheTenant, withFollowers } from './properties.ts';
import type { Person } from './properties.ts';
import type { When } from './reach.ts';
import type { RuleInput } from './rule-input.ts';

/** Somebody whom the plan changes, before and after. */
export interface Changed {
  readonly node: number;
  readonly change: PersonChange | undefined;
  readonly touched: ReadonlySet<string>;
  /** What each of its operations may change. */
  readonly operations: readonly { readonly id: string; readonly touched: ReadonlySet<string> }[];
  readonly memberships: readonly { readonly group: string; readonly operation: string }[];
  readonly before: Person;
  readonly after: Person;
  readonly subjects: { [W in When]?: Subject };
  readonly managers: readonly [before: string | null | undefined, after: string | null | undefined];
}

/** By number. */
export function peopleOf(input: RuleInput, dynamic: readonly DynamicGroup[]): ReadonlyMap<number, Changed> {
  const { tenant, changes, nodes } = input;
  const memberships = membershipChanges(input, dynamic);
  const ids = new Set([...changes.people.keys(), ...memberships.keys()]);
  const objects = new Map(
    tenant.objects.flatMap((one) => (one.type === 'user' && ids.has(one.id) ? [[one.id, one] as const] : [])),
  );
  const read = new Set(input.request.attributes.user.map(foldCase));
  const people = new Map<number, Changed>();
  for (const id of ids) {
    const node = nodes.numberOf(id);
    if (node === undefined || nodes.isGroup(node)) continue;
    people.set(
      node,
      changedPerson(node, objects.get(id), changes.people.get(id), memberships.get(id) ?? [], { read, input }),
    );
  }
  return people;
}

type MembershipChange = Changed['memberships'][number];

/** Members of groups that a rule may ask for, or that give licences, of which there are plans. */
function membershipChanges(
  { tenant, changes }: RuleInput,
  dynamic: readonly DynamicGroup[],
): ReadonlyMap<string, readonly MembershipChange[]> {
  const asksForAny = dynamic.some(({ reads }) => reads === undefined);
  const asksForPlans = dynamic.some(({ reads }) => reads?.properties.has('assignedplans'));
  const asked = new Set(dynamic.flatMap(({ reads }) => [...(reads?.groups ?? [])]));
  const licensing = new Set(
    tenant.objects.filter(({ type, licences }) => type === 'group' && licences > 0).map(({ id }) => id),
  );
  const found = new Map<string, MembershipChange[]>();
  for (const [group, members] of changes.members) {
    if (!asksForAny && !asked.has(foldCase(group)) && !(asksForPlans && licensing.has(group))) continue;
    for (const [member, { operation }] of members) {
      const list = found.get(member);
      if (list === undefined) found.set(member, [{ group, operation }]);
      else list.push({ group, operation });
    }
  }
  return found;
}

function changedPerson(
  node: number,
  object: TenantObject | undefined,
  change: PersonChange | undefined,
  memberships: readonly MembershipChange[],
  { read, input }: { readonly read: ReadonlySet<string>; readonly input: RuleInput },
): Changed {
  const values = foldedNames(object?.attributes ?? []);
  const isNew = object === undefined;
  const isRead = (name: string): boolean => (isNew ? name !== '' && !isSetByTheTenant(name) : read.has(name));
  const isLicence = memberships.length > 0;
  const written = new Set([...(change?.values.keys() ?? []), ...(isLicence ? [LICENCES] : [])]);
  const manager = isNew ? null : input.request.managers ? (object.manager ?? null) : undefined;
  const own = isNew ? {} : { object };
  return {
    node,
    change,
    touched: withFollowers(written),
    operations: (change?.operations ?? []).map(({ id, names }) => ({ id, touched: withFollowers(names) })),
    memberships,
    before: { ...own, isRead, values },
    after: { ...own, isRead, values: new Map([...values, ...(change?.values ?? [])]), written },
    subjects: {},
    managers: [manager, change?.manager === undefined ? manager : change.manager],
  };
}
