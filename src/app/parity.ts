import { base64Of } from '../kernel/base64.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { immutableIdOfGuid } from '../kernel/guid.ts';
import { sidFromBytes } from '../kernel/sid.ts';
import { parametersAt } from '../model/parameters.ts';
import type { ParityReport } from '../model/parity.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';
import { isBytes } from '../model/value.ts';
import { parityOf, synchronizedAttributes } from '../parity/index.ts';
import type { SourceFacts } from '../parity/index.ts';
import { lineageOf } from '../planner/lineage.ts';
import { computeWorld } from './compute.ts';
import type { PlanOptions, World } from './contract.ts';
import { destination } from './destination.ts';
import { forParity, isOfAnotherEngine } from './parity-request.ts';
import { openSnapshots, withReader } from './plan-snapshots.ts';
import { targetCapabilities } from './registry.ts';
import { openWorkspace } from './workspace.ts';

export type ParityOptions = Pick<PlanOptions, 'workspace' | 'sources' | 'tenant' | 'out'>;

export interface ParityResult {
  readonly report: ParityReport;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compares what the rules give with what another engine wrote into the tenant. Reads what a plan reads, and somewhat
 * more; computes it with the same engine, and writes nothing. Throws DiagnosticError.
 */
export async function parity(world: World, options: ParityOptions): Promise<ParityResult> {
  const asOf = world.clock.now();
  const workspace = forParity(await openWorkspace(world, options));
  if (options.out !== undefined) await destination(world, 'report', options.out);
  const snapshots = await openSnapshots(world, workspace, options, 'parity');
  const computed = await withReader(world, workspace, snapshots, (reader) =>
    computeWorld(world, workspace, reader, asOf, snapshots.sources, isOfAnotherEngine),
  );
  const { ruleSet } = workspace;
  const capabilities = targetCapabilities(ruleSet.topology);
  world.progress('comparing', 0);
  const found = parityOf({
    workspace: ruleSet.topology.workspace,
    population: computed.population,
    tenant: computed.tenant,
    schema: capabilities.schema,
    synchronized: synchronizedAttributes,
    held: computed.body.held,
    lineage: lineageOf(ruleSet),
    isRefusedName: (name) => capabilities.valueProblem('user', 'userPrincipalName', name) !== undefined,
    sourceOf: sourceFacts(computed.sources),
  });
  const report: ParityReport = {
    workspace: ruleSet.topology.workspace,
    tenantId: computed.facts.tenantId,
    tenantName: computed.facts.displayName,
    asOf: new Date(asOf).toISOString(),
    rulesDigest: ruleSet.digest,
    sources: [
      ...computed.sources.map(({ space, summary }) => ({
        connector: space.connector,
        origin: summary.origin,
        readAt: new Date(summary.readAt).toISOString(),
      })),
      ...(snapshots.tenant === undefined ? [] : [snapshots.tenant.origin]),
    ],
    parity: found,
  };
  return { report, diagnostics: [...workspace.diagnostics, ...computed.diagnostics] };
}

/** What the sources say of an object, by its key. */
export function sourceFacts(sources: readonly ImportedSource[]): (key: string) => SourceFacts | undefined {
  const entries = new Map<string, readonly [ImportedSource, SpaceObject]>();
  for (const source of sources) {
    for (const entry of source.space.objects()) {
      entries.set(`${source.space.connector}/${entry.object.anchor}`, [source, entry]);
    }
  }
  return (key) => {
    const found = entries.get(key);
    return found === undefined ? undefined : factsOf(...found);
  };
}

function factsOf({ summary }: ImportedSource, { object, dnKey }: SpaceObject): SourceFacts {
  const { attributes, anchor, dn } = object;
  const bytesOf = (name: string): Uint8Array | undefined => {
    const value = attributes.get(name);
    return value !== undefined && isBytes(value) ? value : undefined;
  };
  const consistency = bytesOf('mS-DS-ConsistencyGuid');
  const sid = bytesOf('objectSid');
  const text = sid === undefined ? undefined : sidFromBytes(sid);
  const parameters = parametersAt(summary, dnKey);
  return {
    dn,
    attributes,
    anchors: [immutableIdOfGuid(anchor) ?? [], consistency === undefined ? [] : base64Of(consistency)].flat(),
    ...(text === undefined ? {} : { sid: text }),
    domains: ['Domain.FQDN', 'Domain.Netbios'].flatMap((name) => parameters.get(name) ?? []),
  };
}
