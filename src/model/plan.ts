import { assertNever } from '../kernel/invariant.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { CauseBasis, CauseFound } from './cause.ts';
import type { Candidate, Evidence } from './adoption.ts';
import type { Consent } from './consent.ts';
import type { ExtensionType } from './extension-application.ts';
import type { Hazard, HazardFound } from './hazard.ts';
import type { MicrosoftError } from './microsoft-error.ts';
import type { TenantType } from './tenant.ts';

/** Which rule said it and from where: enough to find the line of YAML and the source object. */
export interface Why {
  /** `lockstep/default@1:user-common` for a rule of a pack, else the rule's name. */
  readonly rule: string;
  /** `path:line` of the flow. */
  readonly at: string;
  /** What the flow says: an attribute name, `=expression`, or a constant in quotes. */
  readonly flow: string;
  /** Rules that would have set the attribute, had this one not: `rule (path:line)`, by precedence. */
  readonly losers: readonly string[];
}

/** One attribute before and after. Absent before = not set in the tenant; after null = cleared. */
export interface AttributeChange {
  readonly attribute: string;
  readonly before: Json;
  readonly after: Json;
  /** From the outbound flow back to the inbound flows that fed it. */
  readonly why: readonly Why[];
}

/** An object an operation is about. `key` is `connector/objectGUID`, or `tenant/id` for an object without source. */
export interface ObjectRef {
  readonly type: TenantType;
  readonly key: string;
  /** Tenant id; absent while the object is still to be created. */
  readonly id?: string;
  /** For people: userPrincipalName or displayName. */
  readonly name: string;
}

interface OperationBase {
  /** Unique in the plan and the same in every plan that asks for the same. */
  readonly id: string;
  /** Ids of operations that must be done before this one. */
  readonly after: readonly string[];
}

/** Defines the extension property that holds the owner mark, or one that the topology declares. */
export interface DefineExtension extends OperationBase {
  readonly kind: 'defineExtension';
  /** `lockstepOwner`, or the full name of a declared one. */
  readonly name: string;
  readonly targets: readonly TenantType[];
  /** Object id of the application, not its appId. */
  readonly applicationId: string;
  readonly dataType: ExtensionType;
  readonly multiValued: boolean;
}

export interface CreateObject extends OperationBase {
  readonly kind: 'create';
  readonly object: ObjectRef;
  /** DN of the source object, for people. */
  readonly from: string;
  /** onPremisesImmutableId or uniqueName. */
  readonly anchor: string;
  /** Text of the owner mark. */
  readonly mark: string;
  readonly changes: readonly AttributeChange[];
}

export interface UpdateObject extends OperationBase {
  readonly kind: 'update';
  readonly object: ObjectRef;
  readonly from: string;
  /** Text of the mark the object must hold when this is done. */
  readonly mark: string;
  /** Set when the mark changes too: the object was leaving and has returned. */
  readonly newMark?: string;
  readonly changes: readonly AttributeChange[];
}

/** Takes an object of the tenant over: it gets the owner mark, and its anchor where it has none. */
export interface AdoptObject extends OperationBase {
  readonly kind: 'adopt';
  readonly object: ObjectRef;
  /** DN of the source object, for people. */
  readonly from: string;
  /** Text of the owner mark that it gets. */
  readonly mark: string;
  /** onPremisesImmutableId or uniqueName: written when it has none. */
  readonly anchor: string;
  readonly anchorBefore: string | null;
  readonly evidence: readonly Evidence[];
  /** The role that the pair names, of a privileged object. */
  readonly consent?: string;
  /** `path:line` of the reviewed pair. */
  readonly pair: string;
}

/** Gives a user another anchor and, in the same request, the mark that goes with it. */
export interface ReanchorObject extends Omit<AdoptObject, 'kind'> {
  readonly kind: 'reanchor';
  /** Text of the mark that it carries now; null when it carries none. */
  readonly markBefore: string | null;
}

/** Brings a deleted object back from the bin; its group memberships and licences return with it. */
export interface RestoreObject extends OperationBase {
  readonly kind: 'restore';
  readonly object: ObjectRef;
  readonly from: string;
  /** Text of the mark that it comes back with; null: it carries none, and the next plan adopts it. */
  readonly mark: string | null;
  /** The anchor that it comes back with. */
  readonly anchor: string | null;
  /** The deletion that is undone: ISO 8601, UTC. */
  readonly deletedAt: string;
  readonly evidence: readonly Evidence[];
  readonly consent?: string;
  readonly pair: string;
}

/** The source object is gone or filtered out: a user is disabled, and the day is noted in the mark. */
export interface LeaveObject extends OperationBase {
  readonly kind: 'leave';
  readonly object: ObjectRef;
  /** Why it leaves, for people. */
  readonly reason: string;
  readonly mark: string;
  readonly newMark: string;
  /** The disable, for users who are enabled. */
  readonly changes: readonly AttributeChange[];
  /** First day (YYYY-MM-DD) on which a plan deletes it. */
  readonly deleteAfter: string;
  readonly licences: number;
}

export interface DeleteObject extends OperationBase {
  readonly kind: 'delete';
  readonly object: ObjectRef;
  readonly reason: string;
  readonly mark: string;
  readonly licences: number;
}

export interface SetManager extends OperationBase {
  readonly kind: 'setManager';
  readonly object: ObjectRef;
  readonly mark: string;
  readonly before: ObjectRef | null;
  readonly manager: ObjectRef | null;
  readonly why: readonly Why[];
}

export interface AddMember extends OperationBase {
  readonly kind: 'addMember';
  readonly object: ObjectRef;
  readonly mark: string;
  readonly member: ObjectRef;
}

export interface RemoveMember extends OperationBase {
  readonly kind: 'removeMember';
  readonly object: ObjectRef;
  readonly mark: string;
  readonly member: ObjectRef;
}

export type Operation =
  | DefineExtension
  | CreateObject
  | AdoptObject
  | ReanchorObject
  | RestoreObject
  | UpdateObject
  | LeaveObject
  | DeleteObject
  | SetManager
  | AddMember
  | RemoveMember;

/** Operations that take over what is in the tenant: each stands on a reviewed pair. */
export type TakeOver = AdoptObject | ReanchorObject;

/**
 * Operations of a phase are all finished before the next begins: definitions, disables, users, groups, managers,
 * members added, members removed, deletes.
 */
export function phaseOf(operation: Operation): number {
  switch (operation.kind) {
    case 'defineExtension':
      return 0;
    case 'leave':
      return 1;
    case 'create':
    case 'adopt':
    case 'reanchor':
    case 'restore':
    case 'update':
      return operation.object.type === 'user' ? 2 : 3;
    case 'setManager':
      return 4;
    case 'addMember':
      return 5;
    case 'removeMember':
      return 6;
    case 'delete':
      return 7;
    default:
      return assertNever(operation);
  }
}

/** Why something is left alone although source and tenant differ. Closed: each has its text in render/. */
export type HoldReason =
  | 'masteredElsewhere'
  | 'formerlySynced'
  | 'candidate'
  | 'foreignMark'
  | 'duplicateMark'
  | 'markDisagrees'
  | 'markUnreadable'
  | 'guest'
  | 'privileged'
  | 'grantsAccess'
  | 'protected'
  | 'roleAssignable'
  | 'dynamicMembership'
  | 'managementRestricted'
  | 'mailEnabled'
  | 'twinSid'
  | 'softDeleted'
  | 'pairDoesNotFit'
  | 'consentNeeded'
  | 'addsOnly'
  | 'changedAnchor'
  | 'nameTaken'
  | 'unverifiedDomain'
  | 'notFederated'
  | 'federatedDomainChange'
  | 'invalidValue'
  | 'liveSync'
  | 'evaluationFailed'
  | 'duplicateInSource'
  | 'unresolvedReference'
  | 'cannotClear'
  | 'extensionUnusable'
  | 'dependsOnHeld'
  | 'blockedByGuard';

/** An object, an attribute or a membership that the plan leaves alone, with the difference it saw. */
export interface Held {
  readonly kind: 'held';
  readonly object: ObjectRef;
  readonly from?: string;
  readonly reason: HoldReason;
  /** In words: which mark, which domain, which reference. */
  readonly detail: string;
  /** What Entra Connect or Entra ID would have called it; absent where they know nothing of the kind. */
  readonly microsoftError?: MicrosoftError;
  /** What would have been done. */
  readonly would:
    | 'create'
    | 'adopt'
    | 'reanchor'
    | 'restore'
    | 'update'
    | 'leave'
    | 'delete'
    | 'setManager'
    | 'addMember'
    | 'removeMember'
    | 'nothing';
  /** Objects of the tenant that it may be, by id. */
  readonly candidates?: readonly Candidate[];
  readonly changes: readonly AttributeChange[];
}

/** Objects of the source that no rule carries, counted by type and reason. */
export interface NotCarried {
  readonly type: string;
  readonly count: number;
  readonly reason: string;
}

export interface Census {
  readonly kind: 'census';
  /** Objects that the rules want in the tenant. */
  readonly inScope: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly held: number;
  readonly filteredOut: number;
  /** Marked objects of this workspace in the tenant before the run, by `connector/type`: the base of percentages. */
  readonly marked: Readonly<Record<string, number>>;
  /** Source objects read, by `connector/type`. */
  readonly source: Readonly<Record<string, number>>;
  readonly notCarried: readonly NotCarried[];
  /** Objects that left in an earlier run and are deleted when their days of grace are over; absent for none. */
  readonly waiting?: Waiting;
}

export interface Waiting {
  readonly count: number;
  /** First day (YYYY-MM-DD) on which a plan deletes one of them. */
  readonly next: string;
}

export type PlanLine = Operation | Held | Census;

/** The plan body: canonical lines, digested byte for byte. Equal inputs give an equal body. */
export interface PlanBody {
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
  readonly census: Census;
}

/** What is true of one run and not of the plan: in no body digest. */
export interface PlanEnvelope {
  readonly format: 'lockstep-plan';
  readonly version: 1;
  readonly tool: string;
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** The instant the plan was computed for: feeds Now() and grace days. */
  readonly asOf: string;
  readonly workspace: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly rulesDigest: string;
  /** Short git revision of the rules, when they lie in a repository. */
  readonly revision?: string;
  readonly sources: readonly { readonly connector: string; readonly origin: string; readonly readAt: string }[];
  readonly bodyDigest: string;
  /** Body digest of the whole plan, of which this is what the guards let pass. */
  readonly derivedFrom?: string;
}

export interface Plan {
  readonly envelope: PlanEnvelope;
  readonly body: PlanBody;
  readonly findings: readonly Finding[];
  /** What the plan may do to people, in its order. */
  readonly hazards: readonly HazardFound[];
  /** What made its changes come up: those that are not named are unknown. */
  readonly causes?: readonly CauseFound[];
  /** What causes were told by; absent in a plan that was made without a look at them. */
  readonly causeBasis?: CauseBasis;
}

const HOUR = 3_600_000;

/**
 * A plan for another instant than the one it was made at (reading takes a while) is for reading: grace days and Now()
 * were computed for that instant.
 */
export function isForAnotherDay({ asOf, createdAt }: Pick<PlanEnvelope, 'asOf' | 'createdAt'>): boolean {
  return !(Math.abs(Date.parse(asOf) - Date.parse(createdAt)) <= 12 * HOUR);
}

/** What a guard found. A blocking finding stops the whole plan before its first write. */
export interface Finding {
  /** A code of the SAFE table. */
  readonly code: string;
  readonly blocks: boolean;
  readonly detail: string;
  /** Policy key that governs it. */
  readonly policyKey: string;
  /** Ids of the operations it is about, at most 20 of them. */
  readonly operations: readonly string[];
  readonly count: number;
  /** The hazard that it counts: consent to it lifts the finding. */
  readonly hazard?: Hazard;
  /** It would block, and somebody consented. */
  readonly consent?: Consent;
  /** It would block, and its operations were left out of this plan. */
  readonly heldBack?: true;
}
