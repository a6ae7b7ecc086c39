import type { ResolvedReference } from '../model/desired.ts';
import { formatMark } from '../model/mark.ts';
import type { Held, HoldReason, ObjectRef, Operation } from '../model/plan.ts';
import type { WriteTest } from '../model/protection.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Presence } from './presence.ts';
import type { Standing } from './standing.ts';
import { markKey } from '../model/tenant.ts';
import type { TenantIndex } from './tenant-index.ts';

/** What managers and members are planned against. */
export interface RelationContext {
  readonly ruleSet: RuleSet;
  readonly index: TenantIndex;
  /** By key of the desired object. */
  readonly presences: ReadonlyMap<string, Presence>;
  /** DNs of objects whose rules failed, by key. */
  readonly failed: ReadonlyMap<string, string>;
  /** Keys of all source objects in sight, wanted or not. */
  readonly inSight: ReadonlySet<string>;
  readonly mayWrite: WriteTest;
}

/** Operations and holds of one kind of relation. */
export interface RelationPlan {
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
}

/** An object whose relations may be planned: it is there, or will be. */
export interface RelationOwner {
  readonly standing: Standing;
  readonly ref: ObjectRef;
  /** Text of the mark it carries (or will). */
  readonly mark: string;
  /** Ids of operations that make the object. */
  readonly after: readonly string[];
  /** Set when the object is ours but never written: then relations are only shown as held. */
  readonly refusal: { readonly reason: HoldReason; readonly detail: string } | undefined;
}

/** The owner of relations, or undefined while the object is not there and will not be. */
export function relationOwner(standing: Standing, presence: Presence, workspace: string): RelationOwner | undefined {
  const { desired } = standing;
  const { ref } = presence;
  const mark = formatMark({ workspace, connector: desired.connector, anchor: desired.guid });
  if (presence.kind === 'created') return { standing, ref, mark, after: [presence.operation], refusal: undefined };
  if (presence.kind === 'takenOver' && standing.kind === 'takenOver') {
    return { standing, ref, mark, after: [presence.operation], refusal: standing.refusal };
  }
  if (standing.kind === 'writable') {
    return { standing, ref, mark: formatMark(standing.mark), after: [], refusal: undefined };
  }
  if (standing.kind === 'guarded') {
    const { reason, detail } = standing;
    return { standing, ref, mark: formatMark(standing.mark), after: [], refusal: { reason, detail } };
  }
  return undefined;
}

/** Where a resolved reference leads in the tenant. */
export type ReferenceTarget =
  | { readonly kind: 'there'; readonly ref: ObjectRef; readonly id: string }
  | { readonly kind: 'toBeCreated'; readonly ref: ObjectRef; readonly operation: string }
  /** It is there, and is ours once the operation is done. */
  | { readonly kind: 'toBeTakenOver'; readonly ref: ObjectRef; readonly id: string; readonly operation: string }
  /** Wanted, but not (surely) there: nothing can be pointed at it yet. */
  | {
      readonly kind: 'waiting';
      readonly ref: ObjectRef | undefined;
      readonly id: string | undefined;
      readonly name: string;
    }
  /** Not wanted in the tenant; `id` when an object of ours stands for it all the same. */
  | { readonly kind: 'notWanted'; readonly id: string | undefined }
  /** Out of sight: it may be anybody. */
  | { readonly kind: 'unknown'; readonly dn: string; readonly stale: boolean };

/** Every mark that what a reference means may carry in the tenant. */
export function keysOf(reference: Exclude<ResolvedReference, { readonly kind: 'unresolved' }>): readonly string[] {
  return reference.kind === 'notDesired' ? [reference.key, ...(reference.otherKeys ?? [])] : [reference.key];
}

export function targetOf(reference: ResolvedReference, context: RelationContext): ReferenceTarget {
  switch (reference.kind) {
    case 'unresolved':
      return { kind: 'unknown', dn: reference.dn, stale: reference.stale };
    case 'notDesired':
      return { kind: 'notWanted', id: keysOf(reference).flatMap((key) => context.index.byMark.get(key) ?? [])[0]?.id };
    case 'desired': {
      const presence = context.presences.get(reference.key);
      if (presence === undefined) {
        const id = context.index.byMark.get(reference.key)?.[0]?.id;
        return { kind: 'waiting', ref: undefined, id, name: context.failed.get(reference.key) ?? reference.key };
      }
      switch (presence.kind) {
        case 'exists':
          return { kind: 'there', ref: presence.ref, id: presence.id };
        case 'created':
          return { kind: 'toBeCreated', ref: presence.ref, operation: presence.operation };
        case 'takenOver':
          return { kind: 'toBeTakenOver', ref: presence.ref, id: presence.id, operation: presence.operation };
        case 'notOurs':
          return { kind: 'waiting', ref: presence.ref, id: presence.id, name: presence.ref.name };
        case 'absent':
          return { kind: 'waiting', ref: presence.ref, id: undefined, name: presence.ref.name };
      }
    }
  }
}

/** How an operation names an object of the tenant that is known by its id only. */
export function tenantRef(id: string, context: RelationContext): ObjectRef {
  const object = context.index.byId.get(id);
  if (object === undefined) return { type: 'user', key: `tenant/${id}`, id, name: id };
  const key = markKey(object, context.ruleSet.topology.workspace) ?? `tenant/${id}`;
  return { type: object.type, key, id, name: object.name };
}
