import { hazards } from '../../model/hazard.ts';
import { isForAnotherDay } from '../../model/plan.ts';
import type { Census, Finding, Plan } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import { hazardText } from '../hazard-words.ts';
import { largeList } from '../html/list.ts';
import { markup, nothing } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { pagePieces } from '../html/page.ts';
import type { PageSection } from '../html/page.ts';
import { badge, facts, group, table, tiles } from '../html/parts.ts';
import type { Standing, Tile } from '../html/parts.ts';
import { count, sentence } from '../words.ts';
import { changesSentence, populationLines, verdict } from './census-lines.ts';
import { entryOf } from './finding-lines.ts';
import { HELD_COLUMNS, HELD_DETAIL, heldRows, reasonsMarkup } from './html-held.ts';
import { HAZARD_TITLE, objectColumns, objectRows, SIGNATURE_TITLE, standingOfHazard } from './html-objects.ts';
import type { Sidecars } from './html-objects.ts';
import { namedSignatures, signaturesMarkup } from './html-signatures.ts';
import { LINEAGE } from './lineage.ts';
import { subjectsOf } from './subject.ts';
import { tallyOf } from './tally.ts';
import type { Tally } from './tally.ts';

/** Objects of which a page has rows, the gravest first. */
const MOST_OBJECTS = 300_000;

/**
 * A plan as a page that needs nothing but itself: the verdict, the gravest first, changes that are the same for many
 * as one, and every object with where each value comes from. In pieces: that of a large tenant is long.
 */
export function planHtmlPieces(plan: Plan): Iterable<string> {
  const { envelope, body, findings } = plan;
  const sidecars: Sidecars = { hazards: plan.hazards, causes: plan.causes ?? [] };
  const subjects = subjectsOf(body.operations);
  const tally = tallyOf(body.operations, subjects);
  const { named, total } = namedSignatures(body.operations);
  const columns = objectColumns(sidecars);
  const choiceOf = (title: string): string =>
    `every-choice-${String(columns.findIndex((column) => column.title === title))}`;
  const shown = subjects.slice(0, MOST_OBJECTS);
  const objects = largeList({
    id: 'every',
    noun: 'objects',
    columns,
    detailColumns: LINEAGE,
    rows: objectRows(shown, named, sidecars),
    outOf: subjects.length,
  });
  const held = largeList({
    id: 'left',
    noun: 'held objects',
    columns: HELD_COLUMNS,
    detailColumns: HELD_DETAIL,
    rows: heldRows(body.held.slice(0, MOST_OBJECTS)),
    outOf: body.held.length,
  });
  const signatures = signaturesMarkup(named, total, { choice: choiceOf(SIGNATURE_TITLE) });
  return pagePieces({
    title: `Plan for ${brief(envelope.tenantName)}`,
    kind: 'Plan',
    facts: factsOf(plan),
    summary: markup`${verdictMarkup(plan, tally, subjects.length)}${tiles(tilesOf(tally, body.census))}`,
    sections: [
      ...findingSections(findings),
      ...hazardSection(sidecars, choiceOf(HAZARD_TITLE)),
      ...section('changes', 'Changes', total, signatures),
      ...section('objects', 'Objects', subjects.length, objects.body),
      ...section(
        'held',
        'Held',
        body.held.length,
        markup`<p>It differs from the rules and is left alone.</p>${reasonsMarkup(body.held, 'left-choice-2')}<h3>Every one</h3>${held.body}`,
      ),
      { id: 'census', title: 'Census', body: censusMarkup(plan) },
    ],
    data: [...(subjects.length === 0 ? [] : [objects.data]), ...(body.held.length === 0 ? [] : [held.data])],
  });
}

function section(id: string, title: string, size: number, body: Html): readonly PageSection[] {
  return size === 0 ? [] : [{ id, title, count: size, body }];
}

function factsOf({ envelope }: Plan): readonly (readonly [string, string])[] {
  return [
    ['Workspace', brief(envelope.workspace)],
    ['Tenant', brief(envelope.tenantId)],
    ['Rules', brief(envelope.revision ?? envelope.rulesDigest.slice(0, 12))],
    ...envelope.sources.map(
      ({ connector, origin, readAt }) => [brief(connector), `${brief(origin)}, ${brief(readAt)}`] as const,
    ),
    ['Made', brief(envelope.createdAt)],
    ...(isForAnotherDay(envelope) ? [['As of', brief(envelope.asOf)] as const] : []),
    ['Digest', brief(envelope.bodyDigest.slice(0, 16))],
  ];
}

function verdictMarkup(plan: Plan, tally: Tally, objects: number): Html {
  const blocked = plan.findings.some(({ blocks }) => blocks);
  const changes = plan.body.operations.length > 0;
  const grave = tally.delete + tally.leave + tally.disable > 0;
  const standing: Standing = blocked ? 'danger' : !changes ? 'good' : grave ? 'caution' : 'note';
  const said = blocked
    ? verdict(plan)
    : changes
      ? `${count(objects, 'object changes', 'objects change')}, and nothing is blocked.`
      : 'Nothing to do.';
  return markup`<div class="verdict ${standing}"><p><strong>${said}</strong></p><p>${changesSentence(tally, plan.body.held.length > 0)}</p></div>
`;
}

function tilesOf(tally: Tally, census: Census): readonly Tile[] {
  const grave = (value: number, label: string): readonly Tile[] =>
    value === 0 ? [] : [{ label, value, standing: 'danger' }];
  const some = (value: number, label: string, standing: Standing): readonly Tile[] =>
    value === 0 ? [] : [{ label, value, standing }];
  return [
    ...grave(tally.delete, 'to delete'),
    ...grave(tally.leave, 'to mark as leaving'),
    ...grave(tally.disable, 'to disable'),
    ...some(tally.adopt + tally.reanchor + tally.restore, 'to take over', 'caution'),
    ...some(tally.removeMembers, 'memberships to remove', 'caution'),
    ...some(tally.update, 'to update', 'note'),
    ...some(tally.create, 'to create', 'good'),
    ...some(tally.addMembers, 'memberships to add', 'note'),
    ...some(tally.setManagers, 'managers to set', 'note'),
    ...some(census.held, 'held', 'caution'),
    { label: 'unchanged', value: census.unchanged, standing: 'quiet' },
  ];
}

function findingSections(findings: readonly Finding[]): readonly PageSection[] {
  const blocking = findings.filter(({ blocks }) => blocks);
  const others = findings.filter(({ blocks }) => !blocks);
  const of = (id: string, title: string, all: readonly Finding[]) =>
    section(id, title, all.length, markup`${all.map(findingMarkup)}`);
  return [...of('blocked', 'What blocks it', blocking), ...of('findings', 'Worth a look', others)];
}

function findingMarkup({ code, blocks, detail, policyKey, count: number }: Finding): Html {
  const entry = entryOf(code);
  const said = [
    ...(entry === undefined ? [] : [['What to do', markup`${entry.fix}`] as const]),
    ...(policyKey === '' ? [] : [['Governed by', markup`${brief(policyKey)} in the Policy`] as const]),
    ...(number === 0 ? [] : [['It concerns', markup`${count(number, 'operation')}`] as const]),
  ];
  const summary = markup`${badge(blocks ? 'danger' : 'caution', brief(code, 24))} ${entry?.summary ?? ''}`;
  return group(summary, markup`<p><bdi>${sentence(brief(detail, 800))}</bdi></p>${facts(said)}`, { open: true });
}

function hazardSection({ hazards: found }: Sidecars, choice: string): readonly PageSection[] {
  const rows = hazards.flatMap((hazard) => {
    const all = found.filter((one) => one.hazard === hazard);
    if (all.length === 0) return [];
    const people = all.reduce((sum, one) => sum + (one.people ?? 1), 0);
    const link = markup`<a href="#objects" data-choose="${choice}" data-value="${hazardText(hazard)}">${hazardText(hazard)}</a>`;
    return [[link, badge(standingOfHazard(hazard), hazard), all.length, people]];
  });
  const columns = [
    { title: 'What it does' },
    { title: 'Hazard' },
    { title: 'Operations', number: true },
    { title: 'People', number: true },
  ] as const;
  return section(
    'hazards',
    'Hazards',
    rows.length,
    table('What somebody should agree to, the gravest first', columns, rows),
  );
}

function censusMarkup(plan: Plan): Html {
  const { census } = plan.body;
  const counts = [
    ...Object.entries(census.source).map(([what, number]) => [what, 'read from the source', number] as const),
    ...Object.entries(census.marked).map(([what, number]) => [what, 'marked in the tenant', number] as const),
  ];
  const lines = populationLines(plan).map((line) => markup`<p>${line}</p>`);
  const read =
    counts.length === 0
      ? nothing
      : table('What was read', [{ title: 'What' }, { title: 'Where' }, { title: 'Objects', number: true }], counts);
  const notCarried =
    census.notCarried.length === 0
      ? nothing
      : table(
          'What no rule carries',
          [{ title: 'Type' }, { title: 'Why' }, { title: 'Objects', number: true }],
          census.notCarried.map(({ type, reason, count: number }) => [brief(type), brief(reason), number]),
        );
  return markup`${lines}${read}${notCarried}`;
}
