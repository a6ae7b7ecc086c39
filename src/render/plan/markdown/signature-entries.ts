import type { Hazard } from '../../../model/hazard.ts';
import { riskOfHazard } from '../../../model/hazard.ts';
import { signaturesOf } from '../../../model/signature.ts';
import type { ChangeSignature } from '../../../model/signature.ts';
import type { Operation } from '../../../model/plan.ts';
import { changeText } from '../../forge/change.ts';
import type { Rung } from '../../forge/ladder.ts';
import { attributeCode, nameCode, namesCode } from '../../forge/inline.ts';
import { count, grouped } from '../../words.ts';
import { placeText } from './entries.ts';
import type { MarkdownView } from '../../forge/view.ts';

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
  return signaturesOf(told)
    .map((signature) => ({ signature, risk: riskOfSignature(signature) }))
    .sort((a, b) => a.risk - b.risk || b.signature.objects - a.signature.objects)
    .map(({ signature }) => signature);
}

const MAIL = new Set(['mail', 'proxyAddresses', 'mailNickname']);

/** The graver, the lower; changes that are no hazard last. */
function riskOfSignature(signature: ChangeSignature): number {
  const hazard = hazardOfSignature(signature);
  return hazard === undefined ? Infinity : riskOfHazard(hazard);
}

function hazardOfSignature({ type, attribute = '', to, after }: ChangeSignature): Hazard | undefined {
  if (type === 'user' && attribute === 'accountEnabled') return to === true ? 'ENABLES_ACCOUNT' : 'DISABLES_USER';
  if (attribute === 'userPrincipalName') return 'UPN_CHANGE';
  if (MAIL.has(attribute)) return 'MAIL_CHANGE';
  return after === null ? 'CLEARS_ATTRIBUTE' : undefined;
}

function signatureEntry(signature: ChangeSignature, samples: number, view: MarkdownView): string {
  const { objects, type = 'object', attribute = '', changes, why } = signature;
  const agreed = 'before' in signature && 'after' in signature;
  const value = agreed ? ` ${changeText(signature.before ?? null, signature.after ?? null)}` : '';
  const place = why === undefined ? '' : placeText([why], view);
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
