import type { Diagnostic } from '../../kernel/diagnostic.ts';
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
import { changeText } from '../forge/change.ts';
import { code, htmlCode, htmlProse, nameCode, prose, shortened, textCode, valueCode } from '../forge/inline.ts';
import { bytesOf, documentSizes, fitted } from '../forge/ladder.ts';
import type { Rung, Section } from '../forge/ladder.ts';
import { placeLink } from '../forge/link.ts';
import { stickyMarker } from '../forge/sticky.ts';
import type { MarkdownView } from '../forge/view.ts';
import { valueText } from '../value.ts';
import { count, grouped, sentence } from '../words.ts';
import { diagnosticSections } from './markdown-diagnostics.ts';
import { hazardChangeText, hazardKinds, peopleText } from './hazard-words.ts';
import {
  changeWords,
  findingWords,
  operationWords,
  privilegedText,
  readText,
  sharedDetail,
  verdictText,
} from './words.ts';

const MOST_GROUPS = 60;
const MOST_LINES = 3;
const MOST_SOURCES = 5;
/** A commit that is named by its whole id is shown by its short one alone. */
const COMMIT = /^[0-9a-f]{40}$/;
/** Kinds up to `cleared` take something away, or keep something from being done. */
const GRAVE = riskOf('cleared');

/**
 * The impact of a change of the rules as a comment on a pull request or as the summary of a job: the verdict first,
 * then the gravest. It keeps to the size that the forge takes.
 */
export function renderImpactMarkdown(
  report: ImpactReport,
  diagnostics: readonly Diagnostic[],
  view: MarkdownView,
): string {
  const { outcome } = report;
  const impact = outcome.kind === 'compared' ? outcome.impact : undefined;
  const head = [
    stickyMarker('impact', report.workspace),
    `### Impact on ${textCode(report.workspace, 60)}: ${headline(report)}`,
    ...alert(report),
    `${prose(verdictText(withShortNames(report)), 600)}.`,
    revisionsText(report),
    '',
  ].join('\n\n');
  const foot = impact === undefined ? '' : operationsTable(impact);
  const sections = [
    ...diagnosticSections(diagnostics, view),
    ...(impact === undefined
      ? []
      : [...findingSection(impact), ...hazardSection(impact, view), ...groupSections(impact, view)]),
  ];
  return head + fitted(sections, documentSizes[view.size ?? 'comment'] - bytesOf(head) - bytesOf(foot)) + foot;
}

function headline({ outcome }: ImpactReport): string {
  switch (outcome.kind) {
    case 'sameRules':
      return 'none, the rules are the same';
    case 'unknown':
      return 'unknown, the base is not valid';
    case 'compared':
      return outcome.impact.identities === 0
        ? 'nobody is touched'
        : `${count(outcome.impact.identities, 'identity is', 'identities are')} touched`;
  }
}

function withShortNames(report: ImpactReport): ImpactReport {
  return { ...report, base: { ...report.base, ref: shortened(report.base.ref, 60) } };
}

function alert({ outcome }: ImpactReport): readonly string[] {
  if (outcome.kind === 'unknown') {
    return ['> [!WARNING]\n> **Nothing could be compared with the base:** what is wrong there stands below.'];
  }
  if (outcome.kind !== 'compared' || outcome.impact.findings?.blocked.head !== true) return [];
  const too = outcome.impact.findings.blocked.base ? ', as it was before' : '';
  return [`> [!CAUTION]\n> **The plan would be blocked${too}.** What the guards say stands below.`];
}

function revisionsText({ base, head, asOf, sources }: ImpactReport): string {
  const revision = ({ ref, commit, dirty }: ImpactReport['base']): string => {
    const tree = dirty ? ' and changes that are not committed' : '';
    if (commit === undefined) return textCode(ref, 60);
    if (COMMIT.test(ref)) return textCode(commit, 40);
    return `${textCode(ref, 60)} (${textCode(commit, 40)}${tree})`;
  };
  const read = sources
    .slice(0, MOST_SOURCES)
    .map(
      ({ connector, origin, readAt }) =>
        `${textCode(connector, 60)}: ${textCode(readText(shortened(origin, 80), readAt), 140)}`,
    );
  const more = sources.length - MOST_SOURCES;
  return [
    `From ${revision(base)} to ${revision(head)}`,
    ...read,
    ...(more > 0 ? [`${count(more, 'source')} more`] : []),
    ...(sources.length === 0 ? [] : [`as of ${textCode(asOf, 40)}`]),
  ].join(' · ');
}

function findingSection({ findings }: Impact): readonly Section[] {
  if (findings === undefined || findings.changes.length === 0) return [];
  const { changes } = findings;
  const rung: Rung = {
    of: changes.length,
    things: 'findings',
    *entries() {
      for (const one of changes) yield findingEntry(one);
    },
  };
  return [{ title: '<b>What the guards say of the plan</b>, before and after', open: true, rungs: [rung] }];
}

function findingEntry({ kind, code: of, blocks, policyKey, before, after }: FindingChange): string {
  const governed = policyKey === '' ? '' : ` (${textCode(policyKey, 100)})`;
  const side = (words: string, text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : [`  - ${words}: ${prose(sentence(shortened(text, 800)))}`];
  return [
    `- **${textCode(of, 40)}** ${findingWords[kind]}${blocks ? ', and blocks' : ''}${governed}`,
    ...side('before', before),
    ...side('after', after),
  ].join('\n');
}

/** What the plan may do to people because of the change, and no longer does: every kind of it, whatever the room. */
function hazardSection({ hazards = [] }: Impact, { size }: MarkdownView): readonly Section[] {
  if (hazards.length === 0) return [];
  const rung = (most: number): Rung => ({
    of: hazards.length,
    things: 'hazards',
    *entries() {
      for (const one of hazards) yield hazardEntry(one, most);
    },
  });
  const title = '<b>What the plan may do to people</b>: added by the change, or taken away';
  return [{ title, open: true, rungs: (size === 'summary' ? [100, 20, 5, 0] : [5, 0]).map(rung) }];
}

function hazardEntry(one: HazardChange, most: number): string {
  const { kind, hazard, identities } = one;
  const shown = identities.slice(0, most);
  const cut = shown.length > 0 && shown.length < identities.length;
  return [
    `- ${hazardKinds[kind]}: **${hazardChangeText(one)}** (${code(hazard)})`,
    ...shown.map((identity) => `  - ${hazardSample(identity)}`),
    ...(cut ? [`  - shown ${grouped(shown.length)} of ${grouped(identities.length)}`] : []),
  ].join('\n');
}

function hazardSample(identity: HazardOfIdentity): string {
  const { name, group, detail, role } = identity;
  const people = peopleText(identity);
  const aside = [
    ...(group === undefined ? [] : [`group ${nameCode(group)}`]),
    ...(people === '' ? [] : [people]),
    ...(detail === undefined ? [] : [prose(shortened(detail, 300))]),
  ].join(', ');
  return `${nameCode(name)}${roleText(role)}${aside === '' ? '' : `: ${aside}`}`;
}

/** Of somebody who holds a directory role. */
function roleText(role: string | undefined): string {
  return role === undefined ? '' : ` (**${textCode(role, 100)}**)`;
}

function groupSections({ groups }: Impact, view: MarkdownView): readonly Section[] {
  const more = groups.length - MOST_GROUPS;
  const shown = groups.slice(0, MOST_GROUPS).map((group) => groupSection(group, view));
  if (more <= 0) return shown;
  const words = `Shown ${MOST_GROUPS} of ${grouped(groups.length)} groups: the others are less grave or smaller.`;
  return [...shown, { title: words, open: false, rungs: [] }];
}

function groupSection(group: ImpactGroup, view: MarkdownView): Section {
  const { identities, changes, type, kind, operation, cause } = group;
  const who = count(identities, type ?? 'object');
  const several = changes.length === identities ? '' : ` (${grouped(changes.length)})`;
  const attribute = group.attribute === undefined ? {} : { attribute: shortened(group.attribute, 60) };
  const shared = sharedDetail(group);
  const rung = (most: number): Rung => ({
    of: changes.length,
    things: 'changes',
    *entries() {
      for (const change of changes.slice(0, most)) yield changeEntry(change, group, shared !== undefined);
    },
  });
  return {
    title: `<b>${who}</b>: ${htmlProse(changeWords({ ...group, ...attribute }), 300)}${several}${privilegedText(group)}${agreedTitle(group)}`,
    intro: [
      ...agreedLines(group),
      causeText(cause, view),
      ...(shared === undefined ? [] : [`Each: ${prose(shortened(shared, 300))}`]),
    ].join('\n\n'),
    open: riskOf(kind, operation) <= GRAVE,
    rungs: [rung(Infinity), rung(20), rung(5)],
  };
}

/** Short values that all of a group have. */
function agreedTitle(group: ImpactGroup): string {
  const { before = null, after = null } = group;
  if (!isAgreed(group) || typeof before === 'object' || typeof after === 'object') return '';
  return `: ${htmlCode(valueText(before, 40))} → ${htmlCode(valueText(after, 40))}`;
}

/** Values that all of a group have: said once. */
function agreedLines(group: ImpactGroup): readonly string[] {
  return isAgreed(group) ? [changeText(group.before ?? null, group.after ?? null)] : [];
}

function isAgreed({ before, after, kind, changes }: ImpactGroup): boolean {
  if (changes.length < 2 || kind === 'membershipLost' || kind === 'membershipGained') return false;
  return before !== undefined && after !== undefined && !(before === null && after === null);
}

function causeText(cause: readonly CauseLine[], { linkBase }: MarkdownView): string {
  if (cause.length === 0) return 'Because of: unknown.';
  const more = cause.length - MOST_LINES;
  const lines = cause.slice(0, MOST_LINES).map(({ side, at, text }) => {
    // Lines of base stand in another commit than the one that is linked to.
    const place = placeLink(at, side === 'head' ? linkBase : undefined);
    return `${place}${side === 'base' ? ', removed' : ''}: ${textCode(text, 120)}`;
  });
  const rest = more > 0 ? [`and ${count(more, 'line')} more`] : [];
  return `Because of ${[...lines, ...rest].join('\\\n')}`;
}

function changeEntry(change: ImpactChange, group: ImpactGroup, isSaid: boolean): string {
  const aside = isSaid || change.detail === undefined ? '' : ` (${prose(shortened(change.detail, 300))})`;
  return `- ${nameCode(change.name)}${roleText(change.role)}${valuesText(change, group)}${aside}`;
}

function valuesText({ name, dn, before, after, kind, attribute }: ImpactChange, group: ImpactGroup): string {
  if (kind === 'membershipLost') return `: without ${valueCode(before)}`;
  if (kind === 'membershipGained') return `: with ${valueCode(after)}`;
  if (kind === 'heldAppears' && attribute !== undefined && after !== null) return `: ${valueCode(after)}`;
  if (before === null && after === null) return dn === undefined || dn === name ? '' : ` ${textCode(dn)}`;
  return isAgreed(group) ? '' : `: ${changeText(before, after)}`;
}

function operationsTable({ operations = [] }: Impact): string {
  if (operations.length === 0) return '';
  const rows = operations.map(
    ({ kind, base, head }) => `| ${operationWords[kind]} | ${grouped(base)} | ${grouped(head)} |`,
  );
  return ['| Operations of the plan | Before | After |', '| --- | --: | --: |', ...rows, ''].join('\n');
}
