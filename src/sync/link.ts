import type { FailureCause } from '../model/desired.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { acceptAll, clauseText, compileFilter } from './filter.ts';
import { isForeign, isWellKnown } from './foreign.ts';
import { inboundRules, memberships, placeOf, rulesOf, sort } from './in-scope.ts';
import { contributes, keyOf } from './identity.ts';
import { followFilter } from './pins.ts';
import { isContainerType } from '../model/container.ts';
import type { Link, MetaverseObject } from './identity.ts';
import { ANY_TYPE, everyHit, findJoin, joinIndex } from './join.ts';
import type { FoundJoin, JoinIndex, JoinObserver, MetaverseReader } from './join.ts';
import { refusingClauses } from './scope.ts';
import { isSticky, stickyJoins } from './sticky.ts';

export interface LinkedPopulation {
  readonly objects: readonly MetaverseObject[];
  readonly filteredOut: readonly {
    readonly source: ImportedSource;
    readonly entry: SpaceObject;
    readonly detail: string;
  }[];
  /** No rule in scope projects or joins it; `detail` says why, where a scope does. */
  readonly outOfScope: readonly UnlinkedObject[];
  /** What they are part of cannot be told: held, with the identity that they may belong to. */
  readonly failed: readonly FailedLink[];
  /** Links of identities that an object may be part of: its own, or those that its join conditions find, whatever its scope. */
  readonly relatedTo: (source: ImportedSource, entry: SpaceObject) => readonly Link[];
}

interface UnlinkedObject {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
  readonly detail?: string;
}

interface Failure {
  readonly message: string;
  /** `rule (path:line)`. */
  readonly at: string;
  readonly cause?: FailureCause;
}

interface FailedLink extends Failure {
  readonly source: ImportedSource;
  readonly entry: SpaceObject;
}

export interface LinkInput {
  readonly ruleSet: RuleSet;
  readonly sources: readonly ImportedSource[];
  readonly read: MetaverseReader;
  /** Does a tenant object carry the owner mark of the source object with this key? What earlier runs leave to know. */
  readonly isMarked: (key: string) => boolean;
  readonly observe?: JoinObserver;
}

/**
 * Joins and projects every object of every source. Sources take part in the order of the topology and their objects
 * by anchor, so the outcome does not depend on the order of reading. An object that no rule projects looks for its
 * identity among those of later connectors, too.
 */
export function linkSources(input: LinkInput): LinkedPopulation {
  const { ruleSet } = input;
  const linked: Linked = { objects: [], filteredOut: [], outOfScope: [], failed: [], doubtful: [], torn: new Map() };
  const sources = inOrderOfTopology(input.sources, ruleSet.topology.sourceConnectors);
  const waiting = sources.flatMap((source) => linkSource(source, input, linked));
  const unclaimed = joinLate(reviveKept(waiting, input, linked).filter(contributes), input, linked);
  const index = joinIndex(linked.objects, input.read);
  const lost = point(
    waiting.filter((link) => !contributes(link)),
    index,
    input,
  );
  const why = whyOutOfScope(ruleSet);
  for (const { source, entry } of [...unclaimed, ...lost])
    linked.outOfScope.push({ source, entry, ...why(source, entry) });
  const relatedTo = relatedLinks(ruleSet, linked.objects, index);
  tearDoubtful(input, linked);
  // Whose values are right is open: without them attributes would be cleared.
  for (const [object, failure] of linked.torn) {
    for (const link of object.links) {
      const { source, entry } = link;
      if (contributes(link)) linked.failed.push({ source, entry, ...failure });
      else linked.outOfScope.push({ source, entry, detail: failure.message });
    }
  }
  return { ...linked, objects: linked.objects.filter((object) => !linked.torn.has(object)), relatedTo };
}

interface Linked {
  readonly objects: MetaverseObject[];
  readonly filteredOut: LinkedPopulation['filteredOut'][number][];
  readonly outOfScope: LinkedPopulation['outOfScope'][number][];
  readonly failed: FailedLink[];
  /** Which rules have them in scope cannot be told: with every rule of their type. */
  readonly doubtful: { readonly link: Link; readonly why: Failure }[];
  readonly torn: Map<MetaverseObject, Failure>;
}

function inOrderOfTopology(sources: readonly ImportedSource[], connectors: readonly string[]): ImportedSource[] {
  return sources.toSorted((a, b) => connectors.indexOf(a.space.connector) - connectors.indexOf(b.space.connector));
}

/** Links the objects of one source to identities of earlier ones, or projects them; gives those that found nobody. */
function linkSource(source: ImportedSource, input: LinkInput, linked: Linked): readonly Link[] {
  const { ruleSet } = input;
  const { connector } = source.space;
  const filter = ruleSet.filters.find((one) => one.connectors.includes(connector));
  const refuse =
    filter === undefined ? acceptAll : compileFilter(followFilter(filter, ruleSet.pins, source), connector);
  const rulesByType = inboundRules(ruleSet, connector);
  const membership = memberships(ruleSet, source);
  const joins = joinIndex(linked.objects, input.read);
  const wishes = new Wishes();
  const projected: MetaverseObject[] = [];
  const waiting: Link[] = [];

  for (const entry of source.space.objects()) {
    if (isContainerType(entry.object.type)) continue;
    const sorted = sort(entry, membership(entry), refuse, rulesByType);
    if (sorted.kind === 'filteredOut') linked.filteredOut.push({ source, entry, detail: sorted.detail });
    if (sorted.kind === 'failed') {
      const { message, at, cause } = sorted;
      const why: Failure = { message, at, ...(cause === undefined ? {} : { cause }) };
      linked.failed.push({ source, entry, ...why });
      linked.doubtful.push({ link: { source, entry, rules: rulesOf(rulesByType, entry) }, why });
    }
    if (sorted.kind !== 'accepted') continue;
    const link: Link = { source, entry, rules: sorted.rules };
    // What only points at others finds them when all are there.
    if (!contributes(link)) {
      waiting.push(link);
      continue;
    }
    const join = findJoin(link.rules, entry, joins, input.observe);
    const projecting = projectionOf(link);
    if (join.kind === 'joined') wishes.add(join, link);
    else if (projecting === undefined && join.kind !== 'ambiguous') waiting.push(link);
    else {
      const failure = failureOf(join, input.isMarked(keyOf(source, entry)));
      if (failure !== undefined) linked.failed.push({ source, entry, ...failure });
      else if (projecting !== undefined) projected.push(identityOf(projecting.targetType, link));
    }
  }
  wishes.grant(linked);
  for (const object of projected) linked.objects.push(object);
  return waiting;
}

/** A rule with join conditions projects nothing that has no value for any of them (Connect: declarative provisioning). */
function projectionOf({ rules, entry }: Link): Rule | undefined {
  const rule = rules.find((one) => one.link === 'provision');
  if (rule === undefined || rule.join.length === 0) return rule;
  return rule.join.flat().some(({ from }) => entry.object.attributes.has(from)) ? rule : undefined;
}

function identityOf(type: string, link: Link): MetaverseObject {
  return { type, links: [ofType(type, link)] };
}

/** Only rules for the type of the identity flow on the link. */
function ofType(type: string, link: Link): Link {
  const fits = (rule: Rule): boolean => rule.targetType === type || rule.targetType === ANY_TYPE;
  return link.rules.every(fits) ? link : { ...link, rules: link.rules.filter(fits) };
}

/**
 * Why an object that found nobody must not be taken for somebody new. One that the tenant knows by its own mark has
 * been its own identity before.
 */
function failureOf(join: FoundJoin, marked: boolean): Failure | undefined {
  switch (join.kind) {
    case 'ambiguous':
      return {
        message: `${join.count} identities match, and none alone`,
        at: placeOf(join.rule),
        cause: 'ambiguousJoin',
      };
    case 'undecided': {
      if (marked) return undefined;
      const [first] = join.object.links;
      const whose = first === undefined ? '' : ` of ${first.entry.object.dn}`;
      return { message: `may join the identity${whose}, whose ${join.attribute} failed`, at: placeOf(join.rule) };
    }
    case 'joined':
    case 'none':
      return undefined;
  }
}

/** Who joins whom, settled when all objects of a source were asked: an identity has one link to each connector. */
class Wishes {
  readonly #wishes = new Map<MetaverseObject, { readonly link: Link; readonly by: Rule }[]>();

  add({ object, rule }: Extract<FoundJoin, { kind: 'joined' }>, link: Link): void {
    const list = this.#wishes.get(object);
    if (list === undefined) this.#wishes.set(object, [{ link, by: rule }]);
    else list.push({ link, by: rule });
  }

  grant({ torn }: Pick<Linked, 'torn'>): void {
    for (const [object, wishers] of this.#wishes) {
      const [only] = wishers;
      if (only === undefined) continue;
      if (wishers.length === 1) {
        object.links.push(ofType(object.type, only.link));
        continue;
      }
      const at = placeOf(only.by);
      const message = `several objects join one identity: ${shown(wishers.map(({ link }) => link.entry.object.dn))}`;
      for (const { link } of wishers) object.links.push(ofType(object.type, link));
      torn.set(object, { message, at, cause: 'ambiguousJoin' });
    }
  }
}

/**
 * Objects that no rule projects any more, and that the tenant knows by their mark, live on while exactly one object
 * joins them by a stickyJoin rule. Gives those that still have nobody.
 */
function reviveKept(waiting: readonly Link[], { ruleSet, read, isMarked, observe }: LinkInput, linked: Linked) {
  if (!ruleSet.rules.some((rule) => rule.direction === 'inbound' && isSticky(rule))) return waiting;
  const former = new Map<MetaverseObject, Link>();
  for (const link of waiting.filter(contributes)) {
    const [rule] = link.rules;
    if (rule === undefined || !isMarked(keyOf(link.source, link.entry))) continue;
    former.set(identityOf(rule.targetType, link), link);
  }
  const joinsOf = (source: ImportedSource) => joinIndex(foreignTo(source, former.keys()), read);
  const { kept, uncertain } = stickyJoins({ waiting, doubtful: linked.doubtful, joinsOf, observe });
  for (const [object, keptBy] of kept) linked.objects.push({ ...object, keptBy });
  for (const [{ links }, failure] of uncertain) {
    for (const { source, entry } of links) linked.failed.push({ source, entry, ...failure });
  }
  const settled = new Set([...kept.keys(), ...uncertain.keys()].map((object) => former.get(object)));
  return waiting.filter((link) => !settled.has(link));
}

/** Objects that only join, once more among all identities: their connector may stand before that of the other. */
function joinLate(waiting: readonly Link[], { read, isMarked, observe }: LinkInput, linked: Linked): readonly Link[] {
  const unclaimed: Link[] = [];
  for (const [source, links] of Map.groupBy(waiting, (link) => link.source)) {
    const joins = joinIndex(foreignTo(source, linked.objects), read);
    const wishes = new Wishes();
    for (const link of links) {
      const join = findJoin(link.rules, link.entry, joins, observe);
      // What only completes others and is in the tenant by nobody's mark is no loss where it finds nobody.
      const failure =
        join.kind === 'undecided' && !isMarked(keyOf(source, link.entry)) ? undefined : failureOf(join, false);
      if (join.kind === 'joined') wishes.add(join, link);
      else if (failure !== undefined) linked.failed.push({ source, entry: link.entry, ...failure });
      else unclaimed.push(link);
    }
    wishes.grant(linked);
  }
  return unclaimed;
}

/** Objects that only point at others, such as foreign security principals; gives those that point at nobody, or at several. */
function point(pointers: readonly Link[], index: JoinIndex, { observe }: LinkInput): readonly Link[] {
  return pointers.filter((link) => {
    if (isForeign(link.entry) && isWellKnown(link.entry)) return true;
    const join = findJoin(link.rules, link.entry, index, observe);
    if (join.kind === 'joined') join.object.links.push(ofType(join.object.type, link));
    return join.kind !== 'joined';
  });
}

/** Which clauses keep an object from being projected; nothing where no rule for its type projects. */
function whyOutOfScope(ruleSet: RuleSet): (source: ImportedSource, entry: SpaceObject) => { readonly detail?: string } {
  const rules = new Map<ImportedSource, ReturnType<typeof inboundRules>>();
  const members = new Map<ImportedSource, ReturnType<typeof memberships>>();
  return (source, entry) => {
    if (isForeign(entry)) return { detail: isWellKnown(entry) ? WELL_KNOWN : NOBODY };
    const ofSource = rules.get(source) ?? inboundRules(ruleSet, source.space.connector);
    rules.set(source, ofSource);
    const membership = members.get(source) ?? memberships(ruleSet, source);
    members.set(source, membership);
    const memberOf = membership(entry);
    const { attributes } = entry.object;
    const reasons = (ofSource.get(entry.object.type) ?? [])
      .filter(({ rule }) => rule.link === 'provision')
      .flatMap(({ rule, test }) =>
        test(attributes, memberOf)
          ? `no value of ${[...new Set(rule.join.flat().map(({ from }) => from))].join(', ')} to join by`
          : refusingClauses(rule.scope, attributes, memberOf).map(clauseText),
      );
    return reasons.length === 0 ? {} : { detail: reasons.join('; ') };
  };
}

const NOBODY = 'no person or group that takes part has its security identifier';
const WELL_KNOWN = 'its security identifier is well known and stands for no person or group of a forest';

function relatedLinks(
  ruleSet: RuleSet,
  objects: readonly MetaverseObject[],
  index: JoinIndex,
): LinkedPopulation['relatedTo'] {
  const own = new Map<SpaceObject, MetaverseObject>();
  for (const object of objects) {
    if (object.links.length > 1) for (const { entry } of object.links) own.set(entry, object);
  }
  const rules = new Map<ImportedSource, ReturnType<typeof inboundRules>>();
  return (source, entry) => {
    const identity = own.get(entry);
    if (identity !== undefined) return identity.links;
    const ofSource = rules.get(source) ?? inboundRules(ruleSet, source.space.connector);
    rules.set(source, ofSource);
    const found = (ofSource.get(entry.object.type) ?? []).flatMap(({ rule }) => everyHit(rule, entry, index));
    return [...new Set(found)].flatMap(({ links }) => links);
  };
}

/** Without what such an object gives, the identity that it may belong to would lose values. */
function tearDoubtful({ read }: LinkInput, { doubtful, objects, torn }: Linked): void {
  for (const [source, ofSource] of Map.groupBy(doubtful, ({ link }) => link.source)) {
    const joins = joinIndex(foreignTo(source, objects), read);
    for (const { link, why } of ofSource.filter((one) => contributes(one.link))) {
      for (const rule of link.rules) {
        const join = findJoin([rule], link.entry, joins, undefined);
        if (join.kind === 'joined')
          torn.set(join.object, { ...why, message: `${link.entry.object.dn}: ${why.message}` });
      }
    }
  }
}

/** An identity never has two links to one connector. */
function foreignTo(source: ImportedSource, objects: Iterable<MetaverseObject>): MetaverseObject[] {
  return [...objects].filter(({ links }) => !links.some((link) => link.source === source));
}

function shown(dns: readonly string[]): string {
  return dns.length <= 3 ? dns.join('; ') : `${dns.slice(0, 3).join('; ')} and ${dns.length - 3} more`;
}
