import { compareText } from '../../kernel/text.ts';
import { riskOf } from '../../model/impact.ts';
import type { CauseLine, ImpactChange, ImpactGroup } from '../../model/impact.ts';
import { brief, nameText } from '../escape.ts';
import type { ListCell, ListColumn, ListRow } from '../html/list-data.ts';
import type { Standing } from '../html/parts.ts';
import { sidesOf } from '../plan/lineage.ts';
import { changeWords } from './words.ts';

/** Changes that a page holds: the identities after that say how many they have. */
const MOST_DETAILS = 500_000;
/** Changes of one identity: a group may lose thousands of members. */
const MOST_OF_ONE = 200;
const TEXT = 160;

export const IDENTITY_COLUMNS: readonly ListColumn[] = [
  { title: 'Identity' },
  { title: 'Type', choose: true, gather: 'count' },
  { title: 'What changes', choose: true, gather: 'order' },
  { title: 'Because of', look: 'code', choose: true, gather: 'count' },
  { title: 'Container', look: 'code', gather: 'count' },
];

export const CHANGE_COLUMNS: readonly ListColumn[] = [
  { title: 'What changes' },
  { title: 'Before', look: 'before' },
  { title: 'After', look: 'after' },
  { title: 'Because of', look: 'code' },
  { title: 'Note' },
];

/** Everything that is said of one identity, with the group that says it. */
export interface SaidOfIdentity {
  readonly change: ImpactChange;
  readonly group: ImpactGroup;
}

/** By identity: who has the gravest change first, then by name. */
export function identitiesOf(groups: readonly ImpactGroup[]): readonly (readonly SaidOfIdentity[])[] {
  const all = new Map<string, SaidOfIdentity[]>();
  for (const group of groups) {
    for (const change of group.changes) {
      const said = all.get(change.key);
      if (said === undefined) all.set(change.key, [{ change, group }]);
      else said.push({ change, group });
    }
  }
  // Groups come by risk: the first that is said of an identity is the gravest.
  const risk = ([one]: readonly SaidOfIdentity[]): number =>
    one === undefined ? 0 : riskOf(one.change.kind, one.change.operation);
  const name = ([one]: readonly SaidOfIdentity[]): string => one?.change.name ?? '';
  return [...all.values()].sort((a, b) => risk(a) - risk(b) || compareText(name(a), name(b)));
}

export function* identityRows(identities: readonly (readonly SaidOfIdentity[])[]): Generator<ListRow> {
  let left = MOST_DETAILS;
  for (const said of identities) {
    const [first] = said;
    if (first === undefined) continue;
    const { name, type, dn = '' } = first.change;
    const detail =
      said.length > left
        ? [[`${String(said.length)} changes`, '', '', '', 'not on this page: see --format json']]
        : detailsOf(said);
    left -= detail.length;
    yield {
      cells: [
        nameText(name),
        type ?? '',
        { several: [...new Set(said.map(({ group }) => group))].map(kindCell) },
        { several: [...new Set(said.flatMap(({ group }) => placesOf(group.cause)))] },
        dn.replace(/^(?:\\.|[^,\\])*,/s, ''),
      ],
      detail,
    };
  }
}

export function standingOfKind({ kind, operation }: Pick<ImpactGroup, 'kind' | 'operation'>): Standing {
  const risk = riskOf(kind, operation);
  if (risk <= riskOf('disabled') || (operation !== undefined && risk <= 2)) return 'danger';
  return risk <= riskOf('cleared') ? 'caution' : 'note';
}

/** `path:line` of each line, or that none is known. */
export function placesOf(cause: readonly CauseLine[]): readonly string[] {
  return cause.length === 0 ? ['unknown'] : [...new Set(cause.map(({ at }) => at))];
}

export function causeText({ side, at, text }: CauseLine): string {
  return `${at}  ${side === 'base' ? 'removed: ' : ''}${brief(text.trim(), TEXT)}`;
}

function kindCell(group: ImpactGroup): readonly [Standing, string] {
  return [standingOfKind(group), changeWords(group)];
}

function detailsOf(said: readonly SaidOfIdentity[]): readonly (readonly ListCell[])[] {
  const more = said.length - MOST_OF_ONE;
  const shown = said.slice(0, MOST_OF_ONE).map(detailOf);
  return more > 0 ? [...shown, [`and ${String(more)} more`, '', '', '', 'see --format json']] : shown;
}

function detailOf({ change, group }: SaidOfIdentity): readonly ListCell[] {
  const causes = group.cause.length === 0 ? ['unknown'] : group.cause.map(causeText);
  return [changeWords(group), ...changeSides(change), { several: causes }, change.detail ?? ''];
}

/** Both values, where there are any. */
export function changeSides({ before, after }: Pick<ImpactChange, 'before' | 'after'>): readonly [ListCell, ListCell] {
  return before === null && after === null ? ['', ''] : sidesOf(before, after);
}
