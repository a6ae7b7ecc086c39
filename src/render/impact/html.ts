import type { FindingsCompared, Impact, ImpactGroup, ImpactOutcome, ImpactReport } from '../../model/impact.ts';
import { brief, nameText } from '../escape.ts';
import { largeList } from '../html/list.ts';
import type { ListCell } from '../html/list-data.ts';
import { markup, nothing } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { pagePieces } from '../html/page.ts';
import type { PageSection } from '../html/page.ts';
import { badge, code, facts, filtered, group, table, tiles, wordDifference } from '../html/parts.ts';
import type { Standing } from '../html/parts.ts';
import { count, grouped, listed } from '../words.ts';
import {
  causeText,
  CHANGE_COLUMNS,
  changeSides,
  identitiesOf,
  IDENTITY_COLUMNS,
  identityRows,
  placesOf,
  standingOfKind,
} from './html-identities.ts';
import { standingOfHazard } from '../plan/html-objects.ts';
import { hazardChangeText, hazardKinds, peopleText } from './hazard-words.ts';
import { changeWords, findingWords, operationWords, privilegedText, revisionText, verdictText } from './words.ts';

/** Identities of which a page has rows, the gravest first. */
const MOST_IDENTITIES = 300_000;
/** Groups that a page opens one by one. */
const MOST_GROUPS = 300;
const SAMPLES = 20;
const PLACES = 3;
const NAME = 96;

/** The impact as a page that needs nothing but itself, in pieces: that on a large tenant is long. */
export function impactHtmlPieces(report: ImpactReport): Iterable<string> {
  const { workspace, base, head, asOf, sources, outcome } = report;
  const compared = outcome.kind === 'compared' ? outcome.impact : undefined;
  const identities = identitiesOf(compared?.groups ?? []);
  const every = largeList({
    id: 'every',
    noun: 'identities',
    columns: IDENTITY_COLUMNS,
    detailColumns: CHANGE_COLUMNS,
    rows: identityRows(identities.slice(0, MOST_IDENTITIES)),
    outOf: identities.length,
  });
  return pagePieces({
    title: `Impact on ${brief(workspace)}`,
    kind: 'Impact',
    lead: `From ${brief(revisionText(base))} to ${brief(revisionText(head))}.`,
    facts: [
      ...sources.map(
        ({ connector, origin, readAt }) => [brief(connector), `${brief(origin)}, ${brief(readAt)}`] as const,
      ),
      ['As of', brief(asOf)],
    ],
    summary: markup`${verdictMarkup(report)}${compared === undefined ? nothing : tilesMarkup(compared)}`,
    sections: [
      ...(compared === undefined ? [] : [...hazardSection(compared), ...groupSection(compared.groups)]),
      ...(identities.length === 0
        ? []
        : [{ id: 'identities', title: 'Identities', count: identities.length, body: every.body }]),
      ...(compared?.findings === undefined ? [] : findingSection(compared.findings)),
      { id: 'about', title: 'What was compared', body: aboutMarkup(report) },
    ],
    data: identities.length === 0 ? [] : [every.data],
  });
}

function verdictMarkup(report: ImpactReport): Html {
  return markup`<div class="verdict ${standingOf(report.outcome)}"><p><strong>${verdictText(report)}.</strong></p></div>
`;
}

function standingOf(outcome: ImpactOutcome): Standing {
  if (outcome.kind !== 'compared') return outcome.kind === 'unknown' ? 'danger' : 'good';
  const { identities, groups, findings } = outcome.impact;
  if (findings?.changes.some(({ blocks, kind }) => blocks && kind !== 'disappears') === true) return 'danger';
  if (identities === 0) return 'good';
  const standings = groups.map(standingOfKind);
  return standings.includes('danger') ? 'danger' : standings.includes('caution') ? 'caution' : 'note';
}

function tilesMarkup({ identities, wanted, groups }: Impact): Html {
  const touched = (standing: Standing): number =>
    new Set(
      groups.filter((one) => standingOfKind(one) === standing).flatMap(({ changes }) => changes.map(({ key }) => key)),
    ).size;
  const [grave, caution] = [touched('danger'), touched('caution')];
  return tiles([
    { label: identities === 1 ? 'identity touched' : 'identities touched', value: identities, standing: 'note' },
    ...(grave === 0 ? [] : [{ label: 'leave, or are disabled', value: grave, standing: 'danger' as const }]),
    ...(caution === 0
      ? []
      : [{ label: 'lose something, or are renamed', value: caution, standing: 'caution' as const }]),
    { label: 'wanted before', value: wanted.base, standing: 'quiet' },
    { label: 'wanted after', value: wanted.head, standing: 'quiet' },
  ]);
}

function hazardSection({ hazards = [] }: Impact): readonly PageSection[] {
  if (hazards.length === 0) return [];
  const items = hazards.map((one) => {
    const { kind, hazard, identities } = one;
    const shown = identities.slice(0, SAMPLES);
    const standing = kind === 'added' ? standingOfHazard(hazard) : 'good';
    const rows = shown.map((identity) => [
      markup`<bdi>${brief(nameText(identity.name), NAME)}</bdi>`,
      markup`<bdi>${identity.group === undefined ? '' : brief(nameText(identity.group), NAME)}</bdi>`,
      brief(identity.role ?? ''),
      [peopleText(identity), brief(identity.detail ?? '', 300)].filter((text) => text !== '').join(': '),
    ]);
    const columns = [{ title: 'Identity' }, { title: 'Group' }, { title: 'Directory role' }, { title: 'Note' }];
    const rest =
      identities.length > shown.length
        ? markup`<p>${`Shown ${grouped(shown.length)} of ${grouped(identities.length)}; all of them: --format json.`}</p>`
        : nothing;
    return group(
      markup`${badge(standing, hazardKinds[kind])} ${hazardChangeText(one)} <span class="soft">${hazard}</span>`,
      markup`${table('Whom it befalls', columns, rows)}${rest}`,
      { open: kind === 'added' && hazards.length <= 5 },
    );
  });
  return [{ id: 'hazards', title: 'What the plan may do to people', count: hazards.length, body: markup`${items}` }];
}

function groupSection(groups: readonly ImpactGroup[]): readonly PageSection[] {
  if (groups.length === 0) return [];
  const items = groups.slice(0, MOST_GROUPS).map((one, index) => ({
    kinds: placesOf(one.cause),
    body: group(summaryOf(one), bodyOf(one), { id: `group-${String(index)}` }),
  }));
  const kinds = [...new Set(items.flatMap((one) => one.kinds))];
  const more = groups.length - items.length;
  const rest =
    more === 0
      ? nothing
      : markup`<p>${`Shown ${grouped(items.length)} of ${count(groups.length, 'change')}, the gravest first. The others stand under`} <a href="#identities">Identities</a>.</p>`;
  const body = markup`${filtered('groups', 'changes', items, { label: 'Because of', options: kinds })}${rest}`;
  return [{ id: 'changes', title: 'Changes', count: groups.length, body }];
}

function summaryOf(one: ImpactGroup): Html {
  const { type, identities, cause } = one;
  const who = type === undefined ? count(identities, 'object') : count(identities, type);
  const sides = agreedSides(one);
  const values =
    sides === undefined
      ? nothing
      : markup`: <bdi>${sides[0]}</bdi> <span aria-hidden="true">→</span> <bdi>${sides[1]}</bdi>`;
  const from = listed(
    placesOf(cause).map((at) => brief(at)),
    PLACES,
  );
  return markup`${badge(standingOfKind(one), who)} ${changeWords(one)}${privilegedText(one)}${values} <span class="soft">${from}</span>`;
}

function agreedSides({ before, after, changes }: ImpactGroup): readonly Html[] | undefined {
  if (before === undefined || after === undefined || changes.length < 2) return undefined;
  if (before === null && after === null) return undefined;
  return sidesMarkup(changeSides({ before, after }), 'prose');
}

function bodyOf(one: ImpactGroup): Html {
  const { cause, changes, identities } = one;
  const lines = cause.map((line) => markup`${code(causeText(line))}<br>`);
  const shown = changes.slice(0, SAMPLES);
  const rows = shown.map((change) => [
    markup`<bdi>${brief(nameText(change.name), NAME)}</bdi>`,
    ...sidesMarkup(changeSides(change), 'code'),
    [...(change.role === undefined ? [] : [`Holds ${brief(change.role)}`]), brief(change.detail ?? '')]
      .filter((text) => text !== '')
      .join('. '),
  ]);
  const columns = [{ title: 'Identity' }, { title: 'Before' }, { title: 'After' }, { title: 'Note' }];
  const used = columns.map((_, index) =>
    index === 0 || index === 3
      ? index === 0 || shown.some(({ detail = '', role = '' }) => detail !== '' || role !== '')
      : shown.some(hasSides),
  );
  const kept = <Item>(all: readonly Item[]): readonly Item[] => all.filter((_, index) => used[index] === true);
  const told = changes.length > shown.length ? `Shown ${grouped(shown.length)} of ${grouped(changes.length)}. ` : '';
  const link = markup`<p>${told}<a href="#identities" data-choose="every-choice-2" data-value="${changeWords(one)}">${identities === 1 ? 'See it in the list' : 'See them in the list'}</a></p>`;
  return markup`${facts([['Because of', cause.length === 0 ? 'unknown' : markup`${lines}`]])}${table('Whom it befalls', kept(columns), rows.map(kept))}${link}`;
}

function hasSides({ before, after }: { readonly before: unknown; readonly after: unknown }): boolean {
  return before !== null || after !== null;
}

function sidesMarkup([before, after]: readonly [ListCell, ListCell], look: 'code' | 'prose'): readonly Html[] {
  if (isQuoted(before) && isQuoted(after)) return wordDifference(before, after, look);
  return [before, after].map((cell) => {
    const words = typeof cell === 'object' && 'several' in cell ? cell.several.join('; ') : String(cell);
    return look === 'code' && words !== '' ? code(words) : markup`${words}`;
  });
}

function isQuoted(cell: ListCell): cell is string {
  return typeof cell === 'string' && cell.startsWith('"');
}

function findingSection({ changes, same }: FindingsCompared): readonly PageSection[] {
  if (changes.length === 0) return [];
  const items = changes.map(({ kind, code: name, blocks, policyKey, before, after }) => {
    const standing: Standing = kind === 'disappears' ? 'good' : blocks ? 'danger' : 'caution';
    const governed = policyKey === '' ? [] : [['Governed by', `${brief(policyKey)} in the Policy`] as const];
    const sides = [
      ...(before === undefined ? [] : [['Before', brief(before, 800)] as const]),
      ...(after === undefined ? [] : [['After', brief(after, 800)] as const]),
    ];
    const words = `${findingWords[kind]}${blocks ? ', and blocks' : ''}`;
    return group(markup`${badge(standing, brief(name, 24))} ${words}`, facts([...sides, ...governed]), { open: true });
  });
  const rest = same === 0 ? nothing : markup`<p>${count(same, 'finding')} that both plans have.</p>`;
  return [{ id: 'guards', title: 'What guards say of the plan', count: changes.length, body: markup`${items}${rest}` }];
}

function aboutMarkup({ base, head, sources, outcome }: ImpactReport): Html {
  const operations = outcome.kind === 'compared' ? (outcome.impact.operations ?? []) : [];
  const plans =
    operations.length === 0
      ? nothing
      : table(
          'Operations of the plan, before and after',
          [{ title: 'What' }, { title: 'Before', number: true }, { title: 'After', number: true }],
          operations.map(({ kind, base: before, head: after }) => [operationWords[kind], before, after]),
        );
  const read =
    sources.length === 0
      ? nothing
      : table(
          'Data, the same for both',
          [{ title: 'Connector' }, { title: 'From' }, { title: 'Read' }],
          sources.map(({ connector, origin, readAt }) => [brief(connector), brief(origin), brief(readAt)]),
        );
  return markup`${facts([
    ['Before', brief(revisionText(base))],
    ['After', brief(revisionText(head))],
  ])}${read}${plans}`;
}
