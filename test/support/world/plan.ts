import { effectsOn } from '../../../src/app/compute.ts';
import { notWritable, targetCapabilities } from '../../../src/app/registry.ts';
import { decidePlan } from '../../../src/guard/index.ts';
import type { CauseFound } from '../../../src/model/cause.ts';
import type { DesiredPopulation } from '../../../src/model/desired.ts';
import { hazards } from '../../../src/model/hazard.ts';
import type { Hazard, HazardFound } from '../../../src/model/hazard.ts';
import type { Finding, Held, Operation, PlanBody } from '../../../src/model/plan.ts';
import type { RuleSet } from '../../../src/model/rule-set.ts';
import type { SourceObject } from '../../../src/model/source.ts';
import type { ImportedSource } from '../../../src/model/space.ts';
import type { TenantPopulation, TenantRequest } from '../../../src/model/tenant.ts';
import { bodyDigest, bodyLines } from '../../../src/planfile/lines.ts';
import { makePlan } from '../../../src/planner/index.ts';
import { emptyInclusions, followPins, synchronize } from '../../../src/sync/index.ts';
import { imported } from './sources.ts';
import { tenantOf } from './tenant.ts';
import type { TenantParts } from './tenant.ts';

export interface WorldParts {
  readonly rules: RuleSet;
  /** Objects of the connector corp. */
  readonly source?: readonly SourceObject[];
  /** Several connectors, in place of `source`. */
  readonly sources?: readonly ImportedSource[];
  readonly tenant?: TenantParts | TenantPopulation;
  /** Default 2026-11-22. */
  readonly asOf?: string;
  /** Hazards that are consented to by flags. */
  readonly allow?: Readonly<Partial<Record<Hazard, number>>>;
  /** What was read of users; left out, who has access to what is not asked. */
  readonly request?: TenantRequest;
  /** Tells what made the changes of a body come up, before the guards look at it. */
  readonly causesOf?: (body: PlanBody, read: ReadWorld) => readonly CauseFound[];
}

export interface ReadWorld {
  readonly sources: readonly ImportedSource[];
  readonly tenant: TenantPopulation;
}

export interface WorldPlan {
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
  readonly body: PlanBody;
  readonly findings: readonly Finding[];
  readonly hazards: readonly HazardFound[];
  /** Absent: nobody asked. */
  readonly causes?: readonly CauseFound[];
  /** The guards let pass a part of it. */
  readonly derived?: true;
  readonly digest: string;
  readonly lines: readonly string[];
  /** `kind name` of every operation: `addMember team + ada`. */
  readonly told: readonly string[];
  /** `reason name would` of everything that is held. */
  readonly holds: readonly string[];
}

export function populationOf(
  rules: RuleSet,
  sources: readonly ImportedSource[],
  asOf = '2026-11-22',
  tenant?: TenantPopulation,
): DesiredPopulation {
  const ports = { asOf: Date.parse(asOf), random: () => (length: number) => new Uint8Array(length) };
  return synchronize({
    ruleSet: rules,
    sources,
    target: 'entra',
    ports,
    notWritable,
    ...(tenant === undefined ? {} : { tenant }),
  });
}

/** The whole main job in memory: synchronize, plan, guard. */
export function planOf({
  rules,
  source = [],
  sources,
  tenant = {},
  asOf = '2026-11-22',
  allow = {},
  request,
  causesOf,
}: WorldParts): WorldPlan {
  const whole =
    'members' in tenant && tenant.members instanceof Map
      ? (tenant as TenantPopulation)
      : tenantOf(tenant as TenantParts);
  const read = sources ?? [imported(source)];
  const population = populationOf(rules, read, asOf, whole);
  const body = makePlan({
    ruleSet: rules,
    population,
    tenant: whole,
    asOf: Date.parse(asOf),
    ...targetCapabilities(rules.topology),
  });
  const causes = causesOf?.(body, { sources: read, tenant: whole });
  const { policy, topology } = rules;
  const { workspace, sourceConnectors: connectors } = topology;
  const pins = followPins(rules, read);
  const decision = decidePlan({
    consents: {
      flags: new Map(hazards.flatMap((one) => (allow[one] === undefined ? [] : [[one, allow[one]] as const]))),
      approvals: [],
      tenantId: rules.topology.tenantId,
      rulesDigest: rules.digest,
      now: Date.parse(asOf),
      used: new Map(),
    },
    body,
    population,
    tenant: whole,
    policy,
    workspace,
    now: Date.parse(asOf),
    connectors,
    pins,
    emptyInclusions: emptyInclusions(rules, read),
    reviewed: new Set(rules.adoptions.map(({ id }) => id)),
    ...(causes === undefined ? {} : { causes }),
    ...(request === undefined ? {} : { effects: effectsOn(whole, request) }),
  });
  return {
    population,
    tenant: whole,
    ...decision,
    ...(causes === undefined ? {} : { causes }),
    digest: bodyDigest(decision.body),
    lines: [...bodyLines(decision.body)],
    told: decision.body.operations.map(tell),
    holds: decision.body.held.map(tellHeld),
  };
}

function tell(operation: Operation): string {
  switch (operation.kind) {
    case 'defineExtension':
      return `define ${operation.name}`;
    case 'setManager':
      return `manager ${short(operation.object.name)} ${short(operation.manager?.name ?? '(nobody)')}`;
    case 'addMember':
      return `${short(operation.object.name)} + ${short(operation.member.name)}`;
    case 'removeMember':
      return `${short(operation.object.name)} - ${short(operation.member.name)}`;
    default:
      return `${operation.kind} ${short(operation.object.name)}`;
  }
}

function tellHeld(held: Held): string {
  return `${held.reason} ${short(held.object.name)} ${held.would}`;
}

function short(name: string): string {
  return name.replace(/@contoso\.com$/, '').replace(/^CN=([^,]+),.*$/, '$1');
}
