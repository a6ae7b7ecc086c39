import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { RuleReport } from '../model/rule-report.ts';
import { CoverageCollector } from '../sync/coverage.ts';
import type { ConnectorContext } from '../model/source.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { openSnapshots } from './plan-snapshots.ts';
import { TENANT_NAME } from './registry.ts';
import { seededRandom } from './seeded-random.ts';
import { importWhole, requestOf } from './sources.ts';
import { openWorkspace } from './workspace.ts';

export interface ListRulesOptions extends WorkspaceOptions {
  /** Snapshots of sources, over whose objects the rules are counted. */
  readonly population: readonly string[];
}

export interface ListRulesResult {
  readonly report: RuleReport;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The rules of a workspace by precedence and, with snapshots of sources, what each of them does with their objects.
 * Reads no source and no tenant. Throws DiagnosticError.
 */
export async function listRules(world: World, options: ListRulesOptions): Promise<ListRulesResult> {
  const workspace = await openWorkspace(world, options);
  const { ruleSet, diagnostics } = workspace;
  const collector = new CoverageCollector(ruleSet);
  const { sources, oldest } = await openSnapshots(world, workspace, { sources: options.population });
  const context: ConnectorContext = { signal: world.signal, clock: world.clock, progress: world.progress };
  const imported = [];
  // In the order of the topology, in which joins are tried.
  for (const name of ruleSet.topology.sourceConnectors) {
    const source = sources.get(name);
    if (source !== undefined) imported.push(await importWhole(source, requestOf(workspace, name), context));
  }
  if (imported.length > 0) {
    world.progress('asking the rules', 0);
    const ports = { asOf: oldest, random: seededRandom(ruleSet.topology.workspace) };
    collector.add({ sources: imported, target: TENANT_NAME, ports });
  }
  const population = imported.map(({ space, summary }) => ({
    connector: space.connector,
    origin: summary.origin,
    readAt: new Date(summary.readAt).toISOString(),
    objects: space.size,
  }));
  return {
    report: { workspace: ruleSet.topology.workspace, population, coverage: collector.report() },
    diagnostics: [...diagnostics, ...imported.flatMap(({ summary }) => summary.diagnostics)],
  };
}
