import type { SourceRange } from '../kernel/position.ts';
import type { TenantFacts, TenantObject } from './tenant.ts';

/** What may be the case where somebody begins; several may be at once. */
export const situationKinds = [
  'liveConnect',
  'cloudSync',
  'stagingServer',
  'formerlySynced',
  'greenfield',
  'federated',
  'otherDirectories',
  'severalTenants',
] as const;

export type SituationKind = (typeof situationKinds)[number];

/** Where something is said: a rule of an export, a setting, a fact of the tenant. */
export interface Evidence {
  /** Words of ours. */
  readonly text: string;
  /** What it is called outside: a rule, a connector, an account, a setting with its value. */
  readonly name?: string;
  /** `file:line` of the export, or what else it was read from. */
  readonly place?: string;
}

export interface Situation {
  readonly kind: SituationKind;
  readonly standing: 'holds' | 'absent' | 'unknown';
  readonly evidence: readonly Evidence[];
  /** What would have to be known, where it is unknown. */
  readonly missing?: string;
}

export const featureKinds = [
  'users',
  'securityGroups',
  'mailEnabledGroups',
  'dynamicGroups',
  'roleAssignableGroups',
  'contacts',
  'publicFolders',
  'mailAttributes',
  'exchangeWriteback',
  'deviceSync',
  'deviceWriteback',
  'passwordHashSync',
  'passThroughAuthentication',
  'seamlessSso',
  'federatedDomains',
  'passwordWriteback',
  'groupWriteback',
  'directoryExtensions',
  'customRules',
  'multiForest',
  'linkedMailboxes',
  'otherConnectors',
  'guidAnchor',
  'otherAnchor',
  'movedToCloud',
] as const;

export type FeatureKind = (typeof featureKinds)[number];

/**
 * `works`: planned and written; `readOnly`: planned and compared, never written; `notAtAll`: not carried;
 * `unknown`: it hangs on something that is not known.
 */
export type Verdict = 'works' | 'readOnly' | 'notAtAll' | 'unknown';

/** What Lockstep does with a feature, whoever uses it. */
export interface FeatureEntry {
  readonly title: string;
  /** Where no other engine masters the objects. */
  readonly verdict: Exclude<Verdict, 'unknown'>;
  /** True when it is only read while another engine masters the objects. */
  readonly mastered: boolean;
  /** The fact that stands in the way, or that makes it work. */
  readonly fact: string;
  /** Where that is said in public. */
  readonly source: string;
  /** What an administrator does. */
  readonly next: string;
}

/** Is the feature in use, as far as what was given can tell? */
export interface Use {
  readonly use: 'inUse' | 'notInUse' | 'unknown';
  readonly evidence: readonly Evidence[];
  /** What would tell, where it is unknown. */
  readonly missing?: string;
}

export interface AssessedFeature extends Use, Omit<FeatureEntry, 'verdict' | 'mastered'> {
  readonly kind: FeatureKind;
  readonly verdict: Verdict;
}

/** A command line to type next, and why. */
export interface NextCommand {
  readonly line: string;
  readonly why: string;
}

export interface Assessment {
  /** What was looked at, as the user knows it. */
  readonly inputs: AssessedInputs;
  /** One of each kind. */
  readonly situations: readonly Situation[];
  /** One of each kind. */
  readonly features: readonly AssessedFeature[];
  readonly next: readonly NextCommand[];
}

export interface AssessedInputs {
  readonly export?: string;
  readonly tenant?: string;
  readonly workspace?: string;
  /** Why the tenant of the workspace was not read. */
  readonly unread?: string;
}

/** The configuration of an Entra Connect server, as far as it is assessed. */
export interface AssessedExport {
  readonly connectors: readonly AssessedConnector[];
  readonly rules: readonly AssessedRule[];
  readonly settings: ReadonlyMap<string, string>;
  /** `file:line` of each setting. */
  readonly settingPlaces: ReadonlyMap<string, string>;
  /** False when a part could not be read: what is not found may stand there. */
  readonly whole: boolean;
}

export interface AssessedConnector {
  readonly name: string;
  readonly kind: 'activeDirectory' | 'entra' | 'other';
  readonly id: string;
  /** As the server names its kind. */
  readonly category: string;
  readonly range: SourceRange;
}

export interface AssessedRule {
  readonly name: string;
  /** Of a standard rule. */
  readonly tag: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  readonly disabled: boolean;
  /** Id of the connector. */
  readonly connector: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly link: string;
  readonly flows: readonly { readonly target: string; readonly range: SourceRange }[];
  readonly range: SourceRange;
}

/** The tenant, as far as it is assessed. */
export interface AssessedTenant {
  /** A snapshot or the tenant itself, for people. */
  readonly origin: string;
  readonly facts: Pick<TenantFacts, 'tenantId' | 'domains' | 'liveSync' | 'extensions' | 'privilegedUsers'>;
  readonly objects: readonly TenantObject[];
}

/** The workspace, as far as it is assessed. */
export interface AssessedWorkspace {
  /** Its folder, for people. */
  readonly folder: string;
  readonly tenantId: string;
  /** Names of its source connectors. */
  readonly connectors: readonly string[];
}

/** Everything that was given; at least one of it. */
export interface AssessmentInput {
  readonly export?: AssessedExport & { readonly path: string };
  readonly tenant?: AssessedTenant;
  readonly workspace?: AssessedWorkspace;
  /** Why the tenant of the workspace was not read. */
  readonly unread?: string;
}
