import type { Held, HoldReason, ObjectRef, Operation } from '../model/plan.ts';
import { compareText } from '../kernel/text.ts';
import { invariant } from '../kernel/invariant.ts';
import type { RelationContext, RelationOwner, RelationPlan } from './relations.ts';
import { keysOf, targetOf, tenantRef } from './relations.ts';
import { objectOf } from './standing.ts';
import { markKey } from '../model/tenant.ts';

/** What the source says about the members of one group. */
interface WantedMembers {
  /** Tenant ids that belong in the group, or may: objects that carry one mark are all spoken for. */
  readonly ids: Set<string>;
  readonly add: { readonly ref: ObjectRef; readonly after: readonly string[] }[];
  readonly waiting: ObjectRef[];
  /** DNs out of sight: any member that is out of sight, too, may be one of them. */
  readonly unknown: string[];
  /** DNs that no object has any more: any member may be one of them. */
  readonly stale: string[];
  /** People whom the policy protects: their memberships are left alone, too. */
  readonly protected: { readonly ref: ObjectRef; readonly would: 'addMember' | 'removeMember' }[];
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
  const { remove, hold, doubtful } = surplus(owner, present, wanted, context);
  // Whoever reviewed the pair has not seen these members yet: they leave with the next plan, or stay.
  const later = owner.standing.kind === 'takenOver' ? remove.splice(0) : [];

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
          `${ref.name} stays: ${outOfSight([...wanted.stale, ...wanted.unknown])}`,
          'removeMember',
        ),
      ),
      ...wanted.protected.map(({ ref, would }) =>
        holdOf(owner, 'protected', `${ref.name} is protected by the policy`, would),
      ),
      ...later.map((ref) =>
        holdOf(owner, 'addsOnly', `${ref.name} is no member in the source, and stays for now`, 'removeMember'),
      ),
      ...doubtful.map((ref) =>
        holdOf(owner, 'duplicateMark', `${ref.name} stays: its mark is on another object, too`, 'removeMember'),
      ),
    ],
  };
}

function outOfSight(dns: readonly string[]): string {
  const [first = '', ...others] = dns.toSorted(compareText);
  return `${first}${others.length === 0 ? '' : ` and ${others.length} more`} out of sight`;
}

function wantedMembers(owner: RelationOwner, present: ReadonlySet<string>, context: RelationContext): WantedMembers {
  const wanted: WantedMembers = { ids: new Set(), add: [], waiting: [], unknown: [], stale: [], protected: [] };
  const seen = new Set<string>();
  for (const reference of owner.standing.desired.members ?? []) {
    const target = targetOf(reference, context);
    if (reference.kind !== 'unresolved') {
      if (seen.has(reference.key)) continue;
      seen.add(reference.key);
      for (const key of keysOf(reference)) {
        for (const object of context.index.byMark.get(key) ?? []) wanted.ids.add(object.id);
      }
    }
    switch (target.kind) {
      case 'there':
        if (present.has(target.id)) break;
        if (isProtected(target.id, context)) wanted.protected.push({ ref: target.ref, would: 'addMember' });
        else wanted.add.push({ ref: target.ref, after: [] });
        break;
      case 'toBeCreated':
        wanted.add.push({ ref: target.ref, after: [target.operation] });
        break;
      case 'toBeTakenOver':
        wanted.ids.add(target.id);
        if (present.has(target.id)) break;
        if (isProtected(target.id, context)) wanted.protected.push({ ref: target.ref, would: 'addMember' });
        else wanted.add.push({ ref: target.ref, after: [target.operation] });
        break;
      case 'waiting':
        if (target.id !== undefined) wanted.ids.add(target.id);
        if (target.ref !== undefined && (target.id === undefined || !present.has(target.id)))
          wanted.waiting.push(target.ref);
        break;
      case 'notWanted':
        break;
      case 'unknown':
        (target.stale ? wanted.stale : wanted.unknown).push(target.dn);
        break;
    }
  }
  return wanted;
}

/** Members of the tenant's group that the source does not list. */
function surplus(
  owner: RelationOwner,
  present: ReadonlySet<string>,
  wanted: WantedMembers,
  context: RelationContext,
): { readonly remove: ObjectRef[]; readonly hold: ObjectRef[]; readonly doubtful: ObjectRef[] } {
  const remove: ObjectRef[] = [];
  const hold: ObjectRef[] = [];
  const doubtful: ObjectRef[] = [];
  for (const id of present) {
    if (wanted.ids.has(id)) continue;
    const object = context.index.byId.get(id);
    const key = object === undefined ? undefined : markKey(object, context.ruleSet.topology.workspace);
    // Without our mark it was added in the cloud, or by someone else: not ours to remove.
    if (key === undefined) continue;
    const ref = tenantRef(id, context);
    if ((context.index.byMark.get(key)?.length ?? 0) > 1) doubtful.push(ref);
    else if (isProtected(id, context)) wanted.protected.push({ ref, would: 'removeMember' });
    else if (wanted.stale.length > 0) hold.push(ref);
    else if (wanted.unknown.length > 0 && mayBeUnknown(key, owner, context)) hold.push(ref);
    else if (context.inSight.has(key)) remove.push(ref);
  }
  return { remove, hold, doubtful };
}

/** A DN that is not in the group's own source is none of the objects that are, but it may be one of another source. */
function mayBeUnknown(key: string, owner: RelationOwner, context: RelationContext): boolean {
  const { connector } = owner.standing.desired;
  return !context.inSight.has(key) || !key.startsWith(`${connector}/`);
}

function isProtected(id: string, { index, mayWrite }: RelationContext): boolean {
  const object = index.byId.get(id);
  return object !== undefined && mayWrite(object)?.reason === 'protected';
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
