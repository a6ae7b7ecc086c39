import type {
  ClauseExplanation,
  FilterExplanation,
  JoinExplanation,
  RuleExplanation,
  ScopeExplanation,
} from '../../model/explanation.ts';
import { brief } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { listed } from '../words.ts';
import { placeText, precedenceText, shownName } from './places.ts';
import { sourceText } from './values.ts';

const VALUE = 60;

/** The connector's filter: the container that decides, and each clause. */
export function filterLines(filter: FilterExplanation, paint: Paint): readonly string[] {
  const { container, refusal } = filter;
  const verdict = refusal === undefined ? paint('add', 'accepts it') : paint('remove', 'refuses it');
  return [
    `${paint('strong', 'Filter')} ${shownName(filter.name)} (${brief(filter.at)}) ${verdict}`,
    ...(container === undefined
      ? []
      : [
          `  ${container.include ? 'included' : 'excluded'}  ${brief(container.dn)}  ${paint('dim', brief(container.at))}`,
        ]),
    // A container that lists nothing has no line of its own: the refusal says so.
    ...(refusal !== undefined && container === undefined && filter.scope.length === 0 ? [`  ${brief(refusal)}`] : []),
    ...scopeLines(filter.scope, '  ', paint),
  ];
}

/** Rules of a type by precedence, each with what its scope says. */
export function ruleLines(title: string, rules: readonly RuleExplanation[], paint: Paint): readonly string[] {
  if (rules.length === 0) return [];
  return [paint('strong', title), ...rules.flatMap((one) => oneRule(one, paint))];
}

function oneRule(rule: RuleExplanation, paint: Paint): readonly string[] {
  const head = `${precedenceText(rule.precedence)}  ${placeText(rule.rule, rule.at)}`;
  return [`  ${scopeWord(rule.inScope, paint)} ${head}`, ...scopeLines(rule.scope, '        ', paint)];
}

function scopeWord(inScope: boolean | undefined, paint: Paint): string {
  if (inScope === undefined) return paint('error', 'not known   ');
  return inScope ? paint('add', 'in scope    ') : paint('dim', 'out of scope');
}

function scopeLines(scope: ScopeExplanation, indent: string, paint: Paint): readonly string[] {
  return scope.flatMap((clauses, index) => [
    ...(index === 0 ? [] : [`${indent}or`]),
    ...clauses.map((clause) => indent + clauseLine(clause, paint)),
  ]);
}

const WORDS = { holds: 'holds', fails: 'fails', groupOutOfSight: 'group is not in sight' } as const;

function clauseLine(clause: ClauseExplanation, paint: Paint): string {
  const { attribute, operator, comparands, outcome, actual } = clause;
  const asked = [brief(attribute), operator, ...comparands.map((one) => brief(String(one), VALUE))];
  const has = operator === 'memberOf' || operator === 'notMemberOf' ? '' : `, has ${sourceText(actual, VALUE)}`;
  const word = paint(outcome === 'holds' ? 'add' : 'remove', WORDS[outcome]);
  const [name = '', verb = '', ...others] = asked;
  return `${word}  ${[name, verb, listed(others, 6)].join(' ').trim()}${has}  ${paint('dim', brief(clause.at))}`;
}

/** The join groups that were tried, and whom they found. */
export function joinLines(joins: readonly JoinExplanation[], paint: Paint): readonly string[] {
  if (joins.length === 0) return [];
  return [
    paint('strong', 'Joins that were tried'),
    ...joins.flatMap((join) => [
      `  ${placeText(join.rule, join.at)}`,
      ...join.conditions.map(
        ({ from, to, value }) => `    ${brief(from)} ${sourceText(value, VALUE)} with ${brief(to)}`,
      ),
      `    finds ${foundText(join.found)}`,
    ]),
  ];
}

function foundText(found: readonly string[]): string {
  if (found.length === 0) return 'nobody';
  const names = listed(
    found.map((dn) => brief(dn)),
    3,
  );
  return found.length === 1 ? `${names}: joined` : `${found.length} objects, so that nobody is joined: ${names}`;
}
