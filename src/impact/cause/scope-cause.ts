import { attributesRead } from '../../model/flow-reads.ts';
import { dnKey, isAtOrBelow } from '../../model/dn.ts';
import type { DesiredObject, FailedObject, UndesiredObject } from '../../model/desired.ts';
import type { CauseLine } from '../../model/impact.ts';
import type { Rule, ScopeClause, ScopingFilter } from '../../model/rule-set.ts';
import { flowCause, metaverseCause } from './flow-cause.ts';
import { flowLines, preferHead, presenceLines, reachLines } from './rule-parts.ts';
import type { Sides } from './rule-parts.ts';
import type { Element, TextSide } from './side.ts';

/** An identity that one configuration wants and the other refuses. */
export interface Refusal {
  readonly wanted: DesiredObject;
  readonly wanting: TextSide;
  readonly refused: UndesiredObject;
  readonly refusing: TextSide;
}

/** Which changed lines refuse an object: those that the reason names, else those that had accepted it. */
export function refusalCause({ wanted, wanting, refused, refusing }: Refusal): readonly CauseLine[] {
  const sides: Sides = { one: refusing, other: wanting };
  const { reason, dn, sourceType } = refused;
  const cited = refusing.cited(reason.detail ?? '');
  const named = cited.flatMap((element) => elementLines(element, sides));
  if (named.length > 0) return named;
  switch (reason.kind) {
    case 'filteredOut':
      return filterLines({ dn, sourceType, connector: wanted.connector }, sides);
    case 'notWritable':
      return ofMetaverse('mailEnabled', wanted, sides);
    case 'outOfScope':
      return [
        ...cited.flatMap((one) =>
          one.kind === 'clause' && one.rule?.direction === 'outbound'
            ? ofMetaverse(one.clause.attribute, wanted, sides)
            : [],
        ),
        ...acceptingLines(wanted, sourceType, sides),
      ];
  }
}

/** A clause or container whose text differs: as it is in head, or as it was in base. */
function elementLines(element: Element, { one, other }: Sides): readonly CauseLine[] {
  const own = ownLines(element, one);
  if (own.length === 0) return [];
  const there = counterpart(element, other);
  return preferHead(own, there === undefined ? [] : ownLines(there, other));
}

function ownLines(element: Element, side: TextSide): readonly CauseLine[] {
  switch (element.kind) {
    case 'clause':
      return side.changedIn(element.clause.source);
    case 'container':
      return side.changedIn(element.container.source);
    case 'flow':
      return side.changedIn(element.flow.source);
    case 'rule':
      return side.changedIn(element.rule.source);
  }
}

/** What stands in its place in the other configuration: a clause about the same attribute, of the same owner. */
function counterpart(element: Element, { rules, ruleSet }: TextSide): Element | undefined {
  if (element.kind === 'container') {
    const filter = ruleSet.filters.find(({ name }) => name === element.filter.name);
    const container = filter?.containers.find(({ key }) => key === element.container.key);
    return filter === undefined || container === undefined ? undefined : { kind: 'container', container, filter };
  }
  if (element.kind !== 'clause') return undefined;
  const filter = ruleSet.filters.find(({ name }) => name === element.filter?.name);
  const clauses = [
    ...(element.rule === undefined ? [] : (rules.get(element.rule.id)?.scope.flat() ?? [])),
    ...(filter === undefined ? [] : [...filter.objects.values()].flat(2)),
  ];
  const clause = clauses.find(({ attribute }) => attribute === element.clause.attribute);
  return clause === undefined ? undefined : { kind: 'clause', clause };
}

interface Filtered {
  readonly dn: string;
  readonly sourceType: string;
  readonly connector: string;
}

/** What of the filter had let an object pass, or lets it pass now, and is not in the filter that refuses it. */
function filterLines({ dn, sourceType, connector }: Filtered, { one, other }: Sides): readonly CauseLine[] {
  const key = dnKey(dn);
  const [refusing, wanting] = [one, other].map(({ ruleSet }) =>
    ruleSet.filters.find(({ connectors }) => connectors.includes(connector)),
  );
  const containers = (filter: ScopingFilter | undefined, side: TextSide) =>
    (filter?.containers ?? [])
      .filter((each) => isAtOrBelow(key, each.key))
      .flatMap((each) => side.changedIn(each.source));
  const clauses = (filter: ScopingFilter | undefined, side: TextSide) =>
    (filter?.objects.get(sourceType) ?? []).flat().flatMap((each: ScopeClause) => side.changedIn(each.source));
  const found = preferHead(
    [...containers(refusing, one), ...clauses(refusing, one)],
    [...containers(wanting, other), ...clauses(wanting, other)],
  );
  if (found.length > 0 || refusing === undefined) return found;
  // The first inclusion of a filter leaves out whatever lies elsewhere.
  const included = refusing.containers.filter((each) => each.include).flatMap((each) => one.changedIn(each.source));
  return wanting?.containers.some((each) => each.include) === true ? [] : included;
}

/** Rules that had taken the object, and that are gone or take others now. */
function acceptingLines(wanted: DesiredObject, sourceType: string, sides: Sides): readonly CauseLine[] {
  const { rules, ruleSet } = sides.other;
  const took = new Set<string>();
  for (const table of [wanted.metaverse, wanted.attributes]) {
    for (const [, { flow }] of table) {
      const rule = ruleSet.flows[flow]?.rule;
      if (rule !== undefined) took.add(rule.id);
    }
  }
  const provisions = (rule: Rule): boolean =>
    rule.link === 'provision' &&
    (rule.direction === 'outbound' ? rule.targetType === wanted.type : rule.sourceType === sourceType);
  const ids = [...rules.values()].filter((rule) => took.has(rule.id) && provisions(rule)).map(({ id }) => id);
  return ids.flatMap((id) => reachLines(id, sides));
}

function ofMetaverse(attribute: string, wanted: DesiredObject, { one, other }: Sides): readonly CauseLine[] {
  const [base, head] = one.name === 'base' ? [one, other] : [other, one];
  const readers = other.name === 'base' ? { base: wanted, head: undefined } : { base: undefined, head: wanted };
  return metaverseCause(attribute, readers, base, head);
}

/** Which changed lines made an evaluation fail, or let it succeed. */
export function failureCause(
  { at, message }: FailedObject,
  failing: TextSide,
  succeeded: TextSide,
  object: DesiredObject | undefined,
): readonly CauseLine[] {
  const sides: Sides = { one: failing, other: succeeded };
  const found = failing.cited(at).flatMap((element) => {
    switch (element.kind) {
      case 'flow':
        return [
          ...flowLines(element.rule.id, element.flow.target, sides),
          ...(element.rule.direction === 'outbound' && object !== undefined
            ? attributesRead(element.flow).flatMap((name) => ofMetaverse(name, object, sides))
            : []),
        ];
      case 'clause':
        return elementLines(element, sides);
      case 'rule':
        return presenceLines(element.rule.id, sides);
      case 'container':
        return [];
    }
  });
  if (found.length > 0) return found;
  const attribute = /^(?:the metaverse attribute )?(\w+) (?:has no|is no|has several)/.exec(message)?.[1];
  if (attribute !== undefined && object !== undefined) {
    const lines = lostCause(attribute, object, sides);
    if (lines.length > 0) return lines;
  }
  return failing.cited(at).flatMap((one) => (one.kind === 'rule' ? reachLines(one.rule.id, sides) : []));
}

/** Why an attribute that an identity had has no value under the other configuration. */
function lostCause(attribute: string, object: DesiredObject, { one, other }: Sides): readonly CauseLine[] {
  const [base, head] = one.name === 'base' ? [one, other] : [other, one];
  const ofBase = other.name === 'base';
  const readers = { base: ofBase ? object : undefined, head: ofBase ? undefined : object };
  const contribution = object.attributes.get(attribute);
  if (contribution === undefined) return metaverseCause(attribute, readers, base, head);
  const sides = ofBase ? { base: contribution, head: undefined } : { base: undefined, head: contribution };
  return flowCause({ target: attribute, ...sides, readers }, base, head);
}
