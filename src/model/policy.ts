import type { SourceRange } from '../kernel/position.ts';
import type { Freeze } from './freeze.ts';
import type { Hazard } from './hazard.ts';
import type { PolicyRule } from './policy-rule.ts';

export type LimitedOperation =
  'create' | 'update' | 'disable' | 'enable' | 'delete' | 'memberRemove' | 'clear' | 'upnChange' | 'adopt';

/** Of count and percent the lower one blocks. Percent is of the marked objects of that type and connector. */
export interface Limit {
  readonly operation: LimitedOperation;
  readonly type?: 'user' | 'group';
  readonly count?: number;
  readonly percent?: number;
  /** For memberRemove: share of one group's members, from that many members on. */
  readonly perGroup?: { readonly percent: number; readonly from: number };
  /** Counts, and is of, these objects alone. */
  readonly where?: LimitScope;
  readonly source?: SourceRange;
}

/**
 * Which objects a limit is about: all that is given must fit. What cannot be told of an object counts as fitting.
 * Connector and group are told by the tenant; the container by the DN that the plan names, of objects in the source.
 */
export interface LimitScope {
  readonly connector?: string;
  /** DN of a container. */
  readonly under?: string;
  /** Display name or id of a group of the tenant: itself, and its direct members. */
  readonly group?: string;
}

/** How many enabled people a plan must leave a directory role, or a group as direct members. */
export type Floor =
  | { readonly kind: 'role'; readonly role: string; readonly atLeast: number }
  | { readonly kind: 'group'; readonly group: string; readonly atLeast: number };

/** How many times one plan may hold a hazard without consent. */
export interface HazardAllowance {
  readonly hazard: Hazard;
  readonly allow: number;
}

/** Which objects are never written. */
export type Protection = { readonly userPrincipalName: string } | { readonly group: string } | { readonly role: 'any' };

export interface Policy {
  readonly limits: readonly Limit[];
  readonly hazards: readonly HazardAllowance[];
  /** What becomes of a plan some of whose operations are blocked: nothing of it goes on, or the rest does. */
  readonly whenBlocked: 'stop' | 'applyRest';
  readonly deletions: { readonly first: 'disable' | 'delete'; readonly graceDays: number };
  readonly protect: readonly Protection[];
  readonly floors: readonly Floor[];
  readonly freezes: readonly Freeze[];
  readonly rules: readonly PolicyRule[];
  readonly source: {
    readonly maximumShrinkPercent: number;
    readonly maximumAttributeLossPercent: number;
    /** Of what an impact is found from, hours; older ones are told. */
    readonly maximumSnapshotAgeHours: number;
  };
  /** Share of a connector's objects in scope whose rules may fail. 0: none. */
  readonly evaluation: { readonly maximumFailedPercent: number };
  /** Hours after which a plan file is refused. */
  readonly planExpiryHours: number;
  /** Days for which ledgers of past runs are kept, and never for less than a plan holds. */
  readonly runs: { readonly keepDays: number };
  /** Share of the write quota that apply may use, 0..1. */
  readonly quotaShare: number;
  /** Share of a plan's operations that may be left undone while the exit code stays 0, 0..1. */
  readonly tolerance: number;
}
