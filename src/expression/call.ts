import { parameterAt } from './function.ts';
import type { PlainFunction } from './function.ts';
import { mapTogether, unfocused } from './frame.ts';
import type { Part, Run } from './frame.ts';
import type { Parameter } from './parameter.ts';
import type { CallNode } from './syntax.ts';
import { isSeveral } from './values.ts';
import type { Evaluated } from './values.ts';

/**
 * A call with everything decided that can be: which function, how each argument is read, what null does. One and
 * two arguments, nearly all calls, run without an array of them.
 */
export function callPlain(called: PlainFunction, node: CallNode, parts: readonly Part[]): Run {
  const [first, second] = parts;
  if (parts.length === 1 && first !== undefined) return callOne(called, node, first);
  if (parts.length === 2 && first !== undefined && second !== undefined) return callTwo(called, node, first, second);
  return callMany(called, node, parts);
}

function callOne(called: PlainFunction, node: CallNode, part: Part): Run {
  const { evaluate, whenNull } = called;
  const { run, read } = argument(called, node, part, 0);
  const maps = called.mapping === 'each';
  const apply = (value: Evaluated): Evaluated => {
    const one = read(value);
    return one === withheld ? whenNull : evaluate(node, one);
  };
  return (frame) => {
    const value = run(frame);
    if (maps && isSeveral(value)) return mapTogether(frame, [value], ([item = null]) => apply(item), node);
    return apply(value);
  };
}

function callTwo(called: PlainFunction, node: CallNode, firstPart: Part, secondPart: Part): Run {
  const { evaluate, whenNull } = called;
  const first = argument(called, node, firstPart, 0);
  const second = argument(called, node, secondPart, 1);
  const maps = called.mapping === 'each';
  const apply = (one: Evaluated, two: Evaluated): Evaluated => {
    const readOne = first.read(one);
    const readTwo = second.read(two);
    return readOne === withheld || readTwo === withheld ? whenNull : evaluate(node, readOne, readTwo);
  };
  return (frame) => {
    const one = first.run(frame);
    const two = second.run(frame);
    if (maps && (isSeveral(one) || isSeveral(two))) {
      return mapTogether(frame, [one, two], ([itemOne = null, itemTwo = null]) => apply(itemOne, itemTwo), node);
    }
    return apply(one, two);
  };
}

function callMany(called: PlainFunction, node: CallNode, parts: readonly Part[]): Run {
  const { evaluate, whenNull } = called;
  const given = parts.map((part, index) => argument(called, node, part, index));
  const apply = (values: readonly Evaluated[]): Evaluated => {
    const read = given.map((one, index) => one.read(values[index] ?? null));
    return read.includes(withheld) ? whenNull : evaluate(node, ...read);
  };
  const maps = called.mapping === 'each';
  return (frame) => {
    const values = given.map((one) => one.run(frame));
    if (maps && values.some(isSeveral)) return mapTogether(frame, values, apply, node);
    return apply(values);
  };
}

/** Stands for a null that the function does not want to see. */
const withheld: unique symbol = Symbol('null argument');

interface Argument {
  readonly run: Run;
  readonly read: (value: Evaluated) => unknown;
}

const leftOut: Argument = { run: () => null, read: () => undefined };

function argument(called: PlainFunction, node: CallNode, part: Part, index: number): Argument {
  const parameter: Parameter<unknown> | undefined = parameterAt(called, index);
  if (parameter === undefined) throw new RangeError(`${called.name} has no parameter ${index}`);
  const { read, nullable, collection } = parameter;
  const at = node.arguments[index] ?? node;
  if (at.kind === 'empty') return leftOut;
  const whenNull = nullable ? null : withheld;
  return {
    run: collection ? unfocused(part.run) : part.run,
    read: (value) => (value === null ? whenNull : read(value, at)),
  };
}
