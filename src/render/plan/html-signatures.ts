import { hazards } from '../../model/hazard.ts';
import { signaturesOf } from '../../model/signature.ts';
import type { ChangeSignature } from '../../model/signature.ts';
import type { Operation } from '../../model/plan.ts';
import { brief, nameText } from '../escape.ts';
import { markup, nothing } from '../html/markup.ts';
import type { Html } from '../html/markup.ts';
import { badge, code, facts, filtered, group, table, wordDifference } from '../html/parts.ts';
import type { Standing } from '../html/parts.ts';
import { afterText, beforeText } from '../value.ts';
import { count, grouped, listed } from '../words.ts';
import { placesIn } from './signature-places.ts';
import { gravestFirst, riskOfSignature } from './signature-risk.ts';
import { agreedSides, classText, signatureText } from './signature-words.ts';

/** Signatures that the page opens one by one; those of more stand in the list of objects. */
const MOST = 300;
const SAMPLES = 20;
const WIDTH = 200;
const NAME = 96;
const MOST_PLACES = 3;

/** A signature with the text by which the list of objects knows it. */
export interface NamedSignature {
  readonly signature: ChangeSignature;
  readonly label: string;
}

/** By risk, then the most; the rest have no label of their own. */
export function namedSignatures(operations: readonly Operation[]): {
  readonly named: readonly NamedSignature[];
  readonly total: number;
} {
  const all = gravestFirst(signaturesOf(operations));
  const used = new Set<string>();
  const named = all.slice(0, MOST).map((signature) => {
    const { type, rule } = signature;
    const plain = `${type === undefined ? '' : `${type}: `}${signatureText(signature)}`;
    const withRule = used.has(plain) && rule !== undefined ? `${plain} (${brief(rule, 60)})` : plain;
    let label = withRule;
    for (let again = 2; used.has(label); again++) label = `${withRule} (${String(again)})`;
    used.add(label);
    return { signature, label };
  });
  return { named, total: all.length };
}

interface SignatureView {
  /** Id of the choice of the list of objects. */
  readonly choice: string;
}

/** Each signature opens to the first of its people, and leads to all of them. */
export function signaturesMarkup(named: readonly NamedSignature[], total: number, view: SignatureView): Html {
  const items = named.map(({ signature, label }, index) => ({
    kinds: [kindOf(signature)],
    body: group(summaryOf(signature), bodyOf(signature, label, view), { id: `signature-${String(index)}` }),
  }));
  const kinds = [...new Set(items.flatMap((one) => one.kinds))];
  const more = total - named.length;
  const rest =
    more === 0
      ? nothing
      : markup`<p>${`Shown ${grouped(named.length)} of ${count(total, 'change')}, the gravest first. The others stand under`} <a href="#objects">Objects</a>.</p>`;
  return markup`${filtered('signatures', 'changes', items, { label: 'Of', options: kinds })}${rest}`;
}

function kindOf(signature: ChangeSignature): string {
  const { operation, type } = signature;
  return operation === 'update' ? `${type ?? ''}: attributes` : `${type ?? ''}: ${classText(signature)}`;
}

function summaryOf(signature: ChangeSignature): Html {
  const { objects, type } = signature;
  const who = type === undefined ? 'tenant' : count(objects, type);
  const from = listed(placesIn(signature), MOST_PLACES);
  const place = from === '' ? nothing : markup` <span class="soft">${from}</span>`;
  const sides = agreedSides(signature);
  const what =
    sides === undefined
      ? markup`<bdi>${signatureText(signature)}</bdi>`
      : markup`${classText(signature)}: ${sidesMarkup(...sides)}`;
  return markup`${badge(standingOf(signature), who)} ${what}${place}`;
}

function standingOf(signature: ChangeSignature): Standing {
  if (signature.operation === 'delete' || signature.operation === 'leave') return 'danger';
  return riskOfSignature(signature) < hazards.length ? 'caution' : 'note';
}

function sidesMarkup(before: string, after: string): Html {
  const [left, right] =
    before.startsWith('"') && after.startsWith('"')
      ? wordDifference(before, after, 'prose')
      : [markup`<span>${before}</span>`, markup`<span>${after}</span>`];
  return markup`<bdi>${left}</bdi> <span aria-hidden="true">→</span> <bdi>${right}</bdi>`;
}

function bodyOf(signature: ChangeSignature, label: string, { choice }: SignatureView): Html {
  const { changes, objects, rule, why, type } = signature;
  const said = [
    ...(why === undefined ? [] : [['Rule', markup`${rule} <span class="soft">${why.at}</span>`] as const]),
    ...(why === undefined || why.flow === '' ? [] : [['Flow', code(brief(why.flow, 400))] as const]),
  ];
  const shown = changes.slice(0, SAMPLES);
  const rows = shown.map(({ object, before, after }) => [
    markup`<bdi>${brief(nameText(object.name), NAME)}</bdi>`,
    ...pairMarkup(signature, before, after),
  ]);
  const sides = agreedSides(signature) === undefined && hasSides(signature);
  const columns = [{ title: 'Object' }, ...(sides ? [{ title: 'Before' }, { title: 'After' }] : [])];
  const names = rows.map((row) => (sides ? row : row.slice(0, 1)));
  const all =
    type === undefined
      ? nothing
      : markup`<p>${changes.length > shown.length ? `Shown ${grouped(shown.length)} of ${grouped(changes.length)}. ` : ''}<a href="#objects" data-choose="${choice}" data-value="${label}">${objects === 1 ? 'See it in the list' : `See all ${grouped(objects)} in the list`}</a></p>`;
  return markup`${said.length === 0 ? nothing : facts(said)}${shown.length === 0 ? nothing : table('Whom it befalls', columns, names)}${all}`;
}

function hasSides({ operation, attribute, to }: ChangeSignature): boolean {
  if (operation === 'update') return !(attribute === 'accountEnabled' && to !== undefined);
  return operation === 'setManager';
}

function pairMarkup(
  signature: ChangeSignature,
  before: Parameters<typeof beforeText>[0],
  after: Parameters<typeof afterText>[0],
): readonly Html[] {
  if (!hasSides(signature)) return [nothing, nothing];
  const [left, right] = [beforeText(before, WIDTH), afterText(after, WIDTH)];
  return left.startsWith('"') && right.startsWith('"') ? wordDifference(left, right) : [code(left), code(right)];
}
