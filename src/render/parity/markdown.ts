import { isExplained } from '../../model/parity.ts';
import type { DifferenceGroup, NotCompared, ParityReport, UnpairedGroup } from '../../model/parity.ts';
import { brief } from '../escape.ts';
import { markdownCode, markdownText, markdownTable } from '../markdown.ts';
import { valueText } from '../value.ts';
import { count, grouped, listed } from '../words.ts';
import { classWords, pairedText, reasonText, shapeWords, sideWords, subjectText, verdictText } from './words.ts';

const MOST_GROUPS = 60;
const NAMED = 3;
const WIDTH = 60;

/** A report in Markdown, for a pull request: the verdict first, then a line for each group. */
export function renderParityMarkdown(report: ParityReport): string {
  const { parity, workspace, tenantName, sources } = report;
  const how = pairedText(parity);
  const read = sources.map(({ connector, origin }) => `${connector}: ${origin}`).join('; ');
  const groups = (explained: boolean): readonly DifferenceGroup[] =>
    parity.groups.filter((one) => isExplained(one.class) === explained);
  const unpaired = (explained: boolean): readonly UnpairedGroup[] =>
    parity.unpaired.filter((one) => one.explained === explained);
  return [
    '<!-- Made by Lockstep. -->',
    `# Parity of ${markdownText(workspace)} with ${markdownText(tenantName)}`,
    `**${verdictText(parity)}.**`,
    [
      `- Read from ${markdownText(read)}`,
      `- ${count(parity.pairs.user, 'user')} and ${count(parity.pairs.group, 'group')} paired${how === '' ? '' : `: ${how}`}`,
      `- ${count(parity.memberships, 'membership')} compared`,
    ].join('\n'),
    ...chapter('Not explained', unpaired(false), groups(false)),
    ...chapter('Explained', unpaired(true), groups(true)),
    '## Not compared',
    notCompared(parity.notCompared),
  ]
    .join('\n\n')
    .concat('\n');
}

function chapter(
  title: string,
  unpaired: readonly UnpairedGroup[],
  groups: readonly DifferenceGroup[],
): readonly string[] {
  const rows = [...unpaired.map(unpairedRow), ...groups.map(groupRow)];
  if (rows.length === 0) return [];
  const more = rows.length - MOST_GROUPS;
  return [
    `## ${title}`,
    markdownTable(['How many', 'What', 'Where from', 'For example'], rows.slice(0, MOST_GROUPS)),
    ...(more > 0 ? [`And ${count(more, 'group')} more.`] : []),
  ];
}

function unpairedRow(group: UnpairedGroup): readonly string[] {
  const { objects, side, type, detail } = group;
  return [
    grouped(objects.length),
    `${type}: ${sideWords[side]}`,
    markdownText(`${reasonText(group)}${detail === undefined || detail === '' ? '' : `: ${brief(detail)}`}`),
    objects
      .slice(0, NAMED)
      .map(({ identity }) => markdownText(brief(identity.name)))
      .join('<br>'),
  ];
}

function groupRow(group: DifferenceGroup): readonly string[] {
  const { differences, why, shape } = group;
  const words = isExplained(group.class)
    ? ` (${classWords[group.class]})`
    : shape === undefined
      ? ''
      : ` (${shapeWords[shape]})`;
  return [
    grouped(differences.length),
    markdownText(`${subjectText(group)}${words}`),
    why.map(({ at, flow }) => `${markdownText(at)} ${markdownCode(brief(flow, WIDTH))}`).join('<br>'),
    differences
      .slice(0, NAMED)
      .map(({ identity, tenant, rules }) => {
        const values = `${sideText(tenant)} -> ${sideText(rules)}`;
        return `${markdownText(brief(identity.name))}: ${markdownCode(values)}`;
      })
      .join('<br>'),
  ];
}

function sideText(value: DifferenceGroup['differences'][number]['tenant']): string {
  return value === null ? '(nothing)' : valueText(value, WIDTH);
}

function notCompared({ attributes, notExposed, references, leftAlone, cloudOnly }: NotCompared): string {
  const names = attributes.map(({ type, attribute, objects }) => `${type} ${attribute} (${grouped(objects)})`);
  return [
    ...(names.length === 0 ? [] : [`No rule writes ${markdownText(listed(names, 40))}.`]),
    ...(references.count === 0
      ? []
      : [`${count(references.count, 'manager or member', 'managers and members')} in no pair.`]),
    ...(leftAlone === 0 ? [] : [`${count(leftAlone, 'pair')} that a joinNoFlow rule leaves alone.`]),
    ...(cloudOnly === 0 ? [] : [`${count(cloudOnly, 'object')} of the cloud that no engine writes.`]),
    `${count(notExposed.length, 'attribute')} that Entra Connect writes by default and Graph does not show.`,
  ]
    .map((line) => `- ${line}`)
    .join('\n');
}
