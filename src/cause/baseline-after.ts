import { append } from '../kernel/multimap.ts';
import { NOT_KNOWN } from '../model/baseline.ts';
import type { Baseline, BaselineHead, BaselineMembers, BaselineObject } from '../model/baseline.ts';
import { OWNER_MARK_NAME, formatMark } from '../model/mark.ts';
import type { ObjectRef, PlanBody } from '../model/plan.ts';
import type { OperationResult, Outcome } from '../model/report.ts';
import type { Schema } from '../model/schema.ts';
import { markKey } from '../model/tenant.ts';
import type { TenantFacts, TenantObject, TenantPopulation, TenantType } from '../model/tenant.ts';
import { comparedTo, digestAt, digestsOf, eachDigest, tentative } from './digests.ts';
import type { Digests } from './digests.ts';
import { doingsOf, heldParts } from './undone.ts';
import type { Carried, Doings, HeldParts } from './undone.ts';

export interface RunEnd {
  readonly head: Omit<BaselineHead, 'definitions'>;
  /** The tenant as it was read before the first write. */
  readonly tenant: TenantPopulation;
  readonly body: PlanBody;
  readonly results: readonly OperationResult[];
  /** What the run before left; with the salt of `head`. */
  readonly previous?: Baseline;
  /** False for a plan that was made before that run ended. */
  readonly isAfterPrevious: boolean;
  readonly schema: Schema;
}

/**
 * What the tenant holds now that a run has ended: what was read, with what was done. What failed or got no answer has no
 * digest. What was skipped or is held has a tentative one, and so has what differs from what the run before left although
 * this one did not change it: others may have changed it after the plan was made.
 */
export function baselineAfter(end: RunEnd): {
  readonly head: BaselineHead;
  readonly objects: Iterable<BaselineObject>;
} {
  return { head: { ...end.head, definitions: definitionsAfter(end) }, objects: objectsAfter(end) };
}

/** Names of the extension properties that the tenant has defined. */
function definedNames({ markDefined, extensionApplications = [] }: TenantFacts): readonly string[] {
  const names = extensionApplications.flatMap(({ defines }) => defines.map(({ name }) => name));
  return markDefined ? [OWNER_MARK_NAME, ...names] : names;
}

function definitionsAfter({ tenant, body, results }: RunEnd): readonly string[] {
  const done = new Set(results.flatMap(({ operation, outcome }) => (isDone(outcome) ? [operation] : [])));
  const made = body.operations.flatMap((one) => (one.kind === 'defineExtension' && done.has(one.id) ? [one.name] : []));
  return [...new Set([...definedNames(tenant.facts), ...made])].sort();
}

/** Everything that is the same for all objects of a run. */
interface Run extends RunEnd {
  readonly digests: Digests;
  readonly idOf: (ref: ObjectRef) => string | undefined;
  /** Ids of objects that were deleted, or may have been. */
  readonly deleted: ReadonlySet<string>;
  /** Ids of objects that came back, with memberships and reports that nobody read. */
  readonly restored: readonly string[];
  /** Ids of objects that got a mark: what they hold is noted by the next run. */
  readonly takenOver: ReadonlySet<string>;
  /** Nothing was noted before: what was read is taken for what the rules wanted. */
  readonly isFirst: boolean;
}

function* objectsAfter(end: RunEnd): Generator<BaselineObject> {
  const outcomes = new Map(end.results.map(({ operation, outcome }) => [operation, outcome]));
  const doings = doingsOf(end.body.operations, end.body.held, outcomes);
  const run = runOf(end, outcomes);
  const marked = new Map<string, TenantObject[]>();
  for (const object of end.tenant.objects) {
    const key = markKey(object, end.head.workspace);
    if (key !== undefined) append(marked, key, object);
  }
  for (const [key, [object, ...others]] of marked) {
    if (object === undefined) continue;
    const about = doings.of(key);
    if (others.length > 0 || run.takenOver.has(object.id)) yield notKnown(key);
    else if (!about.carried.some(isDeleted)) yield objectAfter(key, object, about, run);
  }
  for (const key of doings.keys) {
    if (!marked.has(key)) yield madeOrNot(key, doings.of(key), run);
  }
  // Gone since the run before, and by nobody of ours: after the plan was made, or before.
  for (const [key, { mark }] of end.previous?.objects ?? []) {
    if (!marked.has(key) && !doings.keys.has(key) && mark !== NOT_KNOWN) yield notKnown(key);
  }
}

function runOf(end: RunEnd, outcomes: ReadonlyMap<string, Outcome>): Run {
  const created = new Map<string, string>();
  const deleted = new Set<string>();
  const restored: string[] = [];
  const takenOver = new Set<string>();
  for (const operation of end.body.operations) {
    if (operation.kind === 'defineExtension') continue;
    const outcome = outcomes.get(operation.id);
    const { object } = operation;
    if (operation.kind === 'create' && outcome?.status === 'done' && outcome.id !== undefined)
      created.set(object.key, outcome.id);
    if (object.id === undefined || !mayBeDone(outcome)) continue;
    if (operation.kind === 'delete') deleted.add(object.id);
    if (operation.kind === 'restore') restored.push(object.id);
    if (operation.kind === 'adopt' || operation.kind === 'reanchor') takenOver.add(object.id);
  }
  const digests = digestsOf(end.head.salt, end.schema);
  return {
    ...end,
    digests,
    idOf: ({ id, key }) => id ?? created.get(key),
    deleted,
    restored,
    takenOver,
    isFirst: end.previous === undefined,
  };
}

function isDone(outcome: Outcome | undefined): boolean {
  return outcome?.status === 'done' || outcome?.status === 'alreadyDone';
}

function mayBeDone(outcome: Outcome | undefined): boolean {
  return isDone(outcome) || outcome?.status === 'unknown' || outcome?.status === 'failed';
}

function isDeleted({ operation, outcome }: Carried): boolean {
  return operation.kind === 'delete' && isDone(outcome);
}

/** Something of this key was to be there, or to be told apart, and it is not known how that went. */
function notKnown(key: string): BaselineObject {
  return { key, id: NOT_KNOWN, mark: NOT_KNOWN, values: '' };
}

function objectAfter(key: string, object: TenantObject, about: Doings, run: Run): BaselineObject {
  const { digests, head } = run;
  const parts = heldParts(about.held);
  const before = run.previous?.objects.get(key);
  if (parts.everything || about.carried.some(({ operation }) => operation.kind === 'create')) return notKnown(key);
  const mark = typeof object.mark === 'object' ? formatMark(object.mark) : '';
  return {
    key,
    id: digests.id(object.id),
    mark: markAfter(key, mark, before, about, parts, run),
    values: valuesAfter(key, object, before, about, parts, run).join(''),
    ...(head.managers && object.type === 'user'
      ? { manager: managerAfter(object.manager, before, about, parts, run) }
      : {}),
    ...membersAfter(run.tenant.members.get(object.id), before, about, parts, run),
  };
}

function markAfter(
  key: string,
  mark: string,
  before: BaselineObject | undefined,
  { carried }: Doings,
  parts: HeldParts,
  run: Run,
): string {
  const { digests } = run;
  const present = digests.mark(key, mark);
  for (const { operation, outcome } of carried) {
    const after = operation.kind === 'leave' || operation.kind === 'update' ? operation.newMark : undefined;
    if (after !== undefined) return written(digests.mark(key, after), present, outcome);
    if (operation.kind === 'delete') return outcome.status === 'skipped' ? tentative(present) : NOT_KNOWN;
  }
  return parts.standing ? tentative(present) : leftAlone(present, before?.mark, run);
}

/** What this run did not change is sure where it is as the run before left it, or as that one had found it. */
function leftAlone(present: string, before: string | undefined, { isFirst, isAfterPrevious }: Run): string {
  if (isFirst) return present;
  const comparison = comparedTo(before, present);
  return isAfterPrevious && (comparison === 'settled' || comparison === 'same') ? present : tentative(present);
}

/** What this run was to write. */
function written(after: string, present: string, outcome: Outcome): string {
  if (outcome.status === 'done' || (isDone(outcome) && after === present)) return after;
  return outcome.status === 'skipped' ? tentative(present) : NOT_KNOWN;
}

function valuesAfter(
  key: string,
  object: TenantObject,
  before: BaselineObject | undefined,
  about: Doings,
  parts: HeldParts,
  run: Run,
): readonly string[] {
  const { digests, head } = run;
  const changes = writtenValues(key, object.type, about.carried, digests);
  return head.attributes[object.type].map((attribute) => {
    const present = digests.value(object.type, key, attribute, object.attributes.get(attribute));
    const change = changes.get(attribute);
    if (change !== undefined) return written(change.digest, present, change.outcome);
    if (parts.attributes.has(attribute) || maybeShut(attribute, object, run)) return tentative(present);
    return leftAlone(present, formerValue(run, before, object.type, attribute), run);
  });
}

/**
 * An account that is disabled when nothing was noted before: somebody may have disabled it after the plan was made, and
 * who takes that for what the rules wanted enables it again. The next run knows.
 */
function maybeShut(attribute: string, { attributes }: TenantObject, { isFirst }: Run): boolean {
  return isFirst && attribute === 'accountEnabled' && attributes.get(attribute) !== true;
}

function formerValue(
  { previous }: Run,
  before: BaselineObject | undefined,
  type: TenantType,
  attribute: string,
): string | undefined {
  const index = previous?.head.attributes[type].indexOf(attribute) ?? -1;
  return before === undefined || index === -1 ? undefined : digestAt(before.values, index);
}

interface Written {
  readonly digest: string;
  readonly outcome: Outcome;
}

function writtenValues(
  key: string,
  type: TenantType,
  carried: readonly Carried[],
  digests: Digests,
): ReadonlyMap<string, Written> {
  const found = new Map<string, Written>();
  for (const { operation, outcome } of carried) {
    if (!('changes' in operation)) continue;
    for (const { attribute, after } of operation.changes)
      found.set(attribute, { digest: digests.value(type, key, attribute, after), outcome });
  }
  return found;
}

function managerAfter(
  manager: string | undefined,
  before: BaselineObject | undefined,
  { carried }: Doings,
  parts: HeldParts,
  run: Run,
): string {
  const { digests, idOf, deleted, restored } = run;
  const present = digests.id(manager);
  for (const { operation, outcome } of carried) {
    if (operation.kind !== 'setManager') continue;
    const id = operation.manager === null ? undefined : idOf(operation.manager);
    if (operation.manager !== null && id === undefined)
      return outcome.status === 'skipped' ? tentative(present) : NOT_KNOWN;
    return written(digests.id(id), present, outcome);
  }
  // Who is deleted is nobody's manager any more, and who comes back may be again.
  if (manager === undefined ? restored.length > 0 : deleted.has(manager)) return NOT_KNOWN;
  return parts.manager ? tentative(present) : leftAlone(present, before?.manager, run);
}

function membersAfter(
  read: readonly string[] | undefined,
  before: BaselineObject | undefined,
  { carried }: Doings,
  parts: HeldParts,
  run: Run,
): { readonly members?: BaselineMembers } {
  if (read === undefined) return {};
  const members = new Set(read.map((id) => run.digests.id(id)));
  const doubtful = new Set(before?.members === undefined ? [] : changed(members, eachDigest(before.members.of)));
  for (const id of run.restored) doubtful.add(run.digests.id(id));
  for (const id of read) if (run.deleted.has(id)) doubtful.add(run.digests.id(id));
  const isUnsure = !run.isFirst && (before?.members === undefined || !run.isAfterPrevious);
  const removesOpen = parts.removes || isUnsure;
  let addsOpen = parts.adds || isUnsure;
  for (const { operation, outcome } of carried) {
    if (operation.kind !== 'addMember' && operation.kind !== 'removeMember') continue;
    const isAdd = operation.kind === 'addMember';
    const id = run.idOf(operation.member);
    if (id === undefined) {
      if (isDone(outcome) || outcome.status === 'unknown') return {};
      addsOpen = true;
      continue;
    }
    const digest = run.digests.id(id);
    if (isDone(outcome)) {
      doubtful.delete(digest);
      if (isAdd) members.add(digest);
      else members.delete(digest);
    } else doubtful.add(digest);
  }
  const text = (set: ReadonlySet<string>): string => [...set].sort().join('');
  return { members: { of: text(members), doubtful: text(doubtful), addsOpen, removesOpen } };
}

function* changed(present: ReadonlySet<string>, former: ReadonlySet<string>): Generator<string> {
  for (const one of present) if (!former.has(one)) yield one;
  for (const one of former) if (!present.has(one)) yield one;
}

/** An object that was not there when the tenant was read: it was made, or it is not known whether. */
function madeOrNot(key: string, about: Doings, run: Run): BaselineObject {
  const create = about.carried.find(({ operation }) => operation.kind === 'create');
  if (create?.operation.kind !== 'create' || create.outcome.status !== 'done') return notKnown(key);
  const { operation, outcome } = create;
  const { digests, head } = run;
  const fresh = { ...run, isFirst: true };
  const { type } = operation.object;
  const changes = writtenValues(key, type, about.carried, digests);
  const held = heldParts(about.held);
  // What the create does not name the tenant may have filled in by itself.
  const values = head.attributes[type].map((attribute) => {
    const one = changes.get(attribute);
    return one?.outcome.status === 'done' && !held.attributes.has(attribute) ? one.digest : NOT_KNOWN;
  });
  return {
    key,
    id: outcome.id === undefined ? NOT_KNOWN : digests.id(outcome.id),
    mark: digests.mark(key, operation.mark),
    values: values.join(''),
    ...(head.managers && type === 'user' ? { manager: managerAfter(undefined, undefined, about, held, fresh) } : {}),
    ...membersAfter(type === 'group' ? [] : undefined, undefined, about, held, fresh),
  };
}
