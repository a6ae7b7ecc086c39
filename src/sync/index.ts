import { compareText } from '../kernel/text.ts';
import { isContainerType } from '../model/container.ts';
import type { DesiredObject, DesiredPopulation, FailedObject, UndesiredObject } from '../model/desired.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import type { AttributeReader } from '../model/value.ts';
import { assembleDesired } from './assemble.ts';
import { FlowFailure } from './flow.ts';
import { inboundFlows, inboundRun, joinValues } from './inbound.ts';
import type { SynchronizeInput } from './input.ts';
import { contributes, keyOf } from './identity.ts';
import { linkSources } from './link.ts';
import type { MetaverseObject } from './identity.ts';
import { outboundFlows, outboundRefusal } from './outbound.ts';
import type { Provisioned } from './outbound.ts';
import { referenceResolver } from './references.ts';
import type { ReferenceResolver } from './references.ts';
import { reuseOf } from './reuse.ts';
import type { Reuse } from './reuse.ts';
import { rivalAccounts } from './rival-accounts.ts';
import { NeverSettles, settling } from './settle.ts';
import { tenantView } from './tenant-view.ts';

export { alignedWith } from './align.ts';
export { emptyInclusions } from './empty-inclusions.ts';
export { followPins } from './pins.ts';
export type { EvaluationPorts } from './inbound.ts';
export type { SynchronizeInput } from './input.ts';

/**
 * The sync passes: filter and join every source object, flow attributes into the metaverse, decide with the outbound
 * rules what the tenant should hold, resolve references. Pure: the same inputs give the same population in the same
 * order. Cost grows linearly with objects, flows and references.
 */
export function synchronize(input: SynchronizeInput): DesiredPopulation {
  return passOf(input).population;
}

/**
 * The same for two rule sets over the same data. What the second cannot touch is not worked out twice: the outcome is
 * that of two passes by themselves.
 */
export function synchronizeBoth(
  first: SynchronizeInput,
  second: SynchronizeInput,
): readonly [DesiredPopulation, DesiredPopulation] {
  const { population, provisioned } = passOf(first);
  const reuse = reuseOf({ input: first, provisioned, desired: population.desired }, second);
  return [population, passOf(second, reuse).population];
}

interface Pass {
  readonly population: DesiredPopulation;
  readonly provisioned: readonly Provisioned[];
}

function passOf(input: SynchronizeInput, reuse?: Reuse): Pass {
  const { ruleSet, sources, target, ports } = input;
  const view = tenantView(ruleSet, input.tenant, target);
  const inbound = inboundFlows(ports, view.inbound);
  const outbound = outboundFlows(ruleSet, target, ports);
  const settle = settling({ ruleSet, run: inboundRun(ports), outbound, tenant: view.inbound });
  const refusal = outboundRefusal(ruleSet, target);
  const linked = linkSources({
    ruleSet,
    sources,
    read: (object) => joinValues(inbound(object, 'leaveOut')),
    isMarked: view.isMarked,
  });

  const failed: FailedObject[] = linked.failed.map(({ source, entry, message, at, cause }) => ({
    type: undefined,
    key: keyOf(source, entry),
    dn: entry.object.dn,
    message,
    at,
    ...(cause === undefined ? {} : { cause }),
  }));
  const undesired: UndesiredObject[] = [
    ...linked.filteredOut.map(({ source, entry, detail }) =>
      undesiredOf(source, entry, { kind: 'filteredOut', detail }),
    ),
    ...linked.outOfScope.map(({ source, entry, detail }) =>
      undesiredOf(source, entry, reasonOf(input.notWritable(entry.object.type, NO_ATTRIBUTES), detail)),
    ),
  ];
  const provisioned: Provisioned[] = [];

  for (const object of linked.objects) {
    const known = reuse?.provisioned(object);
    if (known !== undefined) {
      provisioned.push(known);
      continue;
    }
    try {
      const { state, wanted } = settle(object, reuse?.state(object) ?? inbound(object));
      const rivalry = wanted === undefined ? undefined : rivalAccounts(ruleSet, object, state, inbound);
      if (wanted === undefined) {
        const detail = refusal(object.type, state);
        for (const { source, entry } of object.links) {
          const reason = reasonOf(input.notWritable(entry.object.type, state.attributes), detail);
          undesired.push(undesiredOf(source, entry, reason));
        }
      } else if (rivalry === undefined) provisioned.push({ object, state, wanted });
      else for (const failure of failuresOf(object, rivalry)) failed.push(failure);
    } catch (error) {
      if (!(error instanceof FlowFailure || error instanceof NeverSettles)) throw error;
      for (const failure of failuresOf(object, error)) failed.push(failure);
    }
  }

  const resolver = referenceResolver(provisioned, sources, linked.relatedTo);
  const { desired, failed: unassembled } = resolveAll(ruleSet, provisioned, resolver, reuse);
  const held = new Set([...failed, ...unassembled].map(({ key }) => key));
  for (const one of pointersOf(linked.objects, held)) undesired.push(one);
  const population: DesiredPopulation = {
    desired: desired.sort((a, b) => compareText(a.type, b.type) || compareText(a.key, b.key)),
    failed: [...failed, ...unassembled].sort((a, b) => compareText(a.key, b.key)),
    undesired: undesired.sort((a, b) => compareText(a.key, b.key)),
    source: countSources(sources),
  };
  return { population, provisioned };
}

const NO_ATTRIBUTES: AttributeReader = new Map();

function resolveAll(
  ruleSet: RuleSet,
  provisioned: readonly Provisioned[],
  resolver: ReferenceResolver,
  reuse: Reuse | undefined,
): { readonly desired: DesiredObject[]; readonly failed: readonly FailedObject[] } {
  const desired: DesiredObject[] = [];
  const failed: FailedObject[] = [];
  const known = reuse?.desired(provisioned);
  for (const one of provisioned) {
    const same = known?.(one);
    if (same !== undefined) {
      desired.push(same);
      continue;
    }
    const outcome = assembleDesired(ruleSet, one, resolver);
    if (outcome.kind === 'desired') desired.push(outcome.object);
    else for (const failure of outcome.failures) failed.push(failure);
  }
  return { desired, failed };
}

function undesiredOf(source: ImportedSource, entry: SpaceObject, reason: UndesiredObject['reason']): UndesiredObject {
  return { key: keyOf(source, entry), sourceType: entry.object.type, dn: entry.object.dn, reason };
}

function reasonOf(notWritable: string | undefined, detail: string | undefined): UndesiredObject['reason'] {
  if (notWritable !== undefined) return { kind: 'notWritable', detail: notWritable };
  return detail === undefined ? { kind: 'outOfScope' } : { kind: 'outOfScope', detail };
}

/** What points at an identity that failed has not failed itself. */
function* pointersOf(objects: readonly MetaverseObject[], failed: ReadonlySet<string>): Generator<UndesiredObject> {
  const reason: UndesiredObject['reason'] = {
    kind: 'outOfScope',
    detail: 'what it stands for could not be worked out',
  };
  for (const { links } of objects) {
    if (links.length === 1 || !links.some(({ source, entry }) => failed.has(keyOf(source, entry)))) continue;
    for (const link of links) if (!contributes(link)) yield undesiredOf(link.source, link.entry, reason);
  }
}

function failuresOf(
  object: MetaverseObject,
  failure: { readonly message: string; readonly at: string },
): readonly FailedObject[] {
  return object.links.filter(contributes).map(({ source, entry }) => ({
    type: undefined,
    key: keyOf(source, entry),
    dn: entry.object.dn,
    message: failure.message,
    at: failure.at,
  }));
}

function countSources(sources: readonly ImportedSource[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { space } of sources) {
    for (const { object } of space.objects()) {
      if (isContainerType(object.type)) continue;
      const name = `${space.connector}/${object.type}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
