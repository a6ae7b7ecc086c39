import { assertNever } from '../../kernel/invariant.ts';
import type { CauseFound, ChangeCause } from '../../model/cause.ts';
import { hazards } from '../../model/hazard.ts';
import type { Hazard, HazardFound } from '../../model/hazard.ts';
import type { Operation } from '../../model/plan.ts';
import { nameText } from '../escape.ts';
import { causeWords, hazardText } from '../hazard-words.ts';
import type { ListCell, ListColumn, ListRow, OneCell } from '../html/list-data.ts';
import type { Standing } from '../html/parts.ts';
import { count } from '../words.ts';
import type { NamedSignature } from './html-signatures.ts';
import { lineageOf, sidesOf, whyCells } from './lineage.ts';
import { hazardOf } from './subject.ts';
import type { Subject } from './subject.ts';
import { noteLines } from './subject-lines.ts';

/** Attributes and members that a page holds: the objects after that say how many they have. */
const MOST_DETAILS = 500_000;
/** Members of one group. */
const MOST_MEMBERS = 200;

const ACTIONS: Readonly<Record<ReturnType<typeof hazardOf>, readonly [Standing, string]>> = {
  delete: ['danger', 'delete'],
  leave: ['danger', 'leave'],
  takeOver: ['caution', 'take over'],
  disable: ['danger', 'disable'],
  upnChange: ['caution', 'new sign-in name'],
  update: ['note', 'update'],
  create: ['good', 'create'],
  group: ['note', 'update'],
};

/** What is known of a plan beside its body, by the ids of its operations. */
export interface Sidecars {
  readonly hazards: readonly HazardFound[];
  readonly causes: readonly CauseFound[];
}

export const SIGNATURE_TITLE = 'Change';
export const HAZARD_TITLE = 'Hazard';

/** Columns of the list of objects; those for which a plan has nothing are left out. */
export function objectColumns(sidecars: Sidecars): readonly ListColumn[] {
  return [
    { title: 'Object' },
    { title: 'Type', choose: true, gather: 'count' },
    { title: 'What', choose: true, gather: 'order' },
    ...(sidecars.hazards.length === 0
      ? []
      : [{ title: HAZARD_TITLE, choose: true, gather: 'order' } satisfies ListColumn]),
    ...(sidecars.causes.length === 0 ? [] : [{ title: 'Cause', choose: true, gather: 'count' } satisfies ListColumn]),
    { title: 'Attributes', choose: true, gather: 'count' },
    { title: 'Container', look: 'code', gather: 'count' },
    { title: SIGNATURE_TITLE, choose: true, gather: 'order', hidden: true },
  ];
}

/** One row for each object, with everything that the plan does to it. */
export function* objectRows(
  subjects: readonly Subject[],
  signatures: readonly NamedSignature[],
  sidecars: Sidecars,
  mostDetails = MOST_DETAILS,
): Generator<ListRow> {
  const labels = labelsByObject(signatures);
  const found = Map.groupBy(sidecars.hazards, ({ operation }) => operation);
  const causes = Map.groupBy(sidecars.causes, ({ operation }) => operation);
  let left = mostDetails;
  for (const subject of subjects) {
    const { object } = subject;
    const ids = operationsOf(subject).map(({ id }) => id);
    const hazardous = hazardsIn(ids.flatMap((id) => found.get(id) ?? []));
    const details = detailOf(subject);
    const detail = details.length > left ? [notHeld(details.length)] : details;
    left -= detail.length;
    yield {
      cells: [
        nameText(object.name),
        object.type,
        actionOf(subject),
        ...(sidecars.hazards.length === 0 ? [] : [{ several: hazardous.map(hazardCell) }]),
        ...(sidecars.causes.length === 0 ? [] : [{ several: causesIn(ids.flatMap((id) => causes.get(id) ?? [])) }]),
        { several: attributesOf(subject) },
        containerOf(subject),
        { several: labels.get(object.key) ?? [] },
      ],
      detail: [...ids.flatMap((id) => (found.get(id) ?? []).flatMap(hazardDetail)), ...detail],
    };
  }
}

function labelsByObject(signatures: readonly NamedSignature[]): ReadonlyMap<string, readonly string[]> {
  const labels = new Map<string, string[]>();
  for (const { signature, label } of signatures) {
    for (const { object } of signature.changes) {
      const known = labels.get(object.key);
      if (known === undefined) labels.set(object.key, [label]);
      else if (known.at(-1) !== label) known.push(label);
    }
  }
  return labels;
}

function operationsOf({ first, main, manager, added, removed }: Subject): readonly Operation[] {
  return [first, main, manager, ...added, ...removed].filter((one) => one !== undefined);
}

function hazardsIn(found: readonly HazardFound[]): readonly Hazard[] {
  const present = new Set(found.map(({ hazard }) => hazard));
  return hazards.filter((hazard) => present.has(hazard));
}

export function hazardCell(hazard: Hazard): readonly [Standing, string] {
  return [standingOfHazard(hazard), hazardText(hazard)];
}

export function standingOfHazard(hazard: Hazard): Standing {
  return hazards.indexOf(hazard) <= hazards.indexOf('DISABLES_USER') ? 'danger' : 'caution';
}

function causesIn(found: readonly CauseFound[]): readonly string[] {
  const present = new Set<ChangeCause>(found.map(({ cause }) => cause));
  return [...present].map((cause) => causeWords[cause]);
}

function hazardDetail({ hazard, detail, people }: HazardFound): readonly (readonly ListCell[])[] {
  if (detail === undefined && people === undefined) return [];
  const whom = people === undefined ? '' : count(people, 'person', 'people');
  return [[hazardCell(hazard), '', whom, detail ?? '', '']];
}

function actionOf(subject: Subject): OneCell {
  if (subject.main?.kind === 'create') return ACTIONS.create;
  if (subject.main?.kind === 'delete') return ACTIONS.delete;
  if (subject.main?.kind === 'leave') return ACTIONS.leave;
  if (subject.main === undefined && subject.first === undefined && subject.manager === undefined) {
    return ['note', 'members'];
  }
  return ACTIONS[hazardOf(subject)];
}

function attributesOf({ main, manager, added, removed }: Subject): readonly string[] {
  const changes = main === undefined || main.kind === 'create' || main.kind === 'delete' ? [] : main.changes;
  return [
    ...changes.map(({ attribute }) => attribute),
    ...(manager === undefined ? [] : ['manager']),
    ...(added.length + removed.length > 0 ? ['members'] : []),
  ];
}

/** The DN without its first part. */
function containerOf({ first, main }: Subject): string {
  const from = first?.from ?? (main !== undefined && 'from' in main ? main.from : '');
  return from.replace(/^(?:\\.|[^,\\])*,/s, '');
}

function detailOf(subject: Subject): readonly (readonly ListCell[])[] {
  const { main, manager, added, removed } = subject;
  return [
    ...reasonDetail(subject),
    ...noteLines(subject).map((note) => ['note', '', note, '', '']),
    ...(main === undefined || main.kind === 'delete' ? [] : main.changes.map(lineageOf)),
    ...(manager === undefined ? [] : [managerDetail(manager)]),
    ...memberDetail('member removed', removed),
    ...memberDetail('member added', added),
  ];
}

function reasonDetail({ main }: Subject): readonly (readonly ListCell[])[] {
  switch (main?.kind) {
    case 'leave':
      return [
        ['reason', '', main.reason, '', ''],
        ['deleted after', '', main.deleteAfter, '', ''],
      ];
    case 'delete':
      return [['reason', '', main.reason, '', '']];
    case 'create':
    case 'update':
    case undefined:
      return [];
    default:
      return assertNever(main);
  }
}

function managerDetail({ before, manager, why }: NonNullable<Subject['manager']>): readonly ListCell[] {
  return ['manager', ...sidesOf(before?.name ?? null, manager?.name ?? null), ...whyCells(why)];
}

function memberDetail(words: string, all: Subject['added'] | Subject['removed']): readonly (readonly ListCell[])[] {
  const shown = all
    .slice(0, MOST_MEMBERS)
    .map(({ kind, member }) =>
      kind === 'addMember' ? [words, '', nameText(member.name), '', ''] : [words, nameText(member.name), '', '', ''],
    );
  const more = all.length - shown.length;
  return more === 0 ? shown : [...shown, [words, '', `and ${count(more, 'more', 'more')}: see --format json`, '', '']];
}

function notHeld(details: number): readonly ListCell[] {
  return [count(details, 'line'), '', 'not on this page: see --object, or --format json', '', ''];
}
