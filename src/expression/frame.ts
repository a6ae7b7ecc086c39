import type { EvaluationContext } from '../model/rule-set.ts';
import type { Span } from './syntax.ts';
import { isSeveral, itemsOf, originOf, refuse } from './values.ts';
import type { Evaluated, Mapped, Several, Single } from './values.ts';

/** One value of a list that is being decided on its own; `outer`: those around it. */
interface Focus {
  readonly origin: readonly Single[];
  readonly index: number;
  readonly outer: Focus | undefined;
}

/** The state of one evaluation. */
export interface Frame {
  readonly context: EvaluationContext;
  readonly variables: Evaluated[];
  focus: Focus | undefined;
  /** Values of lists that may still be looked at. */
  budget: number;
}

export type Run = (frame: Frame) => Evaluated;

/** A node made ready to run. */
export interface Part {
  readonly run: Run;
  /** What it comes to for every object, where that is known. */
  readonly constant: { readonly value: Evaluated } | undefined;
}

/** Lists multiply in nested Select and Where: this many values are some seconds of work. */
export const valueLimit = 10_000_000;

/** Counts work on lists, so that no rule can run for hours on one object. */
export function spend(frame: Frame, values: number, at: Span): void {
  frame.budget -= values;
  if (frame.budget < 0) refuse(`More than ${valueLimit} values of lists were looked at.`, at);
}

/** A list as an expression sees it: the one value in focus while the list is decided value by value. */
export function inFocus(frame: Frame, value: Evaluated): Evaluated {
  if (frame.focus === undefined || !isSeveral(value)) return value;
  const origin = originOf(value);
  for (let focus: Focus | undefined = frame.focus; focus !== undefined; focus = focus.outer) {
    if (focus.origin === origin) return itemsOf(value)[focus.index] ?? null;
  }
  return value;
}

/** Runs what wants a list: it sees all values even while one of them is in focus. */
export function unfocused(run: Run): Run {
  return (frame) => {
    if (frame.focus === undefined) return run(frame);
    const focus = frame.focus;
    frame.focus = undefined;
    const value = run(frame);
    frame.focus = focus;
    return value;
  };
}

/** Runs once per value of the list that `decided` came from, with that value in focus. */
export function perValue(frame: Frame, decided: Several, run: Run, at: Span): Mapped {
  const origin = originOf(decided);
  const outer = frame.focus;
  spend(frame, origin.length, at);
  const items: Single[] = [];
  for (let index = 0; index < origin.length; index++) {
    frame.focus = { origin, index, outer };
    items.push(one(run(frame), at));
  }
  frame.focus = outer;
  return { origin, items };
}

/** Applies to each value of the lists among the arguments; single arguments stay the same for all. */
export function mapTogether(
  frame: Frame,
  values: readonly Evaluated[],
  apply: (values: readonly Single[]) => Evaluated,
  at: Span,
): Mapped {
  let origin: readonly Single[] = [];
  let found: Several | undefined;
  for (const value of values) {
    if (!isSeveral(value)) continue;
    if (found !== undefined && originOf(found) !== originOf(value)) {
      refuse('Two lists of values cannot be paired: nothing says which values belong together.', at);
    }
    found = value;
    origin = originOf(value);
  }
  spend(frame, origin.length, at);
  const items = origin.map((_, index) =>
    one(apply(values.map((value) => (isSeveral(value) ? (itemsOf(value)[index] ?? null) : value))), at),
  );
  return { origin, items };
}

function one(value: Evaluated, at: Span): Single {
  return isSeveral(value) ? refuse('One value of a list cannot become several.', at) : value;
}
