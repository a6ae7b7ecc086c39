import type {
  ClauseCoverage,
  FilterCoverage,
  FlowCoverage,
  RuleCoverage,
  ScopeCoverage,
} from '../../model/coverage.ts';
import type { RuleReport } from '../../model/rule-report.ts';
import { brief } from '../escape.ts';
import { placeText, precedenceText } from '../explanation/places.ts';
import { plain } from '../explanation/json.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { columnWidth, pad } from '../width.ts';
import { count, grouped } from '../words.ts';
import { clauseText } from './clause-text.ts';

export interface RuleReportView {
  readonly colour: boolean;
  /** The counts only. */
  readonly quiet: boolean;
}

/** The rules by precedence, for people; with a population, what each does with it. */
export function renderRules(
  { workspace, population, coverage }: RuleReport,
  { colour, quiet }: RuleReportView,
): string {
  const paint = painter(colour);
  const counted = population.length > 0;
  const { filters, rules } = coverage;
  const head = counted
    ? population.map(
        ({ connector, origin, readAt, objects }) =>
          `${brief(connector)}: ${count(objects, 'object')}, read ${brief(readAt)} (${brief(origin)})`,
      )
    : [];
  const blocks = quiet
    ? []
    : [
        ...filters.map((one) => filterLines(one, counted, paint)),
        ...rules.map((one) => ruleLines(one, counted, paint)),
      ];
  const tail = `${brief(workspace)}: ${count(rules.length, 'rule')} by precedence, the lower wins.${counted ? silentText(rules) : ''}`;
  return `${[...(head.length === 0 ? [] : [head]), ...blocks, [tail]].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The same for machines: one document; `counts` are 0 without a population. */
export function renderRulesJson(report: RuleReport): string {
  return `${JSON.stringify({ format: 'lockstep-rule-report', version: 1, ...(plain(report) as object) }, null, 2)}\n`;
}

function silentText(rules: readonly RuleCoverage[]): string {
  const idle = rules.filter(({ accepted }) => accepted === 0).length;
  const silent = rules.flatMap(({ flows }) => flows).filter((flow) => !hasSay(flow)).length;
  return ` ${count(idle, 'rule matches', 'rules match')} nobody; ${count(silent, 'flow', 'flows')} never won.`;
}

function filterLines(filter: FilterCoverage, counted: boolean, paint: Paint): readonly string[] {
  const { containers, types } = filter;
  const width = columnWidth(
    containers.map(({ dn }) => brief(dn)),
    80,
  );
  return [
    `${paint('strong', 'filter')}  ${placeText(filter.filter, filter.at)}`,
    ...containers.map(({ dn, include, objects }) => {
      const name = counted ? pad(brief(dn), width) : brief(dn);
      return `        ${include ? 'includes' : 'excludes'} ${name}${counted ? `  ${reach(objects, paint)}` : ''}`;
    }),
    ...types.flatMap(({ type, ...scope }) => [
      `        ${brief(type)}${counted ? `  ${scopeText(scope, paint)}` : ''}`,
      ...clauseLines(scope.scope, '          ', counted, paint),
    ]),
  ];
}

function ruleLines(rule: RuleCoverage, counted: boolean, paint: Paint): readonly string[] {
  const { precedence, direction, connectors, sourceType, targetType, link } = rule;
  const way =
    direction === 'inbound'
      ? `${sourceType} of ${connectors.join(', ')} -> ${targetType} in the metaverse`
      : `${sourceType} in the metaverse -> ${targetType} of ${connectors.join(', ')}`;
  return [
    `${precedenceText(precedence)}  ${paint('strong', placeText(rule.rule, rule.at))}`,
    `        ${direction}, ${brief(way)}, ${link}${counted ? `: ${scopeText(rule, paint)}` : ''}`,
    ...(rule.description === undefined || counted ? [] : [`        ${paint('dim', brief(rule.description))}`]),
    ...(counted && rule.asked === 0 ? [] : clauseLines(rule.scope, '        ', counted, paint)),
    ...(!counted ? flowNames(rule.flows) : rule.accepted === 0 ? [] : flowLines(rule.flows, paint)),
  ];
}

function scopeText({ asked, accepted }: ScopeCoverage, paint: Paint): string {
  if (asked === 0) return paint('warning', 'asked about nobody');
  const text = `${grouped(accepted)} of ${grouped(asked)} in scope`;
  return accepted === 0 ? paint('warning', `${text}: matches nobody`) : text;
}

function reach(objects: number, paint: Paint): string {
  return objects === 0 ? paint('warning', 'nobody') : count(objects, 'object');
}

function clauseLines(
  scope: readonly (readonly ClauseCoverage[])[],
  indent: string,
  counted: boolean,
  paint: Paint,
): readonly string[] {
  const width = columnWidth(scope.flat().map(clauseText), 60);
  return scope.flatMap((clauses, index) =>
    clauses.map((clause, place) => {
      const word = place > 0 ? 'and  ' : index > 0 ? 'or   ' : 'where';
      const text = clauseText(clause);
      return `${indent}${paint('dim', word)} ${counted ? `${pad(text, width)}  ${clauseCount(clause, paint)}` : text}`;
    }),
  );
}

function clauseCount({ holds, fails }: ClauseCoverage, paint: Paint): string {
  const text = `holds ${grouped(holds)}, fails ${grouped(fails)}`;
  if (holds === 0 && fails === 0) return paint('dim', text);
  if (holds === 0) return paint('warning', `${text}: for none`);
  return fails === 0 ? paint('warning', `${text}: for all`) : text;
}

function flowNames(flows: readonly FlowCoverage[]): readonly string[] {
  return flows.length === 0 ? [] : [`        flows ${flows.map(({ target }) => brief(target)).join(', ')}`];
}

function flowLines(flows: readonly FlowCoverage[], paint: Paint): readonly string[] {
  const width = columnWidth(
    flows.map(({ target }) => brief(target)),
    40,
  );
  return flows.map((flow) => `        flow  ${pad(brief(flow.target), width)}  ${flowCount(flow, paint)}`);
}

function flowCount({ standings }: FlowCoverage, paint: Paint): string {
  const words: readonly (readonly [keyof FlowCoverage['standings'], string])[] = [
    ['wins', 'wins'],
    ['contributes', 'contributes'],
    ['passes', 'gives nothing'],
    ['ignored', 'ignored'],
    ['outranked', 'outranked'],
    ['fails', 'fails'],
  ];
  const told = words
    .filter(([name]) => standings[name] > 0)
    .map(([name, word]) => `${word} ${grouped(standings[name])}`);
  if (told.length === 0) return paint('dim', 'nobody');
  return hasSay({ standings }) ? told.join(', ') : paint('warning', `${told.join(', ')}: never wins`);
}

function hasSay({ standings }: Pick<FlowCoverage, 'standings'>): boolean {
  return standings.wins + standings.contributes > 0;
}
