import { fail } from '../kernel/diagnostic.ts';
import { didYouMean, foldCase } from '../kernel/text.ts';
import type { AttributeExplanation, Explanation, IdentityExplanation } from '../model/explanation.ts';

/**
 * What concerns one attribute of the tenant or of the metaverse: its flows, the inbound flows that fed it, the
 * outbound flows that read it. An object that no rule carries stays as it is: why, is the whole answer. CLI007.
 */
export function narrowed(explanation: Explanation, attribute: string): Explanation {
  const { source, tenant } = explanation;
  const identity = source?.identity;
  if (source !== undefined && identity === undefined) return explanation;
  const kept = identity === undefined ? undefined : narrowedIdentity(identity, attribute);
  const outbound = new Set(kept?.outbound.map((one) => one.attribute));
  const attributes = (tenant?.attributes ?? []).filter(
    (one) => outbound.has(one.attribute) || isNamed(one.attribute, attribute),
  );
  if (attributes.length === 0 && (kept === undefined || kept.inbound.length + kept.outbound.length === 0)) {
    return unknown(explanation, attribute);
  }
  const read = new Set(kept?.inbound.flatMap(readBy));
  return {
    ...explanation,
    ...(source === undefined || kept === undefined
      ? {}
      : {
          source: { ...source, attributes: source.attributes.filter((one) => read.has(one.attribute)), identity: kept },
        }),
    ...(tenant === undefined ? {} : { tenant: { ...tenant, attributes } }),
  };
}

function narrowedIdentity(identity: IdentityExplanation, attribute: string): IdentityExplanation {
  const outbound = identity.outbound.filter(
    (one) => isNamed(one.attribute, attribute) || readBy(one).some((name) => isNamed(name, attribute)),
  );
  const feeding = new Set(outbound.filter((one) => isNamed(one.attribute, attribute)).flatMap(readBy));
  const inbound = identity.inbound.filter((one) => isNamed(one.attribute, attribute) || feeding.has(one.attribute));
  return { ...identity, inbound, outbound };
}

function readBy({ candidates }: AttributeExplanation): readonly string[] {
  return candidates.flatMap(({ reads }) => reads.map((one) => one.attribute));
}

function isNamed(one: string, other: string): boolean {
  return foldCase(one) === foldCase(other);
}

function unknown({ source, tenant }: Explanation, attribute: string): never {
  const { inbound = [], outbound = [] } = source?.identity ?? {};
  const names = [...outbound, ...inbound, ...(tenant?.attributes ?? [])].map((one) => one.attribute);
  const near = didYouMean(attribute, names);
  fail('CLI007', {
    detail: `Nothing flows to ${attribute}, neither in the metaverse nor in the tenant.`,
    ...(near === undefined ? {} : { help: `Did you mean ${near}?` }),
  });
}
