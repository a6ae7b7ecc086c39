import type { Held, HoldReason, ObjectRef, Operation } from '../model/plan.ts';
import { invariant } from '../kernel/invariant.ts';
import type { RelationContext, RelationOwner, RelationPlan } from './relations.ts';
import { targetOf, tenantRef } from './relations.ts';
import { objectOf } from './standing.ts';
import { markKey } from './tenant-index.ts';

/** What the source says about the members of one group. */
interface WantedMembers {
  /** Tenant ids that belong in the group. */
  readonly ids: Set<string>;
  readonly add: { readonly ref: ObjectRef; readonly after: readonly string[] }[];
  readonly waiting: ObjectRef[];
  /** DNs out of sight: any member that is out of sight, too, may be one of them. */
  readonly unknown: string[];
}

/**
 * Plans the members of one group. Only members that carry our mark are ever removed, and only when the source shows
 * them and no longer lists them: a member that was filtered out, failed or is out of sight stays.
 */
export function planMembers(
  owner: RelationOwner,
  current: readonly string[] | undefined,
  context: RelationContext,
): RelationPlan {
  const { desired } = owner.standing;
  if (desired.members === undefined) return { operations: [], held: [] };
  invariant(
    objectOf(owner.standing) === undefined || current !== undefined,
    `members of ${owner.ref.key} were not read`,
  );
  const present = new Set(current ?? []);
  const wanted = wantedMembers(owner, present, context);
  const { remove, hold } = surplus(present, wanted, context);

  if (owner.refusal !== undefined) {
    const { reason, detail } = owner.refusal;
    if (wanted.add.length + remove.length === 0) return { operations: [], held: [] };
    const counts = `${detail}; ${wanted.add.length} to add, ${remove.length} to remove`;
    return { operations: [], held: [holdOf(owner, reason, counts, 'addMember')] };
  }
  return {
    operations: [
      ...wanted.add.map(({ ref, after }) => memberOperation('addMember', owner, ref, after)),
      ...remove.map((ref) => memberOperation('removeMember', owner, ref, [])),
    ],
    held: [
      ...wanted.waiting.map((ref) => holdOf(owner, 'dependsOnHeld', `${ref.name} is held itself`, 'addMember')),
      ...hold.map((ref) =>
        holdOf(
          owner,
          'unresolvedReference',
          `${ref.name} stays: ${wanted.unknown.join('; ')} is out of sight`,
          'removeMember',
        ),
      ),
    ],
  };
}

function wantedMembers(owner: RelationOwner, present: ReadonlySet<string>, context: RelationContext): WantedMembers {
  const wanted: WantedMembers = { ids: new Set(), add: [], waiting: [], unknown: [] };
  const seen = new Set<string>();
  for (const reference of owner.standing.desired.members ?? []) {
    const target = targetOf(reference, context);
    const key = target.kind === 'there' || target.kind === 'toBeCreated' ? target.ref.key : undefined;
    if (key !== undefined && seen.has(key)) continue;
    if (key !== undefined) seen.add(key);
    switch (target.kind) {
      case 'there':
        wanted.ids.add(target.id);
        if (!present.has(target.id)) wanted.add.push({ ref: target.ref, after: [] });
        break;
      case 'toBeCreated':
        wanted.add.push({ ref: target.ref, after: [target.operation] });
        break;
      case 'waiting':
        if (target.id !== undefined) wanted.ids.add(target.id);
        if (target.ref !== undefined && (target.id === undefined || !present.has(target.id)))
          wanted.waiting.push(target.ref);
        break;
      case 'notWanted':
        if (target.id !== undefined) wanted.ids.add(target.id);
        break;
      case 'unknown':
        wanted.unknown.push(target.dn);
        break;
    }
  }
  return wanted;
}

/** Members of the tenant's group that the source does not list. */
function surplus(
  present: ReadonlySet<string>,
  wanted: WantedMembers,
  context: RelationContext,
): { readonly remove: readonly ObjectRef[]; readonly hold: readonly ObjectRef[] } {
  const remove: ObjectRef[] = [];
  const hold: ObjectRef[] = [];
  for (const id of present) {
    if (wanted.ids.has(id)) continue;
    const object = context.index.byId.get(id);
    const key = object === undefined ? undefined : markKey(object, context.ruleSet.topology.workspace);
    // Without our mark it was added in the cloud, or by someone else: not ours to remove.
    if (key === undefined) continue;
    if (context.inSight.has(key)) remove.push(tenantRef(id, context));
    else if (wanted.unknown.length > 0) hold.push(tenantRef(id, context));
  }
  return { remove, hold };
}

function memberOperation(
  kind: 'addMember' | 'removeMember',
  owner: RelationOwner,
  member: ObjectRef,
  after: readonly string[],
): Operation {
  return {
    kind,
    id: `${kind}:${owner.ref.key}>${member.key}`,
    after: [...owner.after, ...after],
    object: owner.ref,
    mark: owner.mark,
    member,
  };
}

function holdOf(owner: RelationOwner, reason: HoldReason, detail: string, would: Held['would']): Held {
  const { desired } = owner.standing;
  return { kind: 'held', object: owner.ref, from: desired.dn, reason, detail, would, changes: [] };
}
