import type { Rule, Scope, ScopeClause } from '../model/rule-set.ts';
import { deniedBy, valueTest } from '../model/scope-test.ts';
import type { PositiveOperator } from '../model/scope-test.ts';
import { valuesOf } from '../model/value.ts';
import type { AttributeReader } from '../model/value.ts';

/**
 * Is the object (by its own key) a direct member of the group with this DN, in the same connector space? undefined when
 * there is no such group: renamed, moved or hidden.
 */
export type MemberTest = (groupDn: string) => boolean | undefined;

/** A clause asks for a group that is not in sight: who is a member cannot be told, and nobody is to lose by it. */
export class GroupOutOfSight extends Error {
  override readonly name = 'GroupOutOfSight';
  readonly clause: ScopeClause;

  constructor(clause: ScopeClause, dn: string) {
    super(`the group ${dn} is not in sight`);
    this.clause = clause;
  }
}

/** What `%Connector.ID%` and `%Connector.Name%` stand for in comparands: the connector's name, known by no other. */
const CONNECTOR: ReadonlySet<unknown> = new Set(['%Connector.ID%', '%Connector.Name%']);

/** A rule as it is asked about objects of a connector. */
export function ofConnector(rule: Rule, connector: string): Rule {
  const scope = scopeOfConnector(rule.scope, connector);
  return scope === rule.scope ? rule : { ...rule, scope };
}

/** A scope with the name of the connector where it asks for it. */
export function scopeOfConnector(scope: Scope, connector: string): Scope {
  if (!scope.flat().some(({ comparands }) => comparands.some((one) => CONNECTOR.has(one)))) return scope;
  const named = (one: ScopeClause['comparands'][number]) => (CONNECTOR.has(one) ? connector : one);
  return scope.map((clauses) => clauses.map((clause) => ({ ...clause, comparands: clause.comparands.map(named) })));
}

export type ScopeTest = (attributes: AttributeReader, memberOf: MemberTest) => boolean;

/** Prepares a scope once: groups are alternatives, the clauses of a group must all hold, no group accepts all. */
export function compileScope(scope: Scope): ScopeTest {
  if (scope.length === 0) return () => true;
  const groups = scope.map((clauses) => clauses.map(compileClause));
  return (attributes, memberOf) => groups.some((clauses) => clauses.every((clause) => clause(attributes, memberOf)));
}

/** The first clause of every group that refuses the object: why it is out of scope, for people. */
export function refusingClauses(
  scope: Scope,
  attributes: AttributeReader,
  memberOf: MemberTest,
): readonly ScopeClause[] {
  return scope.flatMap((clauses) => {
    const refusing = clauses.find((clause) => !clauseHolds(clause, attributes, memberOf));
    return refusing === undefined ? [] : [refusing];
  });
}

/** Asks one clause about one object. Throws {@link GroupOutOfSight}. */
export function clauseHolds(clause: ScopeClause, attributes: AttributeReader, memberOf: MemberTest): boolean {
  return compileClause(clause)(attributes, memberOf);
}

/**
 * One clause as a test. An absent attribute fails every positive operator and passes every negative one, as
 * Connect's own rules rely on (`isCriticalSystemObject NOTEQUAL TRUE` accepts objects without it).
 */
function compileClause(clause: ScopeClause): ScopeTest {
  const { attribute, operator } = clause;
  switch (operator) {
    case 'isNull':
      return (attributes) => !attributes.has(attribute);
    case 'isNotNull':
      return (attributes) => attributes.has(attribute);
    case 'memberOf':
      return (_attributes, memberOf) => clause.comparands.some((dn) => isMember(clause, String(dn), memberOf));
    case 'notMemberOf':
      return (_attributes, memberOf) => !clause.comparands.some((dn) => isMember(clause, String(dn), memberOf));
    default: {
      const denied = deniedBy(operator);
      const test = valueTest(denied ?? (operator as PositiveOperator), clause);
      const holds = denied === undefined;
      return (attributes) => valuesOf(attributes.get(attribute)).some(test) === holds;
    }
  }
}

function isMember(clause: ScopeClause, groupDn: string, memberOf: MemberTest): boolean {
  const member = memberOf(groupDn);
  if (member === undefined) throw new GroupOutOfSight(clause, groupDn);
  return member;
}
