import { foldCase } from '../kernel/text.ts';
import { peopleOf } from './changed-people.ts';
import type { Changed } from './changed-people.ts';
import { dynamicGroups } from './dynamic-groups.ts';
import type { DynamicGroup } from './dynamic-groups.ts';
import type { Edge, Membership } from './edges.ts';
import { evaluate } from './membership-rule/index.ts';
import type { Evaluation, Subject } from './membership-rule/index.ts';
import type { Nodes } from './nodes.ts';
import { knownOf } from './properties.ts';
import type { When } from './reach.ts';
import type { RuleInput } from './rule-input.ts';

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
  const asked = askedEdge(group, one, context);
  const operation = asked?.operation ?? operationFor(group, one);
  if (operation === undefined) return undefined;
  const isNew = one.change?.created === true;
  const [was, is] = [answerOf(group, one, 'before', context), answerOf(group, one, 'after', context)];
  const isOpen = asked !== undefined && typeof is === 'object';
  if (!isNew && !isOpen && sameAnswer(was, is)) return undefined;
  const before: Membership = isNew
    ? false
    : (context.present(group.node)?.has(one.node) ?? (typeof was === 'boolean' ? was : undefined));
  const after: Membership = typeof is === 'object' || (group.doubt !== undefined && is !== before) ? undefined : is;
  if (before === after && before !== undefined) return undefined;
  const unknown = [is, was].find((answer) => typeof answer === 'object')?.unknown;
  const reads = unknown === undefined ? '' : `the rule of group ${group.name} reads ${unknown}`;
  return { member: one.node, before, after, operation, rule: after === undefined ? (group.doubt ?? reads) : reads };
}

/** Of a group that the rule asks for, a membership of the person that changes. */
function askedEdge({ reads }: DynamicGroup, one: Changed, { nodes, edges }: EdgeContext): Edge | undefined {
  for (const id of reads?.groups ?? []) {
    const edge = edges.get(nodes.numberOf(id) ?? -1)?.get(one.node);
    if (edge !== undefined) return edge;
  }
  return undefined;
}

/** The first operation that changes what the rule reads. */
function operationFor({ reads }: DynamicGroup, one: Changed): string | undefined {
  const { change, touched, operations, memberships } = one;
  if (reads === undefined || change?.created === true) return operations[0]?.id ?? memberships[0]?.operation;
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
