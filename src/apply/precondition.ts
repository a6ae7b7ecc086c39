import { assertNever } from '../kernel/invariant.ts';
import { foldCase } from '../kernel/text.ts';
import { sameValue } from '../model/comparison.ts';
import { extensionState } from '../model/directory-extension.ts';
import type { DirectoryExtension } from '../model/directory-extension.ts';
import { graceIsOver } from '../model/grace.ts';
import { formatMark, isMarkOf, OWNER_MARK_NAME, parseMark } from '../model/mark.ts';
import type {
  AddMember,
  AttributeChange,
  CreateObject,
  DefineExtension,
  DeleteObject,
  ObjectRef,
  Operation,
  RemoveMember,
  SetManager,
} from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import { liveSyncTest } from '../model/live-sync.ts';
import type { WriteTest } from '../model/protection.ts';
import { plainText } from '../model/schema.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantObject, TenantRequest } from '../model/tenant.ts';
import { takeOverBefore } from '../model/take-over.ts';
import { changed, DONE, HOLDS } from './precondition-kinds.ts';
import type { Precondition } from './precondition-kinds.ts';
import { markedKey, takeOverTest } from './take-over.ts';
import type { TakeOverInput, TakeOverTest } from './take-over.ts';

export type { Precondition } from './precondition-kinds.ts';

const HOUR = 3_600_000;

/** The attribute by which a leaver is disabled, whatever rules write. */
const ENABLED = 'accountEnabled';

export interface PreconditionInput extends Pick<TakeOverInput, 'tenant' | 'workspace' | 'adoptions' | 'adoptable'> {
  /** All operations of the plan: some wait until another one has made their object ours. */
  readonly operations: readonly Operation[];
  /** What was read of the tenant: nothing else may be written, since it cannot be compared. */
  readonly request: TenantRequest;
  readonly otherEngineDomains: readonly string[] | undefined;
  readonly extensions: readonly DirectoryExtension[];
  readonly schema: Schema;
  readonly mayWrite: WriteTest;
  readonly policy: Pick<Policy, 'deletions' | 'planExpiryHours'>;
  /** The present instant, whatever instant the plan was made for. */
  readonly now: number;
}

/**
 * Compares each operation with the tenant as it was just read: what was changed by others since the plan is skipped,
 * what is as it should be is done already. Nothing is believed because the plan says so: an object must carry the mark
 * of this workspace and of the key that the plan gives it. Between this read and the write nothing protects: Graph has
 * no compare-and-set.
 */
export function preconditions(input: PreconditionInput): (operation: Operation) => Precondition {
  const now = new Present(input);
  return (operation) => {
    switch (operation.kind) {
      case 'defineExtension':
        return definable(operation, input);
      case 'create':
        return now.creatable(operation);
      case 'adopt':
      case 'reanchor':
        return now.takeOvers.takeable(operation);
      case 'restore':
        return now.takeOvers.restorable(operation);
      case 'update':
      case 'leave':
        return now.changeable(operation);
      case 'delete':
        return now.deletable(operation);
      case 'setManager':
        return now.manageable(operation);
      case 'addMember':
      case 'removeMember':
        return now.membership(operation);
      default:
        return assertNever(operation);
    }
  };
}

/** Only the mark and what the topology declares, just so, and only on the applications that it names. */
function definable(operation: DefineExtension, { tenant, extensions }: PreconditionInput): Precondition {
  const { facts } = tenant;
  if (operation.name === OWNER_MARK_NAME) {
    const ours = operation.applicationId === facts.markApplicationId && sameDefinition(operation, MARK_DEFINITION);
    if (!ours) return changed(`${operation.name} is not the owner mark of this workspace`);
    return facts.markDefined ? DONE : HOLDS;
  }
  const declared = extensions.find(({ name }) => name === operation.name);
  const application = facts.extensionApplications?.find((one) => one.applicationId === declared?.applicationId);
  if (declared === undefined || application?.id !== operation.applicationId || !sameDefinition(operation, declared)) {
    return changed(`${operation.name} is no directory extension that this workspace declares`);
  }
  for (const type of declared.on) {
    const state = extensionState(declared, type, facts);
    if (state.kind === 'unusable') return changed(state.detail);
    if (state.kind === 'missing') return HOLDS;
  }
  return DONE;
}

type Definition = Pick<DirectoryExtension, 'type' | 'multiValued' | 'on'>;

const MARK_DEFINITION: Definition = { type: 'String', multiValued: false, on: ['user', 'group'] };

function sameDefinition({ dataType, multiValued, targets }: DefineExtension, { on, ...wanted }: Definition): boolean {
  return dataType === wanted.type && multiValued === wanted.multiValued && targets.join() === on.join();
}

/** The tenant as it was just read, by what operations name objects with. */
class Present {
  readonly takeOvers: TakeOverTest;
  readonly #input: PreconditionInput;
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #byId: ReadonlyMap<string, TenantObject>;
  readonly #byAnchor: ReadonlyMap<string, TenantObject>;
  readonly #byName: ReadonlyMap<string, TenantObject>;
  /** Texts of marks of living and of deleted objects. */
  readonly #marks: ReadonlySet<string>;
  readonly #overlap: ReturnType<typeof liveSyncTest>;
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(input: PreconditionInput) {
    const { objects, members } = input.tenant;
    const users = objects.filter((one) => one.type === 'user');
    this.#input = input;
    this.#byId = new Map(objects.map((object) => [object.id, object]));
    this.#byAnchor = new Map(objects.map((object) => [`${object.type}/${object.anchor ?? ''}`, object]));
    this.#byName = new Map(users.map((object) => [foldCase(object.name), object]));
    this.#marks = new Set([...objects, ...input.tenant.facts.deleted].map(markedKey));
    this.#overlap = liveSyncTest(input.otherEngineDomains, input.tenant);
    this.takeOvers = takeOverTest({ ...input, overlap: this.#overlap });
    this.#operations = new Map(input.operations.map((operation) => [operation.id, operation]));
    this.#members = new Map([...members].map(([id, list]) => [id, new Set(list)]));
  }

  /** The object, when it is of this workspace, is the one that the plan means, and may be written. */
  #owned(operation: Operation, ref: ObjectRef, marks: readonly string[]): TenantObject | Precondition {
    const object = this.#byId.get(ref.id ?? '');
    if (object?.type !== ref.type) return changed(`${ref.name} is not in the tenant any more`);
    const foreign = marks.find((mark) => !isMarkOf(mark, ref.key, this.#input.workspace));
    if (foreign !== undefined) return changed(`the plan gives ${ref.name} a mark that is not its own`);
    if (!marks.includes(markOf(object)) && !this.#isTakenOver(operation, ref, marks)) {
      return changed(`${ref.name} carries another mark now`);
    }
    const refusal = this.#input.mayWrite(object);
    return refusal === undefined ? object : changed(`${ref.name} must not be written now: ${refusal.detail}`);
  }

  /** Another operation of the plan, which this one waits for, makes the object ours: that one was judged, too. */
  #isTakenOver(operation: Operation, ref: ObjectRef, marks?: readonly string[]): boolean {
    // Nothing is taken from an object that was not ours when the plan was reviewed.
    if (!['update', 'setManager', 'addMember'].includes(operation.kind)) return false;
    const before = takeOverBefore(operation, ref, this.#operations);
    if (before === undefined || marks?.includes(before.mark) === false) return false;
    return this.takeOvers.takeable(before).kind === 'holds';
  }

  /** The same; an object without an id is made in this run. */
  #ownedOrNew(operation: Operation, ref: ObjectRef, mark: string): TenantObject | Precondition | 'new' {
    return ref.id === undefined ? 'new' : this.#owned(operation, ref, [mark]);
  }

  /** Why an object may not be pointed at, or undefined: it is ours, is made in this run, or nobody. */
  #stranger(operation: Operation, ref: ObjectRef | null): Precondition | undefined {
    if (ref?.id === undefined) return undefined;
    const object = this.#byId.get(ref.id);
    if (object?.type !== ref.type) return changed(`${ref.name} is not in the tenant any more`);
    if (isMarkOf(markOf(object), ref.key, this.#input.workspace) || this.#isTakenOver(operation, ref)) return undefined;
    return changed(`${ref.name} does not carry our mark`);
  }

  /** Silence is not absence: the key must be free among living and deleted objects. */
  creatable(operation: CreateObject): Precondition {
    const { object, anchor, mark, changes } = operation;
    if (!isMarkOf(mark, object.key, this.#input.workspace))
      return changed(`the plan gives ${object.name} a mark that is not its own`);
    const holder = this.#byAnchor.get(`${object.type}/${anchor}`);
    if (holder !== undefined) {
      if (markOf(holder) === mark) return { kind: 'alreadyDone', id: holder.id };
      return changed(`${holder.name} holds the anchor of ${object.name} now`);
    }
    if (this.#marks.has(`${object.type}/${object.key}`))
      return changed(`another object carries the mark of ${object.name} now`);
    const overlap = this.#overlap(object.type, object.name);
    if (overlap !== undefined) return changed(`${object.name} must not be created now: ${overlap}`);
    const unread = this.#unread(object, changes);
    if (unread !== undefined) return unread;
    if (object.type === 'user' && this.#isTaken(operation)) return changed(`${object.name} is taken now`);
    const { deleted } = this.#input.tenant.facts;
    const binned = deleted.some((one) => one.type === object.type && one.anchor === anchor);
    return binned ? changed(`${object.name} is in the recycle bin now`) : HOLDS;
  }

  changeable(operation: Extract<Operation, { kind: 'update' | 'leave' }>): Precondition {
    const { changes, mark, newMark = mark } = operation;
    const object = this.#owned(operation, operation.object, [mark, newMark]);
    if ('kind' in object) return object;
    if (!this.#isDated(mark, newMark)) return changed(`${object.name} would be marked as leaving on another day`);
    const unread = this.#unread(operation.object, changes);
    if (unread !== undefined) return unread;
    const attributes = this.#input.schema.get(object.type)?.attributes;
    let left = markOf(object) === newMark ? 0 : 1;
    for (const { attribute, before, after } of changes) {
      const syntax = attributes?.get(attribute) ?? plainText;
      const present = object.attributes.get(attribute);
      if (sameValue(present, after, syntax)) continue;
      if (!sameValue(present, before, syntax))
        return changed(`${attribute} of ${object.name} was changed since the plan`);
      left++;
    }
    return left === 0 ? DONE : HOLDS;
  }

  /** Grace days begin when the object leaves: a mark that says otherwise would have it deleted at once. */
  #isDated(mark: string, newMark: string): boolean {
    const since = parseMark(newMark)?.leavingSince;
    if (since === undefined || since === parseMark(mark)?.leavingSince) return true;
    const { now, policy } = this.#input;
    // The day a plan was made on, as long as that plan holds.
    return Math.abs(Date.parse(since) - now) <= policy.planExpiryHours * HOUR + 24 * HOUR;
  }

  deletable(operation: DeleteObject): Precondition {
    const { object, mark } = operation;
    if (!this.#byId.has(object.id ?? '')) return DONE;
    const owned = this.#owned(operation, object, [mark]);
    if ('kind' in owned) return owned;
    if (owned.type === 'group' && this.#input.tenant.facts.grantingGroups.has(owned.id)) {
      return changed(`${object.name} grants access to an application or licences now`);
    }
    const leaving = parseMark(mark);
    const due = leaving !== undefined && graceIsOver(leaving, this.#input.policy.deletions, this.#input.now);
    return due ? HOLDS : changed(`${object.name} has days of grace left`);
  }

  manageable(operation: SetManager): Precondition {
    const { object, mark, before, manager } = operation;
    const user = this.#ownedOrNew(operation, object, mark);
    if (user !== 'new') {
      if ('kind' in user) return user;
      if (user.manager === manager?.id) return DONE;
      if (user.manager !== before?.id) return changed(`${object.name} has another manager now`);
    }
    return this.#stranger(operation, manager) ?? HOLDS;
  }

  membership(operation: AddMember | RemoveMember): Precondition {
    const { kind, object, mark, member } = operation;
    const group = this.#ownedOrNew(operation, object, mark);
    if (group !== 'new' && 'kind' in group) return group;
    const present = group !== 'new' && (this.#members.get(group.id)?.has(member.id ?? '') ?? false);
    return present === (kind === 'addMember') ? DONE : (this.#stranger(operation, member) ?? HOLDS);
  }

  /** Another holds the name, and is not renamed by an operation that this one waits for. */
  #isTaken({ object, after }: CreateObject): boolean {
    const holder = this.#byName.get(foldCase(object.name));
    if (holder === undefined) return false;
    const mark = parseMark(markOf(holder));
    return mark === undefined || !after.includes(`update:${mark.connector}/${mark.anchor}`);
  }

  /** An attribute that rules do not write was not read: it cannot be compared. */
  #unread({ type, name }: ObjectRef, changes: readonly AttributeChange[]): Precondition | undefined {
    const read = this.#input.request.attributes[type];
    const unread = changes.find(({ attribute }) => attribute !== ENABLED && !read.includes(attribute));
    return unread === undefined ? undefined : changed(`no rule writes ${unread.attribute} of ${name}`);
  }
}

function markOf({ mark }: TenantObject): string {
  return mark === undefined || mark === 'unreadable' ? '' : formatMark(mark);
}
