import { assertNever } from '../kernel/invariant.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { HoldReason, Why } from './plan.ts';
import type { TenantType } from './tenant.ts';

/**
 * Why the tenant holds something else than the rules give. All but `difference` are explained: what the service would
 * have made of the rules' value was computed again and is what the tenant holds.
 *
 * - `serviceUpn`: the suffix is not verified (or the name is not valid), and the service made the name of nickname and
 *   initial domain (learn.microsoft.com: "Microsoft Entra UserPrincipalName population").
 * - `serviceMailNickname`: the directory has no mailNickname, and the service took the front part of an address, the
 *   first of primary address, mail, sign-in name and secondary address that there was when the person came (same page);
 *   of a group, what it made of the name.
 * - `proxyCalculation`: mail is the primary address that the service calculated (learn.microsoft.com: "How the
 *   proxyAddresses attribute is populated in Microsoft Entra ID").
 * - `duplicateQuarantine`: somebody else holds the name or address, and the service set it aside (learn.microsoft.com:
 *   "Identity synchronization and duplicate attribute resiliency").
 * - `notExposed`: Graph shows the attribute in no list of objects (learn.microsoft.com: "user resource type").
 * - `setOnce`: the flow is for new objects only (learn.microsoft.com: "Understanding Declarative Provisioning", apply
 *   once).
 * - `usageLocation`: the rules say nothing, and somebody set the country of the licences in the cloud, where it stays
 *   writable (learn.microsoft.com: "Attributes synchronized to Microsoft Entra ID").
 * - `difference`: none of these.
 */
export type DifferenceClass =
  | 'difference'
  | 'serviceUpn'
  | 'serviceMailNickname'
  | 'proxyCalculation'
  | 'duplicateQuarantine'
  | 'notExposed'
  | 'setOnce'
  | 'usageLocation';

/** From the tenant to what the rules give: `added` and `removed` are of one member. */
export type DifferenceKind = 'set' | 'cleared' | 'changed' | 'added' | 'removed';

/** How two texts differ, where a glance does not tell. */
export type TextShape = 'case' | 'space' | 'rulesLonger' | 'tenantLonger';

/** Somebody or something: of the source, of the tenant, or of both. */
export interface ParityIdentity {
  readonly type: TenantType;
  /** userPrincipalName or displayName: of the tenant where it is there. */
  readonly name: string;
  /** `connector/objectGUID`. */
  readonly key?: string;
  /** Tenant id. */
  readonly id?: string;
  readonly dn?: string;
}

/** One attribute, or one membership, of one identity. */
export interface ParityDifference {
  readonly identity: ParityIdentity;
  readonly attribute: string;
  readonly class: DifferenceClass;
  readonly kind: DifferenceKind;
  readonly shape?: TextShape;
  /** What the tenant holds; null: nothing. */
  readonly tenant: Json;
  /** What the rules give; null: nothing. */
  readonly rules: Json;
  /** From the outbound flow back to the inbound flows that fed it. */
  readonly why: readonly Why[];
  /** Why it is what it is, in words: who holds the address, what a value does not fit. */
  readonly note?: string;
}

/** Differences that look alike: one cause, most likely. */
export interface DifferenceGroup {
  readonly type: TenantType;
  readonly attribute: string;
  readonly class: DifferenceClass;
  readonly kind: DifferenceKind;
  readonly shape?: TextShape;
  /** The flows that won, of all of them: from the outbound flow back. */
  readonly why: readonly Why[];
  /** Present where it is the same in all of them. */
  readonly tenant?: Json;
  readonly rules?: Json;
  /** By name. */
  readonly differences: readonly ParityDifference[];
}

/** `onlyHere`: the rules want it and the tenant has none; `onlyThere`: the other way; `ambiguous`: one of several. */
export type UnpairedSide = 'onlyHere' | 'onlyThere' | 'ambiguous';

/**
 * What is known of why. Of `onlyHere`: `absent`, `held` (the planner would hold its create), `formerlySynced` (another
 * engine has let go of it). Of `onlyThere`: what became of its source object, or `noSource`. `notWritable` alone is
 * explained: no application could write it.
 */
export type UnpairedReason =
  | 'absent'
  | 'held'
  | 'formerlySynced'
  | 'filteredOut'
  | 'outOfScope'
  | 'notWritable'
  | 'evaluationFailed'
  | 'joined'
  | 'noSource'
  | 'severalFit';

export interface Unpaired {
  readonly side: UnpairedSide;
  readonly identity: ParityIdentity;
  readonly reason: UnpairedReason;
  /** Of `held`. */
  readonly hold?: HoldReason;
  /** In words: which filter and line, which rule, who else. */
  readonly detail: string;
}

export interface UnpairedGroup {
  readonly side: UnpairedSide;
  readonly type: TenantType;
  readonly reason: UnpairedReason;
  readonly hold?: HoldReason;
  /** Present where it is the same for all of them. */
  readonly detail?: string;
  readonly explained: boolean;
  /** By name. */
  readonly objects: readonly Unpaired[];
}

/** How the two halves of a pair were found to be one. */
export type PairedBy = 'mark' | 'anchor' | 'otherAnchor' | 'securityIdentifier' | 'samAccountName';

/** An attribute that is synchronized and shown, and that no rule of the workspace writes. */
export interface AttributeNotCompared {
  readonly type: TenantType;
  readonly attribute: string;
  /** Paired objects that hold a value. */
  readonly objects: number;
}

export interface NotCompared {
  readonly attributes: readonly AttributeNotCompared[];
  /** Attributes that Entra Connect writes by default and Graph does not show. */
  readonly notExposed: readonly string[];
  /** Managers and members that are in no pair, or out of sight: nothing can be said of them. */
  readonly references: {
    readonly count: number;
    /** Some of them, for people. */
    readonly samples: readonly string[];
  };
  /** Objects that a joinNoFlow rule leaves alone. */
  readonly leftAlone: number;
  /** Objects of the tenant that no engine writes. */
  readonly cloudOnly: number;
}

/** What the rules give against what the tenant holds. */
export interface Parity {
  readonly identities: number;
  readonly pairs: Readonly<Record<TenantType, number>>;
  readonly pairedBy: Readonly<Record<PairedBy, number>>;
  readonly attributes: number;
  readonly memberships: number;
  readonly unexplained: number;
  readonly explained: number;
  /** Unexplained first, then the most. */
  readonly groups: readonly DifferenceGroup[];
  readonly unpaired: readonly UnpairedGroup[];
  readonly notCompared: NotCompared;
}

/** Parity with what it was found of. */
export interface ParityReport {
  readonly workspace: string;
  readonly tenantId: string;
  readonly tenantName: string;
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly rulesDigest: string;
  readonly sources: readonly { readonly connector: string; readonly origin: string; readonly readAt: string }[];
  readonly parity: Parity;
}

export function isExplained(difference: DifferenceClass): boolean {
  switch (difference) {
    case 'difference':
      return false;
    case 'serviceUpn':
    case 'serviceMailNickname':
    case 'proxyCalculation':
    case 'duplicateQuarantine':
    case 'notExposed':
    case 'setOnce':
    case 'usageLocation':
      return true;
    default:
      return assertNever(difference);
  }
}
