import { attributesRead } from '../model/flow-reads.ts';
import { invariant } from '../kernel/invariant.ts';
import { lineOf } from '../kernel/position.ts';
import { compareText } from '../kernel/text.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type {
  IdentityExplanation,
  JoinExplanation,
  RuleExplanation,
  SourceExplanation,
  Verdict,
} from '../model/explanation.ts';
import type { Rule, ScopingFilter } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { explainFlows } from './explain-flows.ts';
import { explainFilter, explainRule, readsAttribute } from './explain-scope.ts';
import { runProgram } from './flow.ts';
import { inboundContext, inboundFlows, inboundProgram, joinValues } from './inbound.ts';
import type { Inbound } from './inbound.ts';
import type { SynchronizeInput } from './index.ts';
import { inboundRules, memberships } from './in-scope.ts';
import { followFilter } from './pins.ts';
import type { JoinAttempt } from './join.ts';
import { keyOf } from './identity.ts';
import { linkSources } from './link.ts';
import type { Link, MetaverseObject } from './identity.ts';
import { NO_MEMBERSHIP, outboundContext, outboundProgram, outboundRules, outboundSelection } from './outbound.ts';
import { ofConnector } from './scope.ts';
import { settledState } from './settled-state.ts';
import { tenantView } from './tenant-view.ts';
import type { TenantView } from './tenant-view.ts';

export interface ExplainInput extends SynchronizeInput {
  /** What {@link synchronize} made of the same input. */
  readonly population: DesiredPopulation;
}

interface Place {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
}

/**
 * The way of one source object, told by the very pieces that the sync passes are made of. Joins concern others, too,
 * so that everything is linked once more. undefined when no source shows the object.
 */
export function explainSource(input: ExplainInput, key: string): SourceExplanation | undefined {
  const place = placeOf(input.sources, key);
  if (place === undefined) return undefined;
  const { source, entry } = place;
  const { connector } = source.space;
  const memberOf = memberships(input.ruleSet, source)(entry);
  const written = input.ruleSet.filters.find((one) => one.connectors.includes(connector));
  const filter = written === undefined ? undefined : followFilter(written, input.ruleSet.pins, source);
  const explained = filter === undefined ? undefined : explainFilter(filter, connector, entry, memberOf);
  const rules = (inboundRules(input.ruleSet, connector).get(entry.object.type) ?? []).map(({ rule }) => rule);
  const view = tenantView(input.ruleSet, input.tenant, input.target);
  const inbound = inboundFlows(input.ports, view.inbound);
  const { object, joins } = linkOf(input, place, { inbound, view });
  return {
    key,
    connector,
    guid: entry.object.anchor,
    dn: entry.object.dn,
    type: entry.object.type,
    attributes: namesRead(rules, filter, entry.object.type).map((attribute) => ({
      attribute,
      value: entry.object.attributes.get(attribute),
    })),
    ...(explained === undefined ? {} : { filter: explained }),
    rules:
      explained?.refusal === undefined
        ? rules.map((rule) => explainRule(rule, entry.object.attributes, memberOf))
        : NO_RULES,
    joins,
    ...(object === undefined ? {} : { identity: explainIdentity(input, object, { entry, joins, inbound, view }) }),
    verdict: verdictOf(input.population, key),
  };
}

const NO_RULES: readonly RuleExplanation[] = [];

function placeOf(sources: readonly ImportedSource[], key: string): Place | undefined {
  for (const source of sources) {
    for (const entry of source.space.objects()) if (keyOf(source, entry) === key) return { source, entry };
  }
  return undefined;
}

function linkOf(
  { ruleSet, sources }: ExplainInput,
  { entry }: Place,
  { inbound, view }: Pick<Found, 'inbound' | 'view'>,
): { readonly object: MetaverseObject | undefined; readonly joins: readonly JoinExplanation[] } {
  // What was tried twice is told as it was found last.
  const joins = new Map<JoinAttempt['conditions'], JoinExplanation>();
  const linked = linkSources({
    ruleSet,
    sources,
    read: (object) => joinValues(inbound(object, 'leaveOut')),
    isMarked: view.isMarked,
    observe: (asking, attempt) => {
      if (asking !== entry) return;
      joins.delete(attempt.conditions);
      joins.set(attempt.conditions, explainJoin(attempt, entry));
    },
  });
  const object = linked.objects.find(({ links }) => links.some((link) => link.entry === entry));
  return { object, joins: [...joins.values()] };
}

function explainJoin({ rule, conditions, found }: JoinAttempt, entry: SpaceObject): JoinExplanation {
  return {
    rule: rule.id,
    at: lineOf(rule.source),
    conditions: conditions.map(({ from, to }) => ({ from, to, value: entry.object.attributes.get(from) })),
    found: [...found].flatMap(({ links }) => links[0]?.entry.object.dn ?? []),
  };
}

/** What filter, scopes, joins and flows for this type read of an object. */
function namesRead(rules: readonly Rule[], filter: ScopingFilter | undefined, type: string): readonly string[] {
  const clauses = [...rules.flatMap((rule) => rule.scope.flat()), ...(filter?.objects.get(type) ?? []).flat()];
  const names = new Set([
    ...clauses.filter(readsAttribute).map((clause) => clause.attribute),
    ...rules.flatMap((rule) => rule.join.flat().map(({ from }) => from)),
    ...rules.flatMap((rule) => rule.flows.flatMap(attributesRead)),
  ]);
  return [...names].sort(compareText);
}

interface Found {
  readonly entry: SpaceObject;
  readonly joins: readonly JoinExplanation[];
  readonly inbound: Inbound;
  readonly view: TenantView;
}

function explainIdentity(input: ExplainInput, object: MetaverseObject, found: Found): IdentityExplanation {
  const { ports } = input;
  const { links, type } = object;
  const state = settledState(input, found.inbound, found.view)(object);
  const contexts = state.inputs.map((link) => inboundContext(link, ports));
  const keys = state.inputs.map(({ source, entry }) => keyOf(source, entry));
  const several = keys.length > 1 ? keys : [];
  const inbound = explainFlows(inboundProgram(state.inputs), contexts, state.contributions, several);
  const head = {
    type,
    by: linkedBy(object, found),
    links: links.map(({ source, entry }) => ({ key: keyOf(source, entry), dn: entry.object.dn })),
    ...(state.tenant === undefined ? {} : { tenant: explainTenantLink(input, type, state.tenant) }),
    inbound,
  };
  // Outbound rules are not asked about an identity that is not whole.
  if (inbound.some(({ result }) => result.kind === 'failed')) return { ...head, outboundRules: NO_RULES, outbound: [] };

  const rules = outboundRules(input.ruleSet, input.target).filter((rule) => rule.sourceType === type);
  const selection = outboundSelection(input.ruleSet, input.target)(type, state);
  const told = { ...head, outboundRules: rules.map((rule) => explainRule(rule, state.attributes, NO_MEMBERSHIP)) };
  if (selection === undefined) return { ...told, outbound: [] };
  const program = outboundProgram(selection.rules);
  const read = [outboundContext(state, input.target, ports)];
  const outbound = explainFlows(program, read, runProgram(program, read, 'leaveOut'), []);
  return { ...told, provisionedAs: selection.type, outbound };
}

function explainTenantLink(
  { ruleSet, target }: ExplainInput,
  type: string,
  { entry }: Link,
): NonNullable<IdentityExplanation['tenant']> {
  const rules = ruleSet.rules.filter(
    (rule) =>
      rule.direction === 'inbound' &&
      rule.connectors.includes(target) &&
      rule.sourceType === entry.object.type &&
      rule.targetType === type,
  );
  return {
    type: entry.object.type,
    id: entry.object.anchor,
    name: entry.object.dn,
    rules: rules.map((rule) => explainRule(ofConnector(rule, target), entry.object.attributes, NO_MEMBERSHIP)),
  };
}

function linkedBy({ links, keptBy }: MetaverseObject, { entry, joins }: Found): IdentityExplanation['by'] {
  if (links[0]?.entry === entry && keptBy !== undefined) {
    return { kind: 'kept', rule: keptBy.id, at: lineOf(keptBy.source) };
  }
  if (links[0]?.entry === entry) {
    const projecting = links[0].rules.find((rule) => rule.link === 'provision');
    invariant(projecting !== undefined, 'an identity was projected by a rule');
    return { kind: 'projected', rule: projecting.id, at: lineOf(projecting.source) };
  }
  const join = joins.at(-1);
  invariant(join !== undefined, 'what was not projected has joined');
  return { kind: 'joined', rule: join.rule, at: join.at };
}

function verdictOf({ desired, failed, undesired }: DesiredPopulation, key: string): Verdict {
  const failure = failed.find((one) => one.key === key);
  if (failure !== undefined) return { kind: 'failed', message: failure.message, at: failure.at };
  const refused = undesired.find((one) => one.key === key);
  if (refused !== undefined) return refused.reason;
  const wanted = desired.find((one) => one.key === key || one.joinedKeys.includes(key));
  invariant(wanted !== undefined, 'every source object is wanted, not wanted, or failed');
  if (wanted.noFlow !== undefined) return { kind: 'noFlow', at: wanted.noFlow };
  return { kind: 'wanted', type: wanted.type, name: wanted.name, anchor: wanted.anchor };
}
