import { baselineAfter } from '../cause/index.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Baseline } from '../model/baseline.ts';
import type { CauseBasis, CauseGap } from '../model/cause.ts';
import type { PlanBody, PlanEnvelope } from '../model/plan.ts';
import type { OperationResult } from '../model/report.ts';
import type { StateBackend } from '../model/state.ts';
import type { TenantPopulation } from '../model/tenant.ts';
import type { World } from './contract.ts';
import { targetCapabilities } from './registry.ts';
import type { Workspace } from './workspace.ts';

export interface UsableBaseline {
  readonly baseline?: Baseline;
  /** Why there is none. */
  readonly gap?: CauseGap;
  readonly diagnostics: readonly Diagnostic[];
}

/** The baseline of this workspace and tenant, with the objects that are wanted. */
export async function usableBaseline(
  state: Pick<StateBackend, 'readBaseline'>,
  { ruleSet }: Workspace,
  isWanted: (key: string) => boolean,
): Promise<UsableBaseline> {
  const found = await state.readBaseline(isWanted);
  if (found.kind === 'none') return { gap: 'noBaseline', diagnostics: [] };
  if (found.kind === 'damaged') return { gap: 'damaged', diagnostics: [found.diagnostic] };
  const { tenantId, workspace } = found.baseline.head;
  const { topology } = ruleSet;
  if (tenantId !== topology.tenantId || workspace !== topology.workspace)
    return { gap: 'otherTenant', diagnostics: [] };
  return { baseline: found.baseline, diagnostics: [] };
}

export interface EndedRun {
  readonly body: PlanBody;
  readonly envelope: Pick<PlanEnvelope, 'runId' | 'revision'>;
  readonly causeBasis?: CauseBasis;
  readonly tenant: TenantPopulation;
  readonly results: readonly OperationResult[];
  /** What the run before left, whole. */
  readonly previous: Baseline | undefined;
}

const SALT_BYTES = 16;

/** Notes what a run has left in the tenant, for the causes of later changes. Warnings where it cannot. */
export async function noteBaseline(
  world: World,
  workspace: Workspace,
  state: Pick<StateBackend, 'writeBaseline'>,
  { body, envelope, causeBasis, tenant, results, previous }: EndedRun,
): Promise<readonly Diagnostic[]> {
  const { ruleSet, tenantRequest } = workspace;
  const { topology, digest } = ruleSet;
  const { runId, revision } = envelope;
  const { head, objects } = baselineAfter({
    head: {
      format: 'lockstep-baseline',
      version: 1,
      tool: world.version,
      tenantId: topology.tenantId,
      workspace: topology.workspace,
      rulesDigest: digest,
      ...(revision === undefined ? {} : { revision }),
      runId,
      at: new Date(world.clock.now()).toISOString(),
      salt: previous?.head.salt ?? Buffer.from(world.random.bytes(SALT_BYTES)).toString('base64url'),
      attributes: tenantRequest.attributes,
      managers: tenantRequest.managers,
    },
    tenant,
    body,
    results,
    ...(previous === undefined ? {} : { previous }),
    isAfterPrevious: causeBasis?.baseline?.runId === previous?.head.runId,
    schema: targetCapabilities(topology).schema,
  });
  return await state.writeBaseline(head, objects);
}
