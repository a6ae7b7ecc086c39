import type { TraceStep } from './evaluation-trace.ts';
import type { AttributeValue } from './explanation.ts';
import type { FlowOutcome } from './rule-set.ts';

/** One expression evaluated for one object, or for none. */
export interface Evaluation {
  readonly expression: string;
  /** Object type, whose attributes it may name. */
  readonly type: string;
  /** DN of the object of a source. */
  readonly object?: string;
  /** What it reads. */
  readonly reads: readonly AttributeValue[];
  readonly outcome: FlowOutcome;
  readonly steps?: TraceStep;
}
