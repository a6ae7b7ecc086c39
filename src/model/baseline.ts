import type { TenantType } from './tenant.ts';

/**
 * What the tenant held of our attributes when a run ended: what tells drift from other causes. Memory for words alone:
 * no plan depends on it. Values are short digests with a salt, so that they can be compared and not read.
 */
export interface BaselineHead {
  readonly format: 'lockstep-baseline';
  readonly version: 1;
  readonly tool: string;
  readonly tenantId: string;
  readonly workspace: string;
  readonly rulesDigest: string;
  /** Git revision of the rules, with `+` when files differed from it. */
  readonly revision?: string;
  readonly runId: string;
  /** When the run ended: ISO 8601, UTC. */
  readonly at: string;
  readonly salt: string;
  /** Those that are noted of each type, in the order of `values`. */
  readonly attributes: Readonly<Record<TenantType, readonly string[]>>;
  readonly managers: boolean;
  /** Extension properties that were defined. */
  readonly definitions: readonly string[];
}

/**
 * One object that carried the mark of the workspace, or was to. Every digest may be `NOT_KNOWN` (a write that failed, or
 * got no answer), or tentative: held, skipped, or changed by others since the run before. It is what was there, and a
 * difference from it is drift; that it is there still is no ground for another cause, until a later plan has agreed.
 */
export interface BaselineObject {
  /** `connector/objectGUID`. */
  readonly key: string;
  /** Of its tenant id. */
  readonly id: string;
  /** Of the text of its mark. */
  readonly mark: string;
  /** Digests of the values of `attributes`, one after the other. */
  readonly values: string;
  /** Of the tenant id of the manager. */
  readonly manager?: string;
  readonly members?: BaselineMembers;
}

export interface BaselineMembers {
  /** Digests of their tenant ids, one after the other. */
  readonly of: string;
  /** Those who may be members or not. */
  readonly doubtful: string;
  /** Members were wanted, and held or not added. */
  readonly addsOpen: boolean;
  /** Members were not wanted, and held or not removed. */
  readonly removesOpen: boolean;
}

/** In the place of a digest: as long as one, and none. */
export const NOT_KNOWN = '...........';

/** Begins a digest of what was there, and of which it is not sure that the rules wanted it. */
export const TENTATIVE = '.';

export interface Baseline {
  readonly head: BaselineHead;
  readonly objects: ReadonlyMap<string, BaselineObject>;
}
