import type { Json } from '../../kernel/canonical-json.ts';
import type {
  CauseLine,
  FindingChange,
  HazardChange,
  HazardOfIdentity,
  Impact,
  ImpactChange,
  ImpactGroup,
  ImpactReport,
} from '../../model/impact.ts';
import { riskOf } from '../../model/impact.ts';
import { textDifference } from '../difference.ts';
import { brief, nameText, visible } from '../escape.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { listChange, valueText } from '../value.ts';
import { count, grouped } from '../words.ts';
import { hazardChangeText, peopleText } from './hazard-words.ts';
import {
  changeWords,
  findingWords,
  operationWords,
  privilegedText,
  readText,
  revisionText,
  sharedDetail,
  verdictText,
} from './words.ts';

export interface ImpactView {
  readonly colour: boolean;
}

const SAMPLES = 5;
const MOST_GROUPS = 60;
const MOST_LINES = 3;
const WIDTH = 60;
/** Beyond this, a glance does not tell which words differ. */
const LONG = 40;

/** A report for people: the gravest first, the verdict last. */
export function renderImpact(report: ImpactReport, { colour }: ImpactView): string {
  const paint = painter(colour);
  const { outcome } = report;
  return [
    ...headLines(report),
    ...(outcome.kind === 'compared' ? impactLines(outcome.impact, paint) : []),
    '',
    renderImpactVerdict(report, { colour }),
  ].join('\n');
}

/** The outcome alone, as the last line of a report says it. */
export function renderImpactVerdict(report: ImpactReport, { colour }: ImpactView): string {
  const { outcome } = report;
  const harmless = outcome.kind === 'sameRules' || (outcome.kind === 'compared' && isHarmless(outcome.impact));
  return `${painter(colour)(harmless ? 'strong' : 'risk', `${verdictText(report)}.`)}\n`;
}

function isHarmless({ identities, findings, hazards = [] }: Impact): boolean {
  if (hazards.some(({ kind }) => kind === 'added')) return false;
  return identities === 0 && findings?.changes.some(({ kind, blocks }) => blocks && kind !== 'disappears') !== true;
}

function headLines({ workspace, base, head, asOf, sources, packs = [] }: ImpactReport): readonly string[] {
  const read = sources
    .map(({ connector, origin, readAt }) => `${visible(connector)}: ${readText(origin, readAt)}`)
    .join('; ');
  return [
    `Impact on ${visible(workspace)}: from ${revisionText(base)} to ${revisionText(head)}`,
    ...(sources.length === 0 ? [] : [`Read from ${read}, as of ${visible(asOf)}`]),
    ...(packs.length === 0 ? [] : [`Rules of ${packs.map(visible).join(', ')}: those of this version, for both`]),
  ];
}

function impactLines({ groups, operations, findings, hazards = [] }: Impact, paint: Paint): readonly string[] {
  const more = groups.length - MOST_GROUPS;
  return [
    ...hazardSection(hazards, paint),
    ...groups.slice(0, MOST_GROUPS).flatMap((group) => ['', ...groupLines(group, paint)]),
    ...(more > 0 ? ['', `and ${count(more, 'group')} more: see --format json`] : []),
    ...(operations === undefined || operations.length === 0
      ? []
      : [
          '',
          'Operations of the plan, before and after',
          ...operations.map(
            ({ kind, base, head }) => `  ${grouped(base).padStart(6)} -> ${grouped(head)}  ${operationWords[kind]}`,
          ),
        ]),
    ...(findings === undefined || findings.changes.length === 0
      ? []
      : [
          '',
          'What the guards say of the plan, before and after',
          ...findings.changes.flatMap((one) => findingLines(one, paint)),
        ]),
  ];
}

/** What the plan may do to people because of the change, and no longer does. */
function hazardSection(hazards: readonly HazardChange[], paint: Paint): readonly string[] {
  if (hazards.length === 0) return [];
  const title = 'What the plan may do to people: added by the change (+), taken away (-)';
  return ['', title, ...hazards.flatMap((one) => hazardLines(one, paint))];
}

function hazardLines(one: HazardChange, paint: Paint): readonly string[] {
  const { kind, hazard, identities } = one;
  const added = kind === 'added';
  const more = identities.length - SAMPLES;
  return [
    `  ${paint(added ? 'risk' : 'strong', `${added ? '+' : '-'} ${hazardChangeText(one)}`)}  ${paint('dim', hazard)}`,
    ...identities.slice(0, SAMPLES).map((identity) => `${INDENT}${hazardSample(identity)}`),
    ...(more > 0 ? [`${INDENT}and ${grouped(more)} more`] : []),
  ];
}

function hazardSample(identity: HazardOfIdentity): string {
  const { name, group, detail, role } = identity;
  const people = peopleText(identity);
  const aside = [
    ...(group === undefined ? [] : [`group ${nameText(group)}`]),
    ...(people === '' ? [] : [people]),
    ...(detail === undefined ? [] : [brief(detail, 300)]),
  ].join(', ');
  return `${nameText(name)}${roleText(role)}${aside === '' ? '' : `: ${aside}`}`;
}

/** Of somebody who holds a directory role. */
function roleText(role: string | undefined): string {
  return role === undefined ? '' : ` [${brief(role)}]`;
}

function findingLines(
  { kind, code, blocks, policyKey, before, after }: FindingChange,
  paint: Paint,
): readonly string[] {
  const governed = policyKey === '' ? '' : ` (${brief(policyKey)})`;
  const what = `${brief(code)} ${findingWords[kind]}${blocks ? ', and blocks' : ''}${governed}`;
  const tone = blocks && kind !== 'disappears' ? 'risk' : 'strong';
  return [
    `  ${paint(tone, what)}`,
    ...(before === undefined ? [] : [`${INDENT}- ${brief(before, 800)}`]),
    ...(after === undefined ? [] : [`${INDENT}+ ${brief(after, 800)}`]),
  ];
}

const INDENT = '          ';
/** Kinds up to `cleared` take something away, or keep something from being done. */
const GRAVE = riskOf('cleared');

function groupLines(group: ImpactGroup, paint: Paint): readonly string[] {
  const { identities, changes, type, kind, operation, cause } = group;
  const tone = riskOf(kind, operation) <= GRAVE ? 'risk' : 'strong';
  const who = type === undefined ? (identities === 1 ? 'object' : 'objects') : identities === 1 ? type : `${type}s`;
  const several = changes.length === identities ? '' : ` (${grouped(changes.length)})`;
  const roles = privilegedText(group);
  const more = changes.length - SAMPLES;
  const shared = sharedDetail(group);
  return [
    `  ${grouped(identities).padStart(6)}  ${paint(tone, `${who}: ${changeWords(group)}${several}${roles}`)}${agreedText(group)}`,
    ...causeLines(cause, paint),
    ...(shared === undefined ? [] : [`${INDENT}each: ${paint('dim', brief(shared))}`]),
    ...changes.slice(0, SAMPLES).flatMap((one) => sampleLines(one, group, paint)),
    ...(more > 0 ? [`${INDENT}and ${grouped(more)} more`] : []),
  ];
}

function causeLines(cause: readonly CauseLine[], paint: Paint): readonly string[] {
  if (cause.length === 0) return [`${INDENT}${paint('dim', 'because of: unknown')}`];
  const more = cause.length - MOST_LINES;
  return [
    ...cause.slice(0, MOST_LINES).map(({ side, at, text }) => {
      const removed = side === 'base' ? 'removed: ' : '';
      return `${INDENT}because of ${visible(at)}  ${paint('dim', `${removed}${brief(text, 100)}`)}`;
    }),
    ...(more > 0 ? [`${INDENT}and of ${count(more, 'line')} more`] : []),
  ];
}

/** Values that all of a group have: said once. */
function agreedText({ before, after, kind, changes }: ImpactGroup): string {
  if (changes.length < 2 || kind === 'membershipLost' || kind === 'membershipGained') return '';
  if (before === undefined || after === undefined || (before === null && after === null)) return '';
  return `: ${sideText(before)} -> ${sideText(after)}`;
}

function sampleLines(change: ImpactChange, group: ImpactGroup, paint: Paint): readonly string[] {
  const { name, dn, before, after, kind, attribute } = change;
  const detail = sharedDetail(group) === undefined ? change.detail : undefined;
  const who = `${nameText(name)}${roleText(change.role)}`;
  const aside = detail === undefined ? '' : paint('dim', `  (${brief(detail)})`);
  if (kind === 'membershipLost') return [`${INDENT}${who} - ${shortText(before)}${aside}`];
  if (kind === 'membershipGained') return [`${INDENT}${who} + ${shortText(after)}${aside}`];
  if (kind === 'heldAppears' && attribute !== undefined && after !== null) {
    return [`${INDENT}${who}  ${shortText(after)}${aside}`];
  }
  if (before === null && after === null) {
    const where = dn === undefined || dn === name ? '' : `  ${brief(dn)}`;
    return [`${INDENT}${who}${where}${aside}`];
  }
  const agreed = agreedText(group) !== '';
  if (agreed) return [`${INDENT}${who}${aside}`];
  if (Array.isArray(before) && Array.isArray(after)) {
    const lines = listChange(before as readonly Json[], after as readonly Json[], WIDTH);
    return [`${INDENT}${who}${aside}`, ...lines.map((line) => `${INDENT}  ${line}`)];
  }
  if (typeof before === 'string' && typeof after === 'string' && Math.max(before.length, after.length) > LONG) {
    const lines = textDifference(before, after, paint);
    return [`${INDENT}${who}${aside}`, ...lines.map((line) => `${INDENT}  ${line}`)];
  }
  return [`${INDENT}${who}  ${sideText(before)} -> ${sideText(after)}${aside}`];
}

function shortText(value: Json): string {
  return typeof value === 'string' ? nameText(value) : '';
}

function sideText(value: Json): string {
  return value === null ? '(nothing)' : valueText(value, WIDTH);
}
