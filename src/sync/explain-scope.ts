import { lineOf } from '../kernel/position.ts';
import type {
  ClauseExplanation,
  ClauseOutcome,
  FilterExplanation,
  RuleExplanation,
  ScopeExplanation,
} from '../model/explanation.ts';
import type { Rule, Scope, ScopeClause, ScopingFilter } from '../model/rule-set.ts';
import type { SpaceObject } from '../model/space.ts';
import type { AttributeReader } from '../model/value.ts';
import { compileFilter, nearestContainer } from './filter.ts';
import { isForeign } from './foreign.ts';
import { clauseHolds, compileScope, GroupOutOfSight, scopeOfConnector } from './scope.ts';
import type { MemberTest } from './scope.ts';

/** What a connector's filter says of an object, clause by clause. */
export function explainFilter(
  filter: ScopingFilter,
  connector: string,
  entry: SpaceObject,
  memberOf: MemberTest,
): FilterExplanation {
  const { attributes, type } = entry.object;
  const container = isForeign(entry) ? undefined : nearestContainer(filter, entry.dnKey);
  const refusal = unlessOutOfSight(() => compileFilter(filter, connector)(entry, memberOf));
  return {
    name: filter.name,
    at: lineOf(filter.source),
    ...(container === undefined
      ? {}
      : { container: { dn: container.dn, include: container.include, at: lineOf(container.source) } }),
    scope: explainScope(scopeOfConnector(filter.objects.get(type) ?? [], connector), attributes, memberOf),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** What a rule's scope says of an object, clause by clause. */
export function explainRule(rule: Rule, attributes: AttributeReader, memberOf: MemberTest): RuleExplanation {
  return {
    rule: rule.id,
    at: lineOf(rule.source),
    ...(rule.description === undefined ? {} : { description: rule.description }),
    precedence: rule.precedence,
    link: rule.link,
    inScope: unlessOutOfSight(() => compileScope(rule.scope)(attributes, memberOf)),
    scope: explainScope(rule.scope, attributes, memberOf),
  };
}

function explainScope(scope: Scope, attributes: AttributeReader, memberOf: MemberTest): ScopeExplanation {
  return scope.map((clauses) => clauses.map((clause) => explainClause(clause, attributes, memberOf)));
}

function explainClause(clause: ScopeClause, attributes: AttributeReader, memberOf: MemberTest): ClauseExplanation {
  const { attribute, operator, comparands, source } = clause;
  const actual = readsAttribute(clause) ? attributes.get(attribute) : undefined;
  const holds = unlessOutOfSight(() => clauseHolds(clause, attributes, memberOf));
  const outcome: ClauseOutcome = holds === undefined ? 'groupOutOfSight' : holds ? 'holds' : 'fails';
  return { attribute, operator, comparands, at: lineOf(source), actual, outcome };
}

/** Membership is asked of the group, not of the object. */
export function readsAttribute({ operator }: ScopeClause): boolean {
  return operator !== 'memberOf' && operator !== 'notMemberOf';
}

function unlessOutOfSight<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof GroupOutOfSight) return undefined;
    throw error;
  }
}
