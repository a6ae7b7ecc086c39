import { diagnostic } from '../kernel/diagnostic.ts';
import { compareText } from '../kernel/text.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { impactOf } from '../impact/index.ts';
import type { ImpactOutcome, ImpactReport } from '../model/impact.ts';
import type { Policy } from '../model/policy.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { SourceConnector } from '../model/source.ts';
import { findWorkspace } from '../rules/index.ts';
import { changedLines } from './changed-lines.ts';
import type { PlanOptions, World } from './contract.ts';
import { destination } from './destination.ts';
import { rolesOf } from './impact-roles.ts';
import { baseState, headState } from './impact-states.ts';
import { instantOf } from './plan.ts';
import { openSnapshotsOf, refuseMissing } from './plan-snapshots.ts';
import type { Snapshots } from './plan-snapshots.ts';
import { evaluateBoth, wantedBy } from './impact-evaluation.ts';
import type { Given } from './impact-evaluation.ts';
import { readForAll } from './impact-reading.ts';
import type { Reading } from './impact-reading.ts';
import { sourceConnector, targetCapabilities, TENANT_NAME } from './registry.ts';
import type { StandIns } from './sources.ts';
import type { Workspace } from './workspace.ts';

export interface ImpactOptions extends Omit<PlanOptions, 'out' | 'report'> {
  /** Where the report will be written: refused before anything is read when it cannot be. */
  readonly out?: string;
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
  if (options.out !== undefined) await destination(world, 'report', options.out);
  const directory = await findWorkspace(world.directory, options.workspace);
  const base = await baseState(world, directory, options.base);
  const head = await headState(world, directory, options.head);
  const about = {
    workspace: head.workspace.ruleSet.topology.workspace,
    base: base.revision,
    head: head.revision,
    asOf: new Date(asOf).toISOString(),
    packs: packsOf([head, ...('workspace' in base ? [base] : [])].map(({ workspace }) => workspace.ruleSet)),
  };
  const { diagnostics } = head.workspace;
  if (base.revision.rulesDigest === head.revision.rulesDigest) {
    return { report: { ...about, sources: [], outcome: { kind: 'sameRules' } }, diagnostics };
  }
  const workspaces = [head.workspace, ...('workspace' in base ? [base.workspace] : [])];
  const snapshots = await openSnapshotsOf(world, workspaces, options);
  const standIns = await standInsOf(workspaces, snapshots);
  const origins = (sources: Reading['sources']) => [
    ...originsOf(sources),
    ...(snapshots.tenant === undefined ? [] : [snapshots.tenant.origin]),
  ];
  const target = snapshots.tenant?.reader.name ?? TENANT_NAME;
  const given: Given = { world, target, asOf };
  const [of, ofBase] = await readForAll(world, workspaces, snapshots, standIns);
  if (of === undefined) throw new TypeError('head is always read');
  const warnings = [
    ...oldSnapshots(snapshots, head.workspace.ruleSet.policy, world.clock.now()),
    ...of.sources.flatMap(({ summary }) => summary.diagnostics),
  ];
  const sources = origins(of.sources);
  if (!('workspace' in base) || ofBase === undefined) {
    const { desired, failed } = wantedBy({ workspace: head.workspace, reading: of }, given);
    const outcome: ImpactOutcome = { kind: 'unknown', wanted: desired.length, failed: failed.length };
    const more = 'diagnostics' in base ? base.diagnostics : [];
    return { report: { ...about, sources, outcome }, diagnostics: [...more, ...diagnostics, ...warnings] };
  }
  const changed = changedLines(base.texts, head.texts);
  const sides = evaluateBoth(
    { workspace: base.workspace, reading: ofBase, changed: changed.base },
    { workspace: head.workspace, reading: of, changed: changed.head },
    given,
  );
  world.progress('comparing', 0);
  const { schema } = targetCapabilities(head.workspace.ruleSet.topology);
  const outcome: ImpactOutcome = {
    kind: 'compared',
    impact: impactOf({ ...sides, schema, ...rolesOf(of.tenant, about.workspace, [sides.base, sides.head]) }),
  };
  return { report: { ...about, sources, outcome }, diagnostics: [...diagnostics, ...warnings] };
}

/** An impact on people as they were may be none on those who are there now. */
function oldSnapshots({ sources, tenant }: Snapshots, { source }: Policy, now: number): readonly Diagnostic[] {
  const heads = [...sources.values(), ...(tenant === undefined ? [] : [tenant.reader])].map(({ head }) => head);
  return heads.flatMap(({ connector, readAt }) => {
    const hours = Math.floor((now - Date.parse(readAt)) / 3_600_000);
    if (hours <= source.maximumSnapshotAgeHours) return [];
    const detail = `The snapshot of ${connector} was made at ${readAt}, ${hours} hours ago.`;
    return diagnostic('SNP010', { detail, subject: connector });
  });
}

/** Rules of packs are those of this version on both sides, whatever the version was that base was written for. */
function packsOf(ruleSets: readonly RuleSet[]): readonly string[] {
  const named = ruleSets.flatMap(({ rules }) => rules.flatMap(({ id }) => /^([^:]+@\d+):/.exec(id)?.[1] ?? []));
  return [...new Set(named)].sort(compareText);
}

function originsOf(sources: Reading['sources']): ImpactReport['sources'] {
  return sources.map(({ space, summary }) => ({
    connector: space.connector,
    origin: summary.origin,
    readAt: new Date(summary.readAt).toISOString(),
  }));
}

/**
 * Where both states read a connector from: its snapshot, or, where no snapshot is given at all, the LDIF file that head
 * names. A directory may change between two reads, and would be an impact of its own. Beside snapshots nothing else is
 * read: a change under review may name any file of this machine.
 */
async function standInsOf(workspaces: readonly Workspace[], { sources }: Snapshots): Promise<StandIns> {
  const standIns = new Map<string, SourceConnector>(sources);
  const missing: string[] = [];
  for (const { settings, directory, readSecret } of workspaces) {
    for (const one of settings.connectors) {
      if (standIns.has(one.name)) continue;
      if (one.type === 'ldif' && sources.size === 0)
        standIns.set(one.name, await sourceConnector(one, directory, readSecret));
      else missing.push(one.name);
    }
  }
  refuseMissing(missing);
  return standIns;
}
