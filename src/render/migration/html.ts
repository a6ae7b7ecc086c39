import { carriedKinds } from '../../model/migration.ts';
import type { Carried, MigratedFlow, MigratedRule, MigratedSetting, Migration } from '../../model/migration.ts';
import { markup, nothing } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { renderPage } from '../html/page.ts';
import type { PageSection } from '../html/page.ts';
import { badge, code, facts, filtered, group, table, tiles } from '../html/parts.ts';
import type { Standing } from '../html/parts.ts';
import { count, sentence } from '../words.ts';
import { carriedWords, countsOf, flowGroups, flowsOf } from './words.ts';

const STANDINGS: Readonly<Record<Carried, Standing>> = {
  same: 'good',
  renamed: 'note',
  notWritable: 'quiet',
  decision: 'caution',
};

const FLOW_WORDS: Readonly<Record<Carried, { readonly one: string; readonly many: string }>> = {
  same: { one: 'flow is the same', many: 'flows are the same' },
  renamed: { one: 'flow is the same after renaming', many: 'flows are the same after renaming' },
  notWritable: { one: 'flow that Graph cannot write', many: 'flows that Graph cannot write' },
  decision: { one: 'flow needs a decision', many: 'flows need a decision' },
};

/** The report of an import as a page: what the Markdown says, and a choice of what is looked at. */
export function renderMigrationHtml(migration: Migration): string {
  const { rules, settings } = migration;
  const flows = countsOf(flowsOf(migration));
  return renderPage({
    title: 'Migration report',
    kind: 'Import from Entra Connect',
    lead: 'What became of the configuration of the Entra Connect server: each rule and each flow, and what is left to do.',
    summary: tiles(
      carriedKinds.map((kind) => ({
        label: flows[kind] === 1 ? FLOW_WORDS[kind].one : FLOW_WORDS[kind].many,
        value: flows[kind],
        standing: STANDINGS[kind],
      })),
    ),
    sections: [
      { id: 'counts', title: 'Counts', body: countsHtml(migration) },
      ...(settings.length === 0
        ? []
        : [{ id: 'settings', title: 'Settings', count: settings.length, body: settingsHtml(settings) }]),
      ...rulesSection(
        'own',
        'own rules',
        'Rules that somebody wrote',
        rules.filter(({ standard }) => !standard),
      ),
      ...rulesSection(
        'standard',
        'standard rules',
        'Rules that came with the server',
        rules.filter(({ standard }) => standard),
      ),
    ],
  });
}

function countsHtml(migration: Migration): Html {
  const { rules, settings } = migration;
  const columns = [rules, flowsOf(migration), settings].map(countsOf);
  return table(
    'How much of each',
    [
      { title: 'Outcome' },
      { title: 'Rules', number: true },
      { title: 'Flows', number: true },
      { title: 'Settings', number: true },
    ],
    carriedKinds.map((kind) => [outcome(kind), ...columns.map((counts) => counts[kind])]),
  );
}

function settingsHtml(settings: readonly MigratedSetting[]): Html {
  return table(
    'Settings, connectors, and what an export does not say',
    ['Setting', 'Value', 'Outcome', 'Because', 'To do'].map((title) => ({ title })),
    settings.map(({ name, value, carried, reason, advice }) => [name, value, outcome(carried), reason, advice]),
  );
}

function rulesSection(id: string, noun: string, title: string, rules: readonly MigratedRule[]): readonly PageSection[] {
  if (rules.length === 0) return [];
  const items = rules.map((rule) => ({ kinds: kindsOf(rule), body: ruleHtml(rule) }));
  const options = carriedKinds.map((kind) => carriedWords[kind]);
  return [{ id, title, count: rules.length, body: filtered(id, noun, items, { label: 'With', options }) }];
}

/** A rule is found by its own outcome, and by that of each of its flows. */
function kindsOf({ carried, flows }: MigratedRule): readonly string[] {
  return [...new Set([carried, ...flows.map((flow) => flow.carried)])].map((kind) => carriedWords[kind]);
}

function ruleHtml(rule: MigratedRule): Html {
  const { name, connector, direction, carried, reason, advice, file, origin, flows } = rule;
  const size = flows.length === 0 ? '' : `, ${count(flows.length, 'flow')}`;
  const summary = markup`${outcome(carried)} <strong>${name}</strong> <span class="soft">${direction}, ${connector}${size}</span>`;
  const said = facts([
    ...(reason === '' ? [] : [['Because', reason] as const]),
    ...(advice === undefined ? [] : [['To do', markup`<strong>${advice}</strong>`] as const]),
    ['Server', markup`${direction}, ${connector}`],
    ['Export', code(origin)],
    ...(file === undefined ? [] : [['Here', code(file)] as const]),
  ]);
  const body = markup`${said}${flows.length === 0 ? nothing : flowsHtml(name, flows)}`;
  return group(summary, body, { open: advice !== undefined });
}

/** Flows of which the same is said stand in one row, the gravest first. */
function flowsHtml(rule: string, flows: readonly MigratedFlow[]): Html {
  const groups = flowGroups(flows);
  const rows = carriedKinds.toReversed().flatMap((kind) => groups.filter(([first]) => first.carried === kind));
  return table(
    `Flows of ${rule}`,
    ['Attributes', 'Outcome', 'Because'].map((title) => ({ title })),
    rows.map(([first, ...others]) => [
      [first, ...others].map(({ target }) => target).join(', '),
      outcome(first.carried),
      first.reason === '' ? '' : sentence(first.reason),
    ]),
  );
}

function outcome(kind: Carried): Html {
  return badge(STANDINGS[kind], carriedWords[kind]);
}
