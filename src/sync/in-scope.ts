import type { FailureCause } from '../model/desired.ts';
import { lineOf } from '../kernel/position.ts';
import { dnKey } from '../model/dn.ts';
import { joinAlike } from '../model/rule-set.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { isReference, valuesOf } from '../model/value.ts';
import type { FilterTest } from './filter.ts';
import { compileScope, GroupOutOfSight, ofConnector } from './scope.ts';
import type { MemberTest, ScopeTest } from './scope.ts';
import { groupFinder } from './pins.ts';
import { isStale } from './stale.ts';

interface PreparedRule {
  readonly rule: Rule;
  readonly test: ScopeTest;
}

type Sorted =
  | { readonly kind: 'accepted'; readonly rules: readonly Rule[] }
  | { readonly kind: 'filteredOut'; readonly detail: string }
  | { readonly kind: 'failed'; readonly message: string; readonly at: string; readonly cause?: FailureCause };

/** What the filter and the scopes say of an object; they fail where they ask for a group that is not in sight. */
export function sort(
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
    const failure = contradiction(rules);
    return failure === undefined ? { kind: 'accepted', rules } : { kind: 'failed', ...failure };
  } catch (error) {
    if (!(error instanceof GroupOutOfSight)) throw error;
    return { kind: 'failed', message: error.message, at: lineOf(error.clause.source) };
  }
}

/** Precedence does not arbitrate between join conditions (Connect: declarative provisioning): they must be the same. */
function contradiction(rules: readonly Rule[]): Omit<Extract<Sorted, { kind: 'failed' }>, 'kind'> | undefined {
  const [first, ...others] = rules.filter((rule) => rule.join.length > 0);
  const other = first === undefined ? undefined : others.find((rule) => !joinAlike(first, rule));
  if (first === undefined || other === undefined) return undefined;
  return {
    message: `${first.id} and ${other.id} both have it in scope, with different join conditions`,
    at: placeOf(other),
    cause: 'severalJoinRules',
  };
}

/** Inbound rules of a connector by source type, ready to be asked. */
export function inboundRules(ruleSet: RuleSet, connector: string): ReadonlyMap<string, readonly PreparedRule[]> {
  const byType = new Map<string, PreparedRule[]>();
  for (const rule of ruleSet.rules) {
    if (rule.direction !== 'inbound' || !rule.connectors.includes(connector)) continue;
    const asked = ofConnector(rule, connector);
    const prepared = { rule: asked, test: compileScope(asked.scope) };
    byType.set(rule.sourceType, [...(byType.get(rule.sourceType) ?? []), prepared]);
  }
  return byType;
}

/** Every rule for the type of an object. */
export function rulesOf(
  rulesByType: ReadonlyMap<string, readonly PreparedRule[]>,
  { object }: SpaceObject,
): readonly Rule[] {
  return (rulesByType.get(object.type) ?? []).map(({ rule }) => rule);
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
  const findGroup = groupFinder(ruleSet.pins, source);
  for (const dn of named) {
    const group = findGroup(dn);
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

/** `rule (path:line)`. */
export function placeOf(rule: Rule): string {
  return `${rule.id} (${lineOf(rule.source)})`;
}
