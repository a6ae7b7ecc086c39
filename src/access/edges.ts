import { assertNever } from '../kernel/invariant.ts';
import type { Changes } from './changes.ts';
import type { Nodes } from './nodes.ts';

/** Undefined: it cannot be told. */
export type Membership = boolean | undefined;

/** A membership that a plan changes, or may change. */
export interface Edge {
  readonly member: number;
  readonly before: Membership;
  readonly after: Membership;
  /** Id of the operation that brings it. */
  readonly operation: string;
  /** Through a rule: in words, what cannot be told; empty when it can. */
  readonly rule?: string;
}

/** Changed memberships by group and member. */
export type Edges = ReadonlyMap<number, ReadonlyMap<number, Edge>>;

export type Direction = 'loss' | 'gain';

/** Can it be that somebody is no longer (or now) in it? */
export function goes({ before, after }: Pick<Edge, 'before' | 'after'>, direction: Direction): boolean {
  switch (direction) {
    case 'loss':
      return before !== false && after !== true;
    case 'gain':
      return before !== true && after !== false;
    default:
      return assertNever(direction);
  }
}

/** The memberships that the plan itself writes. What is so already is no change. */
export function writtenEdges(changes: Changes, nodes: Nodes): Map<number, Map<number, Edge>> {
  const edges = new Map<number, Map<number, Edge>>();
  for (const [id, members] of changes.members) {
    const group = nodes.numberOf(id);
    if (group === undefined) continue;
    const present = membersAmong(nodes.membersOf(group), members, nodes);
    const of = new Map<number, Edge>();
    for (const [key, { added, operation }] of members) {
      const member = nodes.numberOf(key);
      if (member === undefined) continue;
      // Members that were not read are as the plan was made for.
      const before = present === undefined ? !added : present.has(member);
      if (before !== added) of.set(member, { member, before, after: added, operation });
    }
    if (of.size > 0) edges.set(group, of);
  }
  return edges;
}

function membersAmong(
  present: Int32Array | undefined,
  wanted: ReadonlyMap<string, unknown>,
  nodes: Nodes,
): ReadonlySet<number> | undefined {
  if (present === undefined) return undefined;
  const found = new Set<number>();
  for (const member of present) if (wanted.has(nodes.idOf(member))) found.add(member);
  return found;
}
