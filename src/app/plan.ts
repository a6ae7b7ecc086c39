import { isAllowed } from '../guard/index.ts';
import { DiagnosticError, fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Plan, PlanEnvelope } from '../model/plan.ts';
import { bodyDigest } from '../planfile/index.ts';
import { revisionOf } from '../rules/revision.ts';
import { localState } from '../state/index.ts';
import { noteBaseline, usableBaseline } from './baseline.ts';
import { prepareCauses } from './causes.ts';
import type { NamedBase } from './causes.ts';
import { computePlan } from './compute.ts';
import type { ComputedPlan, MadePlan } from './compute.ts';
import { consentsOf } from './consents.ts';
import type { PlanOptions, PlanResult, World } from './contract.ts';
import { destination } from './destination.ts';
import { baseState } from './impact-states.ts';
import { lockHolder, newRunId } from './run-id.ts';
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
  const base = options.base === undefined ? undefined : await namedBase(world, workspace, options.base);
  const causes = await prepareCauses(world, workspace, { snapshots, asOf, ...(base === undefined ? {} : { base }) });
  const consents = await consentsOf(world, workspace, options.allowHazards);
  const read: { made?: MadePlan } = {};
  const computed = await withReader(world, workspace, snapshots, (reader) =>
    computePlan(
      world,
      workspace,
      reader,
      asOf,
      snapshots.sources,
      (made) => {
        if (options.settle === true && made.body.operations.length === 0) read.made = made;
        return causes.tell(made);
      },
      consents,
    ),
  );
  const envelope = await seal(world, workspace, computed, snapshots, asOf);
  const { body, findings } = computed;
  const basis = computed.causes === undefined ? {} : { causeBasis: computed.causes.basis };
  const noted =
    read.made === undefined || !isAllowed(findings)
      ? []
      : await settle(world, workspace, read.made, { envelope, ...basis });
  return {
    plan: {
      envelope,
      body,
      findings,
      hazards: computed.hazards,
      ...(computed.causes === undefined ? {} : { causes: computed.causes.causes }),
      ...basis,
    },
    diagnostics: [
      ...workspace.diagnostics,
      ...(base === undefined || 'workspace' in base.state ? [] : asWarnings(base.state.diagnostics)),
      ...computed.diagnostics,
      ...causes.diagnostics(),
      ...noted,
    ],
  };
}

async function namedBase(world: World, { directory }: Workspace, ref: string): Promise<NamedBase> {
  return { ref, state: await baseState(world, directory, ref) };
}

/** The base is no part of the plan: what is wrong with it stops nothing. */
function asWarnings(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((one) => ({ ...one, severity: 'warning' }));
}

/** What the tenant holds now that nothing is to be done. Another run at work notes that itself. */
async function settle(
  world: World,
  workspace: Workspace,
  { body, tenant }: MadePlan,
  run: Pick<Plan, 'envelope' | 'causeBasis'>,
): Promise<readonly Diagnostic[]> {
  const state = localState(workspace.stateFolder, world.isAlive);
  const lock = await state.lock(lockHolder(world, run.envelope.runId)).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  });
  if (lock === undefined) return [];
  try {
    const { baseline: previous } = await usableBaseline(state, workspace, () => true);
    return await noteBaseline(world, workspace, state, { ...run, body, tenant, results: [], previous });
  } finally {
    await lock.release();
  }
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
    ...(computed.derivedFrom === undefined ? {} : { derivedFrom: computed.derivedFrom }),
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
