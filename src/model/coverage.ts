import type { CandidateStanding } from './explanation.ts';
import type { LinkType, ScopeOperator } from './rule-set.ts';

/** What objects made the rules do: of the cases of tests, or of a population. Places are `path:line`. */
export interface Coverage {
  readonly filters: readonly FilterCoverage[];
  /** By precedence. */
  readonly rules: readonly RuleCoverage[];
}

export interface FilterCoverage {
  readonly filter: string;
  readonly at: string;
  readonly containers: readonly {
    readonly dn: string;
    readonly include: boolean;
    readonly at: string;
    /** Objects for which it was the nearest. */
    readonly objects: number;
  }[];
  readonly types: readonly ({ readonly type: string } & ScopeCoverage)[];
}

export interface ScopeCoverage {
  /** Objects that it was asked about, and those that it accepted. */
  readonly asked: number;
  readonly accepted: number;
  readonly scope: readonly (readonly ClauseCoverage[])[];
}

export interface ClauseCoverage {
  readonly attribute: string;
  readonly operator: ScopeOperator;
  readonly comparands: readonly (string | number | bigint | boolean)[];
  readonly at: string;
  /** Objects for which it holds, and does not. */
  readonly holds: number;
  readonly fails: number;
  /** Of those: its whole group held; it alone kept its group from holding. */
  readonly accepts: number;
  readonly refuses: number;
}

export interface RuleCoverage extends ScopeCoverage {
  readonly rule: string;
  readonly at: string;
  readonly description?: string;
  /** Of this workspace, not of a pack. */
  readonly own: boolean;
  readonly direction: 'inbound' | 'outbound';
  readonly connectors: readonly string[];
  readonly sourceType: string;
  readonly targetType: string;
  readonly link: LinkType;
  readonly precedence: number;
  readonly flows: readonly FlowCoverage[];
}

export interface FlowCoverage {
  readonly target: string;
  readonly flow: string;
  readonly at: string;
  /** Objects by what the flow had to say in the end. */
  readonly standings: Readonly<Record<CandidateStanding, number>>;
}
