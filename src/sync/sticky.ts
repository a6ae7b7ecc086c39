import type { FailureCause } from '../model/desired.ts';
import type { Rule } from '../model/rule-set.ts';
import type { ImportedSource } from '../model/space.ts';
import { placeOf } from './in-scope.ts';
import type { Link, MetaverseObject } from './identity.ts';
import { everyPossible, findJoin } from './join.ts';
import type { JoinIndex, JoinObserver } from './join.ts';

interface Failure {
  readonly message: string;
  readonly at: string;
  readonly cause?: FailureCause;
}

interface StickyInput {
  /** Objects that found nobody yet. */
  readonly waiting: readonly Link[];
  /** Objects of which it cannot be told which rules have them in scope: with every rule of their type. */
  readonly doubtful: readonly { readonly link: Link; readonly why: Failure }[];
  /** Whom objects of a source may hold on to. */
  readonly joinsOf: (source: ImportedSource) => JoinIndex;
  readonly observe: JoinObserver | undefined;
}

interface StickyJoins {
  /** Identities that live on, and the rule that keeps each. */
  readonly kept: ReadonlyMap<MetaverseObject, Rule>;
  /** Identities that may be the one that lives on: who is told to leave is not known. */
  readonly uncertain: ReadonlyMap<MetaverseObject, Failure>;
}

export function isSticky({ link }: Rule): boolean {
  return link === 'stickyJoin';
}

/**
 * Whom stickyJoin rules hold on to. Connect remembers whom an object joined; here nothing remembers, so that whoever
 * it may be is held where it is not clear.
 */
export function stickyJoins({ waiting, doubtful, joinsOf, observe }: StickyInput): StickyJoins {
  const kept = new Map<MetaverseObject, Rule>();
  const uncertain = new Map<MetaverseObject, Failure>();
  const hold = (rule: Rule, { entry }: Link, joins: JoinIndex, { message, ...why }: Failure): void => {
    for (const object of everyPossible(rule, entry, joins)) {
      uncertain.set(object, { ...why, message: `${entry.object.dn} may be joined to it: ${message}` });
    }
  };
  for (const [source, ofSource] of Map.groupBy(doubtful, ({ link }) => link.source)) {
    const joins = joinsOf(source);
    for (const { link, why } of ofSource) for (const rule of link.rules.filter(isSticky)) hold(rule, link, joins, why);
  }
  for (const [source, links] of Map.groupBy(waiting, (link) => link.source)) {
    const joins = joinsOf(source);
    for (const link of links) {
      const rule = link.rules.find(isSticky);
      if (rule === undefined) continue;
      const join = findJoin(link.rules, link.entry, joins, observe);
      if (join.kind === 'joined') {
        if (!kept.has(join.object)) kept.set(join.object, rule);
      } else if (join.kind === 'ambiguous') {
        const message = `${join.count} identities match, and none alone`;
        hold(join.rule, link, joins, { message, at: placeOf(join.rule), cause: 'ambiguousJoin' });
      } else if (join.kind === 'undecided') {
        hold(join.rule, link, joins, { message: `its ${join.attribute} failed`, at: placeOf(join.rule) });
      }
    }
  }
  for (const object of kept.keys()) uncertain.delete(object);
  return { kept, uncertain };
}
