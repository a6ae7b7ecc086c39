import type { Json } from '../kernel/canonical-json.ts';
import { assertNever } from '../kernel/invariant.ts';
import type { Hazard } from './hazard.ts';
import type { HoldReason, Operation } from './plan.ts';
import type { TenantType } from './tenant.ts';

/**
 * What a change of the rules does to one identity, the data held fixed. Closed: each has its risk and its words.
 *
 * - `anchorChanged`: it would be known by another anchor, or by another source object.
 * - `released`: the rules write the attribute no more; the tenant keeps what it holds.
 * - `errorAppears`: its rules fail now, or for another reason: it is held.
 * - `heldAppears`: left alone: of a member, because what it stands for is wanted no more or cannot be told.
 * - `operationAppears`: of a plan against the given tenant; only what befalls the object as a whole.
 */
export type ImpactKind =
  | 'leavesScope'
  | 'disabled'
  | 'anchorChanged'
  | 'operationAppears'
  | 'renamed'
  | 'membershipLost'
  | 'errorAppears'
  | 'heldAppears'
  | 'cleared'
  | 'managerChanged'
  | 'changed'
  | 'released'
  | 'enabled'
  | 'set'
  | 'membershipGained'
  | 'entersScope'
  | 'errorDisappears'
  | 'heldDisappears'
  | 'operationDisappears';

/** The graver, the lower. */
export function riskOf(kind: ImpactKind, operation?: Operation['kind']): number {
  switch (kind) {
    case 'leavesScope':
      return 0;
    case 'disabled':
      return 1;
    case 'anchorChanged':
      return 3;
    case 'operationAppears':
      return operation === 'leave' || operation === 'delete' ? 2 : 17;
    case 'renamed':
      return 4;
    case 'membershipLost':
      return 5;
    case 'errorAppears':
      return 6;
    case 'heldAppears':
      return 7;
    case 'cleared':
      return 8;
    case 'managerChanged':
      return 9;
    case 'changed':
      return 10;
    case 'released':
      return 11;
    case 'enabled':
      return 12;
    case 'set':
      return 13;
    case 'membershipGained':
      return 14;
    case 'entersScope':
      return 15;
    case 'errorDisappears':
      return 16;
    case 'heldDisappears':
      return 18;
    case 'operationDisappears':
      return 19;
    default:
      return assertNever(kind);
  }
}

/** Which of the two configurations. */
export type ImpactSideName = 'base' | 'head';

/** A line of YAML that differs between the two: of head, or of base where it was taken away. */
export interface CauseLine {
  readonly side: ImpactSideName;
  /** `path:line`. */
  readonly at: string;
  /** The line itself. */
  readonly text: string;
}

/** What changed for one identity. */
export interface ImpactChange {
  readonly kind: ImpactKind;
  /** Unknown for a source object whose rules failed before it had one. */
  readonly type?: TenantType;
  /** `connector/objectGUID`. */
  readonly key: string;
  /** userPrincipalName, displayName or DN: of head where it is there. */
  readonly name: string;
  /** Of the source object. */
  readonly dn?: string;
  /** Directory role that the person holds or may activate in the tenant, where one was given. */
  readonly role?: string;
  readonly attribute?: string;
  /** Of `operationAppears` and `operationDisappears`. */
  readonly operation?: Operation['kind'];
  /** Of `heldAppears` and `heldDisappears`, where a plan holds it. */
  readonly hold?: HoldReason;
  /** What the rules of base give; null: nothing. */
  readonly before: Json;
  /** What those of head give; null: nothing. */
  readonly after: Json;
  /** Written in the create only: nobody who is in the tenant is touched. */
  readonly createOnly?: true;
  /** In words: which filter, which error, which hold. */
  readonly detail?: string;
  /** Lines that made it so; none: unknown. */
  readonly cause: readonly CauseLine[];
}

/** Changes of one kind with one cause. */
export interface ImpactGroup extends Pick<
  ImpactChange,
  'kind' | 'type' | 'attribute' | 'operation' | 'hold' | 'createOnly' | 'cause'
> {
  /** Present where it is the same for all of them. */
  readonly before?: Json;
  readonly after?: Json;
  /** Identities; one group may lose several members. */
  readonly identities: number;
  /** How many of them hold a directory role; absent where none does. */
  readonly privileged?: number;
  /** Who holds a directory role first, then by name. */
  readonly changes: readonly ImpactChange[];
}

/** How many operations of a kind the two plans have. */
export interface OperationCount {
  readonly kind: Operation['kind'];
  readonly base: number;
  readonly head: number;
}

/**
 * A finding of the guards over the two plans: one that head alone has, that base alone has, or that both have with
 * other figures.
 */
export interface FindingChange {
  readonly kind: 'appears' | 'disappears' | 'changes';
  readonly code: string;
  /** Of head; of base where head has it no more. */
  readonly blocks: boolean;
  /** Policy key that governs it. */
  readonly policyKey: string;
  /** As the plan of each says it. */
  readonly before?: string;
  readonly after?: string;
}

/** What the guards say of the two plans. */
export interface FindingsCompared {
  /** Does something stop the plan? */
  readonly blocked: Readonly<Record<ImpactSideName, boolean>>;
  /** Findings that both have, word for word. */
  readonly same: number;
  /** Those that block first, then by code and words. */
  readonly changes: readonly FindingChange[];
}

/** Somebody whom a hazard befalls. */
export interface HazardOfIdentity {
  /** `connector/objectGUID`: of a membership that of the member. */
  readonly key: string;
  readonly type: TenantType;
  readonly name: string;
  /** Name of the group, of a membership. */
  readonly group?: string;
  /** In words: which role, which licence, through which groups. */
  readonly detail?: string;
  /** People it befalls where that is not the identity itself: a nested group has many. */
  readonly people?: number;
  /** Directory role that the person holds or may activate now. */
  readonly role?: string;
}

/** `added`: the plan of head alone may do it to them; `removed`: that of base alone. */
export interface HazardChange {
  readonly kind: 'added' | 'removed';
  readonly hazard: Hazard;
  /** People it befalls. */
  readonly people: number;
  /** Who holds a directory role first, then by name; who is befallen in two ways stands there twice. */
  readonly identities: readonly HazardOfIdentity[];
}

export interface Impact {
  /** Identities that something changes for. */
  readonly identities: number;
  /** Identities that the rules want in the tenant. */
  readonly wanted: Readonly<Record<ImpactSideName, number>>;
  /** By risk, then those with people who hold a directory role, then the most. */
  readonly groups: readonly ImpactGroup[];
  /** Of the plans, where a tenant was given: every kind that one of them has. */
  readonly operations?: readonly OperationCount[];
  /** Of the guards over the plans, where a tenant was given. */
  readonly findings?: FindingsCompared;
  /** Of the plans, where a tenant was given: what is added first, the gravest first. */
  readonly hazards?: readonly HazardChange[];
}

/** One of the two configurations, for people. */
export interface ImpactRevision {
  /** As it was named; `working tree` for the files as they are. */
  readonly ref: string;
  /** Short commit; absent where the files lie in no commit. */
  readonly commit?: string;
  /** The working tree differs from its commit. */
  readonly dirty: boolean;
  /** Absent where the configuration is not valid. */
  readonly rulesDigest?: string;
}

/**
 * `sameRules`: nothing was evaluated; `unknown`: base is not valid, so that nothing can be compared with it;
 * `compared`: see the impact.
 */
export type ImpactOutcome =
  | { readonly kind: 'sameRules' }
  | { readonly kind: 'unknown'; readonly wanted: number; readonly failed: number }
  | { readonly kind: 'compared'; readonly impact: Impact };

/** What a change of the rules does, with what it was found of. */
export interface ImpactReport {
  readonly workspace: string;
  readonly base: ImpactRevision;
  readonly head: ImpactRevision;
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly sources: readonly { readonly connector: string; readonly origin: string; readonly readAt: string }[];
  /**
   * Packs that one of the two extends, by name with their major version. Their rules are those of this version of the
   * tool for both: what another version changed in them is in no commit, and cannot be told.
   */
  readonly packs?: readonly string[];
  readonly outcome: ImpactOutcome;
}
