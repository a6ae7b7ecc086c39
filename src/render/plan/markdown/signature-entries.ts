import { signaturesOf } from '../../../model/signature.ts';
import type { ChangeSignature } from '../../../model/signature.ts';
import type { Operation } from '../../../model/plan.ts';
import { changeText } from '../../forge/change.ts';
import type { Rung } from '../../forge/ladder.ts';
import { attributeCode, nameCode, namesCode } from '../../forge/inline.ts';
import { placeLink } from '../../forge/link.ts';
import { count, grouped } from '../../words.ts';
import { placesIn } from '../signature-places.ts';
import { gravestFirst } from '../signature-risk.ts';
import type { MarkdownView } from '../../forge/view.ts';

const MOST_PLACES = 3;

/** Changes of attributes and managers, the same for many in one entry: by risk, then how many they befall. */
export function signatureRungs(
  operations: readonly Operation[],
  samples: readonly number[],
  view: MarkdownView,
): readonly Rung[] {
  // For hundreds of thousands of changes it takes a second, and often nobody asks.
  let found: readonly ChangeSignature[] | undefined;
  const signatures = (): readonly ChangeSignature[] => (found ??= ordered(operations));
  return samples.map((most) => ({
    get of() {
      return signatures().length;
    },
    things: 'kinds of change',
    *entries() {
      for (const signature of signatures()) yield signatureEntry(signature, most, view);
    },
  }));
}

function ordered(operations: readonly Operation[]): readonly ChangeSignature[] {
  const told = operations.filter(({ kind }) => kind === 'update' || kind === 'setManager');
  return gravestFirst(signaturesOf(told));
}

function signatureEntry(signature: ChangeSignature, samples: number, view: MarkdownView): string {
  const { objects, type = 'object', attribute = '', changes } = signature;
  const agreed = 'before' in signature && 'after' in signature;
  const value = agreed ? ` ${changeText(signature.before ?? null, signature.after ?? null)}` : '';
  const places = placesIn(signature);
  const links = places.slice(0, MOST_PLACES).map((place) => placeLink(place, view.linkBase));
  const others = places.length > MOST_PLACES ? ` and ${grouped(places.length - MOST_PLACES)} more` : '';
  const place = links.length === 0 ? '' : ` (${links.join(', ')}${others})`;
  const head = `- **${count(objects, type)}**: ${attributeCode(attribute)}${value}${place}`;
  const names = changes.slice(0, samples);
  if (names.length === 0) return head;
  if (agreed)
    return `${head}\n  - ${namesCode(
      changes.map(({ object }) => object.name),
      samples,
    )}`;
  const more = changes.length - names.length;
  return [
    head,
    ...names.map(({ object, before, after }) => `  - ${nameCode(object.name)}: ${changeText(before, after)}`),
    ...(more > 0 ? [`  - and ${grouped(more)} more`] : []),
  ].join('\n');
}
