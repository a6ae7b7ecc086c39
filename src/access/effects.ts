import { compareText } from '../kernel/text.ts';
import { goes } from './edges.ts';
import type { Direction, Edge } from './edges.ts';
import type { Grant, GrantKind } from './grants.ts';
import { closureOf } from './nodes.ts';
import { forEachMember, reach } from './reach.ts';
import type { Graph, Reached, When } from './reach.ts';

/** How a grant reaches somebody: as a direct member, or through groups in the group. */
type Way = 'direct' | 'nested';

/** What one operation does through one group that grants something. */
export interface Effect {
  readonly operation: string;
  readonly direction: Direction;
  readonly way: Way;
  /** What of the grant it is about. */
  readonly kinds: readonly GrantKind[];
  /** The group that grants. */
  readonly group: number;
  /** Member and group of the changed membership: the way up begins there. Equal for a deleted group. */
  readonly member: number;
  readonly within: number;
  readonly isSure: boolean;
  /** Numbers of those whom it befalls; of a deleted group and of one in others they are many. */
  readonly people: readonly number[];
  /** Groups whose members were not read: there may be more. */
  readonly unread: readonly number[];
  /** By a rule: what of it cannot be told; empty when it can. */
  readonly rule?: string;
}

export interface EffectInput {
  readonly graph: Graph;
  readonly grants: ReadonlyMap<number, Grant>;
  /** Operation by the group that it deletes. */
  readonly deletions: ReadonlyMap<number, string>;
  readonly leaving: ReadonlySet<number>;
}

/**
 * Who gains and loses what, group by group: only those are looked at under which something changes. Time grows with
 * the memberships under each of them.
 */
export function forEachEffect(input: EffectInput, take: Taker): void {
  const { graph, grants, deletions } = input;
  const affected = closureOf([...graph.edges.keys(), ...deletions.keys()], graph.nodes.groupsAround);
  const below = underneath(graph);
  for (const group of inOrder(affected, graph)) {
    const grant = grants.get(group);
    if (grant === undefined) continue;
    const direct = (['licence', 'application'] as const).filter((kind) => grant[kind] !== undefined);
    if (direct.length > 0) directEffects(input, group, direct, take);
    const nested = (['role', 'application'] as const).filter((kind) => grant[kind] !== undefined);
    if (nested.length > 0) nestedEffects({ ...input, below }, group, nested, take);
  }
}

/** Whatever the order of reading. */
function inOrder(groups: Iterable<number>, { nodes }: Graph): readonly number[] {
  return [...groups].filter(nodes.isGroup).sort((a, b) => compareText(nodes.idOf(a), nodes.idOf(b)));
}

type Taker = (effect: Effect) => void;
const DIRECTIONS = ['loss', 'gain'] as const;

/** Direct members only: each membership that changes is one effect. */
function directEffects(input: EffectInput, group: number, kinds: readonly GrantKind[], take: Taker): void {
  const { graph, deletions, leaving } = input;
  const operation = deletions.get(group);
  if (operation !== undefined) {
    const found = directMembers(input, group);
    const place = { operation, group, member: group, within: group };
    if (found.people.length + found.unread.length > 0) {
      take({ ...place, direction: 'loss', way: 'direct', kinds, ...found });
    }
    return;
  }
  for (const edge of graph.edges.get(group)?.values() ?? []) {
    if (graph.nodes.isGroup(edge.member)) continue;
    for (const direction of DIRECTIONS) {
      if (!goes(edge, direction) || (direction === 'loss' && leaving.has(edge.member))) continue;
      const found = { isSure: isSureEdge(edge), people: [edge.member], unread: [] };
      take({ ...placed(edge, group, group), direction, way: 'direct', kinds, ...found });
    }
  }
}

function directMembers({ graph, leaving }: EffectInput, group: number): Pick<Effect, 'isSure' | 'people' | 'unread'> {
  const people: number[] = [];
  const unread: number[] = [];
  let isSure = false;
  forEachMember(graph, group, 'before', {
    member(member, membership) {
      if (graph.nodes.isGroup(member) || leaving.has(member)) return;
      people.push(member);
      isSure ||= membership === true;
    },
    unread: () => unread.push(group),
  });
  return { isSure, people, unread };
}

/** Through groups in groups: somebody who is left another way loses nothing. */
function nestedEffects(
  input: EffectInput & { readonly below: Underneath },
  group: number,
  kinds: readonly GrantKind[],
  take: Taker,
): void {
  const { graph, deletions, leaving, below } = input;
  const [before, after] = [reach(graph, group, 'before'), reach(graph, group, 'after')];
  /** Undefined: perhaps. */
  const turns = (node: number, direction: Direction): boolean | undefined => {
    if (graph.nodes.isGroup(node) || (direction === 'loss' && leaving.has(node))) return false;
    const state = { before: before.has(node), after: after.has(node) };
    return goes(state, direction) && (isSureEdge(state) ? true : undefined);
  };
  const note = (from: Omit<Effect, 'way' | 'isSure' | 'people' | 'unread'>, isCertain: boolean): void => {
    if (from.kinds.length === 0) return;
    const { member, direction } = from;
    const reached = graph.nodes.isGroup(member) ? below(member, direction === 'loss' ? 'before' : 'after') : undefined;
    const people = (reached?.nodes ?? [member]).filter((node) => turns(node, direction) !== false);
    const unread = reached?.unread ?? [];
    if (people.length + unread.length === 0) return;
    const isSure = isCertain && people.some((node) => turns(node, direction) === true);
    take({ ...from, way: 'nested', isSure, people, unread });
  };
  const under = { loss: new Set(before.nodes), gain: new Set(after.nodes) };
  for (const within of inOrder(under.loss.union(under.gain), graph)) {
    for (const edge of graph.edges.get(within)?.values() ?? []) {
      // To an application that one is a direct member.
      const isDirect = within === group && !graph.nodes.isGroup(edge.member);
      const of = isDirect ? kinds.filter((kind) => kind !== 'application') : kinds;
      for (const direction of DIRECTIONS) {
        if (!under[direction].has(within) || !goes(edge, direction)) continue;
        note({ ...placed(edge, group, within), direction, kinds: of }, isSureEdge(edge));
      }
    }
    const operation = deletions.get(within);
    const of = within === group ? kinds.filter((kind) => kind !== 'application') : kinds;
    if (operation !== undefined && under.loss.has(within)) {
      note({ operation, direction: 'loss', kinds: of, group, member: within, within }, before.has(within) === true);
    }
  }
  noteNestedOfDeleted();

  /** Those who are in a deleted group through others only. */
  function noteNestedOfDeleted(): void {
    const operation = deletions.get(group);
    if (operation === undefined || !kinds.includes('application')) return;
    const direct = new Set(directMembers(input, group).people);
    const people = before.nodes.filter((node) => !direct.has(node) && turns(node, 'loss') !== false);
    const unread = before.unread.filter((node) => node !== group);
    if (people.length + unread.length === 0) return;
    const isSure = people.some((node) => turns(node, 'loss') === true);
    const place = { operation, group, member: group, within: group };
    take({ ...place, direction: 'loss', way: 'nested', kinds: ['application'], isSure, people, unread });
  }
}

function isSureEdge({ before, after }: Pick<Edge, 'before' | 'after'>): boolean {
  return before !== undefined && after !== undefined;
}

function placed(
  edge: Edge,
  group: number,
  within: number,
): Pick<Effect, 'operation' | 'group' | 'member' | 'within' | 'rule'> {
  const { operation, member, rule } = edge;
  return { operation, group, member, within, ...(rule === undefined ? {} : { rule }) };
}

type Underneath = (group: number, when: When) => Pick<Reached, 'nodes' | 'unread'>;

/** Walked once for a group that is in many others. */
function underneath(graph: Graph): Underneath {
  const known = new Map<string, Pick<Reached, 'nodes' | 'unread'>>();
  return (group, when) => {
    const key = `${when} ${group}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const { nodes, unread } = reach(graph, group, when);
    const reached = { nodes, unread };
    known.set(key, reached);
    return reached;
  };
}
