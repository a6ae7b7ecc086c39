import { lineOf } from '../kernel/position.ts';
import { foldCase } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { JoinCondition, Rule, RuleSet } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { isBytes, isReference, valuesOf } from '../model/value.ts';
import type { AttributeReader, Scalar } from '../model/value.ts';
import { acceptAll, compileFilter } from './filter.ts';
import type { FilterTest } from './filter.ts';
import { compileScope, GroupOutOfSight } from './scope.ts';
import type { MemberTest, ScopeTest } from './scope.ts';
import { isStale } from './stale.ts';

/** A connector space object that feeds a metaverse object, with its rules in scope by precedence. */
export interface Link {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
  readonly rules: readonly Rule[];
}

/** One identity: the connector space objects that were joined to it. */
export interface MetaverseObject {
  readonly type: string;
  /** The first link projected it. */
  readonly links: Link[];
}

export interface LinkedPopulation {
  readonly objects: readonly MetaverseObject[];
  readonly filteredOut: readonly {
    readonly source: ImportedSource;
    readonly entry: SpaceObject;
    readonly detail: string;
  }[];
  /** No rule in scope projects or joins it. */
  readonly outOfScope: readonly { readonly source: ImportedSource; readonly entry: SpaceObject }[];
  /** What they are part of cannot be told: held, with the identity that they may belong to. */
  readonly failed: readonly FailedLink[];
}

interface FailedLink {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
  readonly message: string;
  /** `rule (path:line)`. */
  readonly at: string;
}

/** The key of a source object everywhere: `connector/objectGUID`. */
export function keyOf(source: ImportedSource, entry: SpaceObject): string {
  return `${source.space.connector}/${entry.object.anchor}`;
}

interface PreparedRule {
  readonly rule: Rule;
  readonly test: ScopeTest;
}

/** Values of a metaverse object as far as its links give them now: what join conditions compare with. */
export type MetaverseReader = (object: MetaverseObject) => AttributeReader;

/** A join group that was tried for an object. */
export interface JoinAttempt {
  readonly rule: Rule;
  readonly conditions: readonly JoinCondition[];
  /** Exactly one joins. */
  readonly found: ReadonlySet<MetaverseObject>;
}

/** Is told of every join group that is tried. */
export type JoinObserver = (entry: SpaceObject, attempt: JoinAttempt) => void;

/**
 * Joins and projects every object of every source. Sources take part in the order of the topology and their objects
 * by anchor, so the outcome does not depend on the order of reading.
 */
export function linkSources(
  ruleSet: RuleSet,
  sources: readonly ImportedSource[],
  read: MetaverseReader,
  observe?: JoinObserver,
): LinkedPopulation {
  const objects: MetaverseObject[] = [];
  const filteredOut: LinkedPopulation['filteredOut'][number][] = [];
  const outOfScope: LinkedPopulation['outOfScope'][number][] = [];
  const failed: FailedLink[] = [];
  const torn = new Map<MetaverseObject, Pick<FailedLink, 'message' | 'at'>>();

  for (const source of sources) {
    const { connector } = source.space;
    const filter = ruleSet.filters.find((one) => one.connectors.includes(connector));
    const refuse = filter === undefined ? acceptAll : compileFilter(filter);
    const rulesByType = inboundRules(ruleSet, connector);
    const membership = memberships(ruleSet, source);
    const joins = joinIndex(objects, read);
    const wishes = new Map<MetaverseObject, { entry: SpaceObject; rules: readonly Rule[]; by: Rule }[]>();
    const projected: MetaverseObject[] = [];

    for (const entry of source.space.objects()) {
      const sorted = sort(entry, membership(entry), refuse, rulesByType);
      if (sorted.kind === 'filteredOut') filteredOut.push({ source, entry, detail: sorted.detail });
      if (sorted.kind === 'failed') failed.push({ source, entry, message: sorted.message, at: sorted.at });
      if (sorted.kind !== 'accepted') continue;
      const { rules } = sorted;
      const join = findJoin(rules, entry, joins, observe);
      if (join.kind === 'joined') {
        const list = wishes.get(join.object) ?? [];
        wishes.set(join.object, [...list, { entry, rules, by: join.rule }]);
        continue;
      }
      if (join.kind === 'ambiguous') {
        failed.push({
          source,
          entry,
          message: `${join.count} identities match, and none alone`,
          at: placeOf(join.rule),
        });
        continue;
      }
      const projecting = rules.find((rule) => rule.link === 'provision');
      if (projecting === undefined) outOfScope.push({ source, entry });
      else projected.push({ type: projecting.targetType, links: [{ source, entry, rules }] });
    }
    for (const [object, wishers] of wishes) {
      const [only] = wishers;
      if (only !== undefined && wishers.length === 1) {
        object.links.push({ source, entry: only.entry, rules: only.rules });
        continue;
      }
      if (only === undefined) continue;
      const at = placeOf(only.by);
      const message = `several objects join one identity: ${shown(wishers.map(({ entry }) => entry.object.dn))}`;
      for (const { entry } of wishers) failed.push({ source, entry, message, at });
      torn.set(object, { message, at });
    }
    for (const object of projected) objects.push(object);
  }
  // Whose values are right is open: without them attributes would be cleared.
  for (const [object, why] of torn)
    for (const { source, entry } of object.links) failed.push({ source, entry, ...why });
  return { objects: objects.filter((object) => !torn.has(object)), filteredOut, outOfScope, failed };
}

function placeOf(rule: Rule): string {
  return `${rule.id} (${lineOf(rule.source)})`;
}

function shown(dns: readonly string[]): string {
  return dns.length <= 3 ? dns.join('; ') : `${dns.slice(0, 3).join('; ')} and ${dns.length - 3} more`;
}

type Sorted =
  | { readonly kind: 'accepted'; readonly rules: readonly Rule[] }
  | { readonly kind: 'filteredOut'; readonly detail: string }
  | { readonly kind: 'failed'; readonly message: string; readonly at: string };

/** What the filter and the scopes say of an object; they fail where they ask for a group that is not in sight. */
function sort(
  entry: SpaceObject,
  memberOf: MemberTest,
  refuse: FilterTest,
  rulesByType: ReadonlyMap<string, readonly PreparedRule[]>,
): Sorted {
  try {
    const detail = refuse(entry, memberOf);
    if (detail !== undefined) return { kind: 'filteredOut', detail };
    const rules = (rulesByType.get(entry.object.type) ?? [])
      .filter(({ test }) => test(entry.object.attributes, memberOf))
      .map(({ rule }) => rule);
    return { kind: 'accepted', rules };
  } catch (error) {
    if (!(error instanceof GroupOutOfSight)) throw error;
    return { kind: 'failed', message: error.message, at: lineOf(error.clause.source) };
  }
}

/** Inbound rules of a connector by source type, ready to be asked. */
export function inboundRules(ruleSet: RuleSet, connector: string): ReadonlyMap<string, readonly PreparedRule[]> {
  const byType = new Map<string, PreparedRule[]>();
  for (const rule of ruleSet.rules) {
    if (rule.direction !== 'inbound' || !rule.connectors.includes(connector)) continue;
    const prepared = { rule, test: compileScope(rule.scope) };
    byType.set(rule.sourceType, [...(byType.get(rule.sourceType) ?? []), prepared]);
  }
  return byType;
}

/** Direct membership in the groups that memberOf clauses name: their members are looked up once. */
export function memberships(ruleSet: RuleSet, source: ImportedSource): (entry: SpaceObject) => MemberTest {
  const named = new Set<string>();
  const scopes = [
    ...ruleSet.rules.map((rule) => rule.scope),
    ...ruleSet.filters.flatMap((filter) => [...filter.objects.values()]),
  ];
  for (const clause of scopes.flat(2)) {
    if (clause.operator === 'memberOf' || clause.operator === 'notMemberOf') {
      for (const dn of clause.comparands) named.add(String(dn));
    }
  }
  if (named.size === 0) return () => () => undefined;
  const members = new Map<string, { readonly keys: ReadonlySet<string>; readonly complete: boolean }>();
  for (const dn of named) {
    const group = source.space.byDn(dn);
    if (group === undefined) continue;
    const references = valuesOf(group.object.attributes.get('member')).filter(isReference);
    const stale = references.some(({ dn: of }) => source.space.byDn(of) === undefined && isStale(of, source.summary));
    members.set(dn, { keys: new Set(references.map((reference) => dnKey(reference.dn))), complete: !stale });
  }
  return (entry) => (groupDn) => {
    const group = members.get(groupDn);
    if (group?.keys.has(entry.dnKey) === true) return true;
    // A member under a name that nobody has any more may be this one.
    return group?.complete === true ? false : undefined;
  };
}

type JoinIndex = (
  type: string,
  attribute: string,
  caseSensitive: boolean,
) => ReadonlyMap<string, readonly MetaverseObject[]>;

/** Metaverse objects by the value of an attribute; built for an attribute when first asked for. */
function joinIndex(objects: readonly MetaverseObject[], read: MetaverseReader): JoinIndex {
  const present = [...objects];
  const indexes = new Map<string, ReadonlyMap<string, readonly MetaverseObject[]>>();
  return (type, attribute, caseSensitive) => {
    const name = `${type}\n${attribute}\n${String(caseSensitive)}`;
    let index = indexes.get(name);
    if (index === undefined) {
      const built = new Map<string, MetaverseObject[]>();
      for (const object of present) {
        if (type !== '*' && object.type !== type) continue;
        for (const value of valuesOf(read(object).get(attribute))) {
          const key = joinKey(value, caseSensitive);
          const list = built.get(key);
          if (list === undefined) built.set(key, [object]);
          else list.push(object);
        }
      }
      index = built;
      indexes.set(name, index);
    }
    return index;
  };
}

/** Where several match and none alone, the object may be any of them: to project it would make one person twice. */
type FoundJoin =
  | { readonly kind: 'joined'; readonly object: MetaverseObject; readonly rule: Rule }
  | { readonly kind: 'ambiguous'; readonly rule: Rule; readonly count: number }
  | { readonly kind: 'none' };

/** Join groups are tried in order; the first that finds exactly one object decides, none or several go on. */
function findJoin(
  rules: readonly Rule[],
  entry: SpaceObject,
  index: JoinIndex,
  observe: JoinObserver | undefined,
): FoundJoin {
  let ambiguous: FoundJoin | undefined;
  for (const rule of rules) {
    for (const conditions of rule.join) {
      const found = conditions
        .map((condition) => hitsOf(rule, condition, entry, index))
        .reduce((some, others) => some.intersection(others));
      observe?.(entry, { rule, conditions, found });
      const [object] = found;
      if (object !== undefined && found.size === 1) return { kind: 'joined', object, rule };
      if (found.size > 1) ambiguous ??= { kind: 'ambiguous', rule, count: found.size };
    }
  }
  return ambiguous ?? { kind: 'none' };
}

function hitsOf(rule: Rule, condition: JoinCondition, entry: SpaceObject, index: JoinIndex): Set<MetaverseObject> {
  const { from, to, caseSensitive } = condition;
  const objects = index(rule.targetType, to, caseSensitive);
  const values = valuesOf(entry.object.attributes.get(from));
  return new Set(values.flatMap((value) => objects.get(joinKey(value, caseSensitive)) ?? []));
}

function joinKey(value: Scalar, caseSensitive: boolean): string {
  if (isBytes(value)) return `bytes:${Array.from(value).join('.')}`;
  if (isReference(value)) return `dn:${dnKey(value.dn)}`;
  const text = String(value);
  return caseSensitive ? text : foldCase(text);
}
