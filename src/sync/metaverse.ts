import type { RuleSet } from '../model/rule-set.ts';
import type { ImportedSource } from '../model/space.ts';
import type { AttributeReader } from '../model/value.ts';
import { inboundFlows, joinValues } from './inbound.ts';
import type { EvaluationPorts } from './inbound.ts';
import { keyOf } from './identity.ts';
import { linkSources } from './link.ts';

export interface MetaverseIdentity {
  readonly type: string;
  readonly attributes: AttributeReader;
}

/**
 * What the inbound rules make of a source object, with nothing known of the tenant: undefined when it is part of no
 * identity. What fails is left out.
 */
export function metaverseIdentity(
  ruleSet: RuleSet,
  sources: readonly ImportedSource[],
  ports: EvaluationPorts,
  key: string,
): MetaverseIdentity | undefined {
  const inbound = inboundFlows(ports);
  const { objects } = linkSources({
    ruleSet,
    sources,
    read: (object) => joinValues(inbound(object, 'leaveOut')),
    isMarked: () => false,
  });
  const found = objects.find(({ links }) => links.some(({ source, entry }) => keyOf(source, entry) === key));
  return found === undefined ? undefined : { type: found.type, attributes: inbound(found, 'leaveOut').attributes };
}
