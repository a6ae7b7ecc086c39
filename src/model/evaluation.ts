import type { TraceStep } from './evaluation-trace.ts';
import type { AttributeValue } from './explanation.ts';
import type { FlowOutcome } from './rule-set.ts';

/** One expression evaluated for one object, or for none. */
export interface Evaluation {
  readonly expression: string;
  /** The language that it is written in. */
  readonly dialect: 'connect' | 'cloudSync';
  /** Object type, whose attributes it may name; of the metaverse as `metaverse/person`. */
  readonly type: string;
  /** DN of the object of a source. */
  readonly object?: string;
  /** What it reads. */
  readonly reads: readonly AttributeValue[];
  readonly outcome: FlowOutcome;
  readonly steps?: TraceStep;
}
