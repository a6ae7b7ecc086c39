import { carriedKinds } from '../../model/migration.ts';
import type { MigratedFlow, MigratedRule, MigratedSetting, Migration } from '../../model/migration.ts';
import { visible } from '../escape.ts';
import { count, listed } from '../words.ts';
import { carriedWords, countsOf, flowGroups, flowsOf } from './words.ts';

/** What an import came to, in short; everything is in the Markdown. */
export function renderMigration(migration: Migration): string {
  const { rules, settings } = migration;
  const custom = rules.filter(({ standard }) => !standard);
  const undecided = settings.filter(({ carried }) => carried === 'decision');
  const ofStandard = rules.filter(({ standard, carried }) => standard && carried === 'decision');
  return [
    `${count(rules.length, 'rule')}: ${custom.length} that somebody wrote, ${rules.length - custom.length} that came with the server; ${count(flowsOf(migration).length, 'flow')}.`,
    '',
    ...counts(migration),
    ...chapter('Rules that somebody wrote', custom.flatMap(ruleLines)),
    ...chapter('Standard rules that do more than those of the pack', ofStandard.flatMap(ruleLines)),
    ...chapter('To decide', undecided.map(settingLine)),
  ]
    .join('\n')
    .concat('\n');
}

function counts(migration: Migration): readonly string[] {
  const rules = countsOf(migration.rules);
  const flows = countsOf(flowsOf(migration));
  const width = Math.max(...Object.values(carriedWords).map((words) => words.length));
  return carriedKinds.map((kind) => {
    const numbers = `${count(rules[kind], 'rule').padStart(10)}  ${count(flows[kind], 'flow').padStart(12)}`;
    return `  ${carriedWords[kind].padEnd(width)}${numbers}`;
  });
}

function chapter(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function ruleLines({ name, carried, reason, file, flows }: MigratedRule): readonly string[] {
  const where = file === undefined ? '' : ` -> ${visible(file)}`;
  const why = reason === '' ? '' : `. ${visible(reason)}`;
  const open = flowGroups(flows.filter((flow) => flow.carried === 'decision' || flow.carried === carried));
  return [
    `  ${visible(name)}${where}: ${carriedWords[carried]}${why}`,
    ...open
      .filter(([first]) => first.carried === 'decision' || first.carried === 'notWritable')
      .map((group) => `    ${listed(namesOf(group), MOST_NAMES)}: ${visible(group[0].reason)}`),
  ];
}

const MOST_NAMES = 6;

function namesOf(flows: readonly MigratedFlow[]): readonly string[] {
  return flows.map(({ target }) => visible(target));
}

function settingLine({ name, value, reason, advice }: MigratedSetting): string {
  const said = value === '' ? visible(name) : `${visible(name)} = ${visible(value)}`;
  return `  ${said}: ${visible(advice ?? reason)}`;
}
