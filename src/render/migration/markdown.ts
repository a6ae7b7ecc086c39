import { carriedKinds } from '../../model/migration.ts';
import type { MigratedRule, MigratedSetting, Migration } from '../../model/migration.ts';
import { markdownText as escaped } from '../markdown.ts';
import { sentence } from '../words.ts';
import { carriedWords, countsOf, flowGroups, flowsOf } from './words.ts';

/** The report of an import for people, in Markdown. Names may hold markup: it is shown, not obeyed. */
export function renderMigrationMarkdown(migration: Migration): string {
  const { rules, settings } = migration;
  const custom = rules.filter(({ standard }) => !standard);
  const standard = rules.filter((rule) => rule.standard);
  return [
    '# Migration report',
    'What became of the configuration of the Entra Connect server: each rule and each flow, and what is left to do.',
    table(migration),
    ...chapter('Settings', settings.map(settingLine)),
    ...chapter('Rules that somebody wrote', custom.map(ruleText)),
    ...chapter('Rules that came with the server', standard.map(ruleText)),
  ]
    .join('\n\n')
    .concat('\n');
}

function table(migration: Migration): string {
  const rules = countsOf(migration.rules);
  const flows = countsOf(flowsOf(migration));
  const settings = countsOf(migration.settings);
  const rows = carriedKinds.map(
    (kind) => `| ${carriedWords[kind]} | ${rules[kind]} | ${flows[kind]} | ${settings[kind]} |`,
  );
  return ['| | Rules | Flows | Settings |', '| --- | ---: | ---: | ---: |', ...rows].join('\n');
}

function chapter(title: string, parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`## ${title}`, parts.join(parts[0]?.startsWith('- ') === true ? '\n' : '\n\n')];
}

function settingLine({ name, value, carried, reason, advice = '' }: MigratedSetting): string {
  const shown = value === '' ? escaped(name) : `${escaped(name)} = ${escaped(value)}`;
  return `- ${shown}: **${carriedWords[carried]}**. ${escaped(reason)} ${escaped(advice)}`.trimEnd();
}

function ruleText({ name, connector, direction, carried, reason, advice, file, origin, flows }: MigratedRule): string {
  const facts = [
    `**${carriedWords[carried]}**. ${escaped(reason)}`.trim(),
    ...(advice === undefined ? [] : [escaped(advice)]),
    `${direction}, ${escaped(connector)}, ${escaped(origin)}${file === undefined ? '' : `; here ${escaped(file)}`}`,
  ];
  const groups = flowGroups(flows).map(([first, ...others]) => {
    const names = [first, ...others].map(({ target }) => escaped(target)).join(', ');
    const because = first.reason === '' ? '.' : `: ${escaped(sentence(first.reason))}`;
    return `- ${names}: ${carriedWords[first.carried]}${because}`;
  });
  return [`### ${escaped(name)}`, facts.join('\\\n'), ...(groups.length === 0 ? [] : [groups.join('\n')])].join('\n\n');
}
