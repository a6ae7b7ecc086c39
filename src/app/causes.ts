import { causesOf } from '../cause/index.ts';
import { DiagnosticError } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { BaselineHead } from '../model/baseline.ts';
import { causeLookup } from '../model/cause.ts';
import type { CauseBasis, CauseFound, CauseGap, PlanCauses } from '../model/cause.ts';
import type { Plan, PlanBody } from '../model/plan.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';
import { localState } from '../state/index.ts';
import { usableBaseline } from './baseline.ts';
import type { UsableBaseline } from './baseline.ts';
import { baseReader } from './base-plan.ts';
import type { CauseTeller, MadePlan } from './compute.ts';
import type { World } from './contract.ts';
import { baseState } from './impact-states.ts';
import type { State, UnsoundState } from './impact-states.ts';
import type { Snapshots } from './plan-snapshots.ts';
import { targetCapabilities, TENANT_NAME } from './registry.ts';
import type { Workspace } from './workspace.ts';

/** A configuration to compare with, by the name that was asked for. */
export interface NamedBase {
  readonly ref: string;
  readonly state: State | UnsoundState;
}

export interface CauseContext {
  readonly snapshots: Snapshots;
  readonly asOf: number;
  readonly base?: NamedBase;
}

export interface PreparedCauses {
  readonly tell: CauseTeller;
  /** Warnings that came up while causes were told. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/** To be called before the tenant is read: a run that ends meanwhile notes what this plan does not see. */
export async function prepareCauses(
  world: World,
  workspace: Workspace,
  context: CauseContext,
): Promise<PreparedCauses> {
  const state = localState(workspace.stateFolder, world.isAlive);
  const runBefore = await state.baselineRun();
  let diagnostics: readonly Diagnostic[] = [];
  return {
    tell: async (made) => {
      const found = await usableBaseline(state, workspace, wantedKeys(made.body));
      diagnostics = found.diagnostics;
      const usable = unlessNewer(found, runBefore, context.snapshots);
      return await tellCauses(world, workspace, context, made, usable);
    },
    diagnostics: () => diagnostics,
  };
}

/** The keys of the objects that operations name. */
export function wantedKeys({ operations }: PlanBody): (key: string) => boolean {
  const keys = new Set<string>();
  for (const operation of operations) {
    if (operation.kind === 'defineExtension') continue;
    keys.add(operation.object.key);
    if ('member' in operation) keys.add(operation.member.key);
  }
  return (key) => keys.has(key);
}

function unlessNewer(found: UsableBaseline, runBefore: string | undefined, { tenant }: Snapshots): UsableBaseline {
  const { baseline, diagnostics } = found;
  if (baseline === undefined) return found;
  const { runId, at } = baseline.head;
  const isNewer = runId !== runBefore || (tenant !== undefined && Date.parse(tenant.origin.readAt) < Date.parse(at));
  return isNewer ? { gap: 'newer', diagnostics } : found;
}

async function tellCauses(
  world: World,
  workspace: Workspace,
  context: CauseContext,
  made: MadePlan,
  { baseline, gap }: UsableBaseline,
): Promise<PlanCauses> {
  const { ruleSet } = workspace;
  const { topology, digest: rulesDigest } = ruleSet;
  const head = baseline?.head;
  const isSettled = head?.rulesDigest === rulesDigest && head.tool === world.version;
  const base =
    made.body.operations.length === 0 || isSettled ? {} : await baseOf(world, workspace, context, made, head);
  const causes = causesOf({
    body: made.body,
    ...(baseline === undefined ? {} : { baseline }),
    rulesDigest,
    tool: world.version,
    ...('body' in base ? { base: { body: base.body, rulesDigest: base.rulesDigest } } : {}),
    schema: targetCapabilities(topology).schema,
    ...readBackOf(workspace, made.tenant),
  });
  const gaps = [...(gap === undefined ? [] : [gap]), ...('gap' in base ? [base.gap] : [])];
  return { causes, basis: basisOf(head, 'body' in base ? base.ref : undefined, gaps) };
}

function basisOf(head: BaselineHead | undefined, base: string | undefined, gaps: readonly CauseGap[]): CauseBasis {
  return {
    ...(head === undefined ? {} : { baseline: { runId: head.runId, at: head.at } }),
    ...(base === undefined ? {} : { base }),
    gaps,
  };
}

/** The objects of a tenant that rules read back, by id. */
function readBackOf(
  { ruleSet }: Workspace,
  { objects }: TenantPopulation,
): { readonly readBack?: (id: string) => TenantObject | undefined } {
  const reads = ruleSet.rules.some((rule) => rule.direction === 'inbound' && rule.connectors.includes(TENANT_NAME));
  if (!reads) return {};
  const byId = new Map(objects.map((object) => [object.id, object]));
  return { readBack: (id) => byId.get(id) };
}

type Base =
  | { readonly ref: string; readonly body: PlanBody; readonly rulesDigest: string }
  | { readonly gap: CauseGap }
  | Record<string, never>;

/** What the rules of the base would do: of the one that was named, else of those that the last run applied. */
async function baseOf(
  world: World,
  workspace: Workspace,
  context: CauseContext,
  made: MadePlan,
  head: BaselineHead | undefined,
): Promise<Base> {
  const named = context.base ?? (head === undefined ? undefined : await rulesOfRun(world, workspace, head));
  if (named === undefined)
    return head === undefined || head.rulesDigest === workspace.ruleSet.digest ? {} : { gap: 'noBase' };
  const { state, ref } = named;
  if (!('workspace' in state)) return { gap: 'baseInvalid' };
  const { digest: rulesDigest } = state.workspace.ruleSet;
  if (rulesDigest === workspace.ruleSet.digest) return { ref, body: made.body, rulesDigest };
  const body = await baseReader(world, workspace, state.workspace, context)?.(made);
  return body === undefined ? { gap: 'baseReadsMore' } : { ref, body, rulesDigest };
}

/** The configuration that the last run applied, where the repository still has it as it was. */
async function rulesOfRun(world: World, { directory }: Workspace, head: BaselineHead): Promise<NamedBase | undefined> {
  if (head.revision === undefined) return undefined;
  const ref = head.revision.replace('+', '');
  try {
    const state = await baseState(world, directory, ref);
    return 'workspace' in state && state.workspace.ruleSet.digest === head.rulesDigest ? { ref, state } : undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/**
 * The causes of a plan that is about to be applied, told anew by the baseline. What the plan file says of them is in no
 * digest that anybody reviewed: it counts only where the tenant holds what the last run left, so that nobody's hand in
 * the tenant is undone. Without the baseline that the plan was made by nothing is known.
 */
export function causesAgain(
  { version }: Pick<World, 'version'>,
  workspace: Workspace,
  { plan, baseline, tenant }: SavedPlan,
): readonly CauseFound[] {
  if (baseline === undefined || baseline.head.runId !== plan.causeBasis?.baseline?.runId) return [];
  const { rulesDigest, tool } = baseline.head;
  const { ruleSet } = workspace;
  const tell = (by: { readonly rulesDigest: string; readonly tool: string }): readonly CauseFound[] =>
    causesOf({
      body: plan.body,
      baseline,
      ...by,
      schema: targetCapabilities(ruleSet.topology).schema,
      ...readBackOf(workspace, tenant),
    });
  const again = tell({ rulesDigest: ruleSet.digest, tool: version });
  const told = new Set(again.map(({ operation, attribute }) => `${operation}\n${attribute ?? ''}`));
  // By the rules of the run that noted it, all that is as that run left it is the data's doing.
  const asLeft = causeLookup(tell({ rulesDigest, tool }));
  const before = (plan.causes ?? []).filter(
    ({ operation, attribute }) =>
      !told.has(`${operation}\n${attribute ?? ''}`) && asLeft(operation, attribute) === 'source',
  );
  return [...again, ...before];
}

interface SavedPlan {
  readonly plan: Plan;
  readonly baseline: UsableBaseline['baseline'];
  /** As it was read before the first write. */
  readonly tenant: TenantPopulation;
}
