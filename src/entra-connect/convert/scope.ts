import type { ScopeOperator } from '../../model/rule-set.ts';
import type { ExportedClause } from '../server-export.ts';
import { clauseKey } from './clause.ts';
import type { End } from './ends.ts';
import type { Plain } from './plain.ts';

/** A scope as it is written, and what was left out of it because it can never differ. */
export type ConvertedScope =
  | {
      readonly kind: 'scope';
      /** Undefined: every object. */
      readonly written: Plain | undefined;
      /** The same by group. */
      readonly clauses: readonly (readonly Plain[])[];
      readonly reads: readonly string[];
      readonly notes: readonly string[];
    }
  | { readonly kind: 'never'; readonly detail: string };

/** Operators that hold where the attribute is absent. */
const HOLDS_ABSENT: ReadonlySet<ScopeOperator> = new Set([
  'notEqual',
  'notContains',
  'notStartsWith',
  'notEndsWith',
  'notIn',
  'isNull',
  'bitNotSet',
]);

/**
 * Groups of clauses. What asks for an attribute that nothing gives here is the same for every object: a clause that
 * always holds is left out, and so is a group that never does.
 * @param expected keys of clauses that a standard rule has: that they never differ is no news
 */
export function scopeOf(
  groups: readonly (readonly ExportedClause[])[],
  end: End,
  isGiven: (attribute: string) => boolean,
  expected: ReadonlySet<string> = new Set(),
): ConvertedScope {
  const notes: string[] = [];
  const reads = new Set<string>();
  const kept: Plain[][] = [];
  for (const group of groups) {
    const idle = group.filter(({ attribute }) => attribute !== '' && !isGiven(end.nameOf(attribute) ?? attribute));
    for (const clause of idle) {
      const { attribute, operator } = clause;
      if (!expected.has(clauseKey(clause))) notes.push(`nothing gives ${attribute} here: ${operator} never differs`);
    }
    if (idle.some(({ operator }) => !HOLDS_ABSENT.has(operator))) continue;
    const asked = group.filter((clause) => !idle.includes(clause));
    for (const { attribute } of asked) if (attribute !== '') reads.add(end.nameOf(attribute) ?? attribute);
    kept.push(asked.map((clause) => clauseOf(clause, end)));
  }
  if (groups.length > 0 && kept.length === 0) return { kind: 'never', detail: notes.join('; ') };
  // A group without clauses holds for every object.
  const everything = kept.length === 0 || kept.some((group) => group.length === 0);
  const [only, ...others] = kept;
  const written = others.length === 0 ? { all: only ?? [] } : { any: kept.map((all) => ({ all })) };
  return {
    kind: 'scope',
    written: everything ? undefined : written,
    clauses: kept,
    reads: everything ? [] : [...reads],
    notes,
  };
}

function clauseOf({ attribute, operator, value }: ExportedClause, end: End): Plain {
  if (operator === 'memberOf' || operator === 'notMemberOf') return { [operator]: value.trim() };
  const name = end.nameOf(attribute) ?? attribute;
  if (operator === 'isNull' || operator === 'isNotNull') return { [name]: { [operator]: true } };
  const comparand = typed(value, end.schemaOf(name)?.syntax);
  return { [name]: { [operator]: operator === 'in' || operator === 'notIn' ? [comparand] : comparand } };
}

/** A text of the server as a value of what the attribute holds. What is none stays a text, and is refused as such. */
export function typed(text: string, syntax: string | undefined): string | number | boolean {
  const trimmed = text.trim();
  if (syntax === 'boolean' && /^(?:true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true';
  const number = Number(trimmed);
  const exact = /^[-+]?\d+$/.test(trimmed) && Number.isSafeInteger(number);
  return syntax === 'integer' && exact ? number : text;
}
