import { codes } from '../kernel/codes/index.ts';
import type { CodeEntry } from '../kernel/codes/index.ts';
import { assertNever } from '../kernel/invariant.ts';
import { heldInCanonicalOrder } from '../model/held-order.ts';
import type { Census, Finding, Held, ObjectRef, Operation, PlanBody } from '../model/plan.ts';

/** Why an operation may not be done, in words; undefined for one that may. */
export type BlockTest = (operation: Operation) => string | undefined;

/**
 * A plan without its blocked operations and without everything that depends on them: what waits for them, what is about
 * an object that they would have made, found, or made ours, and what refers to one. All of it is shown as held. The
 * result is a plan of its own: it has another digest, and guards look at it anew. Nothing blocked: the same body.
 */
export function derivePlan(body: PlanBody, isBlocked: BlockTest): PlanBody {
  const dropped = droppedOf(body.operations, isBlocked);
  if (dropped.size === 0) return body;
  const operations = body.operations.filter(({ id }) => !dropped.has(id));
  const added = body.operations.flatMap((operation) => {
    const why = dropped.get(operation.id);
    return why === undefined || operation.kind === 'defineExtension' ? [] : [holdOf(operation, why)];
  });
  return {
    operations,
    held: heldInCanonicalOrder([...body.held, ...added]),
    census: censusWithout(body.census, operations, added),
  };
}

/**
 * Findings that say the proof is missing, though they may name operations: with a source or a mark in doubt there is no
 * operation that could be trusted.
 */
const IN_DOUBT: ReadonlySet<string> = new Set(['SAFE006', 'SAFE007', 'SAFE008', 'SAFE009', 'SAFE012', 'SAFE021']);

/** Does a finding stop the whole plan, whatever is left out of it? */
export function stopsAll({ code, operations }: Finding): boolean {
  return operations.length === 0 || IN_DOUBT.has(code);
}

/** The operations that blocking findings name, each with what the first of them says. */
export function blockTest(blocking: readonly Finding[]): BlockTest {
  const why = new Map<string, string>();
  for (const { code, operations } of blocking) {
    for (const id of operations) if (!why.has(id)) why.set(id, wordsOf(code));
  }
  return ({ id }) => why.get(id);
}

function wordsOf(code: string): string {
  const entry: CodeEntry | undefined = Object.hasOwn(codes, code) ? codes[code as keyof typeof codes] : undefined;
  return entry === undefined ? code : `${entry.summary} (${code})`;
}

type Reason = Pick<Held, 'reason' | 'detail'>;

/** Operations that go, by id, with the reason; dependants are found until none is left, in whatever order they stand. */
function droppedOf(operations: readonly Operation[], isBlocked: BlockTest): ReadonlyMap<string, Reason> {
  const dropped = new Map<string, Reason>();
  const open: Operation[] = [];
  const drop = (operation: Operation, reason: Reason): void => {
    if (dropped.has(operation.id)) return;
    dropped.set(operation.id, reason);
    open.push(operation);
  };
  for (const operation of operations) {
    const detail = isBlocked(operation);
    if (detail !== undefined) drop(operation, { reason: 'blockedByGuard', detail });
  }
  if (open.length === 0) return dropped;
  const dependants = dependantsOf(operations);
  for (const blocked of open) {
    const reason: Reason = { reason: 'dependsOnHeld', detail: `${nameOf(blocked)} is held itself` };
    for (const name of [blocked.id, ...standsFor(blocked)]) {
      for (const dependant of dependants.get(name) ?? []) drop(dependant, reason);
    }
  }
  return dropped;
}

/** Operations by what they need: ids of others, and objects. */
function dependantsOf(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const dependants = new Map<string, Operation[]>();
  for (const operation of operations) {
    for (const name of new Set([...operation.after, ...objectsOf(operation).map(nameOfObject)])) {
      const list = dependants.get(name);
      if (list === undefined) dependants.set(name, [operation]);
      else list.push(operation);
    }
  }
  return dependants;
}

function nameOfObject({ key }: ObjectRef): string {
  return `object ${key}`;
}

/**
 * The object whose presence, owner or mark hangs on an operation: without it nothing else of this plan may be about it.
 * What merely differs in an attribute is there all the same.
 */
function standsFor(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'leave':
      return [nameOfObject(operation.object)];
    case 'update':
      return operation.newMark === undefined ? [] : [nameOfObject(operation.object)];
    case 'defineExtension':
    case 'delete':
    case 'setManager':
    case 'addMember':
    case 'removeMember':
      return [];
    default:
      return assertNever(operation);
  }
}

function objectsOf(operation: Operation): readonly ObjectRef[] {
  switch (operation.kind) {
    case 'defineExtension':
      return [];
    case 'setManager':
      return [operation.object, ...(operation.manager === null ? [] : [operation.manager])];
    case 'addMember':
    case 'removeMember':
      return [operation.object, operation.member];
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'update':
    case 'leave':
    case 'delete':
      return [operation.object];
    default:
      return assertNever(operation);
  }
}

function nameOf(operation: Operation): string {
  return operation.kind === 'defineExtension' ? operation.name : operation.object.name;
}

function holdOf(operation: Exclude<Operation, { kind: 'defineExtension' }>, { reason, detail }: Reason): Held {
  const isMember = operation.kind === 'addMember' || operation.kind === 'removeMember';
  return {
    kind: 'held',
    object: operation.object,
    ...('from' in operation && operation.from !== '' ? { from: operation.from } : {}),
    reason,
    detail: isMember ? `${operation.member.name}: ${detail}` : detail,
    would: operation.kind,
    changes: 'changes' in operation ? operation.changes : [],
  };
}

/** Whoever changed in the whole plan, and does not in this one, is held. Who leaves is in no scope. */
function censusWithout(census: Census, operations: readonly Operation[], added: readonly Held[]): Census {
  const changed = new Set(operations.flatMap((one) => (one.kind === 'defineExtension' ? [] : [one.object.key])));
  const gone = new Set<string>();
  for (const { object, would } of added) {
    if (would !== 'leave' && would !== 'delete' && !changed.has(object.key)) gone.add(object.key);
  }
  const moved = Math.min(census.changed, gone.size);
  return { ...census, changed: census.changed - moved, held: census.held + moved };
}
