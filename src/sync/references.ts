import type { ResolvedReference } from '../model/desired.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { SpaceObject } from '../model/space.ts';
import { referencesOf } from './inbound.ts';
import type { Provisioned } from './outbound.ts';

/** Follows the references of a metaverse attribute: DN to connector space object to identity to desired object. */
export type ReferenceResolver = (of: Provisioned, attribute: string) => readonly ResolvedReference[];

/** Prepares the resolution over all provisioned identities. */
export function referenceResolver(ruleSet: RuleSet, provisioned: readonly Provisioned[]): ReferenceResolver {
  const keys = new Map<SpaceObject, string>();
  for (const { object } of provisioned) {
    const [primary] = object.links;
    if (primary === undefined) continue;
    const key = `${primary.source.space.connector}/${primary.entry.object.anchor}`;
    for (const link of object.links) keys.set(link.entry, key);
  }
  const ruleOfFlow = (flow: number) => ruleSet.flows[flow]?.rule;

  return (of, attribute) =>
    referencesOf(of.object, of.state, attribute, ruleOfFlow).map(({ reference, link }) => {
      const { space } = link.source;
      const entry = space.byDn(reference.dn);
      if (entry === undefined) return { kind: 'unresolved', dn: reference.dn };
      const key = keys.get(entry);
      return key === undefined
        ? { kind: 'notDesired', key: `${space.connector}/${entry.object.anchor}`, dn: reference.dn }
        : { kind: 'desired', key };
    });
}
