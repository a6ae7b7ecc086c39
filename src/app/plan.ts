import { fail } from '../kernel/diagnostic.ts';
import type { PlanEnvelope } from '../model/plan.ts';
import { bodyDigest } from '../planfile/index.ts';
import { revisionOf } from '../rules/revision.ts';
import { computePlan } from './compute.ts';
import type { ComputedPlan } from './compute.ts';
import type { PlanOptions, PlanResult, World } from './contract.ts';
import { destination } from './destination.ts';
import { newRunId } from './run-id.ts';
import { openSnapshots, withReader } from './plan-snapshots.ts';
import type { Snapshots } from './plan-snapshots.ts';
import { openWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** Computes what would change in the tenant. Reads only. Throws DiagnosticError. */
export async function plan(world: World, options: PlanOptions): Promise<PlanResult> {
  const asOf = instantOf(world, options.asOf);
  const workspace = await openWorkspace(world, options);
  if (options.out !== undefined) await destination(world, 'plan', options.out);
  if (options.report !== undefined) await destination(world, 'report', options.report);
  const snapshots = await openSnapshots(world, workspace, options);
  const computed = await withReader(world, workspace, snapshots, (reader) =>
    computePlan(world, workspace, reader, asOf, snapshots.sources),
  );
  const envelope = await seal(world, workspace, computed, snapshots, asOf);
  return {
    plan: { envelope, body: computed.body, findings: computed.findings },
    diagnostics: [...workspace.diagnostics, ...computed.diagnostics],
  };
}

async function seal(
  world: World,
  workspace: Workspace,
  computed: ComputedPlan,
  snapshots: Snapshots,
  asOf: number,
): Promise<PlanEnvelope> {
  const { ruleSet } = workspace;
  const createdAt = world.clock.now();
  const revision = await revisionOf(workspace.directory);
  return {
    format: 'lockstep-plan',
    version: 1,
    tool: world.version,
    runId: newRunId(world),
    createdAt: iso(createdAt),
    expiresAt: iso(Math.min(createdAt, snapshots.oldest) + ruleSet.policy.planExpiryHours * 3_600_000),
    asOf: iso(asOf),
    workspace: ruleSet.topology.workspace,
    tenantId: computed.facts.tenantId,
    tenantName: computed.facts.displayName,
    rulesDigest: ruleSet.digest,
    ...(revision === undefined ? {} : { revision }),
    sources: [
      ...computed.sources.map(({ space, summary }) => ({
        connector: space.connector,
        origin: summary.origin,
        readAt: iso(summary.readAt),
      })),
      ...(snapshots.tenant === undefined ? [] : [snapshots.tenant.origin]),
    ],
    bodyDigest: bodyDigest(computed.body),
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The instant to plan for: the one that was asked for, else now. */
export function instantOf(world: World, text: string | undefined): number {
  if (text === undefined) return world.clock.now();
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? fail('PLN007', { detail: `${text} is no date or time.`, subject: text }) : instant;
}
