import { compareText } from '../kernel/text.ts';
import { isExplained } from '../model/parity.ts';
import type { AttributeNotCompared, PairedBy, Parity, ParityDifference } from '../model/parity.ts';
import type { TenantType } from '../model/tenant.ts';
import { classifier } from './classify.ts';
import { compareAttributes } from './compare.ts';
import { groupDifferences } from './group.ts';
import type { ParityInput } from './input.ts';
import { pairObjects } from './pair.ts';
import type { Pair } from './pair.ts';
import { relationComparison } from './relations.ts';
import { notExposedAttributes } from './synchronized.ts';
import { isSynchronized, isUnpairedExplained, unpairedGroups, unpairedObjects } from './unpaired.ts';

export type { ParityInput, SourceFacts } from './input.ts';
export { conflictAttribute, synchronizedAttributes } from './synchronized.ts';

const SAMPLES = 20;

/**
 * What the rules give for every identity against what the tenant holds, whoever wrote it there. Pure; equal inputs give
 * an equal result, in whatever order they were read. Cost grows linearly with objects, attributes and memberships.
 */
export function parityOf(input: ParityInput): Parity {
  const pairing = pairObjects(input);
  const classify = classifier(input);
  const relations = relationComparison(input, pairing.pairs);
  const differences: ParityDifference[] = [];
  const unknown: string[] = [];
  const counts = { attributes: 0, memberships: 0 };
  const compared = pairing.pairs.filter(({ desired }) => desired.noFlow === undefined);
  for (const pair of compared) {
    const own = compareAttributes(pair, input, classify);
    const related = relations(pair);
    for (const one of own.differences) differences.push(one);
    for (const one of related.differences) differences.push(one);
    for (const one of related.unknown) unknown.push(one);
    counts.attributes += own.attributes + related.attributes;
    counts.memberships += related.memberships;
  }
  const unpaired = unpairedObjects(input, pairing);
  const open = unpaired.filter(({ reason }) => !isUnpairedExplained(reason)).length;
  const unexplained = differences.filter((one) => !isExplained(one.class)).length;
  return {
    identities: compared.length + unpaired.length,
    pairs: { user: countOf(compared, 'user'), group: countOf(compared, 'group') },
    pairedBy: pairedBy(compared),
    ...counts,
    unexplained: unexplained + open,
    explained: differences.length - unexplained + unpaired.length - open,
    groups: groupDifferences(differences),
    unpaired: unpairedGroups(unpaired),
    notCompared: {
      attributes: notFlowed(input, compared),
      notExposed: notExposedAttributes,
      references: { count: unknown.length, samples: unknown.sort(compareText).slice(0, SAMPLES) },
      leftAlone: pairing.pairs.length - compared.length,
      cloudOnly: cloudOnly(input, pairing),
    },
  };
}

function countOf(pairs: readonly Pair[], type: TenantType): number {
  return pairs.filter(({ desired }) => desired.type === type).length;
}

function pairedBy(pairs: readonly Pair[]): Readonly<Record<PairedBy, number>> {
  const counts = { mark: 0, anchor: 0, otherAnchor: 0, securityIdentifier: 0, samAccountName: 0 };
  for (const { by } of pairs) counts[by]++;
  return counts;
}

function cloudOnly({ tenant, workspace }: ParityInput, { pairs, ambiguous }: ReturnType<typeof pairObjects>): number {
  const paired = new Set(pairs.map(({ object }) => object));
  return tenant.objects.filter(
    (one) => !paired.has(one) && !ambiguous.objects.has(one) && !isSynchronized(one, workspace),
  ).length;
}

/** What the tenant holds of pairs and no rule of the workspace writes for them. */
function notFlowed({ synchronized, tenant }: ParityInput, pairs: readonly Pair[]): readonly AttributeNotCompared[] {
  const counts = new Map<string, AttributeNotCompared>();
  const count = (type: TenantType, attribute: string): void => {
    const name = `${type} ${attribute}`;
    counts.set(name, { type, attribute, objects: (counts.get(name)?.objects ?? 0) + 1 });
  };
  for (const { desired, object } of pairs) {
    const { type } = desired;
    for (const attribute of synchronized[type]) {
      if (!desired.attributes.has(attribute) && object.attributes.has(attribute)) count(type, attribute);
    }
    const members = tenant.members.get(object.id) ?? [];
    if (type === 'user' && desired.manager === undefined && object.manager !== undefined) count(type, 'manager');
    if (type === 'group' && desired.members === undefined && members.length > 0) count(type, 'members');
  }
  return [...counts.values()].sort(
    (a, b) => compareText(b.type, a.type) || b.objects - a.objects || compareText(a.attribute, b.attribute),
  );
}
