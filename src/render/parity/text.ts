import { isExplained } from '../../model/parity.ts';
import type {
  DifferenceGroup,
  NotCompared,
  Parity,
  ParityDifference,
  ParityReport,
  UnpairedGroup,
} from '../../model/parity.ts';
import type { Why } from '../../model/plan.ts';
import { brief, nameText, visible } from '../escape.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { valueText } from '../value.ts';
import { count, grouped, listed } from '../words.ts';
import { classWords, pairedText, reasonText, shapeWords, sideWords, subjectText, verdictText } from './words.ts';

export interface ParityView {
  readonly colour: boolean;
}

const SAMPLES = 3;
const MOST_GROUPS = 60;
const WIDTH = 60;

/** A report for people: what is not explained first, the verdict last. */
export function renderParity(report: ParityReport, { colour }: ParityView): string {
  const paint = painter(colour);
  const { parity } = report;
  return [
    headText(report),
    ...section('Not explained', [...unexplainedLines(parity, paint)]),
    ...section('Explained', [...explainedLines(parity, paint)]),
    ...section('Not compared', notComparedLines(parity.notCompared)),
    '',
    renderParityVerdict(report, { colour }),
  ].join('\n');
}

/** The outcome alone, as the last line of a report says it. */
export function renderParityVerdict({ parity }: ParityReport, { colour }: ParityView): string {
  const tone = parity.unexplained === 0 ? 'strong' : 'risk';
  return `${painter(colour)(tone, `${verdictText(parity)}.`)}\n`;
}

function headText(report: ParityReport): string {
  const { parity, sources } = report;
  const read = sources.map(({ connector, origin }) => `${visible(connector)}: ${visible(origin)}`).join('; ');
  const pairs = `${count(parity.pairs.user, 'user')} and ${count(parity.pairs.group, 'group')} paired`;
  const how = pairedText(parity);
  const head = `Parity of ${visible(report.workspace)} with ${nameText(report.tenantName)} (${report.tenantId})`;
  return `${head}\nRead from ${read}\n${pairs}${how === '' ? '' : `: ${how}`}; ${count(parity.memberships, 'membership')} compared`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function unexplainedLines(parity: Parity, paint: Paint): readonly string[] {
  const groups = parity.groups.filter((one) => !isExplained(one.class));
  const unpaired = parity.unpaired.filter((one) => !one.explained);
  return [
    ...cutTo(unpaired, (group) => unpairedLines(group, paint)),
    ...cutTo(groups, (group) => groupLines(group, paint)),
  ];
}

function explainedLines(parity: Parity, paint: Paint): readonly string[] {
  const groups = parity.groups.filter((one) => isExplained(one.class));
  return [
    ...cutTo(
      parity.unpaired.filter((one) => one.explained),
      (group) => unpairedLines(group, paint),
    ),
    ...cutTo(groups, (group) => groupLines(group, paint)),
  ];
}

function cutTo<T>(groups: readonly T[], linesOf: (group: T) => readonly string[]): readonly string[] {
  const lines = groups.slice(0, MOST_GROUPS).flatMap(linesOf);
  const more = groups.length - MOST_GROUPS;
  return more > 0 ? [...lines, `  and ${count(more, 'group')} more: see --format json`] : lines;
}

function groupLines(group: DifferenceGroup, paint: Paint): readonly string[] {
  const { differences, shape } = group;
  const words = isExplained(group.class) ? [classWords[group.class]] : shape === undefined ? [] : [shapeWords[shape]];
  const head = `  ${number(differences.length)}  ${paint('strong', visible(subjectText(group)))}${words.map((one) => ` (${one})`).join('')}`;
  return [
    head,
    ...group.why.map((why) => `${INDENT}${whyText(why)}`),
    ...differences.slice(0, SAMPLES).map((one) => `${INDENT}${sampleText(one, paint)}`),
    ...moreLine(differences.length),
  ];
}

const INDENT = '          ';

function number(value: number): string {
  return grouped(value).padStart(6);
}

function moreLine(all: number): readonly string[] {
  return all > SAMPLES ? [`${INDENT}and ${grouped(all - SAMPLES)} more`] : [];
}

function whyText({ rule, at, flow }: Why): string {
  return `${visible(at)}  ${visible(rule)}: ${brief(flow, 80)}`;
}

function sampleText({ identity, attribute, kind, tenant, rules, note }: ParityDifference, paint: Paint): string {
  const name = nameText(identity.name);
  const aside = note === undefined ? '' : paint('dim', `  (${brief(note)})`);
  if (attribute === 'members') {
    const member = rules ?? tenant;
    return `${name} ${kind === 'added' ? '+' : '-'} ${typeof member === 'string' ? nameText(member) : ''}${aside}`;
  }
  return `${name}  ${sideValue(tenant)} -> ${sideValue(rules)}${aside}`;
}

function sideValue(value: ParityDifference['tenant']): string {
  return value === null ? '(nothing)' : valueText(value, WIDTH);
}

function unpairedLines(group: UnpairedGroup, paint: Paint): readonly string[] {
  const { objects, side, type, detail } = group;
  const told = detail === undefined || detail === '' ? '' : `: ${brief(detail)}`;
  const head = `  ${number(objects.length)}  ${paint('strong', `${type}: ${sideWords[side]}`)} (${reasonText(group)}${told})`;
  return [
    head,
    ...objects.slice(0, SAMPLES).map(({ identity, detail: own }) => {
      const name = `${INDENT}${nameText(identity.name)}${identity.dn === undefined ? '' : `  ${brief(identity.dn)}`}`;
      return detail === undefined && own !== '' ? `${name}  (${brief(own)})` : name;
    }),
    ...moreLine(objects.length),
  ];
}

function notComparedLines({
  attributes,
  notExposed,
  references,
  leftAlone,
  cloudOnly,
}: NotCompared): readonly string[] {
  const byType = (['user', 'group'] as const).flatMap((type) => {
    const names = attributes
      .filter((one) => one.type === type)
      .map((one) => `${visible(one.attribute)} ${grouped(one.objects)}`);
    return names.length === 0 ? [] : [`  of ${type}s, no rule writes ${listed(names, 40)}`];
  });
  return [
    ...byType,
    ...(references.count === 0
      ? []
      : [
          `  ${count(references.count, 'manager or member', 'managers and members')} in no pair`,
          ...references.samples.slice(0, SAMPLES).map((one) => `${INDENT}${brief(one)}`),
          ...moreLine(references.count),
        ]),
    ...(leftAlone === 0 ? [] : [`  ${count(leftAlone, 'pair')} that a joinNoFlow rule leaves alone`]),
    ...(cloudOnly === 0 ? [] : [`  ${count(cloudOnly, 'object')} of the cloud that no engine writes`]),
    `  ${count(notExposed.length, 'attribute')} that Entra Connect writes by default and Graph does not show`,
  ];
}
