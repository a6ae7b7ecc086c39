import type { Diagnostic } from '../kernel/diagnostic.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Explanation } from '../model/explanation.ts';
import { explainSource } from '../sync/explain.ts';
import { computeWorld } from './compute.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { explainTenant } from './explain-tenant.ts';
import { findObject } from './find-object.ts';
import { nameablesOf } from './nameables.ts';
import { narrowed } from './narrow-explanation.ts';
import { instantOf } from './plan.ts';
import { openSnapshots, withReader } from './plan-snapshots.ts';
import { notWritable } from './registry.ts';
import { seededRandom } from './seeded-random.ts';
import { openWorkspace } from './workspace.ts';

export interface ExplainOptions extends WorkspaceOptions {
  /** DN, sign-in name, anchor, objectGUID, tenant id, or any other name. */
  readonly name: string;
  /** An attribute of the metaverse or of the tenant: only what concerns it. */
  readonly attribute?: string;
  /** ISO 8601; default now. */
  readonly asOf?: string;
  /** Snapshots that are read in the place of source connectors, which their heads name. */
  readonly sources?: readonly string[];
  /** A snapshot that is read in the place of the tenant. */
  readonly tenant?: string;
}

export interface ExplainResult {
  readonly explanation: Explanation;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Tells the whole way of one object. Reads what a plan reads, and makes the plan whose words it uses. */
export async function explain(world: World, options: ExplainOptions): Promise<ExplainResult> {
  const asOf = instantOf(world, options.asOf);
  const workspace = await openWorkspace(world, options);
  const { ruleSet } = workspace;
  const snapshots = await openSnapshots(world, workspace, options);
  const [computed, target] = await withReader(world, workspace, snapshots, async (reader) => [
    await computeWorld(world, workspace, reader, asOf, snapshots.sources),
    reader.name,
  ]);
  const { population, sources } = computed;

  const names = nameablesOf(sources, population, computed.tenant, ruleSet.topology.workspace);
  const { key } = findObject(options.name, names);
  const ports = { asOf, random: seededRandom(ruleSet.topology.workspace) };
  const source = explainSource(
    { ruleSet, sources, tenant: computed.tenant, target, ports, notWritable, population },
    key,
  );
  const inTenant = explainTenant(computed, { ruleSet, key, source });
  invariant(source !== undefined || inTenant !== undefined, 'what was found is in a source or in the tenant');
  const explanation: Explanation = {
    asOf: new Date(asOf).toISOString(),
    ...(source === undefined ? {} : { source }),
    ...(inTenant === undefined ? {} : { tenant: inTenant }),
  };
  return {
    explanation: options.attribute === undefined ? explanation : narrowed(explanation, options.attribute),
    diagnostics: [...workspace.diagnostics, ...computed.diagnostics],
  };
}
