import type { Scope, ScopeClause } from '../../model/rule-set.ts';
import type { AttributeSchema } from '../../model/schema.ts';
import { deniedBy, valueTest } from '../../model/scope-test.ts';
import type { PositiveOperator } from '../../model/scope-test.ts';
import { excludes, implies, isEmptyMask, isMembership, isOpaque } from './implication.ts';

export type SchemaOf = (attribute: string) => AttributeSchema | undefined;

/** Clauses of one group that can never hold together; undefined when an object could satisfy the group. */
export function contradiction(group: readonly ScopeClause[], schemaOf: SchemaOf): readonly ScopeClause[] | undefined {
  const alone = group.find(isEmptyMask);
  if (alone !== undefined) return [alone];
  for (const [index, first] of group.entries()) {
    const schema = schemaOf(first.attribute);
    const second = group.slice(index + 1).find((other) => excludes(first, other, schema));
    if (second !== undefined) return [first, second];
  }
  return group.flatMap((clause) => exhausted(clause, group, schemaOf(clause.attribute)) ?? [])[0];
}

/** A list of values of which other clauses refuse each one, no clause all of them. */
function exhausted(
  clause: ScopeClause,
  group: readonly ScopeClause[],
  schema: AttributeSchema | undefined,
): readonly (readonly ScopeClause[])[] | undefined {
  if ((clause.operator !== 'in' && clause.operator !== 'equal') || isOpaque(clause)) return undefined;
  const others = group.filter((one) => {
    if (one === clause || one.attribute !== clause.attribute || isMembership(one) || isOpaque(one)) return false;
    if (one.operator === 'isNull' || one.operator === 'isNotNull') return false;
    // Of several values one may satisfy this clause and another that one; what is denied is denied of all.
    return deniedBy(one.operator) !== undefined || schema?.multiValued === false;
  });
  const refusing = new Set<ScopeClause>();
  for (const comparand of clause.comparands) {
    const value = schema?.syntax === 'reference' ? { dn: String(comparand) } : comparand;
    const refuser = others.find((one) => {
      const denied = deniedBy(one.operator);
      return valueTest(denied ?? (one.operator as PositiveOperator), one)(value) === (denied !== undefined);
    });
    if (refuser === undefined) return undefined;
    refusing.add(refuser);
  }
  return refusing.size === 0 ? undefined : [[clause, ...refusing]];
}

/** Every object that the first scope accepts is accepted by the second. Says yes only when that is certain. */
export function scopeImplies(first: Scope, second: Scope, schemaOf: SchemaOf): boolean {
  if (second.length === 0) return true;
  if (first.length === 0) return false;
  return first.every((group) => second.some((other) => other.every((wanted) => groupImplies(group, wanted, schemaOf))));
}

function groupImplies(group: readonly ScopeClause[], wanted: ScopeClause, schemaOf: SchemaOf): boolean {
  return group.some((clause) => implies(clause, wanted, schemaOf(wanted.attribute)));
}

/** No object is accepted by both. Says yes only when that is certain. */
export function disjoint(first: Scope, second: Scope, schemaOf: SchemaOf): boolean {
  if (first.length === 0 || second.length === 0) return false;
  return first.every((group) => second.every((other) => contradiction([...group, ...other], schemaOf) !== undefined));
}
