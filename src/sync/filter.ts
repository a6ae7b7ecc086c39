import { lineOf } from '../kernel/position.ts';
import type { DnKey } from '../model/dn.ts';
import { isAtOrBelow } from '../model/dn.ts';
import type { Scope, ScopeClause, ScopingFilter } from '../model/rule-set.ts';
import type { SpaceObject } from '../model/space.ts';
import { isForeign } from './foreign.ts';
import { compileScope, refusingClauses, scopeOfConnector } from './scope.ts';
import type { MemberTest, ScopeTest } from './scope.ts';

/** Gives the reason why the connector's ScopingFilter refuses an object, or undefined when it accepts it. */
export type FilterTest = (entry: SpaceObject, memberOf: MemberTest) => string | undefined;

export const acceptAll: FilterTest = () => undefined;

/**
 * Prepares a filter once for a whole population. Containers say nothing of foreign security principals: a directory
 * keeps them apart, and what they stand for is filtered where it lives. Refused here, members would vanish.
 */
export function compileFilter(filter: ScopingFilter, connector: string): FilterTest {
  const tests = new Map<string, { test: ScopeTest; scope: Scope }>();
  for (const [type, asked] of filter.objects) {
    const scope = scopeOfConnector(asked, connector);
    tests.set(type, { test: compileScope(scope), scope });
  }

  return (entry, memberOf) => {
    const container = isForeign(entry) ? undefined : containerReason(filter, entry.dnKey);
    if (container !== undefined) return container;
    const rule = tests.get(entry.object.type);
    if (rule === undefined || rule.test(entry.object.attributes, memberOf)) return undefined;
    const clauses = refusingClauses(rule.scope, entry.object.attributes, memberOf);
    return `${filter.name}, ${clauses.map(clauseText).join('; ')}`;
  };
}

/** The nearest listed container at or above an object. */
export function nearestContainer(filter: ScopingFilter, key: DnKey): ScopingFilter['containers'][number] | undefined {
  let nearest: ScopingFilter['containers'][number] | undefined;
  for (const container of filter.containers) {
    if (isAtOrBelow(key, container.key) && container.key.length > (nearest?.key.length ?? -1)) nearest = container;
  }
  return nearest;
}

/** The nearest listed container decides; with inclusions listed, what lies below none of them is refused. */
function containerReason(filter: ScopingFilter, key: DnKey): string | undefined {
  const nearest = nearestContainer(filter, key);
  if (nearest !== undefined) {
    return nearest.include ? undefined : `${filter.name}, ${nearest.dn} excluded (${lineOf(nearest.source)})`;
  }
  const anyIncluded = filter.containers.some((container) => container.include);
  return anyIncluded ? `${filter.name}, in none of its organizational units` : undefined;
}

/** A clause that refuses, for people. */
export function clauseText(clause: ScopeClause): string {
  const comparands = clause.comparands.map(String).join(', ');
  return `${clause.attribute} ${clause.operator}${comparands === '' ? '' : ` ${comparands}`} fails (${lineOf(clause.source)})`;
}
