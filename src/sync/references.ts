import { attributesRead } from '../model/flow-reads.ts';
import { compareText } from '../kernel/text.ts';
import type { ResolvedReference } from '../model/desired.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { isReference, valuesOf } from '../model/value.ts';
import type { Reference, Value } from '../model/value.ts';
import { holdersOfSids, isForeign, isWellKnown } from './foreign.ts';
import type { Place } from './foreign.ts';
import { keyOf } from './identity.ts';
import type { Link } from './identity.ts';
import type { LinkedPopulation } from './link.ts';
import type { Provisioned } from './outbound.ts';
import { isStale } from './stale.ts';

/**
 * Follows the references that flow to an attribute of the tenant: DN to connector space object to identity to desired
 * object. undefined when a value is no reference.
 */
export type ReferenceResolver = (
  of: Provisioned,
  target: string,
  value: Value | undefined,
) => readonly ResolvedReference[] | undefined;

/** Prepares the resolution over all provisioned identities. */
export function referenceResolver(
  provisioned: readonly Provisioned[],
  sources: readonly ImportedSource[],
  relatedTo: LinkedPopulation['relatedTo'],
): ReferenceResolver {
  const keys = new Map<SpaceObject, string>();
  for (const { object, state } of provisioned) for (const link of object.links) keys.set(link.entry, state.key);
  const holderOf = holdersOfSids(sources);

  /** Where an object leads that no rules want: to everything in the tenant that may have been made of it. */
  const notDesired = (place: Place, dn: string): ResolvedReference => {
    const { source, entry } = place;
    const holder = isForeign(entry) ? holderOf(entry) : undefined;
    const others = [place, ...(holder === undefined ? [] : [holder])].flatMap((one) =>
      relatedTo(one.source, one.entry),
    );
    const otherKeys = new Set(
      [...(holder === undefined ? [] : [holder]), ...others].map((one) => keyOf(one.source, one.entry)),
    );
    if (isForeign(entry) && !isWellKnown(entry) && otherKeys.size === 0)
      return { kind: 'unresolved', dn, stale: false };
    const key = keyOf(source, entry);
    otherKeys.delete(key);
    return {
      kind: 'notDesired',
      key,
      dn,
      ...(otherKeys.size === 0 ? {} : { otherKeys: [...otherKeys].sort(compareText) }),
    };
  };

  return (of, target, value) => {
    const references = valuesOf(value);
    if (!references.every((one) => isReference(one))) return undefined;
    const linkOf = origins(of, target);
    return references.map((reference) => {
      const source = linkOf(reference)?.source;
      const entry = source?.space.byDn(reference.dn);
      if (source === undefined || entry === undefined) {
        return { kind: 'unresolved', dn: reference.dn, stale: isStale(reference.dn, source?.summary) };
      }
      const key = keys.get(entry);
      return key === undefined ? notDesired({ source, entry }, reference.dn) : { kind: 'desired', key };
    });
  };
}

/** A DN means something in the connector space that it was read from: the link whose value it is. */
function origins(of: Provisioned, target: string): (reference: Reference) => Link | undefined {
  const { links } = of.object;
  if (links.length === 1) return () => links[0];
  const { contributions } = of.state;
  const flows = of.wanted.rules.flatMap((rule) => rule.flows.filter((flow) => flow.target === target));
  const byDn = new Map<string, Link | undefined>();
  for (const attribute of new Set(flows.flatMap(attributesRead))) {
    const inputs = contributions.inputsOf(attribute);
    valuesOf(contributions.value(attribute)).forEach((value, index) => {
      if (isReference(value) && !byDn.has(value.dn)) byDn.set(value.dn, links[inputs[index] ?? inputs[0] ?? 0]);
    });
  }
  return (reference) => (byDn.has(reference.dn) ? byDn.get(reference.dn) : links[0]);
}
