import type { Json } from '../kernel/canonical-json.ts';
import type { ExtensionApplication } from './extension-application.ts';
import type { OwnerMark } from './mark.ts';

export type TenantType = 'user' | 'group';

/**
 * Who masters an object of the tenant. `otherEngine`: Entra Connect or Cloud Sync writes it and Graph may not;
 * `formerlySynced`: it was, and is not converted; `movedToCloud`: its source of authority was moved to the cloud.
 */
export type Mastery = 'cloud' | 'otherEngine' | 'formerlySynced' | 'movedToCloud';

/** The owner mark as found: absent, readable, or a text that no version of ours wrote (then it blocks). */
export type MarkFound = OwnerMark | 'unreadable' | undefined;

/** An object of the tenant, as far as it is managed or in the way. */
export interface TenantObject {
  readonly type: TenantType;
  /** The tenant's own id. */
  readonly id: string;
  /** userPrincipalName of a user, displayName of a group: for people. */
  readonly name: string;
  /** onPremisesImmutableId of a user, uniqueName of a group. */
  readonly anchor?: string;
  readonly mark: MarkFound;
  readonly mastery: Mastery;
  /** onPremisesSecurityIdentifier: present on objects that another engine wrote. */
  readonly sid?: string;
  readonly guest: boolean;
  readonly dynamicMembership: boolean;
  /** Of a dynamic group: who is in it; absent when it was not read. */
  readonly membershipRule?: string;
  /** Of a dynamic group, as Graph says it: `On` or `Paused`; absent when it was not read. */
  readonly membershipRuleProcessingState?: string;
  readonly roleAssignable: boolean;
  readonly managementRestricted: boolean;
  /** Mail-enabled security and distribution groups: Graph cannot change them. */
  readonly mailEnabled: boolean;
  /** Number of licences assigned. */
  readonly licences: number;
  /** Present values of the attributes that were asked for, in Graph's JSON; an absent one is null in Graph. */
  readonly attributes: ReadonlyMap<string, Json>;
  /** Tenant id of the manager, for users, when managers were asked for. */
  readonly manager?: string;
}

/** A soft-deleted object: its anchor and name may still be in the way. */
export interface DeletedObject {
  readonly type: TenantType;
  readonly id: string;
  readonly name: string;
  readonly anchor?: string;
  readonly mark: MarkFound;
  /** When it was deleted, as Graph says it (ISO 8601, UTC); absent only in an old snapshot. */
  readonly deletedAt?: string;
  /** What else is known of its kind; absent: an ordinary object that the cloud masters. */
  readonly mastery?: Mastery;
  readonly guest?: boolean;
  readonly dynamicMembership?: boolean;
  readonly roleAssignable?: boolean;
  readonly mailEnabled?: boolean;
}

export interface TenantDomain {
  readonly name: string;
  readonly verified: boolean;
  readonly federated: boolean;
  readonly initial: boolean;
}

/** What is true of the tenant as a whole; read once per run and again at apply. */
export interface TenantFacts {
  readonly tenantId: string;
  readonly displayName: string;
  readonly domains: readonly TenantDomain[];
  /** True while Entra Connect or Cloud Sync is switched on for the tenant. */
  readonly liveSync: boolean;
  /** True when the extension property that holds the owner mark is defined. */
  readonly markDefined: boolean;
  /** The application whose extension holds the mark: its object id, or undefined when the tenant has no such application. */
  readonly markApplicationId: string | undefined;
  /** Names of all extension properties of that application (`extension_<appId>_<name>`). */
  readonly extensions: readonly string[];
  /** The applications whose directory extensions the topology declares; absent when it declares none. */
  readonly extensionApplications?: readonly ExtensionApplication[];
  /** Ids of users who hold or may activate a directory role, directly or through a group, with the role's name. */
  readonly privilegedUsers: ReadonlyMap<string, string>;
  /** Ids of groups that hold a directory role or can be given one. */
  readonly privilegedGroups: ReadonlyMap<string, string>;
  /** Ids of groups that grant an application or a licence. */
  readonly grantingGroups: ReadonlySet<string>;
  /** Names of the applications that a group grants, sorted, by its id; absent when it was not read which. */
  readonly applications?: ReadonlyMap<string, readonly string[]>;
  readonly deleted: readonly DeletedObject[];
}

/** Attributes to select, by type: those that outbound rules write. */
export interface TenantRequest {
  readonly attributes: Readonly<Record<TenantType, readonly string[]>>;
  readonly managers: boolean;
}

/** The tenant as read in one run. */
export interface TenantPopulation {
  readonly facts: TenantFacts;
  readonly objects: readonly TenantObject[];
  /** Direct members by group id, of the groups that `wantMembers` named. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** `connector/objectGUID` of a readable mark of this workspace. */
export function markKey(object: Pick<TenantObject, 'mark'>, workspace: string): string | undefined {
  const { mark } = object;
  if (mark === undefined || mark === 'unreadable' || mark.workspace !== workspace) return undefined;
  return `${mark.connector}/${mark.anchor}`;
}

/** Is it the deletion of that instant (ISO 8601)? One whose time is not known is none. */
export function isDeletionOf({ deletedAt }: Pick<DeletedObject, 'deletedAt'>, instant: string): boolean {
  return deletedAt !== undefined && Date.parse(deletedAt) === Date.parse(instant);
}
