import { foldCase } from '../../kernel/text.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { compare } from './compare.ts';
import type { Known, Truth } from './known.ts';
import { printCondition, printProperty } from './printer.ts';
import type { Comparison, Condition, Junction, MembershipRule, Property, Quantified } from './syntax.ts';

/** A person as rules see one. Names are folded. */
export interface Subject {
  readonly property: (name: string) => Known;
  /** Tenant id of the manager, lower case; null: has none. */
  readonly manager: string | null | undefined;
  /** Is it a direct member of the group (its id in lower case)? */
  readonly memberOf: (group: string) => boolean | undefined;
}

/**
 * What a rule says of a person. Where it cannot be told: why, and `rest`, what is left of the rule once all that is
 * known is put in. Equal rests have equal answers, whatever these are.
 */
export type Evaluation = boolean | Unknown;

export interface Unknown {
  readonly unknown: string;
  readonly rest: string;
}

export function evaluate(rule: MembershipRule, subject: Subject): Evaluation {
  if (rule.kind === 'directReports') {
    const { manager } = subject;
    return manager === undefined
      ? { unknown: 'the manager, who was not read', rest: 'manager' }
      : manager === rule.manager;
  }
  return conditionOf(rule, subject);
}

function conditionOf(condition: Condition, subject: Subject): Evaluation {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return junctionOf(condition, subject);
    case 'not':
      return negated(conditionOf(condition.part, subject));
    case 'compare':
      return comparisonOf(condition, subject);
    case 'any':
    case 'all':
      return quantifiedOf(condition, subject);
    default:
      return assertNever(condition);
  }
}

function junctionOf({ kind, parts }: Junction, subject: Subject): Evaluation {
  const answers: Evaluation[] = [];
  for (const part of parts) {
    const answer = conditionOf(part, subject);
    if (answer === (kind === 'or')) return answer;
    answers.push(answer);
  }
  return joined(kind, answers);
}

/** Kleene's strong logic. */
function joined(kind: 'and' | 'or', parts: readonly Evaluation[]): Evaluation {
  const deciding = kind === 'or';
  if (parts.includes(deciding)) return deciding;
  const open = parts.filter((part) => typeof part === 'object');
  const [first] = open;
  if (first === undefined) return !deciding;
  if (open.length === 1) return first;
  return { unknown: first.unknown, rest: `${kind}(${open.map(({ rest }) => rest).join(',')})` };
}

function negated(part: Evaluation): Evaluation {
  return typeof part === 'object' ? { unknown: part.unknown, rest: `not(${part.rest})` } : !part;
}

function comparisonOf(comparison: Comparison, subject: Subject): Evaluation {
  const { property, operator, value } = comparison;
  const known = knownOf(property, subject);
  return told(compare(known, operator, value), comparison, property, known);
}

/** `user.memberOf -any (group.objectId -in ['…'])`, `-any` and `-all` over texts; anything else cannot be told. */
function quantifiedOf(quantified: Quantified, subject: Subject): Evaluation {
  const { kind, property, part } = quantified;
  if (isUser(property) && foldCase(property.name) === 'memberof') return membershipOf(quantified, subject);
  const known = knownOf(property, subject);
  if (known.kind === 'unread' || known.kind === 'present') {
    const since = known.kind === 'unread' && known.since !== undefined ? `follows ${known.since} and ` : '';
    return told({ unknown: `${since}was not read` }, quantified, property, known);
  }
  if (known.kind !== 'list' && known.kind !== 'null') {
    return told({ unknown: 'has one value, and the rule asks for several' }, quantified, property, known);
  }
  const texts = known.kind === 'list' ? known.texts : [];
  // Of the empty collection the page has one example only, and it asks for null.
  if (texts.length === 0) {
    if (kind === 'any' && !holdsNull(part)) return false;
    return told({ unknown: 'has no value, for which no answer is documented' }, quantified, property, known);
  }
  const answers = texts.map((text) => conditionOf(part, elementOf(subject, text)));
  return joined(kind === 'any' ? 'or' : 'and', answers);
}

/** The value itself: its property has the empty name. */
function elementOf(subject: Subject, text: string): Subject {
  return {
    ...subject,
    property: (name) => (name === '' ? { kind: 'text', text } : { kind: 'unread' }),
    memberOf: () => undefined,
    manager: undefined,
  };
}

/** Only direct members count (learn.microsoft.com: "Configure dynamic membership groups with the memberOf attribute"). */
function membershipOf(quantified: Quantified, subject: Subject): Evaluation {
  const groups = groupsNamed(quantified);
  if (groups === undefined) {
    return { unknown: 'memberOf in a form that is not documented', rest: printCondition(quantified) };
  }
  const answers = groups.map((group): Evaluation => {
    const answer = subject.memberOf(group);
    return answer ?? { unknown: `the members of ${group}, which were not read`, rest: `memberOf ${group}` };
  });
  return joined('or', answers);
}

/** Ids of the groups that a memberOf names, in lower case. */
export function groupsNamed({ kind, part }: Quantified): readonly string[] | undefined {
  if (kind !== 'any' || part.kind !== 'compare') return undefined;
  const { property, operator, value } = part;
  if (foldCase(property.object) !== 'group' || foldCase(property.name) !== 'objectid') return undefined;
  const values = operator === 'in' && value.kind === 'list' ? value.values : operator === 'eq' ? [value] : [];
  const ids = values.flatMap((one) => (one.kind === 'text' ? [foldCase(one.text)] : []));
  return ids.length === values.length && ids.length > 0 ? ids : undefined;
}

function holdsNull(part: Condition): boolean {
  switch (part.kind) {
    case 'compare':
      return part.value.kind === 'null';
    case 'and':
    case 'or':
      return part.parts.some(holdsNull);
    case 'not':
    case 'any':
    case 'all':
      return true;
    default:
      return assertNever(part);
  }
}

const UNREAD: Known = { kind: 'unread' };

function knownOf(property: Property, subject: Subject): Known {
  const known = folded.get(property);
  const name = known ?? (property.object === '_' ? '' : isUser(property) ? foldCase(property.name) : NOT_OF_A_USER);
  if (known === undefined) folded.set(property, name);
  return name === NOT_OF_A_USER ? UNREAD : subject.property(name);
}

/** A property meets every person. */
const folded = new WeakMap<Property, string>();
const NOT_OF_A_USER = '*';

function isUser({ object }: Property): boolean {
  return foldCase(object) === 'user';
}

function told(truth: Truth, condition: Condition, property: Property, known: Known): Evaluation {
  if (typeof truth === 'boolean') return truth;
  const name = printProperty(property);
  const about = property.object === '_' ? `a value that ${truth.unknown}` : `${name}, which ${truth.unknown}`;
  const text = printed.get(condition) ?? printCondition(condition);
  printed.set(condition, text);
  return {
    unknown: about,
    rest: known.kind === 'unread' ? `${text} ${known.since ?? ''}` : `${text} ${JSON.stringify(known)}`,
  };
}

/** A condition meets every person. */
const printed = new WeakMap<Condition, string>();
