import type { Edges, Membership } from './edges.ts';
import type { Nodes } from './nodes.ts';

export type When = 'before' | 'after';

/** Everybody under a group. */
export interface Reached {
  /** Is it in the group, directly or through others? */
  readonly has: (node: number) => Membership;
  /** People and groups that are, or may be, with the group itself. */
  readonly nodes: readonly number[];
  /** Groups whose members were not read: anybody may be in them. */
  readonly unread: readonly number[];
}

export interface Graph {
  readonly nodes: Nodes;
  readonly edges: Edges;
  /** Groups that the plan deletes: after it nobody is in them. */
  readonly deleted: ReadonlySet<number>;
}

const NOBODY: Reached = { has: () => false, nodes: [], unread: [] };

/** Walks down from a group, in cycles too; linear in the memberships below it. */
export function reach(graph: Graph, group: number, when: When): Reached {
  if (when === 'after' && graph.deleted.has(group)) return NOBODY;
  const possible = walk(graph, group, when, false);
  const sure = possible.isSure ? possible : walk(graph, group, when, true);
  const anybody = possible.unread.length > 0;
  return {
    nodes: possible.order,
    unread: possible.unread,
    has: (node) => sure.seen[node] === 1 || (possible.seen[node] === 1 || anybody ? undefined : false),
  };
}

interface Walk {
  readonly seen: Uint8Array;
  readonly order: number[];
  readonly unread: number[];
  /** No membership on the way was in doubt. */
  isSure: boolean;
}

function walk(graph: Graph, from: number, when: When, onlySure: boolean): Walk {
  const { nodes, deleted } = graph;
  const walked: Walk = { seen: new Uint8Array(nodes.count), order: [from], unread: [], isSure: true };
  walked.seen[from] = 1;
  for (let next = 0; next < walked.order.length; next++) {
    const group = walked.order[next] ?? from;
    if (!nodes.isGroup(group)) continue;
    forEachMember(graph, group, when, {
      member(member, membership) {
        if (membership === undefined) walked.isSure = false;
        if ((onlySure && membership === undefined) || walked.seen[member] === 1) return;
        if (when === 'after' && deleted.has(member)) return;
        walked.seen[member] = 1;
        walked.order.push(member);
      },
      unread: () => walked.unread.push(group),
    });
  }
  return walked;
}

interface Visitor {
  /** A direct member, or one that may be. */
  member(member: number, membership: true | undefined): void;
  unread(): void;
}

export function forEachMember({ nodes, edges }: Graph, group: number, when: When, visitor: Visitor): void {
  const changed = edges.get(group);
  const members = nodes.membersOf(group);
  if (members === undefined) visitor.unread();
  else {
    for (const member of members) {
      if (changed?.has(member) !== true) visitor.member(member, true);
    }
  }
  for (const edge of changed?.values() ?? []) {
    const membership = edge[when];
    if (membership !== false) visitor.member(edge.member, membership);
  }
}
