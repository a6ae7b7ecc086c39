import type { DesiredObject } from '../model/desired.ts';
import type { OwnerMark } from '../model/mark.ts';
import type { HoldReason, ObjectRef } from '../model/plan.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { AnchorClaims } from './anchor-claims.ts';
import { matchDesired } from './match.ts';
import type { WriteTest } from '../model/protection.ts';
import type { TenantIndex } from './tenant-index.ts';

/**
 * Where a desired object stands. `writable`: ours, and may be written. `guarded`: ours, but never written. `new`:
 * not in the tenant. `held`: not clearly ours, or something blocks its create.
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
    }
  | { readonly kind: 'new'; readonly desired: DesiredObject }
  | {
      readonly kind: 'held';
      readonly desired: DesiredObject;
      readonly object: TenantObject | undefined;
      readonly reason: HoldReason;
      readonly detail: string;
    };

export interface StandingContext {
  readonly index: TenantIndex;
  readonly claims: AnchorClaims;
  readonly mayWrite: WriteTest;
}

export function standingOf(desired: DesiredObject, { index, claims, mayWrite }: StandingContext): Standing {
  const match = matchDesired(desired, index, claims);
  switch (match.kind) {
    case 'new':
      return { kind: 'new', desired };
    case 'held':
      return { kind: 'held', desired, object: match.object, reason: match.reason, detail: match.detail };
    case 'ours': {
      const { object, mark } = match;
      const refusal = mayWrite(object);
      return refusal === undefined
        ? { kind: 'writable', desired, object, mark }
        : { kind: 'guarded', desired, object, mark, ...refusal };
    }
  }
}

/** The tenant object of a standing, if there is one. */
export function objectOf(standing: Standing): TenantObject | undefined {
  return standing.kind === 'new' ? undefined : standing.object;
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
