import { assertNever } from '../kernel/invariant.ts';
import { foldCase } from '../kernel/text.ts';
import { sameValue } from '../model/comparison.ts';
import { formatMark } from '../model/mark.ts';
import type { AttributeChange, CreateObject, ObjectRef, Operation } from '../model/plan.ts';
import type { WriteTest } from '../model/protection.ts';
import type { AttributeSchema, Schema } from '../model/schema.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';

/** May an operation be done on the tenant as it is now? */
export type Precondition =
  | { readonly kind: 'holds' }
  | { readonly kind: 'alreadyDone'; readonly id?: string }
  | { readonly kind: 'changed'; readonly message: string };

const HOLDS: Precondition = { kind: 'holds' };
const DONE: Precondition = { kind: 'alreadyDone' };

const PLAIN: AttributeSchema = {
  syntax: 'string',
  multiValued: false,
  comparison: 'exact',
  write: 'always',
  clearable: true,
};

export interface PreconditionInput {
  readonly tenant: TenantPopulation;
  readonly schema: Schema;
  readonly mayWrite: WriteTest;
}

/**
 * Compares each operation with the tenant as it was just read: what was changed by others since the plan is skipped,
 * what is as it should be is done already. Between this read and the write nothing protects: Graph has no
 * compare-and-set.
 */
export function preconditions(input: PreconditionInput): (operation: Operation) => Precondition {
  const byId = new Map(input.tenant.objects.map((object) => [object.id, object]));
  const byAnchor = new Map(input.tenant.objects.map((object) => [`${object.type}/${object.anchor ?? ''}`, object]));
  const byName = new Map(
    input.tenant.objects.filter((one) => one.type === 'user').map((object) => [foldCase(object.name), object]),
  );
  const members = new Map<string, ReadonlySet<string>>();
  for (const [id, list] of input.tenant.members) members.set(id, new Set(list));

  const owned = (ref: ObjectRef, marks: readonly string[]): TenantObject | Precondition => {
    const object = byId.get(ref.id ?? '');
    if (object === undefined) return changed(`${ref.name} is not in the tenant any more`);
    const mark = object.mark === undefined || object.mark === 'unreadable' ? '' : formatMark(object.mark);
    if (!marks.includes(mark)) return changed(`${ref.name} carries another mark now`);
    const refusal = input.mayWrite(object);
    return refusal === undefined ? object : changed(`${ref.name} must not be written now: ${refusal.detail}`);
  };

  return (operation) => {
    switch (operation.kind) {
      case 'defineExtension':
        return input.tenant.facts.markDefined ? DONE : HOLDS;
      case 'create':
        return creatable(operation, input.tenant, byAnchor, byName);
      case 'update':
      case 'leave': {
        const newMark = operation.newMark ?? operation.mark;
        const object = owned(operation.object, [operation.mark, newMark]);
        return 'kind' in object ? object : attributesHold(object, operation.changes, newMark, input.schema);
      }
      case 'delete': {
        if (!byId.has(operation.object.id ?? '')) return DONE;
        const object = owned(operation.object, [operation.mark]);
        return 'kind' in object ? object : HOLDS;
      }
      case 'setManager': {
        if (operation.object.id === undefined) return HOLDS;
        const object = owned(operation.object, [operation.mark]);
        if ('kind' in object) return object;
        if (object.manager === operation.manager?.id) return DONE;
        return object.manager === operation.before?.id
          ? HOLDS
          : changed(`${operation.object.name} has another manager now`);
      }
      case 'addMember':
      case 'removeMember': {
        if (operation.object.id === undefined) return HOLDS;
        const object = owned(operation.object, [operation.mark]);
        if ('kind' in object) return object;
        if (operation.member.id === undefined) return HOLDS;
        const present = members.get(object.id)?.has(operation.member.id) ?? false;
        return present === (operation.kind === 'addMember') ? DONE : HOLDS;
      }
      default:
        return assertNever(operation);
    }
  };
}

function changed(message: string): Precondition {
  return { kind: 'changed', message };
}

/** Silence is not absence: the key must be free among living and deleted objects. */
function creatable(
  operation: CreateObject,
  tenant: TenantPopulation,
  byAnchor: ReadonlyMap<string, TenantObject>,
  byName: ReadonlyMap<string, TenantObject>,
): Precondition {
  const { object } = operation;
  const holder = byAnchor.get(`${object.type}/${operation.anchor}`);
  if (holder !== undefined) {
    const mark = holder.mark === undefined || holder.mark === 'unreadable' ? '' : formatMark(holder.mark);
    if (mark === operation.mark) return { kind: 'alreadyDone', id: holder.id };
    return changed(`${holder.name} holds the anchor of ${object.name} now`);
  }
  if (object.type === 'user' && byName.has(foldCase(object.name))) return changed(`${object.name} is taken now`);
  const deleted = tenant.facts.deleted.some((one) => one.type === object.type && one.anchor === operation.anchor);
  return deleted ? changed(`${object.name} is in the recycle bin now`) : HOLDS;
}

function attributesHold(
  object: TenantObject,
  changes: readonly AttributeChange[],
  newMark: string,
  schema: Schema,
): Precondition {
  const attributes = schema.get(object.type)?.attributes;
  let left = object.mark !== undefined && object.mark !== 'unreadable' && formatMark(object.mark) === newMark ? 0 : 1;
  for (const { attribute, before, after } of changes) {
    const syntax = attributes?.get(attribute) ?? PLAIN;
    const present = object.attributes.get(attribute);
    if (sameValue(present, after, syntax)) continue;
    if (!sameValue(present, before, syntax))
      return changed(`${attribute} of ${object.name} was changed since the plan`);
    left++;
  }
  return left === 0 ? DONE : HOLDS;
}
