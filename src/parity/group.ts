import { canonicalJson } from '../kernel/canonical-json.ts';
import { append } from '../kernel/multimap.ts';
import { compareText } from '../kernel/text.ts';
import { isExplained } from '../model/parity.ts';
import type { DifferenceGroup, ParityDifference } from '../model/parity.ts';
import type { Why } from '../model/plan.ts';

/** Differences that look alike, together; unexplained first, then the most. */
export function groupDifferences(differences: readonly ParityDifference[]): readonly DifferenceGroup[] {
  const groups = new Map<string, ParityDifference[]>();
  for (const one of differences) append(groups, signatureOf(one), one);
  return [...groups]
    .flatMap(([signature, alike]) => {
      const [first] = alike;
      return first === undefined ? [] : [{ signature, group: groupOf(first, alike) }];
    })
    .sort(
      (a, b) =>
        Number(isExplained(a.group.class)) - Number(isExplained(b.group.class)) ||
        b.group.differences.length - a.group.differences.length ||
        compareText(a.signature, b.signature),
    )
    .map(({ group }) => group);
}

/** Of what is explained the cause is known; of a true difference the rule and how the texts differ point at it. */
function signatureOf(difference: ParityDifference): string {
  const { identity, attribute, kind, shape = '', why } = difference;
  const parts = [identity.type, attribute, difference.class, kind];
  if (isExplained(difference.class)) return parts.join('\0');
  return [...parts, shape, ...why.map(placeOf)].join('\0');
}

function placeOf({ rule, at }: Why): string {
  return `${rule} ${at}`;
}

function groupOf(first: ParityDifference, alike: readonly ParityDifference[]): DifferenceGroup {
  const { identity, attribute, kind, shape, why, tenant, rules } = first;
  const isOne = (of: (one: ParityDifference) => unknown): boolean => alike.every((one) => of(one) === of(first));
  return {
    type: identity.type,
    attribute,
    class: first.class,
    kind,
    ...(shape !== undefined && isOne((one) => one.shape) ? { shape } : {}),
    why: why.filter((_, index) =>
      isOne((one) =>
        one.why
          .slice(0, index + 1)
          .map(placeOf)
          .join('\0'),
      ),
    ),
    ...(isOne((one) => canonicalJson(one.tenant)) ? { tenant } : {}),
    ...(isOne((one) => canonicalJson(one.rules)) ? { rules } : {}),
    differences: alike.toSorted(byName),
  };
}

function byName(a: ParityDifference, b: ParityDifference): number {
  return (
    compareText(a.identity.name, b.identity.name) ||
    compareText(a.identity.key ?? '', b.identity.key ?? '') ||
    compareText(canonicalJson(a.rules), canonicalJson(b.rules)) ||
    compareText(canonicalJson(a.tenant), canonicalJson(b.tenant))
  );
}
