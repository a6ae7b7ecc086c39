import type { ActingPair } from '../model/adoption.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { Held } from '../model/plan.ts';
import type { AdoptionContext } from './adoption.ts';
import { placeOfPair } from './pairs.ts';
import type { Pairs } from './pairs.ts';
import { markKey } from '../model/tenant.ts';

/** Pairs whose source object the rules do not want: told, unless what they say is the case already. */
export function heldPairs(
  population: DesiredPopulation,
  context: AdoptionContext & { readonly pairs: Pairs },
): readonly Held[] {
  const desired = new Set(population.desired.filter((one) => one.noFlow === undefined).map(({ key }) => key));
  const open = context.pairs.acting.filter((pair) => !desired.has(pair.object) && !isCarriedOut(pair, context));
  if (open.length === 0) return [];
  const why = reasonsOf(population);
  return open.map((pair) => {
    const object = context.index.byId.get(pair.id) ?? context.deleted.get(pair.id);
    const detail = why.get(pair.object) ?? `no source object ${pair.object} is in sight`;
    return {
      kind: 'held',
      object: {
        type: object?.type ?? 'user',
        key: pair.object,
        ...(object === undefined ? {} : { id: object.id }),
        name: object?.name ?? pair.object,
      },
      reason: 'pairDoesNotFit',
      detail: `${detail} (pair at ${placeOfPair(pair)})`,
      would: pair.kind,
      changes: [],
    };
  });
}

/** Who left again after an adoption is no mistake of the pair. */
function isCarriedOut(pair: ActingPair, { index, deleted, workspace }: AdoptionContext): boolean {
  const object = index.byId.get(pair.id) ?? deleted.get(pair.id);
  return object !== undefined && markKey(object, workspace) === pair.object;
}

function reasonsOf(population: DesiredPopulation): ReadonlyMap<string, string> {
  const why = new Map<string, string>();
  for (const { key, dn, joinedKeys, noFlow } of population.desired) {
    if (noFlow !== undefined) why.set(key, `${noFlow} leaves ${dn} as it is`);
    for (const joined of joinedKeys) why.set(joined, `its source object is part of ${dn}: name ${key}`);
  }
  for (const { key, dn } of population.failed) why.set(key, `the rules failed for ${dn}`);
  for (const { key, dn, reason } of population.undesired) {
    const filtered = reason.kind === 'filteredOut' ? 'is filtered out' : 'is not carried into the tenant';
    why.set(key, `${dn} ${filtered}`);
  }
  return why;
}
