import { foldCase } from '../kernel/text.ts';
import type { TenantObject, TenantPopulation, TenantRequest } from '../model/tenant.ts';
import type { Changes, PersonChange } from './changes.ts';
import type { Edge, Membership } from './edges.ts';
import { evaluate, parseRule, readsOf } from './membership-rule/index.ts';
import type { Evaluation, MembershipRule, Reads, Subject } from './membership-rule/index.ts';
import type { Nodes } from './nodes.ts';
import { LICENCES, foldedNames, graphNameOf, isSetByTheTenant, knownOf, withFollowers } from './properties.ts';
import type { Person } from './properties.ts';
import type { When } from './reach.ts';

export interface RuleInput {
  readonly tenant: TenantPopulation;
  readonly request: TenantRequest;
  readonly changes: Changes;
  readonly nodes: Nodes;
}

/** A dynamic group, with its rule as far as it is understood. */
interface DynamicGroup {
  readonly node: number;
  readonly name: string;
  readonly rule?: MembershipRule;
  readonly reads?: Reads;
  /** Why its answer cannot be told even where the rule can be evaluated. */
  readonly doubt?: string;
}

/**
 * Adds the memberships of dynamic groups that change because what their rules read of a person changes. `relevant`:
 * only of these groups does it matter. An answer that cannot be told and stays the same whatever it is, is no change.
 */
export function addRuleEdges(
  edges: Map<number, Map<number, Edge>>,
  relevant: ReadonlySet<number>,
  input: RuleInput,
): void {
  const dynamic = dynamicGroups(relevant, input);
  if (dynamic.length === 0) return;
  const people = peopleOf(input, dynamic);
  const present = remembered((group: number) => presentIn(input.nodes.membersOf(group), people));
  // Groups that ask for members of groups come after those that they may ask for.
  for (const group of dynamic.toSorted((a, b) => asks(a) - asks(b))) {
    const found = new Map<number, Edge>();
    for (const one of people.values()) {
      const edge = edgeOf(group, one, { nodes: input.nodes, edges, present });
      if (edge !== undefined) found.set(edge.member, edge);
    }
    if (found.size > 0) edges.set(group.node, found);
  }
}

function asks({ reads }: DynamicGroup): number {
  return reads === undefined ? 1 : Math.min(reads.groups.size, 1);
}

function dynamicGroups(relevant: ReadonlySet<number>, { tenant, nodes }: RuleInput): readonly DynamicGroup[] {
  const byId = new Map(
    tenant.objects.flatMap((one) => (one.dynamicMembership ? [[foldCase(one.id), one] as const] : [])),
  );
  const groups = new Map<number, DynamicGroup>();
  const open = [...byId.values()].filter(({ id }) => relevant.has(nodes.numberOf(id) ?? -1));
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    const node = nodes.numberOf(object.id) ?? -1;
    if (groups.has(node)) continue;
    const group = dynamicGroup(object, node);
    groups.set(node, group);
    for (const id of group.reads?.groups ?? []) {
      const asked = byId.get(id);
      if (asked !== undefined) open.push(asked);
    }
  }
  return [...groups.values()].filter(({ reads }) => reads?.devices !== true);
}

function dynamicGroup(object: TenantObject, node: number): DynamicGroup {
  const { name, membershipRule, membershipRuleProcessingState: state } = object;
  if (membershipRule === undefined) return { node, name, doubt: `the rule of group ${name} was not read` };
  const parsed = parseRule(membershipRule);
  if (parsed.rule === undefined)
    return { node, name, doubt: `the rule of group ${name} is not understood: ${parsed.why}` };
  const asked = readsOf(parsed.rule);
  const reads = { ...asked, properties: new Set([...asked.properties].map(graphNameOf)) };
  const doubt = doubtOf(name, state, reads);
  return { node, name, rule: parsed.rule, reads, ...(doubt === undefined ? {} : { doubt }) };
}

function doubtOf(name: string, state: string | undefined, { groups }: Reads): string | undefined {
  if (state === undefined) return `whether the rule of group ${name} is paused was not read`;
  if (foldCase(state) !== 'on') return `the rule of group ${name} is paused`;
  // learn.microsoft.com: "Configure dynamic membership groups with the memberOf attribute", preview limitations.
  if (groups.size > 0) return `group ${name} follows the members of other groups, which the tenant does late or never`;
  return undefined;
}

/** Somebody whom the plan changes, before and after. */
interface Changed {
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

function peopleOf(input: RuleInput, dynamic: readonly DynamicGroup[]): ReadonlyMap<number, Changed> {
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

function presentIn(
  members: Int32Array | undefined,
  people: ReadonlyMap<number, Changed>,
): ReadonlySet<number> | undefined {
  return members === undefined ? undefined : new Set(members.filter((member) => people.has(member)));
}

interface EdgeContext {
  readonly nodes: Nodes;
  readonly edges: Map<number, Map<number, Edge>>;
  /** Of the people of the plan, those who are in the group; undefined when its members were not read. */
  readonly present: (group: number) => ReadonlySet<number> | undefined;
}

function edgeOf(group: DynamicGroup, one: Changed, context: EdgeContext): Edge | undefined {
  const operation = operationFor(group, one);
  if (operation === undefined) return undefined;
  const isNew = one.change?.created === true;
  const [was, is] = [answerOf(group, one, 'before', context), answerOf(group, one, 'after', context)];
  if (!isNew && sameAnswer(was, is)) return undefined;
  const before: Membership = isNew
    ? false
    : (context.present(group.node)?.has(one.node) ?? (typeof was === 'boolean' ? was : undefined));
  const after: Membership = typeof is === 'object' || (group.doubt !== undefined && is !== before) ? undefined : is;
  if (before === after && before !== undefined) return undefined;
  const unknown = [is, was].find((answer) => typeof answer === 'object')?.unknown;
  const reads = unknown === undefined ? '' : `the rule of group ${group.name} reads ${unknown}`;
  return { member: one.node, before, after, operation, rule: after === undefined ? (group.doubt ?? reads) : reads };
}

/** The first operation that changes what the rule reads. */
function operationFor({ reads }: DynamicGroup, one: Changed): string | undefined {
  const { change, touched, operations, memberships } = one;
  if (reads === undefined || change?.created === true) return operations[0]?.id ?? memberships[0]?.operation;
  const asked = memberships.find(({ group }) => reads.groups.has(foldCase(group)));
  if (asked !== undefined) return asked.operation;
  if (touched.isDisjointFrom(reads.properties)) return undefined;
  const writes = operations.find((operation) => !operation.touched.isDisjointFrom(reads.properties));
  return writes?.id ?? memberships[0]?.operation;
}

const NOT_UNDERSTOOD: Readonly<Record<When, Evaluation>> = {
  before: { unknown: 'what is not understood', rest: 'before' },
  after: { unknown: 'what is not understood', rest: 'after' },
};

function answerOf(group: DynamicGroup, one: Changed, when: When, context: EdgeContext): Evaluation {
  const { rule } = group;
  return rule === undefined ? NOT_UNDERSTOOD[when] : evaluate(rule, subjectOf(one, when, context));
}

function sameAnswer(a: Evaluation, b: Evaluation): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.rest === b.rest;
}

/** Made once for a person: its properties are asked for by every rule. */
function subjectOf(one: Changed, when: When, context: EdgeContext): Subject {
  return (one.subjects[when] ??= madeSubject(one, when, context));
}

function madeSubject(one: Changed, when: When, { nodes, edges, present }: EdgeContext): Subject {
  const person = one[when];
  const property = remembered((name: string) => knownOf(person, name));
  const manager = one.managers[when === 'before' ? 0 : 1];
  return {
    property,
    manager: typeof manager === 'string' ? foldCase(manager) : manager,
    memberOf: (id) => {
      const group = nodes.numberOf(id);
      if (group === undefined) return undefined;
      const edge = edges.get(group)?.get(one.node);
      if (edge !== undefined) return edge[when];
      return present(group)?.has(one.node);
    },
  };
}

function remembered<K, T>(make: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as T;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
