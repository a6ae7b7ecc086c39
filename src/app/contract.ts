import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Clock, Progress, Random } from '../kernel/ports.ts';
import type { Hazard } from '../model/hazard.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Plan } from '../model/plan.ts';
import type { ApplyReport, OperationResult } from '../model/report.ts';
import type { SnapshotFacts } from '../model/snapshot.ts';

/** Everything the use cases may take from the machine; made once, in cli/. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Value of an environment variable. */
  readonly environment: (name: string) => string | undefined;
  /** Current directory, absolute. */
  readonly directory: string;
  readonly host: string;
  readonly pid: number;
  /** Does a process with this id run on this host? */
  readonly isAlive: (pid: number) => boolean;
  /** Version of this tool. */
  readonly version: string;
}

export interface WorkspaceOptions {
  /** `-C DIR`; otherwise `.`, `config/` and `config/*` are searched. */
  readonly workspace?: string;
}

export interface ValidateOptions extends WorkspaceOptions {
  /** A commit: only findings that the workspace did not have there are given. */
  readonly gitBase?: string;
}

export interface ValidateResult {
  /** Relative to the current directory. */
  readonly workspace: string;
  /** As its topology has it, where that could be read. */
  readonly name?: string;
  readonly documents: number;
  readonly rules: number;
  readonly flows: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that were there at the commit already. */
  readonly known?: number;
  /** What binds a plan to these rules; undefined when the workspace is not sound. */
  readonly rulesDigest?: string;
  /** What filters and rules take; undefined when the workspace is not sound. */
  readonly scopes?: Pick<RuleSet, 'filters' | 'rules'>;
}

export interface ResolveOptions extends WorkspaceOptions {
  /** Snapshots that are read in the place of source connectors. */
  readonly sources?: readonly string[];
}

/** A pin that came, went or changed: objectGUIDs before and after. */
export interface PinChange {
  readonly connector: string;
  readonly of: 'container' | 'group';
  readonly dn: string;
  readonly before?: string;
  readonly after?: string;
}

export interface ResolveResult {
  /** In the folder of the workspace. */
  readonly file: string;
  readonly pins: number;
  /** False when the file said the same already. */
  readonly written: boolean;
  readonly changes: readonly PinChange[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanOptions extends WorkspaceOptions {
  /** The instant to plan for, ISO 8601; default now. */
  readonly asOf?: string;
  /** Snapshots that are read in the place of source connectors, which their heads name. */
  readonly sources?: readonly string[];
  /** A snapshot that is read in the place of the tenant. */
  readonly tenant?: string;
  /** A commit: changes that its rules would not make are told as changes of the rules. */
  readonly base?: string;
  /** Note what the tenant holds when there is nothing to do, as an apply does at its end. */
  readonly settle?: true;
  /** Where the plan will be saved: refused before anything is read when it cannot be. */
  readonly out?: string;
  /** Where a report about it will be written: likewise. */
  readonly report?: string;
  /** Hazards that are consented to, with how many of each. */
  readonly allowHazards?: ReadonlyMap<Hazard, number>;
}

export interface PlanResult {
  readonly plan: Plan;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What happens while a plan is applied: for progress and JSON lines. */
export type ApplyEvent =
  | { readonly kind: 'verified'; readonly operations: number }
  | { readonly kind: 'result'; readonly result: OperationResult; readonly done: number; readonly total: number }
  | { readonly kind: 'finished'; readonly report: ApplyReport };

export interface ApplyOptions extends WorkspaceOptions {
  readonly plan: Plan;
  /** Refuse unless the plan's body digest is this one. */
  readonly expectDigest?: string;
  /** Refuse a plan of rules with another digest than this one. */
  readonly approvedRules?: string;
  /** Hazards that are consented to, with how many of each: a consent that was given to the plan is none to its apply. */
  readonly allowHazards?: ReadonlyMap<Hazard, number>;
  readonly onEvent: (event: ApplyEvent) => void;
}

export interface ApplyResult {
  readonly report: ApplyReport;
  /** Operations that were done, were already done, failed, are unknown, were skipped. */
  readonly counts: Readonly<Record<'done' | 'alreadyDone' | 'failed' | 'unknown' | 'skipped', number>>;
  /** True when what was not done is within the share that the policy tolerates. */
  readonly tolerated: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SnapshotOptions extends WorkspaceOptions {
  readonly out: string;
  /** Read every attribute that a rule could name, beside those that rules name now. */
  readonly allAttributes: boolean;
}

export interface SourceSnapshotOptions extends SnapshotOptions {
  /** May be left out where the workspace has one connector. */
  readonly connector?: string;
}

export interface SnapshotResult extends SnapshotFacts {
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}
