import { isExplained } from '../../model/parity.ts';
import type {
  DifferenceGroup,
  NotCompared,
  Parity,
  ParityDifference,
  ParityReport,
  Unpaired,
  UnpairedGroup,
} from '../../model/parity.ts';
import type { Why } from '../../model/plan.ts';
import { list } from '../html/list.ts';
import type { ListCell } from '../html/list-data.ts';
import { markup, nothing } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { renderPage } from '../html/page.ts';
import type { PageSection } from '../html/page.ts';
import { badge, code, facts, filtered, group, table, tiles } from '../html/parts.ts';
import type { FilterItem, Standing } from '../html/parts.ts';
import { valueText } from '../value.ts';
import { count } from '../words.ts';
import { identityRows } from './identity-rows.ts';
import { classWords, pairedText, reasonText, shapeWords, sideWords, subjectText, verdictText } from './words.ts';

/** Identities that a group shows; all of them stand below it. */
const IN_A_GROUP = 100;
/** Groups that a page opens one by one. */
const MOST_GROUPS = 500;
const WIDTH = 200;

/** A report to click through: groups that open to their identities, and every identity with both values. */
export function renderParityHtml(report: ParityReport): string {
  const { parity, workspace, tenantName, sources } = report;
  return renderPage({
    title: `${workspace} with ${tenantName}`,
    kind: 'Parity',
    lead:
      parity.unexplained === 0
        ? 'The rules give what the tenant holds: every difference is explained.'
        : 'The rules would not give what the tenant holds: what is not explained comes first.',
    facts: [
      ['Tenant', report.tenantId],
      ...sources.map(({ connector, origin, readAt }) => [connector, `${origin}, ${readAt}`] as const),
      ['Compared', report.asOf],
      ['Rules', report.rulesDigest.slice(0, 12)],
    ],
    summary: summaryOf(parity),
    sections: [
      ...groupSection('not-explained', 'Not explained', false, parity),
      ...groupSection('explained', 'Explained', true, parity),
      identitySection(parity),
      { id: 'not-compared', title: 'Not compared', body: notComparedMarkup(parity.notCompared) },
    ],
  });
}

function summaryOf(parity: Parity): Html {
  const { unexplained, explained } = parity;
  return markup`${tiles([
    {
      label: `${differenceWord(unexplained)} not explained`,
      value: unexplained,
      standing: unexplained === 0 ? 'good' : 'danger',
    },
    { label: `${differenceWord(explained)} explained`, value: explained, standing: explained === 0 ? 'quiet' : 'note' },
    { label: parity.identities === 1 ? 'identity' : 'identities', value: parity.identities, standing: 'quiet' },
    { label: 'attributes compared', value: parity.attributes, standing: 'quiet' },
    { label: 'memberships compared', value: parity.memberships, standing: 'quiet' },
  ])}<p>${verdictText(parity)}. ${pairsText(parity)}</p>
`;
}

function differenceWord(number: number): string {
  return number === 1 ? 'difference' : 'differences';
}

function pairsText(parity: Parity): string {
  const how = pairedText(parity);
  const pairs = `${count(parity.pairs.user, 'user')} and ${count(parity.pairs.group, 'group')} are paired`;
  return how === '' ? `${pairs}.` : `${pairs}: ${how}.`;
}

function groupSection(id: string, title: string, explained: boolean, parity: Parity): readonly PageSection[] {
  const standing: Standing = explained ? 'note' : 'danger';
  const items: readonly FilterItem[] = [
    ...parity.unpaired
      .filter((one) => one.explained === explained)
      .map((one, at) => unpairedItem(`${id}-u${at}`, one, standing)),
    ...parity.groups
      .filter((one) => isExplained(one.class) === explained)
      .map((one, at) => differenceItem(`${id}-d${at}`, one, standing)),
  ];
  if (items.length === 0) return [];
  const kinds = [...new Set(items.flatMap((one) => one.kinds))];
  const more = items.length - MOST_GROUPS;
  const rest = more > 0 ? markup`<p>And ${count(more, 'group')} more: they stand under Identities.</p>` : nothing;
  const body = filtered(`${id}-groups`, 'groups', items.slice(0, MOST_GROUPS), { label: 'About', options: kinds });
  return [{ id, title, count: items.length, body: markup`${body}${rest}` }];
}

function differenceItem(id: string, one: DifferenceGroup, standing: Standing): FilterItem {
  const { differences, why, shape } = one;
  const words = isExplained(one.class) ? classWords[one.class] : shape === undefined ? undefined : shapeWords[shape];
  const summary = markup`${badge(standing, count(differences.length, 'difference'))} ${subjectText(one)}${words === undefined ? nothing : markup` <span class="soft">${words}</span>`}`;
  const said = [
    ...why.map((flow, index) => [index === 0 ? 'Rule' : 'fed by', whyMarkup(flow)] as const),
    ...(one.tenant === undefined || one.tenant === null
      ? []
      : [['In the tenant', code(sideText(one.tenant))] as const]),
    ...(one.rules === undefined || one.rules === null ? [] : [['By the rules', code(sideText(one.rules))] as const]),
  ];
  const rows = differences.slice(0, IN_A_GROUP).map((difference) => ({ cells: cellsOf(difference) }));
  const names = list({ id, noun: 'identities', columns: DIFFERENCE_COLUMNS, rows });
  return {
    kinds: [one.type, one.attribute],
    body: group(summary, markup`${said.length === 0 ? nothing : facts(said)}${names}${restOf(differences.length)}`, {
      id: `${id}-group`,
    }),
  };
}

const DIFFERENCE_COLUMNS = [
  { title: 'Identity' },
  { title: 'In the tenant', look: 'code' },
  { title: 'By the rules', look: 'code' },
  { title: 'Note' },
] as const;

function cellsOf({ identity, tenant, rules, note = '' }: ParityDifference): readonly ListCell[] {
  return [identity.name, sideText(tenant), sideText(rules), note];
}

function unpairedItem(id: string, one: UnpairedGroup, standing: Standing): FilterItem {
  const { objects, side, type, detail } = one;
  const told = detail === undefined || detail === '' ? '' : `: ${detail}`;
  const summary = markup`${badge(standing, count(objects.length, 'identity', 'identities'))} ${type}: ${sideWords[side]} <span class="soft">${`${reasonText(one)}${told}`}</span>`;
  const rows = objects.slice(0, IN_A_GROUP).map((object) => ({ cells: unpairedCells(object) }));
  const names = list({ id, noun: 'identities', columns: UNPAIRED_COLUMNS, rows });
  return {
    kinds: [type, sideWords[side]],
    body: group(summary, markup`${names}${restOf(objects.length)}`, { id: `${id}-group` }),
  };
}

const UNPAIRED_COLUMNS = [
  { title: 'Identity' },
  { title: 'DN or tenant id', look: 'code' },
  { title: 'Note' },
] as const;

function unpairedCells({ identity, detail }: Unpaired): readonly ListCell[] {
  return [identity.name, identity.dn ?? identity.id ?? '', detail];
}

function restOf(all: number): Html {
  if (all <= IN_A_GROUP) return nothing;
  return markup`<p>The first ${IN_A_GROUP} of ${all}: all of them stand under <a href="#identities">Identities</a>.</p>`;
}

function whyMarkup({ rule, at, flow }: Why): Html {
  return markup`${at} <span class="soft">${rule}</span><br>${code(flow)}`;
}

function identitySection(parity: Parity): PageSection {
  const { rows, left } = identityRows(parity);
  if (rows.length === 0) {
    return { id: 'identities', title: 'Identities', count: 0, body: markup`<p>No identity differs.</p>` };
  }
  const body = list({
    id: 'every',
    noun: 'identities',
    columns: [
      { title: 'Identity' },
      { title: 'Type', choose: true },
      { title: 'Standing', choose: true },
      { title: 'What differs' },
    ],
    detailColumns: [
      { title: 'Attribute' },
      { title: 'In the tenant', look: 'code' },
      { title: 'By the rules', look: 'code' },
      { title: 'Why' },
      { title: 'Where from', look: 'code' },
    ],
    rows,
  });
  const rest =
    left === 0 ? nothing : markup`<p>And ${count(left, 'identity', 'identities')} more: see --format json.</p>`;
  return { id: 'identities', title: 'Identities', count: rows.length + left, body: markup`${body}${rest}` };
}

function sideText(value: ParityDifference['tenant']): string {
  return value === null ? '(nothing)' : valueText(value, WIDTH);
}

function notComparedMarkup({ attributes, notExposed, references, leftAlone, cloudOnly }: NotCompared): Html {
  const written =
    attributes.length === 0
      ? nothing
      : table(
          'Attributes that the tenant shows and no rule writes',
          [{ title: 'Attribute' }, { title: 'Type' }, { title: 'Objects with a value', number: true }],
          attributes.map(({ attribute, type, objects }) => [attribute, type, objects]),
        );
  const samples = references.samples.map((one) => markup`<li>${one}</li>`);
  const named =
    references.count === 0
      ? nothing
      : group(
          `${count(references.count, 'manager or member', 'managers and members')} in no pair`,
          markup`<ul>${samples}</ul>${references.count > samples.length ? markup`<p>And ${references.count - samples.length} more.</p>` : nothing}`,
        );
  const hidden = group(
    `${count(notExposed.length, 'attribute')} that Entra Connect writes by default and Graph does not show`,
    markup`<p>${notExposed.join(', ')}</p>`,
  );
  const left =
    leftAlone === 0 ? nothing : markup`<p>${count(leftAlone, 'pair')} that a joinNoFlow rule leaves alone.</p>`;
  const cloud =
    cloudOnly === 0 ? nothing : markup`<p>${count(cloudOnly, 'object')} of the cloud that no engine writes.</p>`;
  return markup`${written}${named}${hidden}${left}${cloud}`;
}
