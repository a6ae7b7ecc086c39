import type { Value } from './value.ts';

/** What a part of an expression came to. A date is one inside expressions alone; a list may hold gaps. */
export type TracedValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'value'; readonly value: Value }
  /** ISO 8601, UTC. */
  | { readonly kind: 'date'; readonly instant: string }
  | { readonly kind: 'list'; readonly items: readonly TracedValue[] }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'clear' };

/** One part of an expression and the parts that ran for it. What never ran is not there. */
export interface TraceStep {
  /** The part as the language prints it. */
  readonly text: string;
  /** Offsets inside the expression text. */
  readonly start: number;
  readonly end: number;
  /** In the order in which they came about: several where a list is decided value by value. */
  readonly values: readonly TracedValue[];
  /** How often it ran; the values beyond the first ones are not kept. */
  readonly times: number;
  /** The evaluation ended in it. */
  readonly failed: boolean;
  readonly steps: readonly TraceStep[];
}
