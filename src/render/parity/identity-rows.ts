import { isExplained } from '../../model/parity.ts';
import type { Parity, ParityDifference, ParityIdentity, Unpaired } from '../../model/parity.ts';
import { compareText } from '../../kernel/text.ts';
import type { ListCell, ListRow } from '../html/list-data.ts';
import { brief } from '../escape.ts';
import { valueText } from '../value.ts';
import { listed } from '../words.ts';
import { classWords, reasonText, sideWords } from './words.ts';

/** Rows that a browser holds with ease. */
const MOST_ROWS = 50_000;
/** Differences of one identity: a group may lack thousands of members. */
const MOST_DETAILS = 200;
const WIDTH = 200;
const FLOW = 120;

/** Everything that is said of one identity. */
interface Said {
  readonly identity: ParityIdentity;
  readonly differences: ParityDifference[];
  readonly unpaired: Unpaired[];
  isExplained: boolean;
}

/** One row for each identity that differs; below it what differs, both values, and the rules that gave theirs. */
export function identityRows({ groups, unpaired }: Parity): {
  readonly rows: readonly ListRow[];
  readonly left: number;
} {
  const all = new Map<string, Said>();
  const saidOf = (identity: ParityIdentity): Said => {
    const name = JSON.stringify([identity.type, identity.key, identity.id]);
    const found = all.get(name) ?? { identity, differences: [], unpaired: [], isExplained: true };
    all.set(name, found);
    return found;
  };
  for (const one of groups) {
    for (const difference of one.differences) {
      const said = saidOf(difference.identity);
      said.differences.push(difference);
      if (!isExplained(difference.class)) said.isExplained = false;
    }
  }
  for (const one of unpaired) {
    for (const object of one.objects) {
      const said = saidOf(object.identity);
      said.unpaired.push(object);
      if (!one.explained) said.isExplained = false;
    }
  }
  const sorted = [...all.values()].sort(
    (a, b) => Number(a.isExplained) - Number(b.isExplained) || compareText(a.identity.name, b.identity.name),
  );
  return { rows: sorted.slice(0, MOST_ROWS).map(rowOf), left: Math.max(0, sorted.length - MOST_ROWS) };
}

function rowOf(said: Said): ListRow {
  const { identity, differences, unpaired } = said;
  const names = [...unpaired.map(({ side }) => sideWords[side]), ...new Set(differences.map((one) => one.attribute))];
  const details = [...unpaired.map(unpairedDetail), ...differences.map(differenceDetail)];
  const more = details.length - MOST_DETAILS;
  return {
    cells: [
      identity.name,
      identity.type,
      said.isExplained ? ['note', 'Explained'] : ['danger', 'Not explained'],
      listed(names, 8),
    ],
    detail: [
      ...(identity.dn === undefined ? [] : [['in the directory', '', '', '', identity.dn]]),
      ...details.slice(0, MOST_DETAILS),
      ...(more > 0 ? [[`and ${String(more)} more`, '', '', 'see --format json', '']] : []),
    ],
  };
}

function unpairedDetail({ side, reason, hold, detail }: Unpaired): readonly ListCell[] {
  const words = reasonText({ reason, ...(hold === undefined ? {} : { hold }) });
  return [sideWords[side], '', '', detail === '' ? words : `${words}: ${detail}`, ''];
}

function differenceDetail({ attribute, tenant, rules, note, why, class: of }: ParityDifference): readonly ListCell[] {
  const words = note === undefined ? classWords[of] : `${classWords[of]}: ${note}`;
  const lineage = why.map(({ at, rule, flow }) => `${at} ${rule}: ${brief(flow, FLOW)}`).join('; ');
  return [attribute, sideText(tenant), sideText(rules), words, lineage];
}

function sideText(value: ParityDifference['tenant']): string {
  return value === null ? '(nothing)' : valueText(value, WIDTH);
}
