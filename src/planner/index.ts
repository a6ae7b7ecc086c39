import { compareText } from '../kernel/text.ts';
import { heldInCanonicalOrder } from '../model/held-order.ts';
import { sourceKeys } from '../model/desired.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { DefineExtension, Held, Operation, PlanBody } from '../model/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantPopulation } from '../model/tenant.ts';
import { censusOf } from './census.ts';
import { federatedMove, unverifiedDomain } from './diff.ts';
import type { ValueProblem } from './diff.ts';
import { defineDeclared, defineMark, definitionsOf } from './extensions.ts';
import { planLeavers } from './leavers.ts';
import { lineageOf } from './lineage.ts';
import { planManager } from './managers.ts';
import { planMembers } from './members.ts';
import { microsoftNames } from './microsoft-error.ts';
import { settleNames } from './names.ts';
import type { Claimant } from './names.ts';
import { objectPlanner } from './objects.ts';
import { inCanonicalOrder } from './order.ts';
import type { Presence } from './presence.ts';
import { presenceOf } from './presence.ts';
import { assertPlanSound } from './referee.ts';
import type { RelationContext } from './relations.ts';
import { relationOwner } from './relations.ts';
import type { Standing } from './standing.ts';
import { objectOf, standingOf } from './standing.ts';
import { standingContext } from './standing-context.ts';
import { heldPairs } from './unused-pairs.ts';

export type { ValueProblem } from './diff.ts';

export interface PlanInput {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
  readonly schema: Schema;
  readonly valueProblem: ValueProblem;
  /** The instant the plan is for, in milliseconds since 1970 UTC. */
  readonly asOf: number;
}

/**
 * The one planner: what to do so that the tenant becomes what the rules want. Pure and synchronous; equal inputs give
 * an equal body. Cost grows linearly with objects, attributes and memberships.
 */
export function makePlan(input: PlanInput): PlanBody {
  const { ruleSet, population } = input;
  const tenant = inOrderOfIds(input.tenant);
  const { workspace } = ruleSet.topology;
  const found = standingContext({ ruleSet, population, tenant });
  const { index, mayWrite, claims } = found;
  const lineage = lineageOf(ruleSet);
  const standings = population.desired.map((desired) => standingOf(desired, found));
  const { directoryExtensions } = ruleSet.topology;
  const definition = defineMark(tenant.facts);
  const operations: Operation[] = [...definition, ...defineDeclared(directoryExtensions, tenant.facts)];
  // Of those who are in the tenant the leavers tell.
  const held: Held[] = population.failed.filter(({ key }) => !index.byMark.has(key)).map(heldFailure);

  const planObject = objectPlanner({
    ruleSet,
    tenant,
    names: settleNames(standings.flatMap(claimantOf), index, acceptableName(input)),
    diff: {
      schema: input.schema,
      valueProblem: input.valueProblem,
      definitions: definitionsOf(directoryExtensions, tenant.facts),
      domains: tenant.facts.domains,
      lineage,
    },
    beforeMarks: definition.map((one) => one.id),
    urgent: { index, mayWrite },
  });
  const presences = new Map<string, Presence>();
  for (const standing of standings) {
    const planned = planObject(standing);
    for (const operation of planned.operations) operations.push(operation);
    for (const one of planned.held) held.push(one);
    presences.set(standing.desired.key, presenceOf(standing, planned.operations.length > 0));
  }

  const failed = new Map(population.failed.map(({ key, dn }) => [key, dn]));
  const context: RelationContext = { ruleSet, index, presences, failed, inSight: sourceKeys(population), mayWrite };
  for (const standing of standings) {
    const presence = presences.get(standing.desired.key);
    const owner = presence === undefined ? undefined : relationOwner(standing, presence, workspace);
    if (owner === undefined) continue;
    const current = tenant.members.get(objectOf(standing)?.id ?? '');
    const relations =
      standing.desired.type === 'user' ? planManager(owner, context, lineage) : planMembers(owner, current, context);
    for (const operation of relations.operations) operations.push(operation);
    for (const one of relations.held) held.push(one);
  }

  const leavers = planLeavers({
    ruleSet,
    population,
    index,
    claims,
    mayWrite,
    pairs: found.pairs,
    takenOver: takenOverIds(standings),
    facts: tenant.facts,
    asOf: input.asOf,
  });
  for (const operation of leavers.operations) operations.push(withDefinition(operation, definition));
  for (const one of leavers.held) held.push(one);
  for (const one of heldPairs(population, found)) held.push(one);

  const body: PlanBody = {
    operations: inCanonicalOrder(operations),
    held: heldInCanonicalOrder(
      held.map(microsoftNames({ population, index, facts: tenant.facts, schema: input.schema })),
    ),
    census: censusOf(population, index, { operations, held, waiting: leavers.waiting }),
  };
  assertPlanSound(body, { ...found, untouched: untouchedKeys(population) });
  return body;
}

function untouchedKeys({ desired }: DesiredPopulation): ReadonlySet<string> {
  return new Set(desired.filter((one) => one.noFlow !== undefined).map((one) => one.key));
}

function takenOverIds(standings: readonly Standing[]): ReadonlySet<string> {
  return new Set(standings.flatMap((one) => (one.kind === 'takenOver' ? [one.object.id] : [])));
}

function withDefinition(operation: Operation, definition: readonly DefineExtension[]): Operation {
  return operation.kind === 'leave' ? { ...operation, after: definition.map((one) => one.id) } : operation;
}

function acceptableName({ valueProblem, tenant }: PlanInput): (name: string, before: string) => boolean {
  return (name, before) =>
    valueProblem('user', 'userPrincipalName', name) === undefined &&
    unverifiedDomain(name, tenant.facts.domains) === undefined &&
    federatedMove(before, name, tenant.facts.domains) === undefined;
}

function claimantOf(standing: Standing): readonly Claimant[] {
  const { desired, kind } = standing;
  const writable = kind === 'writable' || (kind === 'takenOver' && standing.refusal === undefined);
  return desired.type === 'user' ? [{ desired, object: objectOf(standing), writable }] : [];
}

/** The order in which the tenant was read plays no part. */
function inOrderOfIds(tenant: TenantPopulation): TenantPopulation {
  const sorted = <T extends { readonly id: string }>(list: readonly T[]) =>
    list.toSorted((a, b) => compareText(a.id, b.id));
  const facts = { ...tenant.facts, deleted: sorted(tenant.facts.deleted) };
  return { ...tenant, facts, objects: sorted(tenant.objects) };
}

function heldFailure(failure: DesiredPopulation['failed'][number]): Held {
  const { type = 'user', key, dn, message, at } = failure;
  return {
    kind: 'held',
    object: { type, key, name: dn },
    from: dn,
    reason: 'evaluationFailed',
    detail: `${message}, ${at}`,
    would: 'nothing',
    changes: [],
  };
}
