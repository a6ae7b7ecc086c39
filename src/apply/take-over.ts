import { foldCase } from '../kernel/text.ts';
import { isConsentGiven } from '../model/adoptable.ts';
import type { AdoptionTest } from '../model/adoptable.ts';
import type { AdoptionPair } from '../model/adoption.ts';
import type { LiveSyncTest } from '../model/live-sync.ts';
import { formatMark, isMarkOf } from '../model/mark.ts';
import type { RestoreObject, TakeOver } from '../model/plan.ts';
import { isDeletionOf } from '../model/tenant.ts';
import type { DeletedObject, TenantObject, TenantPopulation } from '../model/tenant.ts';
import { changed, DONE, HOLDS } from './precondition-kinds.ts';
import type { Precondition } from './precondition-kinds.ts';

export interface TakeOverInput {
  readonly tenant: TenantPopulation;
  readonly workspace: string;
  /** The reviewed pairs of the workspace: what the plan says of them proves nothing. */
  readonly adoptions: readonly AdoptionPair[];
  readonly adoptable: AdoptionTest;
  readonly overlap: LiveSyncTest;
}

export interface TakeOverTest {
  readonly takeable: (operation: TakeOver) => Precondition;
  readonly restorable: (operation: RestoreObject) => Precondition;
}

/** Judges adopt, re-anchor and restore against the tenant as it was just read. */
export function takeOverTest(input: TakeOverInput): TakeOverTest {
  const { objects, facts } = input.tenant;
  const living = new Map(objects.map((object) => [object.id, object]));
  const deleted = new Map(facts.deleted.map((object) => [object.id, object]));
  const anchors = Map.groupBy(objects, ({ type, anchor }) => `${type}/${anchor ?? ''}`);
  const carriers = Map.groupBy([...objects, ...facts.deleted], markedKey);
  const names = new Set(objects.filter(({ type }) => type === 'user').map(({ name }) => foldCase(name)));
  const pairs = new Map(input.adoptions.filter(({ kind }) => kind !== 'distinct').map((pair) => [pair.object, pair]));

  const pairMisfit = (operation: TakeOver | RestoreObject): Precondition | undefined => {
    const { kind, object } = operation;
    const pair = pairs.get(object.key);
    const fits = pair?.kind === kind || (pair?.kind === 'restore' && kind === 'adopt');
    if (pair === undefined || pair.id !== object.id || !fits) {
      return changed(`no reviewed pair of this workspace says so of ${object.name}`);
    }
    if (pair.kind === 'reanchor' && operation.kind === 'reanchor') {
      if (pair.from !== operation.anchorBefore || pair.to !== operation.anchor) {
        return changed(`the reviewed pair names other anchors for ${object.name}`);
      }
    }
    if (pair.kind === 'restore' && operation.kind === 'restore' && pair.deletedAt !== operation.deletedAt) {
      return changed(`the reviewed pair is of another deletion of ${object.name}`);
    }
    return pair.consent === operation.consent ? undefined : changed(`the reviewed pair names another consent`);
  };

  const verdictOn = (object: TenantObject | DeletedObject, consent: string | undefined): Precondition | undefined => {
    const verdict = input.adoptable(object);
    if (verdict.kind === 'never') return changed(`${object.name} must not be taken over now: ${verdict.detail}`);
    if (!isConsentGiven(verdict, consent)) return changed(`${object.name} is privileged now, without consent`);
    const overlap = input.overlap(object.type, object.name);
    return overlap === undefined ? undefined : changed(`${object.name} must not be taken over now: ${overlap}`);
  };

  /** The anchor and the mark are on nobody else, living or in the bin. */
  const twinOf = (operation: TakeOver): Precondition | undefined => {
    const { object, anchor } = operation;
    const name = `${object.type}/${anchor}`;
    const holder = anchors.get(name)?.find((one) => one.id !== object.id);
    if (holder !== undefined) return changed(`${holder.name} holds the anchor now`);
    const carrier = carriers.get(`${object.type}/${object.key}`)?.find((one) => one.id !== object.id);
    if (carrier !== undefined) return changed(`${carrier.name} carries the mark now`);
    const binned = facts.deleted.find((one) => one.type === object.type && one.anchor === anchor);
    return binned === undefined ? undefined : changed(`${binned.name} in the recycle bin holds the anchor now`);
  };

  return {
    takeable: (operation) => {
      const { object, mark, anchor, anchorBefore } = operation;
      const present = living.get(object.id ?? '');
      if (present?.type !== object.type) return changed(`${object.name} is not in the tenant any more`);
      if (!isMarkOf(mark, object.key, input.workspace)) {
        return changed(`the plan gives ${object.name} a mark that is not its own`);
      }
      const misfit = pairMisfit(operation) ?? twinOf(operation) ?? verdictOn(present, operation.consent);
      if (misfit !== undefined) return misfit;
      const markNow = textOf(present);
      if (markNow === mark && present.anchor === anchor) return DONE;
      const markBefore = operation.kind === 'adopt' ? null : operation.markBefore;
      if (markNow !== markBefore) return changed(`${object.name} carries another mark now`);
      if ((present.anchor ?? null) !== anchorBefore) return changed(`${object.name} holds another anchor now`);
      return present.name === object.name ? HOLDS : changed(`${object.name} is called ${present.name} now`);
    },
    restorable: (operation) => {
      const { object, mark, anchor } = operation;
      if (living.get(object.id ?? '')?.type === object.type) return DONE;
      const present = deleted.get(object.id ?? '');
      if (present?.type !== object.type) return changed(`${object.name} is not in the recycle bin any more`);
      if (mark !== null && !isMarkOf(mark, object.key, input.workspace)) {
        return changed(`the plan gives ${object.name} a mark that is not its own`);
      }
      const misfit = pairMisfit(operation) ?? verdictOn(present, operation.consent);
      if (misfit !== undefined) return misfit;
      if (!isDeletionOf(present, operation.deletedAt)) {
        return changed(`${object.name} was deleted once more since`);
      }
      if (textOf(present) !== mark) return changed(`${object.name} carries another mark now`);
      if ((present.anchor ?? null) !== anchor) return changed(`${object.name} holds another anchor now`);
      if (present.name !== object.name) return changed(`${object.name} would be called ${present.name} now`);
      const twin = carriers.get(`${object.type}/${object.key}`)?.find((one) => one.id !== object.id);
      if (twin !== undefined) return changed(`${twin.name} carries the mark now`);
      if (anchor !== null && anchors.has(`${object.type}/${anchor}`)) {
        return changed(`another object holds the anchor of ${object.name} now`);
      }
      const taken = object.type === 'user' && names.has(foldCase(object.name));
      return taken ? changed(`the name ${object.name} is taken now`) : HOLDS;
    },
  };
}

/** `type/connector/objectGUID` of the object a mark names, whatever else it says. */
export function markedKey({ type, mark }: Pick<TenantObject, 'type' | 'mark'>): string {
  return typeof mark === 'object' ? `${type}/${mark.connector}/${mark.anchor}` : '';
}

/** Text of a mark as it is now; null for none, and a text that no plan holds for one that cannot be read. */
function textOf({ mark }: Pick<TenantObject, 'mark'>): string | null {
  if (mark === undefined) return null;
  return mark === 'unreadable' ? mark : formatMark(mark);
}
