import type { Held, ObjectRef, Operation, SetManager, Why } from '../model/plan.ts';
import type { Lineage } from './lineage.ts';
import type { RelationContext, RelationOwner, RelationPlan } from './relations.ts';
import { targetOf, tenantRef } from './relations.ts';
import { objectOf } from './standing.ts';

const NOTHING: RelationPlan = { operations: [], held: [] };

/** Plans the manager of one user. A manager that cannot be resolved never becomes a lost one. */
export function planManager(owner: RelationOwner, context: RelationContext, lineage: Lineage): RelationPlan {
  const { desired } = owner.standing;
  const flow = desired.referenceFlow;
  if (desired.manager === undefined || flow === undefined) return NOTHING;
  const currentId = objectOf(owner.standing)?.manager;
  const current = currentId === undefined ? null : tenantRef(currentId, context);
  const why = lineage(desired, flow);

  if (desired.manager === null) {
    return current === null ? NOTHING : planned(owner, { before: current, manager: null, why, after: [] });
  }
  const target = targetOf(desired.manager, context);
  switch (target.kind) {
    case 'there':
      if (target.id === currentId) return NOTHING;
      return planned(owner, { before: current, manager: target.ref, why, after: [] });
    case 'toBeCreated':
      return planned(owner, { before: current, manager: target.ref, why, after: [target.operation] });
    case 'toBeTakenOver':
      if (target.id === currentId) return NOTHING;
      return planned(owner, { before: current, manager: target.ref, why, after: [target.operation] });
    case 'waiting':
      if (target.id !== undefined && target.id === currentId) return NOTHING;
      return held(owner, 'dependsOnHeld', `the manager ${target.name} is held itself`);
    case 'notWanted':
      if (current === null || target.id === currentId) return NOTHING;
      return held(owner, 'unresolvedReference', 'the manager in the source is not carried into the tenant');
    case 'unknown':
      if (current === null) return NOTHING;
      return held(owner, 'unresolvedReference', `the manager ${target.dn} is out of sight`);
  }
}

interface ManagerChange {
  readonly before: ObjectRef | null;
  readonly manager: ObjectRef | null;
  readonly why: readonly Why[];
  readonly after: readonly string[];
}

function planned(owner: RelationOwner, change: ManagerChange): RelationPlan {
  if (owner.refusal !== undefined) return held(owner, owner.refusal.reason, owner.refusal.detail);
  const operation: SetManager = {
    kind: 'setManager',
    id: `manager:${owner.ref.key}`,
    after: [...owner.after, ...change.after],
    object: owner.ref,
    mark: owner.mark,
    before: change.before,
    manager: change.manager,
    why: change.why,
  };
  return { operations: [operation satisfies Operation], held: [] };
}

function held(owner: RelationOwner, reason: Held['reason'], detail: string): RelationPlan {
  const { desired } = owner.standing;
  const hold: Held = {
    kind: 'held',
    object: owner.ref,
    from: desired.dn,
    reason,
    detail,
    would: 'setManager',
    changes: [],
  };
  return { operations: [], held: [hold] };
}
