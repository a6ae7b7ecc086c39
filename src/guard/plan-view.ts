import { assertNever } from '../kernel/invariant.ts';
import { riskOfHazard } from '../model/hazard.ts';
import type { Hazard, HazardFound } from '../model/hazard.ts';
import { operationKinds } from '../model/policy-rule.ts';
import type { ChangeView, ObjectView, OperationView, PlanView } from '../model/policy-rule.ts';
import type { AttributeChange, ObjectRef, Operation, PlanBody } from '../model/plan.ts';

const nothing: ObjectView = { type: '', key: '', id: '', name: '', connector: '' };

/** A plan in numbers, as rules of the policy see it. */
export function planView({ operations, held, census }: PlanBody): PlanView {
  const counts = Object.fromEntries(operationKinds.map((kind) => [kind, 0])) as Record<Operation['kind'], number>;
  for (const { kind } of operations) counts[kind]++;
  const { inScope, unchanged, changed, filteredOut, marked, source } = census;
  return {
    operations: operations.length,
    counts,
    held: held.length,
    inScope,
    unchanged,
    changed,
    filteredOut,
    marked: new Map(Object.entries(marked)),
    source: new Map(Object.entries(source)),
  };
}

/** An operation as rules of the policy see it. */
export function operationView(operation: Operation, hazards: readonly Hazard[] = []): OperationView {
  const { kind } = operation;
  return {
    kind,
    object: kind === 'defineExtension' ? { ...nothing, name: operation.name } : objectView(operation.object),
    other: otherOf(operation),
    from: 'from' in operation ? operation.from : '',
    reason: 'reason' in operation ? operation.reason : '',
    licences: 'licences' in operation ? operation.licences : 0,
    changes: new Map('changes' in operation ? operation.changes.map((one) => [one.attribute, changeView(one)]) : []),
    hazards,
  };
}

/** Hazards of each operation, gravest first, each once. */
export function hazardsByOperation(found: readonly HazardFound[]): ReadonlyMap<string, readonly Hazard[]> {
  const all = new Map<string, Hazard[]>();
  for (const { operation, hazard } of found) {
    const known = all.get(operation);
    if (known === undefined) all.set(operation, [hazard]);
    else if (!known.includes(hazard)) known.push(hazard);
  }
  for (const one of all.values()) one.sort((a, b) => riskOfHazard(a) - riskOfHazard(b));
  return all;
}

function otherOf(operation: Operation): ObjectView {
  switch (operation.kind) {
    case 'setManager':
      return operation.manager === null ? nothing : objectView(operation.manager);
    case 'addMember':
    case 'removeMember':
      return objectView(operation.member);
    case 'defineExtension':
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'update':
    case 'leave':
    case 'delete':
      return nothing;
    default:
      return assertNever(operation);
  }
}

function objectView({ type, key, id = '', name }: ObjectRef): ObjectView {
  return { type, key, id, name, connector: key.slice(0, Math.max(0, key.indexOf('/'))) };
}

function changeView({ before, after, why }: AttributeChange): ChangeView {
  return { before, after, rules: why.map(({ rule }) => rule) };
}
