import type { DesiredObject } from '../model/desired.ts';
import type { Rule } from '../model/rule-set.ts';
import { keyOf } from './identity.ts';
import type { Link, MetaverseObject } from './identity.ts';
import type { MetaverseState } from './inbound.ts';
import type { SynchronizeInput } from './input.ts';
import { alikeRules, sameWorld } from './likeness.ts';
import { outboundRules } from './outbound.ts';
import type { Provisioned } from './outbound.ts';

/** What a pass came to, for one with other rules over the same data. */
export interface EarlierPass {
  readonly input: SynchronizeInput;
  readonly provisioned: readonly Provisioned[];
  readonly desired: readonly DesiredObject[];
}

/** What need not be worked out again: undefined where a rule, or what it reads, may make a difference. */
export interface Reuse {
  /** What the outbound rules want of an identity. */
  provisioned(object: MetaverseObject): Provisioned | undefined;
  /** What the inbound rules give an identity. */
  state(object: MetaverseObject): MetaverseState | undefined;
  /** The outcome for those that {@link provisioned} gave; `all` that are wanted now decide where references lead. */
  desired(all: readonly Provisioned[]): (one: Provisioned) => DesiredObject | undefined;
}

/**
 * Finds what a pass shares with an earlier one. Which objects are filtered out, which rules have them in scope and who
 * joins whom is asked anew: an identity is the same where it has the same links, with rules that are alike.
 */
export function reuseOf({ input: before, provisioned, desired }: EarlierPass, now: SynchronizeInput): Reuse {
  if (!sameData(before, now) || !sameWorld(before.ruleSet, now.ruleSet)) return NOTHING;
  const alike = alikeRules(now.ruleSet, before.ruleSet);
  const areAlike = (some: readonly Rule[], others: readonly Rule[]): boolean =>
    some.length === others.length && some.every(({ id }, index) => id === others[index]?.id && alike.has(id));
  const [asked, askedBefore] = [now, before].map(rulesOfTenant);
  if (!areAlike(asked ?? [], askedBefore ?? [])) return NOTHING;

  const earlier = new Map(provisioned.map((one) => [keyOfObject(one.object), one]));
  const desiredBy = new Map(desired.map((one) => [one.key, one]));
  const outbound = outboundTest(now, before, areAlike);
  const reused = new Map<Provisioned, DesiredObject>();

  const sameInbound = (object: MetaverseObject): Provisioned | undefined => {
    const found = earlier.get(keyOfObject(object));
    if (found?.object.type !== object.type || found.object.keptBy?.id !== object.keptBy?.id) return undefined;
    const [links, others] = [object.links, found.object.links];
    const same = links.every((link, index) => isSameLink(link, others[index], areAlike));
    return same && links.length === others.length && sameOrder(links, others) ? found : undefined;
  };

  return {
    provisioned: (object) => {
      const found = sameInbound(object);
      if (found === undefined || found.wanted.noFlow || !outbound.isAlike(object.type)) return undefined;
      const one: Provisioned = {
        object,
        state: ofObject(found, object),
        wanted: { ...found.wanted, rules: found.wanted.rules.map(outbound.now) },
      };
      const outcome = desiredBy.get(found.state.key);
      if (outcome !== undefined) reused.set(one, outcome);
      return one;
    },
    state: (object) => {
      const found = sameInbound(object);
      return found === undefined || found.state.tenant !== undefined ? undefined : ofObject(found, object);
    },
    desired: (all) => {
      const moved = movedKeys(provisioned, all);
      return (one) => {
        const outcome = reused.get(one);
        return outcome !== undefined && leadsWhereItDid(outcome, moved) ? outcome : undefined;
      };
    },
  };
}

const NOTHING: Reuse = {
  provisioned: () => undefined,
  state: () => undefined,
  desired: () => () => undefined,
};

type Alike = (some: readonly Rule[], others: readonly Rule[]) => boolean;

/** One import, the same objects of the tenant, and the same instant. */
function sameData(before: SynchronizeInput, now: SynchronizeInput): boolean {
  const imports = new Map(before.sources.map(({ space, summary }) => [space.connector, summary]));
  return (
    before.target === now.target &&
    before.ports.asOf === now.ports.asOf &&
    before.tenant?.facts === now.tenant?.facts &&
    before.sources.length === now.sources.length &&
    now.sources.every(({ space, summary }) => imports.get(space.connector) === summary)
  );
}

/** Inbound rules that read the tenant. */
function rulesOfTenant({ ruleSet, target }: SynchronizeInput): readonly Rule[] {
  return ruleSet.rules.filter((rule) => rule.direction === 'inbound' && rule.connectors.includes(target));
}

function outboundTest(now: SynchronizeInput, before: SynchronizeInput, areAlike: Alike) {
  const [rules, others] = [outboundRules(now.ruleSet, now.target), outboundRules(before.ruleSet, before.target)];
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const known = new Map<string, boolean>();
  return {
    isAlike: (type: string): boolean => {
      const found = known.get(type);
      if (found !== undefined) return found;
      const ofType = ({ sourceType }: Rule): boolean => sourceType === type;
      const answer = areAlike(rules.filter(ofType), others.filter(ofType));
      known.set(type, answer);
      return answer;
    },
    /** The same rule as it stands now. */
    now: (rule: Rule): Rule => byId.get(rule.id) ?? rule,
  };
}

/** The first link projected it: no other identity has that. */
function keyOfObject({ links: [first] }: MetaverseObject): string {
  return first === undefined ? '' : keyOf(first.source, first.entry);
}

function isSameLink(link: Link, other: Link | undefined, areAlike: Alike): boolean {
  return (
    other !== undefined &&
    link.entry.object.anchor === other.entry.object.anchor &&
    link.source.space.connector === other.source.space.connector &&
    areAlike(link.rules, other.rules)
  );
}

/** Rules of several links take their turns by precedence. */
function sameOrder(links: readonly Link[], others: readonly Link[]): boolean {
  return links.length === 1 || turnsOf(links) === turnsOf(others);
}

function turnsOf(links: readonly Link[]): string {
  return links
    .flatMap(({ rules }, input) => rules.map(({ precedence, id }) => ({ precedence, turn: `${input} ${id}` })))
    .sort((a, b) => a.precedence - b.precedence)
    .map(({ turn }) => turn)
    .join();
}

/** The same state, of the links as they are now. */
function ofObject({ state, object: before }: Provisioned, object: MetaverseObject): MetaverseState {
  const { primary } = state;
  const index = primary === undefined ? -1 : before.links.indexOf(primary);
  const inputs = state.tenant === undefined ? object.links : [...object.links, state.tenant];
  return { ...state, primary: object.links[index] ?? primary, inputs };
}

/** Keys that a source object led to before or leads to now, and not both times. */
function movedKeys(before: readonly Provisioned[], now: readonly Provisioned[]): ReadonlySet<string> {
  const moved = new Set<string>();
  const [had, has] = [targets(before), targets(now)];
  for (const [entry, key] of had) if (has.get(entry) !== key) moved.add(key);
  for (const [entry, key] of has) if (had.get(entry) !== key) moved.add(key);
  return moved;
}

function targets(provisioned: readonly Provisioned[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { object, state } of provisioned) {
    for (const { source, entry } of object.links) keys.set(keyOf(source, entry), state.key);
  }
  return keys;
}

/** What a reference that leads to nobody may stand for depends on all others, and is asked anew. */
function leadsWhereItDid({ manager, members }: DesiredObject, moved: ReadonlySet<string>): boolean {
  if (manager !== undefined && manager !== null && (manager.kind !== 'desired' || moved.has(manager.key))) return false;
  return members?.every((one) => one.kind === 'desired' && !moved.has(one.key)) !== false;
}
