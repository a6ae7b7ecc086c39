import type { ScopeClause } from '../../model/rule-set.ts';
import type { ExportedClause } from '../server-export.ts';

/** What a clause asks, so that equal clauses have equal texts: `adminDescription notStartsWith User_`. */
export function clauseText({ attribute, operator, value }: ExportedClause): string {
  if (operator === 'isNull' || operator === 'isNotNull') return `${attribute} ${operator}`;
  return `${attribute} ${operator} ${value.trim()}`.trim();
}

/** Attributes and texts are compared without regard to case. */
export function clauseKey(clause: ExportedClause): string {
  return clauseText(clause).toLowerCase();
}

/** A clause of the product as the same key. */
export function keyOfOurs({ attribute, operator, comparands }: ScopeClause): string {
  const asked = operator === 'memberOf' || operator === 'notMemberOf' ? '' : attribute;
  return `${asked} ${operator} ${comparands.join(' ')}`.trim().toLowerCase();
}

/** The groups of a scope that names none: one that holds for everything. */
export function groupsOf<Clause>(scope: readonly (readonly Clause[])[]): readonly (readonly Clause[])[] {
  return scope.length === 0 ? [[]] : scope;
}
