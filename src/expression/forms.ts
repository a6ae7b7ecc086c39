import { Buffer } from 'node:buffer';
import { invariant } from '../kernel/invariant.ts';
import { integer, valuesOf } from '../model/value.ts';
import { decide, notBoolean } from './branch.ts';
import { cloudIif, cloudNow, cloudSwitch, coalesce, compileRandomString, ignoreIfEmpty } from './cloud-sync-forms.ts';
import type { FormCall } from './form-call.ts';
import type { Form } from './function.ts';
import { inFocus, spend, unfocused } from './frame.ts';
import type { Frame, Run } from './frame.ts';
import { instantOfMilliseconds } from './functions/calendar.ts';
import type { CallNode, ExpressionNode, Span } from './syntax.ts';
import { describeValue, isSeveral, presentItems, refuse } from './values.ts';
import type { Evaluated, Single } from './values.ts';

export const forms: Readonly<Record<Form, (call: FormCall) => Run>> = {
  iif: ({ node, run }) => decide(run(0), run(1), run(2), node),
  switch: compileSwitch,
  with: compileWith,
  where: compileWhere,
  select: compileSelect,
  importedValue: ({ node }) => readAttribute(quotedName(node)),
  valueCount: ({ node }) => countValues(quotedName(node)),
  error: compileError,
  now: ({ node }) => now(node),
  guid: () => randomGuid,
  randomNum: compileRandomNumber,
  cloudIif,
  cloudSwitch,
  cloudNow,
  coalesce,
  ignoreIfEmpty,
  randomString: compileRandomString,
};

/** The value of an attribute of the object, absent as null. */
export function readAttribute(name: string): Run {
  return (frame) => {
    const value = frame.context.attributes.get(name);
    if (value === undefined) return null;
    return typeof value === 'object' ? inFocus(frame, value) : value;
  };
}

/** The name in an argument that the checker found to be a quoted one. */
function quotedName(node: CallNode): string {
  const argument = node.arguments[0];
  invariant(argument?.kind === 'text', 'a checked call names its attribute');
  return argument.value;
}

function countValues(name: string): Run {
  return (frame) => valuesOf(frame.context.attributes.get(name)).length;
}

function compileSwitch({ node, run }: FormCall): Run {
  let otherwise: Run = () => null;
  for (let index = node.arguments.length - 2; index >= 0; index -= 2) {
    otherwise = decide(run(index), run(index + 1), otherwise, spanOf(node.arguments[index], node));
  }
  return otherwise;
}

function compileWith({ run, bound }: FormCall): Run {
  const value = run(1);
  const { run: body, slot } = bound(2);
  return (frame) => {
    frame.variables[slot] = value(frame);
    return body(frame);
  };
}

function compileWhere({ node, run, bound }: FormCall): Run {
  const source = unfocused(run(1));
  const { run: condition, slot } = bound(2);
  const at = spanOf(node.arguments[2], node);
  return (frame) =>
    collect(frame, source(frame), node, (item) => {
      frame.variables[slot] = item;
      const holds = condition(frame);
      if (holds === true) return item;
      if (holds === false || holds === null) return null;
      return notBoolean(holds, at);
    });
}

function compileSelect({ node, run, bound }: FormCall): Run {
  const source = unfocused(run(1));
  const { run: body, slot } = bound(2);
  const at = spanOf(node.arguments[2], node);
  return (frame) =>
    collect(frame, source(frame), node, (item) => {
      frame.variables[slot] = item;
      const made = body(frame);
      return isSeveral(made) ? refuse('One value of a list cannot become several.', at) : made;
    });
}

function collect(frame: Frame, source: Evaluated, at: Span, make: (item: Single) => Single): Evaluated {
  const items = presentItems(source);
  spend(frame, items.length, at);
  const made = items.map(make).filter((item) => item !== null);
  return made.length === 0 ? null : made;
}

function compileError({ node, run }: FormCall): Run {
  const message = run(0);
  return (frame) => {
    const text = message(frame);
    return refuse(typeof text === 'string' && text !== '' ? text : 'The rule refuses this object.', node);
  };
}

function now(at: Span): Run {
  return (frame) =>
    instantOfMilliseconds(Math.floor(frame.context.asOf)) ?? refuse('The clock is outside of the calendar.', at);
}

/** Version 4 (RFC 9562 section 5.4). */
function randomGuid(frame: Frame): string {
  const bytes = Buffer.from(frame.context.random(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function compileRandomNumber({ node, run }: FormCall): Run {
  const runLow = run(0);
  const runHigh = run(1);
  return (frame) => {
    const low = bound(runLow(frame), spanOf(node.arguments[0], node));
    const high = bound(runHigh(frame), spanOf(node.arguments[1], node));
    if (low > high) return refuse('The lowest number is greater than the highest.', node);
    // 128 bits over a span of at most 64: the bias of the remainder is below one in 2^63.
    const random = BigInt(`0x${Buffer.from(frame.context.random(16)).toString('hex')}`);
    return integer(low + (random % (high - low + 1n)));
  };
}

function bound(value: Evaluated, at: Span): bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value);
  return refuse(`RandomNum takes numbers, not ${describeValue(value)}.`, at);
}

function spanOf(argument: ExpressionNode | undefined, call: Span): Span {
  return argument ?? call;
}
