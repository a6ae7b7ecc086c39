import { assertNever } from '../kernel/invariant.ts';
import { compareText } from '../kernel/text.ts';
import type { Hazard } from '../model/hazard.ts';
import type { Direction } from './edges.ts';
import type { Effect } from './effects.ts';
import type { Grant, GrantKind } from './grants.ts';
import type { Graph } from './reach.ts';

export function hazardOf(kind: GrantKind, direction: Direction): Hazard {
  switch (kind) {
    case 'role':
      return direction === 'loss' ? 'LOSES_PRIVILEGE' : 'GRANTS_PRIVILEGE';
    case 'licence':
      return direction === 'loss' ? 'LOSES_LICENCE' : 'GRANTS_ACCESS';
    case 'application':
      return direction === 'loss' ? 'LOSES_ACCESS' : 'GRANTS_ACCESS';
    default:
      return assertNever(kind);
  }
}

/** Says which grant it is, and the way to it. */
export type Teller = (effect: Effect, kind: GrantKind, grant: Grant) => string;

export function teller(graph: Graph): Teller {
  const ways = wayFinder(graph);
  const name = (node: number): string => graph.nodes.nameOf(node);
  return (effect, kind, grant) => {
    const what = grant[kind] ?? '';
    const path = `${startOf(effect, graph)}${ways(effect)}`;
    const unread =
      effect.unread.length === 0 ? '' : `; the members of ${inShort(effect.unread.map(name))} were not read`;
    if (!effect.isSure) {
      const verb = effect.direction === 'loss' ? 'may lose' : 'may gain';
      return `${verb} ${ownedAs(kind, what)} (${path})${(effect.rule ?? '') === '' ? '' : `: ${effect.rule}`}${unread}`;
    }
    const nested = effect.way === 'nested' && kind === 'application';
    const seen = nested ? ' to its direct members: an application that reads nested groups sees it' : '';
    return `${path}, which ${givenAs(kind, what)}${seen}${unread}`;
  };
}

function startOf({ member, within, rule }: Effect, { nodes }: Graph): string {
  const group = nodes.nameOf(within);
  if (member === within) return `members of ${group}`;
  if (nodes.isGroup(member)) return `members of ${nodes.nameOf(member)}, nested in ${group}`;
  return rule === undefined ? `member of ${group}` : `by the rule of ${group}`;
}

function ownedAs(kind: GrantKind, what: string): string {
  return kind === 'role' ? `the privilege ${what}` : what;
}

function givenAs(kind: GrantKind, what: string): string {
  return kind === 'role' ? `holds ${what}` : `grants ${what}`;
}

function inShort(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** The shortest way up from the changed membership to the group that grants: `, nested in CRM users`. */
function wayFinder({ nodes, edges }: Graph): (effect: Effect) => string {
  const known = new Map<string, string>();
  const isIn = (inner: number, outer: number, direction: Direction): boolean =>
    edges.get(outer)?.get(inner)?.[direction === 'loss' ? 'before' : 'after'] !== false;
  const search = ({ within, group, direction }: Effect): string => {
    const inside = new Map<number, number>();
    const open = [within];
    for (let next = 0; next < open.length && !inside.has(group); next++) {
      const inner = open[next] ?? within;
      const around = nodes.groupsAround(inner).filter((outer) => isIn(inner, outer, direction));
      for (const outer of around.toSorted((a, b) => compareText(nodes.idOf(a), nodes.idOf(b)))) {
        if (outer === within || inside.has(outer)) continue;
        inside.set(outer, inner);
        open.push(outer);
      }
    }
    const way: string[] = [];
    for (let node: number | undefined = group; node !== undefined && node !== within; node = inside.get(node)) {
      way.unshift(`, nested in ${nodes.nameOf(node)}`);
    }
    return way.length > 4 ? `${way.slice(0, 2).join('')}, …${way.slice(-1).join('')}` : way.join('');
  };
  return (effect) => {
    if (effect.within === effect.group) return '';
    const key = `${effect.direction} ${effect.within} ${effect.group}`;
    const way = known.get(key) ?? search(effect);
    known.set(key, way);
    return way;
  };
}
