import type { TenantType } from './tenant.ts';
import type { Value } from './value.ts';

/** A value with where it came from: flow numbers of the rule set. */
export interface Contribution {
  /** undefined: the flow cleared it (AuthoritativeNull, or every rule gave nothing). */
  readonly value: Value | undefined;
  /** The winning flow; for merged values the first of several. */
  readonly flow: number;
  /** Flows of later precedence that lost. */
  readonly losers: readonly number[];
}

/** Contributions by the attribute they are for. A Map is one; the engine keeps them packed. */
export interface Contributions extends Iterable<readonly [string, Contribution]> {
  readonly size: number;
  get(attribute: string): Contribution | undefined;
  has(attribute: string): boolean;
}

/** A reference after resolution. */
export type ResolvedReference =
  /** Another object that the rules want in the tenant: its key. */
  | { readonly kind: 'desired'; readonly key: string }
  /** In sight of the connector but not wanted in the tenant (filtered out, not carried): its key. */
  | {
      readonly kind: 'notDesired';
      readonly key: string;
      readonly dn: string;
      /** Keys of objects that are, or may be, joined with it: what is in the tenant may carry their mark. */
      readonly otherKeys?: readonly string[];
    }
  /** Not in sight: in a partition that is not configured, or hidden. */
  | {
      readonly kind: 'unresolved';
      readonly dn: string;
      /**
       * True when the DN lies in a partition that was read: then it is the stale name of somebody who was moved or
       * renamed, or of somebody hidden, and may be anybody.
       */
      readonly stale: boolean;
    };

/** What the rules want one tenant object to be. */
export interface DesiredObject {
  readonly type: TenantType;
  /** `connector/objectGUID` of the source object that supplies the anchor. */
  readonly key: string;
  readonly connector: string;
  /** objectGUID as text. */
  readonly guid: string;
  /** Keys of the other source objects that were joined to the same identity. */
  readonly joinedKeys: readonly string[];
  /** The value that names it in the tenant: onPremisesImmutableId or uniqueName. */
  readonly anchor: string;
  /** Other anchor values the object may be known by (both of objectGUID and ConsistencyGuid are looked up). */
  readonly otherAnchors: readonly string[];
  /** userPrincipalName or displayName. */
  readonly name: string;
  /** DN of the source object, for people. */
  readonly dn: string;
  /** S-1-… of the source object. */
  readonly sid?: string;
  /**
   * `rule (path:line)` of the joinNoFlow rule that has it in scope: the tenant object stays as it is, whatever it is, and
   * is never created, written, disabled or deleted. Others may refer to it.
   */
  readonly noFlow?: string;
  /** What rules flow, references included. An attribute that no rule flows is unmanaged and not here. */
  readonly attributes: Contributions;
  /** Names of attributes with applyOnce: written in the create only. */
  readonly once: ReadonlySet<string>;
  /** Lineage of metaverse attributes: winning inbound contribution by metaverse attribute. */
  readonly metaverse: Contributions;
  /** The flow of `manager` or `members`. */
  readonly referenceFlow?: Contribution;
  /** undefined: no rule flows it; null: no manager. */
  readonly manager?: ResolvedReference | null;
  /** undefined: no rule flows them. */
  readonly members?: readonly ResolvedReference[];
}

/**
 * What failed, where it was no expression. `ambiguousJoin`: several identities fit the object, or several objects fit
 * its identity; `severalJoinRules`: rules in scope have different join conditions.
 */
export type FailureCause = 'ambiguousJoin' | 'severalJoinRules';

/** An object whose rules could not be evaluated. It is held, never deleted. */
export interface FailedObject {
  readonly type: TenantType | undefined;
  readonly key: string;
  readonly dn: string;
  readonly message: string;
  /** `rule (path:line)`. */
  readonly at: string;
  readonly cause?: FailureCause;
}

/** Why a source object is not wanted in the tenant. */
export interface UndesiredObject {
  readonly key: string;
  readonly sourceType: string;
  readonly dn: string;
  readonly reason:
    | { readonly kind: 'filteredOut'; readonly detail: string }
    | { readonly kind: 'outOfScope'; readonly detail?: string }
    | { readonly kind: 'notWritable'; readonly detail: string };
}

/** The outcome of the sync passes: every source object is in exactly one of the three lists, by key or as joined. */
export interface DesiredPopulation {
  /** Sorted by type, then key. */
  readonly desired: readonly DesiredObject[];
  readonly failed: readonly FailedObject[];
  readonly undesired: readonly UndesiredObject[];
  /** Source objects by `connector/type`. */
  readonly source: ReadonlyMap<string, number>;
}

/** Keys of every object that the sources show, wanted or not. */
export function sourceKeys(population: DesiredPopulation): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { key } of population.failed) keys.add(key);
  for (const { key } of population.undesired) keys.add(key);
  for (const { key, joinedKeys } of population.desired) {
    keys.add(key);
    for (const joined of joinedKeys) keys.add(joined);
  }
  return keys;
}
