import type { Coverage } from './coverage.ts';
import type { Value } from './value.ts';

/** What came of the rule tests of a workspace. */
export interface RuleTestReport {
  readonly workspace: string;
  readonly cases: readonly CaseReport[];
  readonly coverage?: Coverage;
}

export interface CaseReport {
  /** Name of the document. */
  readonly test: string;
  readonly name: string;
  readonly at: Place;
  readonly passed: boolean;
  /** It passes when an expectation is not met. */
  readonly mustFail: boolean;
  /** Expectations that are not met; of a case that must fail and does not, that it met all. */
  readonly failures: readonly CaseFailure[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A value as it is, or what there is to say where there is none. */
export type Shown =
  { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'words'; readonly text: string };

export interface CaseFailure {
  /** Of the expectation. */
  readonly at: Place;
  /** Id of the given object; absent where there is only one. */
  readonly of?: string;
  /** `entra displayName`, `filtered`. */
  readonly subject: string;
  readonly expected: Shown;
  readonly got: Shown;
  /** Who gave what was got, from the outbound flow back to the inbound ones. */
  readonly why: readonly FailureReason[];
}

export interface FailureReason {
  readonly rule: string;
  /** `path:line`. */
  readonly at: string;
  /** A flow or a clause, as the rule writes it. */
  readonly says: string;
}
