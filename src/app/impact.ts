import { diagnostic, DiagnosticError } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { impactOf } from '../impact/index.ts';
import type { ChangedLines, ImpactSide } from '../impact/index.ts';
import type { ImpactOutcome, ImpactReport } from '../model/impact.ts';
import type { SourceConnector } from '../model/source.ts';
import { findWorkspace } from '../rules/index.ts';
import { synchronize } from '../sync/index.ts';
import { changedLines } from './changed-lines.ts';
import { computeWorld } from './compute.ts';
import type { PlanOptions, World } from './contract.ts';
import { baseState, headState } from './impact-states.ts';
import type { State } from './impact-states.ts';
import { instantOf } from './plan.ts';
import { openSnapshotsOf } from './plan-snapshots.ts';
import type { Snapshots } from './plan-snapshots.ts';
import { notWritable, sourceConnector, targetCapabilities, TENANT_NAME } from './registry.ts';
import { seededRandom } from './seeded-random.ts';
import { importSources } from './sources.ts';
import type { StandIns } from './sources.ts';
import type { Workspace } from './workspace.ts';

export interface ImpactOptions extends Omit<PlanOptions, 'out'> {
  /** A commit: what it had is compared with. */
  readonly base: string;
  /** A commit; otherwise the files as they are. */
  readonly head?: string;
}

export interface ImpactResult {
  readonly report: ImpactReport;
  /** Warnings; errors where base is not valid. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What a change of the rules does to every identity: both configurations over the same data, at the same instant.
 * Reads no tenant but a snapshot of one, and writes nothing. Throws DiagnosticError.
 */
export async function impact(world: World, options: ImpactOptions): Promise<ImpactResult> {
  const asOf = instantOf(world, options.asOf);
  const directory = await findWorkspace(world.directory, options.workspace);
  const base = await baseState(world, directory, options.base);
  const head = await headState(world, directory, options.head);
  const about = {
    workspace: head.workspace.ruleSet.topology.workspace,
    base: base.revision,
    head: head.revision,
    asOf: new Date(asOf).toISOString(),
  };
  const { diagnostics } = head.workspace;
  if (base.revision.rulesDigest === head.revision.rulesDigest) {
    return { report: { ...about, sources: [], outcome: { kind: 'sameRules' } }, diagnostics };
  }
  const workspaces = [head.workspace, ...('workspace' in base ? [base.workspace] : [])];
  const snapshots = await openSnapshotsOf(world, workspaces, options);
  const standIns = await standInsOf(workspaces, snapshots);
  const given: Given = { world, snapshots, standIns, asOf };
  if (!('workspace' in base)) {
    const { side, sources, warnings } = await evaluated(head.workspace, new Map(), given);
    const { desired, failed } = side.population;
    const outcome: ImpactOutcome = { kind: 'unknown', wanted: desired.length, failed: failed.length };
    return { report: { ...about, sources, outcome }, diagnostics: [...base.diagnostics, ...diagnostics, ...warnings] };
  }
  const { outcome, sources, warnings } = await compared(base, head, given);
  return { report: { ...about, sources, outcome }, diagnostics: [...diagnostics, ...warnings] };
}

async function compared(base: State, head: State, given: Given) {
  const changed = changedLines(base.texts, head.texts);
  // One after the other: only what the rules give is kept of the first, not what it was made of.
  const { side: before } = await evaluated(base.workspace, changed.base, given);
  const { side: after, sources, warnings } = await evaluated(head.workspace, changed.head, given);
  given.world.progress('comparing', 0);
  const found = impactOf({
    base: before,
    head: after,
    schema: targetCapabilities(head.workspace.ruleSet.topology).schema,
  });
  return { outcome: { kind: 'compared', impact: found } satisfies ImpactOutcome, sources, warnings };
}

interface Given {
  readonly world: World;
  readonly snapshots: Snapshots;
  readonly standIns: StandIns;
  readonly asOf: number;
}

interface Evaluated {
  readonly side: ImpactSide;
  readonly sources: ImpactReport['sources'];
  readonly warnings: readonly Diagnostic[];
}

/** What one state of the workspace gives; each reads of the data what its own rules ask for, as a plan of it would. */
async function evaluated(workspace: Workspace, changed: ChangedLines, given: Given): Promise<Evaluated> {
  const { world, snapshots, standIns, asOf } = given;
  const { ruleSet } = workspace;
  if (snapshots.tenant !== undefined) {
    const computed = await computeWorld(world, workspace, snapshots.tenant.reader, asOf, standIns);
    const { population, body, diagnostics } = computed;
    const sources = [...originsOf(computed.sources), snapshots.tenant.origin];
    return { side: { ruleSet, population, changed, body }, sources, warnings: diagnostics };
  }
  const context = { signal: world.signal, clock: world.clock, progress: world.progress };
  const sources = await importSources(workspace, context, standIns);
  world.progress('synchronizing', 0);
  const population = synchronize({
    ruleSet,
    sources,
    target: TENANT_NAME,
    ports: { asOf, random: seededRandom(ruleSet.topology.workspace) },
    notWritable,
  });
  const warnings = sources.flatMap(({ summary }) => summary.diagnostics);
  return { side: { ruleSet, population, changed }, sources: originsOf(sources), warnings };
}

function originsOf(sources: Awaited<ReturnType<typeof importSources>>): ImpactReport['sources'] {
  return sources.map(({ space, summary }) => ({
    connector: space.connector,
    origin: summary.origin,
    readAt: new Date(summary.readAt).toISOString(),
  }));
}

/**
 * Where both states read a connector from: its snapshot, or the LDIF file that head names. A directory may change
 * between two reads, and would be an impact of its own.
 */
async function standInsOf(workspaces: readonly Workspace[], { sources }: Snapshots): Promise<StandIns> {
  const standIns = new Map<string, SourceConnector>(sources);
  const missing: Diagnostic[] = [];
  for (const { settings, directory, readSecret } of workspaces) {
    for (const one of settings.connectors) {
      if (standIns.has(one.name)) continue;
      if (one.type === 'ldif') standIns.set(one.name, await sourceConnector(one, directory, readSecret));
      else missing.push(diagnostic('SNP009', { detail: `There is no snapshot of ${one.name}.`, subject: one.name }));
    }
  }
  if (missing.length > 0) throw new DiagnosticError([...new Map(missing.map((one) => [one.detail, one])).values()]);
  return standIns;
}
