import type { Policy } from './policy.ts';
import type { Flow, Rule, ScopingFilter, Topology } from './rule-set.ts';
import type { Settings } from './settings.ts';

/** A rule as people wrote it: one document, for all the source types that it handles alike. */
export interface DocumentedRule {
  /** Of the first type. */
  readonly rule: Rule;
  readonly sourceTypes: readonly string[];
  /** A document of the workspace, not of a pack. */
  readonly own: boolean;
}

/** A flow of an inbound rule that may give an attribute of the metaverse its value. */
export interface Contribution {
  readonly rule: DocumentedRule;
  readonly flow: Flow;
  /** Attributes of the connector space. */
  readonly reads: readonly string[];
}

/** A flow of an outbound rule that may give an attribute of the tenant its value. */
export interface Writer {
  readonly rule: DocumentedRule;
  readonly flow: Flow;
  /** Attributes of the metaverse that it reads, and who contributes to them, by precedence. */
  readonly reads: readonly { readonly attribute: string; readonly contributions: readonly Contribution[] }[];
}

export interface TargetAttribute {
  readonly connector: string;
  readonly type: string;
  readonly attribute: string;
  /** By precedence: the first that gives a value wins. */
  readonly writers: readonly Writer[];
}

/** What was at one time and is not at the other, or is both, but not alike. */
export interface Difference<Thing> {
  readonly name: string;
  readonly before?: Thing;
  readonly after?: Thing;
}

export interface WorkspaceState {
  readonly topology: Topology;
  readonly settings: Settings;
  readonly policy: Policy;
}

/** What differs from the workspace of a commit. */
export interface WorkspaceComparison {
  /** As it was asked for. */
  readonly ref: string;
  /** Undefined when the commit has no workspace. */
  readonly before: WorkspaceState | undefined;
  /** By precedence: where the rule is now, else where it was. */
  readonly rules: readonly Difference<DocumentedRule>[];
  readonly filters: readonly Difference<ScopingFilter>[];
}

/** A workspace, arranged for people. */
export interface Documentation extends WorkspaceState {
  readonly filters: readonly ScopingFilter[];
  /** By precedence, the lower wins. */
  readonly rules: readonly DocumentedRule[];
  /** By type and attribute, in the order of the rules that first write them. */
  readonly attributes: readonly TargetAttribute[];
  readonly comparison?: WorkspaceComparison;
}
