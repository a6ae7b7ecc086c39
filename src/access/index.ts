import type { HazardFound } from '../model/hazard.ts';
import type { Operation } from '../model/plan.ts';
import type { TenantPopulation, TenantRequest } from '../model/tenant.ts';
import { changesOf } from './changes.ts';
import type { Changes } from './changes.ts';
import { Collected } from './collect.ts';
import { writtenEdges } from './edges.ts';
import type { Edges } from './edges.ts';
import { forEachEffect } from './effects.ts';
import { grantsOf } from './grants.ts';
import type { Grant } from './grants.ts';
import { closureOf, nodesOf } from './nodes.ts';
import type { Nodes } from './nodes.ts';
import { addRuleEdges } from './rule-edges.ts';
import { hazardOf, teller } from './words.ts';

export interface AccessInput {
  readonly tenant: TenantPopulation;
  /** What was read: another attribute of a user is unknown, not absent. */
  readonly request: TenantRequest;
  readonly operations: readonly Operation[];
}

/**
 * Who gains and loses what through groups when these operations are done, nested and dynamic groups included. What
 * cannot be told is found, too, and says so. What somebody loses who is disabled or deleted is left to that hazard.
 */
export function accessHazards(input: AccessInput): readonly HazardFound[] {
  const { tenant, operations } = input;
  const changes = changesOf(operations);
  const collected = new Collected();
  const grants = grantsOf(tenant);
  if (grants.size > 0) findEffects(input, changes, grants, collected);
  for (const { operation, type } of changes.restored) {
    if (grants.size === 0 && type === 'user') continue;
    const text = (): string => 'may gain access: it comes back with its memberships, which cannot be read before';
    collected.add({ operation, hazard: 'GRANTS_ACCESS', isSure: false, text });
  }
  return collected.found(new Map(operations.map(({ id }, place) => [id, place])));
}

function findEffects(
  { tenant, request }: AccessInput,
  changes: Changes,
  byId: ReadonlyMap<string, Grant>,
  collected: Collected,
): void {
  const nodes = nodesOf(tenant, changes);
  const grants = new Map([...byId].flatMap(([id, grant]) => numbered(id, grant, nodes)));
  const edges = writtenEdges(changes, nodes);
  addRuleEdges(edges, closureOf(grants.keys(), nodes.groupsIn), { tenant, request, changes, nodes });
  const deletions = new Map([...changes.deletedGroups].flatMap(([id, operation]) => numbered(id, operation, nodes)));
  const deleted = new Set(deletions.keys());
  const graph = { nodes, edges: withoutDeleted(edges, deleted), deleted };
  const leaving = new Set([...changes.leaving].flatMap((id) => nodes.numberOf(id) ?? []));
  const tell = teller(graph);
  forEachEffect({ graph, grants, deletions, leaving }, (effect) => {
    const { operation, direction, group, member, isSure, people } = effect;
    const grant = grants.get(group) ?? {};
    for (const kind of effect.kinds) {
      const many = nodes.isGroup(member) ? { people } : {};
      const text = (): string => tell(effect, kind, grant);
      collected.add({ operation, hazard: hazardOf(kind, direction), isSure, text, ...many });
    }
  });
}

/** Of a deleted group the deletion tells all. */
function withoutDeleted(edges: Edges, deleted: ReadonlySet<number>): Edges {
  if (deleted.size === 0) return edges;
  const standing = [...edges].filter(([group]) => !deleted.has(group));
  return new Map(
    standing.map(([group, of]) => [group, new Map([...of].filter(([member]) => !deleted.has(member)))] as const),
  );
}

function numbered<T>(id: string, value: T, nodes: Nodes): readonly (readonly [number, T])[] {
  const node = nodes.numberOf(id);
  return node === undefined ? [] : [[node, value]];
}
