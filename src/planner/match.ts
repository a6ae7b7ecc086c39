import type { DesiredObject } from '../model/desired.ts';
import type { OwnerMark } from '../model/mark.ts';
import type { HoldReason } from '../model/plan.ts';
import type { TenantObject } from '../model/tenant.ts';
import { rivalsOf } from './anchor-claims.ts';
import type { AnchorClaims } from './anchor-claims.ts';
import type { TenantIndex } from './tenant-index.ts';

/**
 * Which tenant object a desired one is. `ours`: it carries our mark and our anchor. `held`: something stands in the
 * way of saying so, and of creating another.
 */
export type Match =
  | { readonly kind: 'new' }
  | { readonly kind: 'ours'; readonly object: TenantObject; readonly mark: OwnerMark }
  | { readonly kind: 'held'; readonly reason: HoldReason; readonly detail: string; readonly object?: TenantObject };

/** Matches by mark and by every anchor value at once: agreement is ownership, everything else is held. */
export function matchDesired(desired: DesiredObject, index: TenantIndex, claims: AnchorClaims): Match {
  const marked = index.byMark.get(desired.key) ?? [];
  const holders = anchorHolders(desired, index);
  const [first] = marked;
  if (marked.length > 1) {
    const names = marked.map((object) => object.name).join(', ');
    return { kind: 'held', reason: 'duplicateMark', detail: `${names} carry the same mark`, ...objectOf(first) };
  }
  if (first !== undefined) return matchMarked(desired, first, holders);
  const joined = desired.joinedKeys.flatMap((key) => index.byMark.get(key) ?? [])[0];
  if (joined !== undefined) {
    const detail = `${joined.name} carries the mark of an object that is joined to this one`;
    return { kind: 'held', reason: 'changedAnchor', detail, object: joined };
  }
  if (holders.length > 0) return matchAnchorOnly(desired, holders, index);
  return matchAbsent(desired, index, claims);
}

function matchMarked(desired: DesiredObject, marked: TenantObject, holders: readonly TenantObject[]): Match {
  const held = (reason: HoldReason, detail: string): Match => ({ kind: 'held', reason, detail, object: marked });
  const other = holders.find((object) => object !== marked);
  if (other !== undefined) {
    return held('markDisagrees', `${marked.name} carries the mark, ${other.name} the anchor`);
  }
  if (marked.type !== desired.type) return held('markDisagrees', `the mark is on a ${marked.type}`);
  if (marked.mark === undefined || marked.mark === 'unreadable')
    return held('markUnreadable', 'the mark cannot be read');
  if (marked.anchor === desired.anchor) return { kind: 'ours', object: marked, mark: marked.mark };
  if (marked.anchor !== undefined && desired.otherAnchors.includes(marked.anchor)) {
    return held('changedAnchor', `the tenant holds ${marked.anchor}, the source now says ${desired.anchor}`);
  }
  return held('markDisagrees', `the mark is ours, but the anchor is ${marked.anchor ?? 'missing'}`);
}

function matchAnchorOnly(desired: DesiredObject, holders: readonly TenantObject[], index: TenantIndex): Match {
  const [holder] = holders;
  if (holder === undefined) return { kind: 'new' };
  const held = (reason: HoldReason, detail: string): Match => ({ kind: 'held', reason, detail, object: holder });
  if (holders.length > 1) {
    return held('candidate', `${holders.map((object) => object.name).join(', ')} hold anchors of this object`);
  }
  if (holder.mastery === 'otherEngine') return held('masteredElsewhere', 'another sync engine writes it');
  if (holder.mastery === 'formerlySynced') return held('formerlySynced', 'it was synchronized and not converted');
  const { mark } = holder;
  if (mark === 'unreadable') return held('markUnreadable', 'it carries a mark of an unknown form');
  if (mark !== undefined) {
    const ours = index.byMark.get(`${mark.connector}/${mark.anchor}`)?.includes(holder) === true;
    return held(
      ours ? 'markDisagrees' : 'foreignMark',
      `its mark names ${mark.workspace}, ${mark.connector}/${mark.anchor}`,
    );
  }
  if (holder.guest) return held('guest', 'the anchor is on a guest');
  if (holder.anchor !== desired.anchor) {
    return held('changedAnchor', `the tenant holds ${holder.anchor ?? ''}, the source now says ${desired.anchor}`);
  }
  return held('candidate', 'it holds the anchor but no owner mark');
}

function matchAbsent(desired: DesiredObject, index: TenantIndex, claims: AnchorClaims): Match {
  const anchors = [desired.anchor, ...desired.otherAnchors].map((anchor) => `${desired.type}/${anchor}`);
  const deleted =
    index.deletedByMark.get(desired.key) ??
    anchors.map((anchor) => index.deletedByAnchor.get(anchor)).find((object) => object !== undefined);
  if (deleted !== undefined) {
    return { kind: 'held', reason: 'softDeleted', detail: `${deleted.name} (${deleted.id}) is in the recycle bin` };
  }
  const twin = desired.sid === undefined ? undefined : index.bySid.get(desired.sid);
  if (twin !== undefined) {
    return { kind: 'held', reason: 'twinSid', detail: `${twin.name} has the same security identifier`, object: twin };
  }
  const [rival] = rivalsOf(desired, claims);
  if (rival !== undefined) {
    return { kind: 'held', reason: 'duplicateInSource', detail: `${rival.dn} claims the same anchor` };
  }
  return { kind: 'new' };
}

const NOBODY: readonly TenantObject[] = [];

function anchorHolders(desired: DesiredObject, index: TenantIndex): readonly TenantObject[] {
  if (desired.otherAnchors.length === 0) return index.byAnchor.get(`${desired.type}/${desired.anchor}`) ?? NOBODY;
  const holders = new Set<TenantObject>();
  for (const anchor of [desired.anchor, ...desired.otherAnchors]) {
    for (const object of index.byAnchor.get(`${desired.type}/${anchor}`) ?? []) holders.add(object);
  }
  return [...holders];
}

function objectOf(object: TenantObject | undefined): { readonly object?: TenantObject } {
  return object === undefined ? {} : { object };
}
