import type { AdoptionTest } from '../model/adoptable.ts';
import type { Candidate, Evidence, ActingPair } from '../model/adoption.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { OwnerMark } from '../model/mark.ts';
import type { HoldReason, ObjectRef } from '../model/plan.ts';
import type { DeletedObject, TenantObject } from '../model/tenant.ts';
import type { WriteTest } from '../model/protection.ts';
import type { AdoptionContext, Judged } from './adoption.ts';
import { judgePair } from './adoption.ts';
import { matchDesired } from './match.ts';
import type { Match } from './match.ts';
import { placeOfPair } from './pairs.ts';
import type { Pairs } from './pairs.ts';
import { wayOut } from './way-out.ts';

/**
 * Where a desired object stands. `writable`: ours, and may be written. `guarded`: ours, but never written. `new`:
 * not in the tenant. `takenOver`: becomes ours by a reviewed pair, and then may be written or not. `restored`: comes
 * back from the bin. `held`: not clearly ours, or something blocks its create.
 */
export type Standing =
  | {
      readonly kind: 'writable';
      readonly desired: DesiredObject;
      readonly object: TenantObject;
      readonly mark: OwnerMark;
    }
  | {
      readonly kind: 'guarded';
      readonly desired: DesiredObject;
      readonly object: TenantObject;
      readonly mark: OwnerMark;
      readonly reason: HoldReason;
      readonly detail: string;
      /** True when it is told although nothing differs. */
      readonly always?: true;
    }
  | { readonly kind: 'new'; readonly desired: DesiredObject }
  | {
      readonly kind: 'takenOver';
      readonly desired: DesiredObject;
      readonly object: TenantObject;
      readonly how: 'adopt' | 'reanchor';
      readonly pair: ActingPair;
      readonly evidence: readonly Evidence[];
      /** Set when it is not written beyond its mark and anchor. */
      readonly refusal: { readonly reason: HoldReason; readonly detail: string } | undefined;
    }
  | {
      readonly kind: 'restored';
      readonly desired: DesiredObject;
      readonly deleted: DeletedObject;
      readonly deletedAt: string;
      readonly pair: ActingPair;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly kind: 'held';
      readonly desired: DesiredObject;
      readonly object: TenantObject | undefined;
      readonly reason: HoldReason;
      readonly detail: string;
      readonly candidates?: readonly Candidate[];
      /** Set when a pair that does not fit is why. */
      readonly pair?: ActingPair;
    };

export interface StandingContext extends AdoptionContext {
  readonly mayWrite: WriteTest;
  readonly pairs: Pairs;
  readonly adoptable: AdoptionTest;
}

export function standingOf(desired: DesiredObject, context: StandingContext): Standing {
  const match = matchDesired(desired, context.index, context.claims);
  // What nothing may flow to is nobody's to take over, either.
  const pair = desired.noFlow === undefined ? context.pairs.byObject.get(desired.key) : undefined;
  if (match.kind === 'ours') return ownStanding(desired, match, pair, context);
  if (pair !== undefined) return pairStanding(desired, pair, judgePair(desired, pair, context), context);
  const { candidates, reason, detail, object } = wayOut(desired, match, context);
  if (reason === undefined) return { kind: 'new', desired };
  return { kind: 'held', desired, object, reason, detail, ...(candidates.length === 0 ? {} : { candidates }) };
}

function ownStanding(
  desired: DesiredObject,
  { object, mark }: Extract<Match, { kind: 'ours' }>,
  pair: ActingPair | undefined,
  { mayWrite }: StandingContext,
): Standing {
  if (pair !== undefined) {
    const misfit = carriedOutMisfit(desired, object, pair);
    if (misfit !== undefined) {
      const detail = withPlace(misfit, pair);
      return { kind: 'guarded', desired, object, mark, reason: 'pairDoesNotFit', detail, always: true };
    }
  }
  const refusal = mayWrite(object);
  return refusal === undefined
    ? { kind: 'writable', desired, object, mark }
    : { kind: 'guarded', desired, object, mark, ...refusal };
}

/** Is what the pair says the case? Then it has been carried out, and is no business any more. */
function carriedOutMisfit(desired: DesiredObject, object: TenantObject, pair: ActingPair): string | undefined {
  if (pair.id !== object.id) return `it is ${object.id} already, and the pair names ${pair.id}`;
  if (pair.kind === 'reanchor' && pair.to !== desired.anchor) {
    return `it holds the anchor ${desired.anchor} already, and the pair names ${pair.to}`;
  }
  return undefined;
}

function pairStanding(
  desired: DesiredObject,
  pair: ActingPair,
  judged: Judged,
  { mayWrite }: StandingContext,
): Standing {
  switch (judged.kind) {
    case 'held': {
      const { object, reason, detail } = judged;
      return { kind: 'held', desired, object, reason, detail: withPlace(detail, pair), pair };
    }
    case 'restore':
      return { ...judged, kind: 'restored', desired, pair };
    case 'takeOver': {
      const { object, how, evidence } = judged;
      return { kind: 'takenOver', desired, object, how, pair, evidence, refusal: mayWrite(object) };
    }
  }
}

function withPlace(detail: string, pair: ActingPair): string {
  return `${detail} (pair at ${placeOfPair(pair)})`;
}

/** The tenant object of a standing, if there is one. */
export function objectOf(standing: Standing): TenantObject | undefined {
  return standing.kind === 'new' || standing.kind === 'restored' ? undefined : standing.object;
}

/** How an operation names a desired object. */
export function refOf(desired: DesiredObject, object: TenantObject | undefined): ObjectRef {
  const name = object?.name ?? desired.name;
  return { type: desired.type, key: desired.key, ...(object === undefined ? {} : { id: object.id }), name };
}

/** How an operation names a tenant object: by its mark when it has one of ours, else by its id. */
export function refOfTenant(object: TenantObject, key: string | undefined): ObjectRef {
  return { type: object.type, key: key ?? `tenant/${object.id}`, id: object.id, name: object.name };
}
