import { foldCase } from '../kernel/text.ts';
import { isConsentGiven } from '../model/adoptable.ts';
import type { AdoptionTest } from '../model/adoptable.ts';
import type { ActingPair, Evidence } from '../model/adoption.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { LiveSyncTest } from '../model/live-sync.ts';
import type { HoldReason } from '../model/plan.ts';
import type { DeletedObject, TenantObject } from '../model/tenant.ts';
import { rivalsOf } from './anchor-claims.ts';
import type { AnchorClaims } from './anchor-claims.ts';
import type { CandidateSearch } from './candidates.ts';
import { evidenceBetween, identifiersOfDeleted, identifiersOfDesired } from './evidence.ts';
import { isDeletionOf, markKey } from '../model/tenant.ts';
import type { TenantIndex } from './tenant-index.ts';

/** What a reviewed pair comes to on the tenant as it is. */
export type Judged =
  | {
      readonly kind: 'takeOver';
      readonly how: 'adopt' | 'reanchor';
      readonly object: TenantObject;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'restore';
      readonly deleted: DeletedObject;
      /** The deletion that the reviewer saw. */
      readonly deletedAt: string;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'held';
      readonly reason: HoldReason;
      readonly detail: string;
      readonly object?: TenantObject;
    };

export interface AdoptionContext {
  readonly index: TenantIndex;
  readonly claims: AnchorClaims;
  readonly workspace: string;
  readonly adoptable: AdoptionTest;
  readonly overlap: LiveSyncTest;
  readonly search: CandidateSearch;
  readonly deleted: ReadonlyMap<string, DeletedObject>;
  /** By `connector/objectGUID` of our mark and by `type/anchor`. */
  readonly deletedBy: ReadonlyMap<string, readonly DeletedObject[]>;
  /** Keys of objects that the rules want, and of those whose rules failed. */
  readonly wanted: ReadonlySet<string>;
  /** Folded sign-in names that the rules want, by who wants them. */
  readonly names: ReadonlyMap<string, readonly DesiredObject[]>;
  /** Ids of groups whose members were read. */
  readonly membersRead: { readonly has: (id: string) => boolean };
}

/** Judges the pair of an object that is not ours. The pair is believed in one thing only: who is who. */
export function judgePair(desired: DesiredObject, pair: ActingPair, context: AdoptionContext): Judged {
  const object = context.index.byId.get(pair.id);
  if (object === undefined) return judgeAbsent(desired, pair, context.deleted.get(pair.id), context);
  const judged = judgeLiving(desired, pair, object, context);
  return judged.kind === 'held' ? { ...judged, object } : judged;
}

function held(reason: HoldReason, detail: string): Extract<Judged, { kind: 'held' }> {
  return { kind: 'held', reason, detail };
}

function judgeLiving(desired: DesiredObject, pair: ActingPair, object: TenantObject, context: AdoptionContext): Judged {
  if (object.type !== desired.type) return held('pairDoesNotFit', `${object.name} is a ${object.type}`);
  const misfit =
    markMisfit(desired, pair, object, context) ??
    anchorMisfit(desired, pair, object, context) ??
    rivalMisfit(desired, object, context);
  if (misfit !== undefined) return misfit;
  const adoptable = context.adoptable(object);
  if (adoptable.kind === 'never') return held(adoptable.reason, adoptable.detail);
  if (!isConsentGiven(adoptable, pair.consent)) {
    const given = pair.consent === undefined ? 'names none' : `says ${pair.consent}`;
    return held(
      'consentNeeded',
      `it takes the consent “${adoptable.kind === 'consent' ? adoptable.consent : ''}”, the pair ${given}`,
    );
  }
  const key = markKey(object, context.workspace);
  const own = key === desired.key || desired.joinedKeys.some((one) => one === key) ? (['mark'] as const) : [];
  const evidence = [...own, ...context.search.evidence(desired, object)];
  if (evidence.length === 0) return held('pairDoesNotFit', `nothing of ${object.name} is the same as of ${desired.dn}`);
  const overlap = context.overlap(object.type, object.name) ?? context.overlap(desired.type, desired.name);
  if (overlap !== undefined) return held('liveSync', overlap);
  if (desired.members !== undefined && !context.membersRead.has(object.id)) {
    return held('pairDoesNotFit', `the members of ${object.name} were not read`);
  }
  return { kind: 'takeOver', how: pair.kind === 'reanchor' ? 'reanchor' : 'adopt', object, evidence };
}

type Misfit = { readonly kind: 'held'; readonly reason: HoldReason; readonly detail: string } | undefined;

/** Nobody else's mark on it, and our mark of this object on nothing else. */
function markMisfit(
  desired: DesiredObject,
  pair: ActingPair,
  object: TenantObject,
  { index, workspace, wanted }: AdoptionContext,
): Misfit {
  const { mark, name } = object;
  if (mark === 'unreadable') return held('markUnreadable', `${name} carries a mark of an unknown form`);
  if (mark !== undefined && mark.workspace !== workspace) {
    return held('foreignMark', `the mark of ${name} names ${mark.workspace}, ${mark.connector}/${mark.anchor}`);
  }
  const others = [desired.key, ...desired.joinedKeys].flatMap((key) => index.byMark.get(key) ?? []);
  const other = others.find((one) => one !== object);
  if (other !== undefined) return held('duplicateMark', `${other.name} carries the mark of ${desired.dn}`);
  const binned = index.deletedByMark.get(desired.key);
  if (binned !== undefined)
    return held('softDeleted', `${binned.name} (${binned.id}) in the recycle bin carries the mark`);
  const key = markKey(object, workspace);
  if (key === undefined) return undefined;
  if (pair.kind !== 'reanchor') return held('markDisagrees', `${name} carries the mark of ${key}`);
  if ((index.byMark.get(key)?.length ?? 0) > 1)
    return held('duplicateMark', `several objects carry the mark of ${key}`);
  if (key === desired.key) return undefined;
  if (pair.was !== key)
    return held('pairDoesNotFit', `its mark names ${key}, the pair ${pair.was ?? 'no other object'}`);
  const joined = desired.joinedKeys.includes(key);
  return !joined && wanted.has(key)
    ? held('pairDoesNotFit', `${key}, whose mark it carries, is still in the source`)
    : undefined;
}

/** The anchor is the one that the reviewer saw, and the new one is free. */
function anchorMisfit(
  desired: DesiredObject,
  pair: ActingPair,
  object: TenantObject,
  { index, claims }: AdoptionContext,
): Misfit {
  const { type, anchor, name } = object;
  if (pair.kind === 'reanchor') {
    if (type === 'group') return held('pairDoesNotFit', 'Graph never changes the uniqueName of a group');
    if (anchor !== pair.from)
      return held('pairDoesNotFit', `${name} holds the anchor ${anchor ?? '(none)'}, not ${pair.from}`);
    if (desired.anchor !== pair.to) return held('pairDoesNotFit', `the source says ${desired.anchor}, not ${pair.to}`);
    const owner = (claims.get(`user/${anchor}`) ?? []).find((one) => one !== desired);
    if (owner !== undefined) return held('pairDoesNotFit', `${anchor} is the anchor of ${owner.dn}`);
  } else if (anchor !== undefined && anchor !== desired.anchor) {
    return type === 'group'
      ? held('pairDoesNotFit', `${name} has the uniqueName ${anchor} of another tool, and Graph never changes it`)
      : held(
          'changedAnchor',
          `${name} holds the anchor ${anchor}, the source says ${desired.anchor}: that takes reanchor`,
        );
  }
  const anchors = [desired.anchor, ...desired.otherAnchors].map((one) => `${type}/${one}`);
  const holder = anchors.flatMap((one) => index.byAnchor.get(one) ?? []).find((one) => one !== object);
  if (holder !== undefined) return held('pairDoesNotFit', `${holder.name} holds the anchor`);
  const binned = anchors.flatMap((one) => index.deletedByAnchor.get(one) ?? [])[0];
  return binned === undefined
    ? undefined
    : held('softDeleted', `${binned.name} (${binned.id}) in the recycle bin holds the anchor`);
}

/** No other source object has a better right to it. */
function rivalMisfit(desired: DesiredObject, object: TenantObject, { claims, search }: AdoptionContext): Misfit {
  const [rival] = rivalsOf(desired, claims);
  if (rival !== undefined) return held('duplicateInSource', `${rival.dn} claims the same anchor`);
  const twin = search.twin(desired, object);
  return twin === undefined ? undefined : held('pairDoesNotFit', `it has the security identifier of ${twin.dn}`);
}

function judgeAbsent(
  desired: DesiredObject,
  pair: ActingPair,
  deleted: DeletedObject | undefined,
  context: AdoptionContext,
): Judged {
  if (deleted === undefined) return held('pairDoesNotFit', `the tenant has no object ${pair.id}`);
  if (pair.kind !== 'restore') {
    return held('pairDoesNotFit', `${deleted.name} is in the recycle bin: a pair with restore brings it back`);
  }
  if (deleted.type !== desired.type) return held('pairDoesNotFit', `${deleted.name} is a ${deleted.type}`);
  // Somebody who deletes an object that was restored means it: the old decision does not bring it back again.
  if (!isDeletionOf(deleted, pair.deletedAt)) {
    const when = deleted.deletedAt ?? 'at a time that is not known';
    return held('pairDoesNotFit', `${deleted.name} was deleted ${when}, the pair is of ${pair.deletedAt}`);
  }
  const { mark, anchor } = deleted;
  if (mark === 'unreadable') return held('markUnreadable', `${deleted.name} carries a mark of an unknown form`);
  const key = markKey(deleted, context.workspace);
  if (mark !== undefined && key !== desired.key) {
    return held('foreignMark', `the mark of ${deleted.name} names ${mark.workspace}, ${mark.connector}/${mark.anchor}`);
  }
  if (anchor !== undefined && anchor !== desired.anchor) {
    return held('changedAnchor', `${deleted.name} holds the anchor ${anchor}, the source says ${desired.anchor}`);
  }
  const evidence: readonly Evidence[] = [
    ...(key === undefined ? [] : (['mark'] as const)),
    ...evidenceBetween(identifiersOfDesired(desired), identifiersOfDeleted(deleted)),
  ];
  if (evidence.length === 0)
    return held('pairDoesNotFit', `nothing of ${deleted.name} is the same as of ${desired.dn}`);
  const adoptable = context.adoptable(deleted);
  if (adoptable.kind === 'never') return held(adoptable.reason, adoptable.detail);
  if (!isConsentGiven(adoptable, pair.consent)) {
    return held('consentNeeded', `it takes the consent “${adoptable.kind === 'consent' ? adoptable.consent : ''}”`);
  }
  return (
    restoreConflict(desired, deleted, context) ?? { kind: 'restore', deleted, deletedAt: pair.deletedAt, evidence }
  );
}

/** What the tenant would refuse, or what would stand there twice. */
function restoreConflict(desired: DesiredObject, deleted: DeletedObject, context: AdoptionContext): Misfit {
  const { index, names, overlap, claims } = context;
  const living = [desired.key, ...desired.joinedKeys].flatMap((key) => index.byMark.get(key) ?? [])[0];
  if (living !== undefined) return held('duplicateMark', `${living.name} carries the mark of ${desired.dn}`);
  const anchors = [desired.anchor, ...desired.otherAnchors].map((one) => `${desired.type}/${one}`);
  const holder = anchors.flatMap((one) => index.byAnchor.get(one) ?? [])[0];
  if (holder !== undefined) return held('pairDoesNotFit', `${holder.name} holds the anchor`);
  const [rival] = rivalsOf(desired, claims);
  if (rival !== undefined) return held('duplicateInSource', `${rival.dn} claims the same anchor`);
  const another = [desired.key, ...anchors]
    .flatMap((one) => context.deletedBy.get(one) ?? [])
    .find((one) => one !== deleted);
  if (another !== undefined)
    return held('softDeleted', `${another.name} (${another.id}) in the recycle bin may be it, too`);
  if (deleted.type === 'user') {
    const name = foldCase(deleted.name);
    const taken = index.byUserPrincipalName.get(name);
    if (taken !== undefined) return held('nameTaken', `${deleted.name} would come back, and ${taken.id} has that name`);
    const claimant = (names.get(name) ?? []).find((one) => one !== desired);
    if (claimant !== undefined)
      return held('nameTaken', `${deleted.name} would come back, and ${claimant.dn} is to have it`);
  }
  const live = overlap(deleted.type, deleted.name) ?? overlap(desired.type, desired.name);
  return live === undefined ? undefined : held('liveSync', live);
}
