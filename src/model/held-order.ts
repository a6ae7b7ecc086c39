import { compareText } from '../kernel/text.ts';
import type { Held } from './plan.ts';

/** The canonical order of what a plan leaves alone. */
export function heldInCanonicalOrder(held: readonly Held[]): readonly Held[] {
  const text = (one: Held) =>
    [one.object.type, one.object.key, one.would, one.reason, one.detail, one.object.id ?? '', attributesOf(one)].join(
      '\n',
    );
  return held
    .map((one) => ({ one, sort: text(one) }))
    .sort((a, b) => compareText(a.sort, b.sort))
    .map(({ one }) => one);
}

function attributesOf(held: Held): string {
  return held.changes.map((change) => change.attribute).join(',');
}
