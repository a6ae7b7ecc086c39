import { compareText } from '../../kernel/text.ts';
import type { AttributeChange, Held, HoldReason } from '../../model/plan.ts';
import { attributeText, brief } from '../escape.ts';
import { holdDetail, holdReasons } from '../hold-reasons.ts';
import type { Paint } from '../paint.ts';
import { columnWidth, pad } from '../width.ts';
import { count, grouped, sentence } from '../words.ts';
import type { Bounds } from './options.ts';
import { shownName } from './subject-lines.ts';

export const heldWords: Readonly<Record<Held['would'], string>> = {
  create: 'would be created',
  adopt: 'would be adopted',
  reanchor: 'would get another anchor',
  restore: 'would be restored',
  update: 'would be updated',
  leave: 'would leave',
  delete: 'would be deleted',
  setManager: 'would get another manager',
  addMember: 'would get members',
  removeMember: 'would lose members',
  nothing: '',
};

/** What is left alone, by reason: how many, why, and the first of them. */
export function heldLines(held: readonly Held[], bounds: Bounds, paint: Paint): readonly string[] {
  if (held.length === 0) return [];
  const lines = byReason(held).flatMap(([reason, all]) => reasonLines(reason, all, bounds, paint));
  return [paint('strong', 'Held: differs from the rules and is left alone'), ...lines];
}

/** Reasons by how often they occur. */
export function byReason(held: readonly Held[]): readonly (readonly [HoldReason, readonly Held[]])[] {
  const groups = new Map<HoldReason, Held[]>();
  for (const one of held) {
    const group = groups.get(one.reason);
    if (group === undefined) groups.set(one.reason, [one]);
    else group.push(one);
  }
  return [...groups].sort(([a, as], [b, bs]) => bs.length - as.length || compareText(a, b));
}

function reasonLines(reason: HoldReason, held: readonly Held[], bounds: Bounds, paint: Paint): readonly string[] {
  const text = holdReasons[reason];
  const shown = [...held].sort((a, b) => compareText(a.object.name, b.object.name)).slice(0, bounds.heldPerReason);
  const bounded = shown.length < held.length ? ` (shown ${shown.length} of ${grouped(held.length)})` : '';
  const names = shown.map((one) => shownName(one.object));
  const nameWidth = columnWidth(names, 48);
  return [
    `  ${paint('strong', text.title)}  ${grouped(held.length)}${bounded}`,
    `        ${paint('dim', text.explain)}`,
    ...shown.map((one) =>
      `    ${pad(one.object.type, 5)}  ${pad(shownName(one.object), nameWidth)}  ${wouldText(one)}`.trimEnd(),
    ),
  ];
}

function wouldText(held: Held): string {
  const detail = holdDetail({ ...held, detail: brief(held.detail) });
  const told = detail === '' ? '' : sentence(detail);
  const would = heldWords[held.would];
  if (would === '') return told;
  return `${told === '' ? '' : `${told} `}It ${would}${attributesText(held.changes)}.`;
}

function attributesText(changes: readonly AttributeChange[]): string {
  if (changes.length === 0) return '';
  if (changes.length > 4) return ` (${count(changes.length, 'attribute')})`;
  return ` (${changes.map((change) => attributeText(change.attribute, 40)).join(', ')})`;
}
