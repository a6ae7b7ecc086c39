import { invariant } from '../kernel/invariant.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Operation, PlanBody } from '../model/plan.ts';
import type { TenantIndex } from './tenant-index.ts';
import { markKey } from './tenant-index.ts';

/**
 * Checks a plan against what must hold of every plan. Its messages speak to us: a violation is a bug of the planner,
 * and no such plan leaves it.
 */
export function assertPlanSound(body: PlanBody, index: TenantIndex, workspace: string): void {
  const ids = new Map<string, Operation>();
  for (const operation of body.operations) {
    invariant(!ids.has(operation.id), `two operations are called ${operation.id}`);
    ids.set(operation.id, operation);
    assertTarget(operation, index, workspace);
    if ('changes' in operation) assertChanges(operation);
  }
  for (const operation of body.operations) {
    for (const before of operation.after)
      invariant(ids.has(before), `${operation.id} waits for ${before}, which is not planned`);
  }
  assertAcyclic(ids);
}

/** Everything but a create and a definition touches an object that carries our mark. */
function assertTarget(operation: Operation, index: TenantIndex, workspace: string): void {
  if (operation.kind === 'defineExtension' || operation.object.id === undefined) return;
  const object = index.byId.get(operation.object.id);
  invariant(object !== undefined, `${operation.id} is about an object that was not read`);
  invariant(markKey(object, workspace) === operation.object.key, `${operation.id} is about an object without its mark`);
  invariant(
    object.mastery === 'cloud' || object.mastery === 'movedToCloud',
    `${operation.id} writes a mastered object`,
  );
}

function assertChanges(operation: Extract<Operation, { changes: unknown }>): void {
  const names = new Set(operation.changes.map((change) => change.attribute));
  invariant(names.size === operation.changes.length, `${operation.id} changes one attribute twice`);
  for (const { attribute, before, after } of operation.changes) {
    invariant(canonicalJson(before) !== canonicalJson(after), `${operation.id} changes ${attribute} into what it is`);
  }
}

function assertAcyclic(operations: ReadonlyMap<string, Operation>): void {
  const done = new Set<string>();
  for (const start of operations.values()) {
    if (start.after.length === 0) continue;
    const path = new Set<string>();
    const visit = (id: string): void => {
      if (done.has(id)) return;
      invariant(!path.has(id), `operations wait for each other: ${[...path, id].join(' -> ')}`);
      path.add(id);
      for (const before of operations.get(id)?.after ?? []) visit(before);
      path.delete(id);
      done.add(id);
    };
    visit(start.id);
  }
}
