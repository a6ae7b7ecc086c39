import { perValue } from './frame.ts';
import type { Run } from './frame.ts';
import type { Span } from './syntax.ts';
import { describeValue, isSeveral, refuse } from './values.ts';
import type { Evaluated } from './values.ts';

/** A branch by a condition; where the condition has several values, one for each of them. */
export function decide(condition: Run, whenTrue: Run, whenFalse: Run, at: Span): Run {
  const single: Run = (frame) => {
    const decided = condition(frame);
    if (decided === true) return whenTrue(frame);
    if (decided === false || decided === null) return whenFalse(frame);
    return isSeveral(decided)
      ? refuse('A condition joins lists of values that do not belong together.', at)
      : notBoolean(decided, at);
  };
  return (frame) => {
    const decided = condition(frame);
    if (decided === true) return whenTrue(frame);
    if (decided === false || decided === null) return whenFalse(frame);
    return isSeveral(decided) ? perValue(frame, decided, single, at) : notBoolean(decided, at);
  };
}

/** What a condition that is no boolean ends with. */
export function notBoolean(decided: Evaluated, at: Span): never {
  return refuse(`A condition must be a boolean, but this is ${describeValue(decided)}.`, at);
}
