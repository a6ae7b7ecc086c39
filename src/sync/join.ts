import { append } from '../kernel/multimap.ts';
import { foldCase } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { JoinCondition, Rule } from '../model/rule-set.ts';
import type { SpaceObject } from '../model/space.ts';
import { isBytes, isReference, valuesOf } from '../model/value.ts';
import type { Scalar, Value } from '../model/value.ts';
import type { MetaverseObject } from './identity.ts';

/** What join conditions compare with: the values that an identity's links give it now. */
export interface JoinValues {
  readonly get: (attribute: string) => Value | undefined;
  /** The flow that gives it failed: it may be any value. */
  readonly isUnknown: (attribute: string) => boolean;
}

export type MetaverseReader = (object: MetaverseObject) => JoinValues;

/** A join group that was tried for an object. */
export interface JoinAttempt {
  readonly rule: Rule;
  readonly conditions: readonly JoinCondition[];
  /** Exactly one joins. */
  readonly found: ReadonlySet<MetaverseObject>;
}

/** Is told of every join group that is tried. */
export type JoinObserver = (entry: SpaceObject, attempt: JoinAttempt) => void;

interface IndexedAttribute {
  readonly byValue: ReadonlyMap<string, readonly MetaverseObject[]>;
  readonly unknown: readonly MetaverseObject[];
}

export type JoinIndex = (type: string, attribute: string, caseSensitive: boolean) => IndexedAttribute;

/** Metaverse objects by the value of an attribute; built for an attribute when first asked for. */
export function joinIndex(objects: readonly MetaverseObject[], read: MetaverseReader): JoinIndex {
  const present = [...objects];
  const indexes = new Map<string, IndexedAttribute>();
  return (type, attribute, caseSensitive) => {
    const name = `${type}\n${attribute}\n${String(caseSensitive)}`;
    let index = indexes.get(name);
    if (index === undefined) {
      index = indexed(
        present.filter((object) => type === ANY_TYPE || object.type === type),
        read,
        attribute,
        caseSensitive,
      );
      indexes.set(name, index);
    }
    return index;
  };
}

/** The target type of rules that join whatever the type. */
export const ANY_TYPE = '*';

function indexed(
  objects: readonly MetaverseObject[],
  read: MetaverseReader,
  attribute: string,
  caseSensitive: boolean,
): IndexedAttribute {
  const byValue = new Map<string, MetaverseObject[]>();
  const unknown: MetaverseObject[] = [];
  for (const object of objects) {
    const values = read(object);
    if (values.isUnknown(attribute)) unknown.push(object);
    for (const value of valuesOf(values.get(attribute))) append(byValue, valueKey(value, caseSensitive), object);
  }
  return { byValue, unknown };
}

/**
 * Where several match and none alone, the object may be any of them, and where the rules of one that may match failed,
 * it may be that one: to project it would make one person twice.
 */
export type FoundJoin =
  | { readonly kind: 'joined'; readonly object: MetaverseObject; readonly rule: Rule }
  | { readonly kind: 'ambiguous'; readonly rule: Rule; readonly count: number }
  | { readonly kind: 'undecided'; readonly rule: Rule; readonly object: MetaverseObject; readonly attribute: string }
  | { readonly kind: 'none' };

/**
 * Join groups are tried in order; the first that finds exactly one object decides, none or several go on. All rules in
 * scope have the same conditions, so that those of the first are tried.
 */
export function findJoin(
  rules: readonly Rule[],
  entry: SpaceObject,
  index: JoinIndex,
  observe: JoinObserver | undefined,
): FoundJoin {
  const rule = rules.find((one) => one.join.length > 0);
  if (rule === undefined) return NO_JOIN;
  let ambiguous: FoundJoin | undefined;
  let undecided: FoundJoin | undefined;
  for (const conditions of rule.join) {
    const tried = conditions.map((condition) => hitsOf(rule, condition, entry, index));
    const found = intersection(tried.map(({ hits }) => hits));
    observe?.(entry, { rule, conditions, found });
    const [object] = found;
    if (object !== undefined && found.size === 1) return { kind: 'joined', object, rule };
    if (found.size > 1) ambiguous ??= { kind: 'ambiguous', rule, count: found.size };
    undecided ??= mayMatch(rule, tried);
  }
  return ambiguous ?? undecided ?? NO_JOIN;
}

/** All that any group of conditions finds, whether or not the rule is in scope. */
export function everyHit(rule: Rule, entry: SpaceObject, index: JoinIndex): readonly MetaverseObject[] {
  return rule.join.flatMap((conditions) => [
    ...intersection(conditions.map((condition) => hitsOf(rule, condition, entry, index).hits)),
  ]);
}

const NO_JOIN: FoundJoin = { kind: 'none' };

/** All that a rule may join by any group of conditions, those included whose values are not known. */
export function everyPossible(rule: Rule, entry: SpaceObject, index: JoinIndex): ReadonlySet<MetaverseObject> {
  const possible = rule.join.flatMap((conditions) => [
    ...intersection(
      conditions
        .map((condition) => hitsOf(rule, condition, entry, index))
        .map(({ hits, unknown }) => hits.union(new Set(unknown))),
    ),
  ]);
  return new Set(possible);
}

interface Tried {
  readonly condition: JoinCondition;
  readonly hits: ReadonlySet<MetaverseObject>;
  /** Those whose value is not known, where the object has one to compare. */
  readonly unknown: readonly MetaverseObject[];
}

function hitsOf(rule: Rule, condition: JoinCondition, entry: SpaceObject, index: JoinIndex): Tried {
  const { from, to, caseSensitive } = condition;
  const { byValue, unknown } = index(rule.targetType, to, caseSensitive);
  const values = valuesOf(entry.object.attributes.get(from));
  const hits = new Set(values.flatMap((value) => byValue.get(valueKey(value, caseSensitive)) ?? []));
  return { condition, hits, unknown: values.length === 0 ? [] : unknown };
}

/** An identity that may match in all conditions of a group, and does not surely do so. */
function mayMatch(rule: Rule, tried: readonly Tried[]): FoundJoin | undefined {
  if (tried.every(({ unknown }) => unknown.length === 0)) return undefined;
  const possible = intersection(tried.map(({ hits, unknown }) => hits.union(new Set(unknown))));
  for (const { unknown, condition } of tried) {
    const object = unknown.find((one) => possible.has(one));
    if (object !== undefined) return { kind: 'undecided', rule, object, attribute: condition.to };
  }
  return undefined;
}

function intersection(sets: readonly ReadonlySet<MetaverseObject>[]): ReadonlySet<MetaverseObject> {
  return sets.reduce((some, others) => some.intersection(others));
}

function valueKey(value: Scalar, caseSensitive: boolean): string {
  if (isBytes(value)) return `bytes:${Array.from(value).join('.')}`;
  if (isReference(value)) return `dn:${dnKey(value.dn)}`;
  const text = String(value);
  return caseSensitive ? text : foldCase(text);
}
