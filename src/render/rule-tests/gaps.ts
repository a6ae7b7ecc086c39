import type { ClauseCoverage, Coverage, FilterCoverage, FlowCoverage, RuleCoverage } from '../../model/coverage.ts';
import { brief } from '../escape.ts';
import { placeText } from '../explanation/places.ts';
import type { Paint } from '../paint.ts';
import { clauseText } from '../rules/clause-text.ts';
import { columnWidth, pad } from '../width.ts';
import { count, grouped } from '../words.ts';

/** What no case decided of one rule or filter. */
interface Gap {
  readonly what: string;
  readonly at: string;
  readonly why: string;
}

/** What no test decided: rules, flows and clauses of the workspace line by line, those of packs in a sum. */
export function gapLines(coverage: Coverage, _width: number, paint: Paint): readonly (readonly string[])[] {
  const own = coverage.rules.filter((rule) => rule.own);
  const parts = [
    ...coverage.filters.map((filter) => ({ title: placeText(filter.filter, filter.at), gaps: filterGaps(filter) })),
    ...own.map((rule) => ({ title: placeText(rule.rule, rule.at), gaps: ruleGaps(rule) })),
  ].filter(({ gaps }) => gaps.length > 0);
  const blocks = parts.map(({ title, gaps }) => {
    const width = columnWidth(
      gaps.map(({ what }) => brief(what, 60)),
      60,
    );
    return [
      paint('strong', title),
      ...gaps.map(
        ({ what, at, why }) => `  ${pad(brief(what, 60), width)}  ${paint('warning', why)}  ${paint('dim', brief(at))}`,
      ),
    ];
  });
  return [
    ...(blocks.length === 0
      ? []
      : [[paint('strong', 'What no case decides'), ...blocks.flat().map((one) => `  ${one}`)]]),
    [
      `Rules of the workspace  ${totalsText(own, coverage.filters)}`,
      `Rules of packs          ${totalsText(
        coverage.rules.filter((rule) => !rule.own),
        [],
      )}`,
    ],
  ];
}

function ruleGaps(rule: RuleCoverage): readonly Gap[] {
  const { at } = rule;
  if (rule.accepted === 0) return [{ what: 'the rule', at, why: 'no case is in its scope' }];
  return [...rule.scope.flat().flatMap(clauseGaps), ...rule.flows.flatMap(flowGaps)];
}

function filterGaps({ types }: FilterCoverage): readonly Gap[] {
  return types.flatMap(({ type, scope }) =>
    scope.flat().flatMap((clause) => clauseGaps(clause).map((gap) => ({ ...gap, what: `${type}: ${gap.what}` }))),
  );
}

function clauseGaps(clause: ClauseCoverage): readonly Gap[] {
  const gap = (why: string): Gap => ({ what: clauseText(clause), at: clause.at, why });
  if (clause.accepts === 0 && clause.refuses === 0) return [gap('no case decided by it')];
  if (clause.accepts === 0) return [gap('no case accepted by it')];
  return clause.refuses === 0 ? [gap('no case refused by it')] : [];
}

function flowGaps({ target, at, standings }: FlowCoverage): readonly Gap[] {
  if (isDecided({ standings })) return [];
  const asked = standings.passes + standings.ignored > 0;
  return [{ what: target, at, why: asked ? 'gives nothing in every case' : 'never asked: others come first' }];
}

function isDecided({ standings }: Pick<FlowCoverage, 'standings'>): boolean {
  return standings.wins + standings.contributes + standings.fails > 0;
}

function totalsText(rules: readonly RuleCoverage[], filters: readonly FilterCoverage[]): string {
  const flows = rules.flatMap((rule) => rule.flows);
  const clauses = [...rules, ...filters.flatMap(({ types }) => types)].flatMap(({ scope }) => scope.flat());
  const ways = clauses.reduce((sum, { accepts, refuses }) => sum + Math.sign(accepts) + Math.sign(refuses), 0);
  const share = (part: number, whole: number, noun: string): string => `${part} of ${count(whole, noun)}`;
  return [
    share(rules.filter(({ accepted }) => accepted > 0).length, rules.length, 'rule'),
    share(flows.filter(isDecided).length, flows.length, 'flow'),
    `${ways} of ${grouped(2 * clauses.length)} outcomes of clauses`,
  ].join(', ');
}
