import { invariant } from '../kernel/invariant.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { ObjectRef, Operation, PlanBody } from '../model/plan.ts';
import type { WriteTest } from '../model/protection.ts';
import { takeOverBefore } from '../model/take-over.ts';
import { assertRestore, assertTakeOver } from './referee-pairs.ts';
import type { PairContext } from './referee-pairs.ts';
import type { TenantIndex } from './tenant-index.ts';
import { markKey } from '../model/tenant.ts';

export interface RefereeContext extends PairContext {
  readonly mayWrite: WriteTest;
  /** Keys of objects that a joinNoFlow rule leaves to somebody else. */
  readonly untouched: ReadonlySet<string>;
}

/**
 * Checks a plan against what must hold of every plan. Its messages speak to us: a violation is a bug of the planner,
 * and no such plan leaves it.
 */
export function assertPlanSound(body: PlanBody, context: RefereeContext): void {
  const ids = new Map<string, Operation>();
  for (const operation of body.operations) {
    invariant(!ids.has(operation.id), `two operations are called ${operation.id}`);
    ids.set(operation.id, operation);
  }
  for (const operation of body.operations) {
    if (operation.kind !== 'defineExtension') assertTarget(operation, ids, context);
    if ('changes' in operation) assertChanges(operation);
    for (const before of operation.after)
      invariant(ids.has(before), `${operation.id} waits for ${before}, which is not planned`);
  }
  assertAcyclic(ids);
}

type ObjectOperation = Exclude<Operation, { kind: 'defineExtension' }>;

/** What is not created in this plan carries our mark and may be written. */
function assertTarget(operation: ObjectOperation, ids: ReadonlyMap<string, Operation>, context: RefereeContext): void {
  const { object } = operation;
  const { index, workspace, mayWrite, untouched } = context;
  invariant(!untouched.has(object.key), `${operation.id} is about an object to which nothing may flow`);
  if (operation.kind === 'adopt' || operation.kind === 'reanchor') {
    assertTakeOver(operation, context);
    return;
  }
  if (operation.kind === 'restore') {
    assertRestore(operation, context);
    return;
  }
  if (operation.kind === 'create') {
    invariant(object.id === undefined, `${operation.id} creates an object that has an id`);
    invariant(!index.byMark.has(object.key), `${operation.id} creates an object that is there`);
    const anchor = `${object.type}/${operation.anchor}`;
    invariant(!index.byAnchor.has(anchor), `${operation.id} creates an anchor that is there`);
    return;
  }
  if (object.id === undefined) {
    const creates = `create:${object.key}`;
    invariant(isRelation(operation), `${operation.id} is about an object without an id`);
    invariant(ids.has(creates) && operation.after.includes(creates), `${operation.id} does not wait for its object`);
    return;
  }
  const takeOver = takeOverBefore(operation, object, ids);
  if (takeOver === undefined) {
    assertOurs(operation.id, object, index, workspace);
    const taken = ['adopt', 'reanchor'].some((how) => ids.get(`${how}:${object.key}`)?.kind === how);
    invariant(!taken, `${operation.id} does not wait until its object is ours`);
  } else {
    const adds = operation.kind === 'update' || operation.kind === 'setManager' || operation.kind === 'addMember';
    invariant(adds, `${operation.id} takes something from an object that is taken over`);
  }
  const target = index.byId.get(object.id);
  const refusal = target === undefined ? undefined : mayWrite(target);
  invariant(refusal === undefined, `${operation.id} writes what must not be written: ${refusal?.reason ?? ''}`);
  if (operation.kind === 'removeMember') assertOurs(operation.id, operation.member, index, workspace);
}

function isRelation(operation: Operation): boolean {
  return operation.kind === 'setManager' || operation.kind === 'addMember' || operation.kind === 'removeMember';
}

function assertOurs(operation: string, ref: ObjectRef, index: TenantIndex, workspace: string): void {
  const object = index.byId.get(ref.id ?? '');
  invariant(object !== undefined, `${operation} is about an object that was not read`);
  invariant(object.type === ref.type, `${operation} takes a ${object.type} for a ${ref.type}`);
  invariant(markKey(object, workspace) === ref.key, `${operation} is about an object without its mark`);
  invariant(index.byMark.get(ref.key)?.length === 1, `${operation} is about one of several objects with its mark`);
}

function assertChanges(operation: Extract<Operation, { changes: unknown }>): void {
  const names = new Set(operation.changes.map((change) => change.attribute));
  invariant(names.size === operation.changes.length, `${operation.id} changes one attribute twice`);
  for (const { attribute, before, after } of operation.changes) {
    invariant(canonicalJson(before) !== canonicalJson(after), `${operation.id} changes ${attribute} into what it is`);
  }
}

/** Takes away what waits for nothing until nothing is left; what then still waits, waits in a circle. */
function assertAcyclic(operations: ReadonlyMap<string, Operation>): void {
  const waiting = new Map<string, number>();
  const followers = new Map<string, string[]>();
  const ready: string[] = [];
  for (const { id, after } of operations.values()) {
    const before = new Set(after);
    if (before.size === 0) ready.push(id);
    else waiting.set(id, before.size);
    for (const one of before) {
      const list = followers.get(one);
      if (list === undefined) followers.set(one, [id]);
      else list.push(id);
    }
  }
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const follower of followers.get(id) ?? []) {
      const left = (waiting.get(follower) ?? 0) - 1;
      if (left > 0) waiting.set(follower, left);
      else {
        waiting.delete(follower);
        ready.push(follower);
      }
    }
  }
  invariant(waiting.size === 0, `operations wait for each other: ${[...waiting.keys()].slice(0, 10).join(', ')}`);
}
