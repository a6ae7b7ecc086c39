import { lineOf } from '../../kernel/position.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { brief } from '../escape.ts';
import { painter } from '../paint.ts';
import { filterWords, ruleWords } from './filter-words.ts';

type Scoped = Pick<RuleSet, 'filters' | 'rules'>;

/** What each filter and each rule takes, for people. */
export function renderScopes({ filters, rules }: Scoped, view: { readonly colour: boolean }): string {
  const paint = painter(view.colour);
  const entry = (name: string, at: string, words: string): readonly string[] => [
    `  ${paint('strong', brief(name))}  ${paint('dim', brief(at))}`,
    `    ${words}.`,
  ];
  const inbound = rules.filter(({ direction }) => direction === 'inbound');
  const outbound = rules.filter(({ direction }) => direction === 'outbound');
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Filters', filters.flatMap((one) => entry(filterName(one), lineOf(one.source), filterWords(one)))],
    ['Inbound rules', inbound.flatMap((one) => entry(one.id, lineOf(one.source), ruleWords(one)))],
    ['Outbound rules', outbound.flatMap((one) => entry(one.id, lineOf(one.source), ruleWords(one)))],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${[paint('strong', title), ...lines].join('\n')}\n`)
    .join('\n');
}

function filterName({ name, connectors }: RuleSet['filters'][number]): string {
  return `${name}, filter of ${connectors.join(', ')}`;
}

/** The same for programs: the words, and what they are about. */
export function scopesJson({ filters, rules }: Scoped): object {
  return {
    filters: filters.map((one) => ({
      name: one.name,
      connectors: one.connectors,
      at: lineOf(one.source),
      words: filterWords(one),
    })),
    rules: rules.map((one) => ({
      rule: one.id,
      direction: one.direction,
      connectors: one.connectors,
      type: one.sourceType,
      at: lineOf(one.source),
      words: ruleWords(one),
    })),
  };
}
