import type { Hazard } from '../model/hazard.ts';
import type { Dialect } from '../app/evaluator.ts';
import type { KeyReference } from '../app/index.ts';
import type { DocumentSize } from '../render/index.ts';

export type Format = 'text' | 'json';

/** Of Markdown for a forge. */
export interface ForgeOptions {
  /** A comment, where nothing is said. */
  readonly size?: DocumentSize;
  readonly linkBase?: string;
}

/** Of what shows people. */
export interface RedactOption {
  /** Key of the pseudonyms that stand in their place. */
  readonly redact?: KeyReference;
  /** Public key of age: what is written into the report's file is encrypted to it. */
  readonly encryptTo?: string;
}

/** Options that every command takes. */
export interface GlobalOptions {
  /** `-C DIR`. */
  readonly workspace?: string;
  /** False after --no-color. */
  readonly colourAllowed: boolean;
  readonly quiet: boolean;
}

export interface InitLine {
  readonly command: 'init';
  readonly directory: string;
  /** Workflows instead of a workspace. */
  readonly ci?: 'github';
}

export interface ImportLine {
  readonly command: 'import';
  readonly of: 'entra-connect';
  /** What was exported. */
  readonly path: string;
  readonly out: string;
  /** GUID. */
  readonly tenantId?: string;
  /** Snapshots of directories. */
  readonly source: readonly string[];
  readonly force: boolean;
  readonly format: Format;
}

export interface AssessLine {
  readonly command: 'assess';
  /** What was exported of an Entra Connect server. */
  readonly export?: string;
  /** A snapshot in the place of the tenant. */
  readonly tenant?: string;
  readonly format: Format | 'markdown';
}

export interface ValidateLine {
  readonly command: 'validate';
  /** github: workflow commands. */
  readonly format: Format | 'sarif' | 'github';
  /** A commit: only what is new since then is shown. */
  readonly gitBase?: string;
  /** Say what filters and rules take. */
  readonly filters: boolean;
}

export interface ResolveLine {
  readonly command: 'resolve';
  readonly format: Format;
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
}

export interface PlanLine extends ForgeOptions, RedactOption {
  readonly command: 'plan';
  /** A commit: changes that its rules would not make are changes of the rules. */
  readonly base?: string;
  readonly out?: string;
  /** File for what would be shown; standard output then has the census. */
  readonly report?: string;
  readonly detailedExitCode: boolean;
  readonly format: Format | 'markdown' | 'jsonl' | 'html';
  readonly object?: string;
  readonly full: boolean;
  /** ISO 8601, UTC. */
  readonly asOf?: string;
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
  /** A snapshot in the place of the tenant. */
  readonly tenant?: string;
  /** Hazards that are consented to, with how many of each. */
  readonly allowHazards?: ReadonlyMap<Hazard, number>;
}

export interface DriftLine {
  readonly command: 'drift';
  readonly format: Format;
  readonly full: boolean;
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
  /** A snapshot in the place of the tenant. */
  readonly tenant?: string;
}

export interface ParityLine {
  readonly command: 'parity';
  /** File for the report; standard output then has the verdict. */
  readonly out?: string;
  readonly format: Format | 'markdown' | 'html';
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
  /** A snapshot in the place of the tenant. */
  readonly tenant?: string;
}

export interface TestLine {
  readonly command: 'test';
  /** A file or a folder with rule tests. */
  readonly path?: string;
  /** A pattern (RE2). */
  readonly run?: string;
  /** github: workflow commands. */
  readonly format: Format | 'junit' | 'github';
  readonly coverage: boolean;
}

export interface RulesLine {
  readonly command: 'rules';
  /** Snapshots of sources. */
  readonly population: readonly string[];
  readonly format: Format;
}

export interface DocsLine {
  readonly command: 'docs';
  /** A commit, with whose workspace this one is compared. */
  readonly base?: string;
  readonly format: 'markdown' | 'html' | 'json';
  readonly out?: string;
}

export interface ImpactLine extends ForgeOptions, RedactOption {
  readonly command: 'impact';
  /** A commit. */
  readonly base: string;
  /** A commit; otherwise the files as they are. */
  readonly head?: string;
  /** File for the report; standard output then has the verdict. */
  readonly out?: string;
  readonly detailedExitCode: boolean;
  readonly format: Format | 'markdown' | 'html';
  /** ISO 8601, UTC. */
  readonly asOf?: string;
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
  readonly tenant?: string;
}

export interface AdoptLine {
  readonly command: 'adopt';
  readonly object?: string;
  readonly out?: string;
  readonly format: Format;
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
  /** A snapshot in the place of the tenant. */
  readonly tenant?: string;
}

export interface ApplyLine {
  readonly command: 'apply';
  /** Without one, a plan is made and confirmed. */
  readonly planFile?: string;
  readonly autoApprove: boolean;
  /** 64 hexadecimal digits, lower case. */
  readonly expectDigest?: string;
  /** The same of the rules that were approved. */
  readonly approvedRules?: string;
  readonly format: Format;
  readonly full: boolean;
  /** Hazards that are consented to, with how many of each. */
  readonly allowHazards?: ReadonlyMap<Hazard, number>;
}

export interface ExplainLine {
  readonly command: 'explain';
  /** DN, sign-in name, anchor, objectGUID, tenant id, or any other name. */
  readonly name: string;
  readonly attribute?: string;
  /** ISO 8601, UTC. */
  readonly asOf?: string;
  /** Snapshots in the place of connectors. */
  readonly source: readonly string[];
  /** A snapshot in the place of the tenant. */
  readonly tenant?: string;
  readonly format: Format;
}

export interface EvalLine {
  readonly command: 'eval';
  /** Without one, a conversation begins. */
  readonly expression?: string;
  readonly object?: string;
  readonly type?: string;
  /** `attribute=value`. */
  readonly set: readonly string[];
  readonly dialect: Dialect;
  readonly check: boolean;
  readonly format: Format;
}

export interface ApproveLine {
  readonly command: 'approve';
  readonly planFile: string;
  readonly hazards: readonly Hazard[];
  /** Milliseconds. */
  readonly lasts: number;
  readonly by?: string;
  readonly out?: string;
  readonly format: Format;
}

export interface ShowLine extends ForgeOptions, RedactOption {
  readonly command: 'show';
  readonly planFile: string;
  /** File for what would be shown; standard output then has the census. */
  readonly out?: string;
  readonly format: Format | 'markdown' | 'jsonl' | 'html';
  readonly object?: string;
  readonly full: boolean;
}

export interface HistoryLine {
  readonly command: 'history';
  /** One run with what was begun in it; otherwise all of them. */
  readonly runId?: string;
  readonly limit: number;
  readonly full: boolean;
  readonly format: Format;
}

export interface UnlockLine {
  readonly command: 'unlock';
  readonly runId?: string;
  readonly force: boolean;
  readonly format: Format;
}

export type SnapshotLine =
  | {
      readonly command: 'snapshot';
      readonly of: 'source';
      readonly connector?: string;
      readonly out: string;
      readonly allAttributes: boolean;
    }
  | { readonly command: 'snapshot'; readonly of: 'tenant'; readonly out: string; readonly allAttributes: boolean }
  /** Shows one. */
  | { readonly command: 'snapshot'; readonly of: 'file'; readonly file: string; readonly format: Format };

export interface SandboxLine {
  readonly command: 'sandbox';
  readonly port?: number;
  /** File that keeps the tenant between runs. */
  readonly state?: string;
  /** NDJSON the tenant starts with. */
  readonly seed?: string;
}

export interface VersionLine {
  readonly command: 'version';
}

/** A command line that was understood: options are typed once, here, and never compared as text again. */
export type CommandLine =
  | InitLine
  | ImportLine
  | AssessLine
  | ValidateLine
  | ResolveLine
  | PlanLine
  | DriftLine
  | ParityLine
  | AdoptLine
  | ApplyLine
  | ApproveLine
  | ShowLine
  | TestLine
  | RulesLine
  | DocsLine
  | ImpactLine
  | ExplainLine
  | EvalLine
  | SnapshotLine
  | HistoryLine
  | UnlockLine
  | SandboxLine
  | VersionLine;
