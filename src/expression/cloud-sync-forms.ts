import { decide } from './branch.ts';
import type { FormCall } from './form-call.ts';
import { perValue } from './frame.ts';
import type { Frame, Run } from './frame.ts';
import { instantOfMilliseconds } from './functions/calendar.ts';
import { instantText } from './functions/cloud-sync/instant-text.ts';
import { randomString, randomStringProblem } from './random-string.ts';
import { visit } from './survey.ts';
import { describeValue, ignoreThisFlow, isBlank, isSeveral, itemsOf, refuse } from './values.ts';
import type { Evaluated } from './values.ts';
import type { ExpressionNode, Span } from './syntax.ts';

/** A condition on an attribute without a value does not hold, whatever it says. */
export function cloudIif({ node, run }: FormCall): Run {
  const names = attributesOf(node.arguments[0] ?? node);
  const whenFalse = run(2);
  const branch = decide(run(0), run(1), whenFalse, node);
  return (frame) => {
    const isLacking = names.some((name) => isMissing(frame.context.attributes.get(name) ?? null));
    return isLacking ? whenFalse(frame) : branch(frame);
  };
}

function attributesOf(condition: ExpressionNode): readonly string[] {
  const names: string[] = [];
  visit(condition, (node) => {
    if (node.kind === 'attribute') names.push(node.name);
  });
  return names;
}

function isMissing(value: Evaluated): boolean {
  return isSeveral(value) ? itemsOf(value).every(isBlank) : isBlank(value);
}

export function cloudSwitch({ node, run }: FormCall): Run {
  const source = run(0);
  const otherwise = run(1);
  const cases: { readonly key: Run; readonly value: Run }[] = [];
  for (let index = 2; index + 1 < node.arguments.length; index += 2) {
    cases.push({ key: run(index), value: run(index + 1) });
  }
  const choose = (frame: Frame, value: Evaluated): Evaluated => {
    const wanted = keyText(value, node);
    const chosen = cases.find(({ key }) => keyText(key(frame), node) === wanted);
    return (chosen?.value ?? otherwise)(frame);
  };
  return (frame) => {
    const value = source(frame);
    if (!isSeveral(value)) return choose(frame, value);
    return perValue(frame, value, (inner) => choose(inner, source(inner)), node);
  };
}

/** Sources and keys are compared as texts; what is absent is the empty one. */
function keyText(value: Evaluated, at: Span): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
      return String(value);
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      return value === null ? '' : refuse(`Switch compares texts, not ${describeValue(value)}.`, at);
  }
}

export function coalesce({ node, run }: FormCall): Run {
  const sources = node.arguments.map((_, index) => run(index));
  return (frame) => {
    for (const source of sources) {
      const value = source(frame);
      if (value !== null && !(isSeveral(value) && itemsOf(value).every((item) => item === null))) return value;
    }
    return null;
  };
}

export function ignoreIfEmpty({ run }: FormCall): Run {
  const inner = run(0);
  return (frame) => {
    const value = inner(frame);
    return isMissing(value) ? ignoreThisFlow : value;
  };
}

export function cloudNow({ node }: FormCall): Run {
  return (frame) => {
    const instant = instantOfMilliseconds(Math.floor(frame.context.asOf));
    return instant === undefined ? refuse('The clock is outside of the calendar.', node) : instantText(instant);
  };
}

export function compileRandomString({ node, run }: FormCall): Run {
  const runs = node.arguments.map((_, index) => run(index));
  return (frame) => {
    const given = runs.map((one) => one(frame));
    const [length = 0, numbers = 0, special = 0, capital = 0, lowerCase = 0] = given
      .slice(0, 5)
      .map((value) => amount(value, node));
    const avoid = typeof given[5] === 'string' ? given[5] : '';
    const wish = { length, numbers, special, capital, lowerCase, avoid };
    const problem = randomStringProblem(wish);
    return problem === undefined ? randomString(wish, frame.context.random) : refuse(problem, node);
  };
}

function amount(value: Evaluated, at: Span): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return refuse(`RandomString takes numbers, not ${describeValue(value)}.`, at);
}
