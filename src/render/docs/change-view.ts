import type { Difference, Documentation, DocumentedRule, WorkspaceState } from '../../model/documentation.ts';
import type { ScopingFilter } from '../../model/rule-set.ts';
import { visible } from '../escape.ts';
import { listWords } from '../scope/clause-words.ts';
import { filterWords } from '../scope/filter-words.ts';
import { policyLines } from './policy-words.ts';
import { ruleView } from './rule-view.ts';
import type { FlowView, RuleView } from './rule-view.ts';
import { connectorViews, decisions } from './topology-words.ts';

/** A part of the workspace that came, went or says something else. */
export interface ChangeView {
  readonly of: 'rule' | 'filter' | 'topology' | 'policy';
  /** Of the rule or filter; of topology and policy, which are there once, their own. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly parts: readonly PartView[];
}

/** Absent where there was nothing, or is nothing. */
export interface PartView {
  readonly part: string;
  /** What is written in a workspace: not words of ours. */
  readonly code: boolean;
  readonly before?: string;
  readonly after?: string;
}

/** The name of a flow begins like this. */
const FLOW = 'flow ';

type Facts = readonly (readonly [part: string, text: string])[];

/** What differs from the workspace of the commit: rules first. */
export function changeViews({ comparison, ...now }: Documentation): readonly ChangeView[] {
  if (comparison === undefined) return [];
  const { before, rules, filters } = comparison;
  return [
    ...rules.map((one) => toldAtLeast(changeOf('rule', one, ruleFacts))),
    ...filters.map((one) => toldAtLeast(changeOf('filter', one, filterFacts))),
    ...changed('topology', before, now, topologyFacts),
    ...changed('policy', before, now, ({ policy }) => policyLines(policy).map(({ name, words }) => [name, words])),
  ];
}

function changed(
  of: 'topology' | 'policy',
  before: WorkspaceState | undefined,
  after: WorkspaceState,
  factsOf: (state: WorkspaceState) => Facts,
): readonly ChangeView[] {
  const view = changeOf(of, { name: of, ...(before === undefined ? {} : { before }), after }, factsOf);
  return view.parts.length === 0 ? [] : [view];
}

function changeOf<Thing>(
  of: ChangeView['of'],
  { name, before, after }: Difference<Thing>,
  factsOf: (thing: Thing) => Facts,
): ChangeView {
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const had = before === undefined ? [] : factsOf(before);
  const has = after === undefined ? [] : factsOf(after);
  return { of, name, change, parts: partsOf(had, has) };
}

/** Words shorten very long values: where just their ends differ, that is said. */
function toldAtLeast(view: ChangeView): ChangeView {
  return view.parts.length > 0
    ? view
    : { ...view, parts: [{ part: 'the end of a long value', code: false, before: 'differs', after: 'differs' }] };
}

/** The parts that differ, in the order in which they are now; those that are gone come last. */
function partsOf(before: Facts, after: Facts): readonly PartView[] {
  const had = new Map(before);
  const has = new Map(after);
  const view = (part: string, texts: Pick<PartView, 'before' | 'after'>): PartView => ({
    part,
    code: part.startsWith(FLOW),
    ...texts,
  });
  const gone = before.filter(([part]) => !has.has(part)).map(([part, text]) => view(part, { before: text }));
  const others = after.flatMap(([part, text]): readonly PartView[] => {
    const was = had.get(part);
    if (was === undefined) return [view(part, { after: text })];
    return was === text ? [] : [view(part, { before: was, after: text })];
  });
  return [...others, ...gone];
}

function ruleFacts(documented: DocumentedRule): Facts {
  const view = ruleView(documented);
  return [
    ...ruleSays(view),
    ...view.flows.map((flow): readonly [string, string] => [`${FLOW}${visible(flow.target)}`, flowSays(flow)]),
  ];
}

function ruleSays({ description, from, to, link, scope, join, precedence }: RuleView): Facts {
  return [
    ...(description === undefined ? [] : [['description', description] as const]),
    ['precedence', String(precedence)],
    ['from', from],
    ['to', to],
    ['link', link],
    ['scope', scope],
    ...join.map((words, index) => [`join ${String(index + 1)}`, words] as const),
  ];
}

/** A flow on one line of a table. */
export function flowSays({ says, notes }: FlowView): string {
  return notes.length === 0 ? says : `${says}  (${notes.join('; ')})`;
}

function filterFacts(filter: ScopingFilter): Facts {
  const { connectors, containers } = filter;
  return [
    ['connectors', listWords(connectors.map(visible), 'and')],
    ['takes', filterWords(filter)],
    // Each by its whole name: words shorten long ones.
    ...containers.map(({ dn, include }): readonly [string, string] => [
      `container ${visible(dn)}`,
      include ? 'included' : 'excluded',
    ]),
  ];
}

function topologyFacts({ topology, settings }: WorkspaceState): Facts {
  return [
    ...connectorViews(settings).map(({ name, type, words }): readonly [string, string] => [
      `connector ${visible(name)}`,
      `${words} (${type})`,
    ]),
    ...decisions(topology).map(({ name, words }): readonly [string, string] => [name, words]),
  ];
}
