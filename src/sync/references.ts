import type { ResolvedReference } from '../model/desired.ts';
import type { SpaceObject } from '../model/space.ts';
import { isReference, valuesOf } from '../model/value.ts';
import type { Reference, Value } from '../model/value.ts';
import { attributesRead } from './flow.ts';
import { keyOf } from './identity.ts';
import type { Link } from './identity.ts';
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
export function referenceResolver(provisioned: readonly Provisioned[]): ReferenceResolver {
  const keys = new Map<SpaceObject, string>();
  for (const { object } of provisioned) {
    const [primary] = object.links;
    if (primary === undefined) continue;
    const key = keyOf(primary.source, primary.entry);
    for (const link of object.links) keys.set(link.entry, key);
  }

  return (of, target, value) => {
    const references = valuesOf(value);
    if (!references.every((one) => isReference(one))) return undefined;
    const linkOf = origins(of, target);
    return references.map((reference) => {
      const link = linkOf(reference);
      const space = link?.source.space;
      const entry = space?.byDn(reference.dn);
      if (space === undefined || entry === undefined) {
        return { kind: 'unresolved', dn: reference.dn, stale: isStale(reference.dn, link?.source.summary) };
      }
      const key = keys.get(entry);
      return key === undefined
        ? { kind: 'notDesired', key: `${space.connector}/${entry.object.anchor}`, dn: reference.dn }
        : { kind: 'desired', key };
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
