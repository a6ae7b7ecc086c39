import { accessHazards } from '../access/index.ts';
import { fail } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { decidePlan, groupsOfPolicy, judgePlan } from '../guard/index.ts';
import type { PlanGuardInput } from '../guard/index.ts';
import type { PlanCauses } from '../model/cause.ts';
import type { Consents } from '../model/consent.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { HazardFound } from '../model/hazard.ts';
import type { Finding, PlanBody } from '../model/plan.ts';
import type { ImportedSource } from '../model/space.ts';
import type { ConnectorContext } from '../model/source.ts';
import type { TenantReader } from '../model/target.ts';
import type { TenantFacts, TenantObject, TenantPopulation, TenantRequest } from '../model/tenant.ts';
import { bodyDigest } from '../planfile/index.ts';
import { makePlan } from '../planner/index.ts';
import { emptyInclusions, followPins, synchronize } from '../sync/index.ts';
import type { World } from './contract.ts';
import { notWritable, targetCapabilities } from './registry.ts';
import { seededRandom } from './seeded-random.ts';
import { importSources } from './sources.ts';
import type { StandIns } from './sources.ts';
import type { Workspace } from './workspace.ts';

/** A plan before it is sealed, with what was read for it. */
export interface ComputedPlan {
  readonly body: PlanBody;
  readonly findings: readonly Finding[];
  readonly hazards: readonly HazardFound[];
  /** Body digest of the whole plan, where this one is derived from it. */
  readonly derivedFrom?: string;
  readonly sources: readonly ImportedSource[];
  readonly facts: TenantFacts;
  readonly diagnostics: readonly Diagnostic[];
  /** Where they were asked for. */
  readonly causes?: PlanCauses;
}

/** Everything that a plan was made of. */
export interface ComputedWorld extends ComputedPlan {
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
}

/** Computes a plan and lets go of what it was made of: a large population is not kept while it is written. */
export async function computePlan(
  world: World,
  workspace: Workspace,
  target: TenantReader,
  asOf: number,
  standIns?: StandIns,
  tell?: CauseTeller,
  consents?: Consents,
): Promise<ComputedPlan> {
  const computed = await computeWorld(world, workspace, target, asOf, standIns, undefined, tell, consents);
  const { body, findings, hazards, derivedFrom, causes, sources, facts, diagnostics } = computed;
  const more = {
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
    ...(causes === undefined ? {} : { causes }),
  };
  return { body, findings, hazards, sources, facts, diagnostics, ...more };
}

/** What causes are told from: a plan, and what it was made of. */
export interface MadePlan {
  readonly body: PlanBody;
  readonly sources: readonly ImportedSource[];
  readonly tenant: TenantPopulation;
}

export type CauseTeller = (made: MadePlan) => Promise<PlanCauses>;

/** Reads sources and tenant at the same time; when one fails the other is stopped. */
export async function computeWorld(
  world: World,
  workspace: Workspace,
  target: TenantReader,
  asOf: number,
  standIns?: StandIns,
  more?: MoreMembers,
  tell?: CauseTeller,
  consents?: Consents,
): Promise<ComputedWorld> {
  const failure = new AbortController();
  const context: ConnectorContext = {
    signal: AbortSignal.any([world.signal, failure.signal]),
    clock: world.clock,
    progress: world.progress,
  };
  const [sources, tenant] = await bothOrNeither(
    [
      importSources(workspace, context, standIns),
      readTenant(workspace, target, context, {
        request: workspace.tenantRequest,
        ...(more === undefined ? {} : { more }),
      }),
    ],
    failure,
  );
  const read: ReadWorld = { sources, tenant, target: target.name };
  if (tell === undefined) return computeFrom(world, workspace, read, asOf);
  const { population, body } = planOf(world, workspace, read, asOf);
  const causes = await tell({ body, sources, tenant });
  const decision = decisionOn(workspace, read, {
    population,
    body,
    asOf,
    causes,
    ...(consents === undefined ? {} : { consents }),
  });
  return { ...worldOf(read), population, ...decision, causes };
}

/** What a plan is computed from. */
export interface ReadWorld {
  readonly sources: readonly ImportedSource[];
  readonly tenant: TenantPopulation;
  /** Name of the connector that the tenant was read through. */
  readonly target: string;
}

/** Computes a plan from what was read. Nothing of that is changed: it may serve for several plans. */
export function computeFrom(world: World, workspace: Workspace, read: ReadWorld, asOf: number): ComputedWorld {
  const { population, body } = planOf(world, workspace, read, asOf);
  return { ...worldOf(read), population, ...decisionOn(workspace, read, { population, body, asOf }) };
}

function worldOf({ sources, tenant }: ReadWorld): Pick<ComputedWorld, 'sources' | 'facts' | 'diagnostics' | 'tenant'> {
  const diagnostics = sources.flatMap((one) => one.summary.diagnostics);
  return { sources, facts: tenant.facts, diagnostics, tenant };
}

/** What rules make of data that was read; no guard has looked at it. */
export function planOf(
  world: World,
  workspace: Workspace,
  read: ReadWorld,
  asOf: number,
): Pick<ComputedWorld, 'population' | 'body'> {
  const { ruleSet } = workspace;
  const { sources, tenant, target } = read;
  world.progress('synchronizing', 0);
  const population = synchronize({
    ruleSet,
    sources,
    tenant,
    target,
    ports: { asOf, random: seededRandom(ruleSet.topology.workspace) },
    notWritable,
  });
  return { population, body: bodyFor(world, workspace, read, population, asOf) };
}

/** What is to be done so that the tenant becomes what the rules want, and what the guards say of that. */
export function planFor(
  world: World,
  workspace: Workspace,
  read: ReadWorld,
  population: DesiredPopulation,
  asOf: number,
): Decided {
  const body = bodyFor(world, workspace, read, population, asOf);
  return decisionOn(workspace, read, { population, body, asOf });
}

function bodyFor(
  { progress }: Pick<World, 'progress'>,
  { ruleSet }: Workspace,
  { tenant }: ReadWorld,
  population: DesiredPopulation,
  asOf: number,
): PlanBody {
  progress('planning', 0);
  return makePlan({ ruleSet, population, tenant, asOf, ...targetCapabilities(ruleSet.topology) });
}

interface Planned {
  readonly population: DesiredPopulation;
  readonly body: PlanBody;
  readonly asOf: number;
  readonly causes?: PlanCauses;
  readonly consents?: Consents;
}

type Decided = Pick<ComputedPlan, 'body' | 'findings' | 'hazards' | 'derivedFrom'>;

function decisionOn(
  { ruleSet, tenantRequest }: Workspace,
  { sources, tenant }: ReadWorld,
  { population, body, asOf, causes, consents }: Planned,
): Decided {
  const input: PlanGuardInput = {
    body,
    ...(causes === undefined ? {} : { causes: causes.causes }),
    population,
    tenant,
    policy: ruleSet.policy,
    workspace: ruleSet.topology.workspace,
    now: asOf,
    connectors: ruleSet.topology.sourceConnectors,
    reviewed: new Set(ruleSet.adoptions.map(({ id }) => id)),
    pins: followPins(ruleSet, sources),
    emptyInclusions: emptyInclusions(ruleSet, sources),
    effects: effectsOn(tenant, tenantRequest),
    ...(consents === undefined ? {} : { consents }),
  };
  // Only of a plan that may be applied something is left out: whoever compares plans compares them whole.
  const { derived, ...decision } = consents === undefined ? judgePlan(input) : decidePlan(input);
  return { ...decision, ...(derived === true ? { derivedFrom: bodyDigest(body) } : {}) };
}

/** Who gains and loses what through groups, for the guards. */
export function effectsOn(
  tenant: TenantPopulation,
  request: TenantRequest,
): (body: Pick<PlanBody, 'operations'>) => readonly HazardFound[] {
  return ({ operations }) => accessHazards({ tenant, request, operations });
}

/** Groups whose members are read beside those that are ours, or that a pair names. */
export type MoreMembers = (group: TenantObject) => boolean;

interface Asked {
  readonly request: TenantRequest;
  readonly more?: MoreMembers;
}

/** Reads the tenant with the members of every group that carries a mark, or that a pair or the policy names. */
export async function readTenant(
  workspace: Workspace,
  target: TenantReader,
  context: ConnectorContext,
  { request, more = () => false }: Asked = { request: workspace.tenantRequest },
): Promise<TenantPopulation> {
  const named = new Set(workspace.ruleSet.adoptions.map(({ id }) => id));
  const ofPolicy = groupsOfPolicy(workspace.ruleSet.policy);
  const isWanted = (group: TenantObject): boolean =>
    group.mark !== undefined || named.has(group.id) || ofPolicy(group) || more(group);
  const tenant = await target.read(request, isWanted, context);
  if (tenant.facts.markApplicationId === undefined) {
    const { ownerMarkApplicationId } = workspace.ruleSet.topology;
    fail('PLN009', { detail: `There is no application ${ownerMarkApplicationId} in ${tenant.facts.displayName}.` });
  }
  return tenant;
}

/** Waits for both; the first failure stops the other and is the one reported. */
export async function bothOrNeither<A, B>(
  work: readonly [Promise<A>, Promise<B>],
  failure: AbortController,
): Promise<[A, B]> {
  try {
    return await Promise.all(work);
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(work);
    throw error;
  }
}
