import type { SourceObject } from '../../../src/model/source.ts';
import type { Attributes, Scalar } from '../../../src/model/value.ts';
import type { ExportedCondition, ExportedRule } from '../export/read-export.ts';
import { attribute, listOf, textOf } from './values.ts';

/** An object of a connector space with its rules in scope, by precedence. */
export interface Member {
  readonly connector: string;
  readonly object: SourceObject;
  readonly rules: readonly ExportedRule[];
}

/** An object of the metaverse and the objects that are linked to it. */
export interface Identity {
  readonly type: string;
  readonly members: Member[];
}

export interface Identities {
  readonly all: readonly Identity[];
  /** Objects that cannot be placed: several would fit, several want the same, or join rules contradict each other. */
  readonly held: readonly Member[];
  /** Objects that nothing links. */
  readonly alone: readonly Member[];
}

/** Values of a metaverse object as joins compare with them. */
export type Values = (identity: Identity) => Attributes;

/**
 * Joins and projects, connector by connector (learn.microsoft.com: "Understanding declarative provisioning"): the
 * first group of conditions that finds exactly one object joins it; where none does, a rule with Provision makes a new
 * one, if at least one join attribute has a value. What finds nobody is asked again when all connectors are through.
 */
export function identify(connectors: readonly (readonly Member[])[], values: Values): Identities {
  const all: Identity[] = [];
  const held = new Set<Member>();
  const torn: Member[] = [];
  const waiting: Member[] = [];
  for (const members of connectors) {
    const present = [...all];
    const wishes = new Map<Identity, Member[]>();
    for (const member of members) {
      if (contradicts(member.rules)) {
        torn.push(member);
        continue;
      }
      const found = findOne(member, present, values);
      const projecting = projectingRule(member);
      if (found === 'several') held.add(member);
      else if (found !== undefined) wishes.set(found, [...(wishes.get(found) ?? []), member]);
      else if (projecting === undefined) waiting.push(member);
      else all.push({ type: projecting.targetType, members: [member] });
    }
    grant(wishes, held);
  }
  const alone = joinLate(waiting, all, values, held);
  for (const member of torn) holdKin(member, all, values, held);
  return { all: all.filter(({ members }) => !members.some((one) => held.has(one))), held: [...held], alone };
}

/** Those that found nobody, once more; gives those that find nobody again. */
function joinLate(waiting: readonly Member[], all: readonly Identity[], values: Values, held: Set<Member>): Member[] {
  const alone: Member[] = [];
  for (const [connector, members] of Map.groupBy(waiting, (one) => one.connector)) {
    const others = foreignTo(connector, all);
    const wishes = new Map<Identity, Member[]>();
    for (const member of members) {
      const found = findOne(member, others, values);
      if (found === undefined) alone.push(member);
      else if (found === 'several') held.add(member);
      else wishes.set(found, [...(wishes.get(found) ?? []), member]);
    }
    grant(wishes, held);
  }
  return alone;
}

/** The engine would report an error for the object alone; whom it may be a part of would lose values, and is held as well. */
function holdKin(member: Member, all: readonly Identity[], values: Values, held: Set<Member>): void {
  held.add(member);
  const others = foreignTo(member.connector, all);
  for (const rule of member.rules) {
    const found = findOne({ ...member, rules: [rule] }, others, values);
    if (typeof found === 'object') for (const one of found.members) held.add(one);
  }
}

function foreignTo(connector: string, all: readonly Identity[]): readonly Identity[] {
  return all.filter(({ members }) => !members.some((one) => one.connector === connector));
}

/** Never two objects of one connector: then nobody can say whose values are right. */
function grant(wishes: ReadonlyMap<Identity, readonly Member[]>, held: Set<Member>): void {
  for (const [identity, wishers] of wishes) {
    identity.members.push(...wishers);
    if (wishers.length > 1) for (const one of identity.members) held.add(one);
  }
}

/** Several rules with joins in scope are an error, unless they say the same. */
function contradicts(rules: readonly ExportedRule[]): boolean {
  const said = rules.filter(({ joins }) => joins.length > 0).map(({ joins }) => JSON.stringify(joins).toLowerCase());
  return new Set(said).size > 1;
}

function projectingRule({ rules, object }: Member): ExportedRule | undefined {
  return rules.find(
    ({ link, joins }) =>
      link === 'Provision' &&
      (joins.length === 0 ||
        joins.flat().some((one) => attribute(object.attributes, one.connectorAttribute) !== undefined)),
  );
}

function findOne(member: Member, identities: readonly Identity[], values: Values): Identity | 'several' | undefined {
  const rule = member.rules.find(({ joins }) => joins.length > 0);
  let several = false;
  for (const group of rule?.joins ?? []) {
    const found = identities.filter(
      (identity) =>
        identity.type === rule?.targetType &&
        group.every((condition) => matches(condition, member.object.attributes, values(identity))),
    );
    if (found.length === 1) return found[0];
    several ||= found.length > 1;
  }
  return several ? 'several' : undefined;
}

function matches(condition: ExportedCondition, object: Attributes, identity: Attributes): boolean {
  const key = (value: Scalar): string => (condition.caseSensitive ? textOf(value) : textOf(value).toLowerCase());
  const theirs = new Set(listOf(attribute(identity, condition.metaverseAttribute)).map(key));
  return listOf(attribute(object, condition.connectorAttribute)).some((value) => theirs.has(key(value)));
}
