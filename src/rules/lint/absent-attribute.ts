import type { Rule, Scope, ScopeClause } from '../../model/rule-set.ts';
import type { Schema } from '../../model/schema.ts';
import { deniedBy } from '../../model/scope-test.ts';
import { wordsOf } from './lint.ts';
import type { Lint } from './lint.ts';

/** Every object has them (MS-ADA1 to MS-ADA3: mandatory, or set by the system). */
const ALWAYS_THERE = `dn distinguishedName cn name objectClass objectCategory objectGUID instanceType whenCreated whenChanged
  uSNCreated uSNChanged canonicalName createTimeStamp modifyTimeStamp`;

/** Accounts and groups have a name and an identifier for signing in; contacts have not. */
const OF_PRINCIPALS = `sAMAccountName sAMAccountType objectSid`;
const OF_ACCOUNTS = `${OF_PRINCIPALS} userAccountControl primaryGroupID accountExpires pwdLastSet`;

const alwaysThere: Readonly<Record<string, ReadonlySet<string>>> = {
  user: namesOf(ALWAYS_THERE, OF_ACCOUNTS),
  inetOrgPerson: namesOf(ALWAYS_THERE, OF_ACCOUNTS),
  computer: namesOf(ALWAYS_THERE, OF_ACCOUNTS),
  group: namesOf(ALWAYS_THERE, OF_PRINCIPALS, 'groupType'),
};
const ofAnyObject = namesOf(ALWAYS_THERE);

/** Set to take an object out, and absent from all others: the negative operator is what is meant. */
const FLAGS = namesOf('adminDescription');

/** Negative operators on attributes that many objects have not, in scopes and filters of the workspace. */
export const absentAttribute: Lint = ({ ruleSet, directory, isOwn }, report) => {
  const check = (owner: string, scope: Scope, isSpared: (attribute: string) => boolean): void => {
    for (const clause of negatives(scope)) {
      if (isSpared(clause.attribute)) continue;
      report(
        'LINT004',
        clause.source,
        `${owner}: ${wordsOf(clause)} holds for objects without ${clause.attribute}, too.`,
      );
    }
  };
  for (const filter of ruleSet.filters) {
    for (const [type, scope] of filter.objects) {
      check(filter.name, scope, (attribute) => isSparedOfSource(directory, type, attribute));
    }
  }
  for (const rule of ruleSet.rules) {
    if (!isOwn(rule.source)) continue;
    check(rule.id, rule.scope, (attribute) =>
      rule.direction === 'inbound'
        ? isSparedOfSource(directory, rule.sourceType, attribute)
        : isFlag(ruleSet.metaverse, rule.sourceType, attribute) || alwaysFed(ruleSet.rules, rule.sourceType, attribute),
    );
  }
};

/** The negative clauses of groups that say nothing else of the attribute, where no group takes its absence on purpose. */
function negatives(scope: Scope): readonly ScopeClause[] {
  const absent = new Set(scope.flat().flatMap(({ attribute, operator }) => (operator === 'isNull' ? [attribute] : [])));
  return scope.flatMap((group) => {
    const present = new Set(group.filter(needsValue).map(({ attribute }) => attribute));
    return group.filter(
      ({ attribute, operator }) =>
        deniedBy(operator) !== undefined && !present.has(attribute) && !absent.has(attribute),
    );
  });
}

function needsValue({ operator }: ScopeClause): boolean {
  return deniedBy(operator) === undefined && operator !== 'isNull' && operator !== 'notMemberOf';
}

function isSparedOfSource(directory: Schema, type: string, attribute: string): boolean {
  return (
    (alwaysThere[type] ?? ofAnyObject).has(attribute) || FLAGS.has(attribute) || isFlag(directory, type, attribute)
  );
}

/** Who is not marked true is meant: absent is as good as false. */
function isFlag(schema: Schema, type: string, attribute: string): boolean {
  return schema.get(type)?.attributes.get(attribute)?.syntax === 'boolean';
}

function alwaysFed(rules: readonly Rule[], type: string, attribute: string): boolean {
  return rules.some(
    ({ direction, targetType, scope, flows }) =>
      direction === 'inbound' &&
      targetType === type &&
      scope.length === 0 &&
      flows.some(
        ({ target, from }) =>
          target === attribute && (from.kind === 'constant' || (from.kind === 'expression' && from.alwaysGives)),
      ),
  );
}

function namesOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.trim().split(/\s+/)));
}
