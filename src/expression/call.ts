import type { PlainFunction } from './function.ts';
import { mapTogether, unfocused } from './frame.ts';
import type { Run } from './frame.ts';
import type { Parameter } from './parameter.ts';
import type { CallNode } from './syntax.ts';
import { isSeveral } from './values.ts';
import type { Evaluated } from './values.ts';

/**
 * A call with everything decided that can be: which function, how each argument is read, what null does. One and
 * two arguments, nearly all calls, run without an array of them.
 */
export function callPlain(called: PlainFunction, node: CallNode, given: readonly Run[]): Run {
  const runs = given.map((run, index) => (called.parameters[index]?.collection === true ? unfocused(run) : run));
  const [first, second, ...rest] = runs;
  if (rest.length > 0) return callMany(called, node, runs);
  if (first !== undefined && second !== undefined) return callTwo(called, node, first, second);
  return first === undefined ? () => called.evaluate(node) : callOne(called, node, first);
}

function callOne(called: PlainFunction, node: CallNode, run: Run): Run {
  const { evaluate, whenNull } = called;
  const read = reader(called, node, 0);
  const maps = called.mapping === 'each';
  const apply = (value: Evaluated): Evaluated => {
    const argument = read(value);
    return argument === refused ? whenNull : evaluate(node, argument);
  };
  return (frame) => {
    const value = run(frame);
    if (maps && isSeveral(value)) return mapTogether(frame, [value], ([item = null]) => apply(item), node);
    return apply(value);
  };
}

function callTwo(called: PlainFunction, node: CallNode, runFirst: Run, runSecond: Run): Run {
  const { evaluate, whenNull } = called;
  const readFirst = reader(called, node, 0);
  const readSecond = reader(called, node, 1);
  const maps = called.mapping === 'each';
  const apply = (first: Evaluated, second: Evaluated): Evaluated => {
    const one = readFirst(first);
    const two = readSecond(second);
    return one === refused || two === refused ? whenNull : evaluate(node, one, two);
  };
  return (frame) => {
    const first = runFirst(frame);
    const second = runSecond(frame);
    if (maps && (isSeveral(first) || isSeveral(second))) {
      return mapTogether(frame, [first, second], ([one = null, two = null]) => apply(one, two), node);
    }
    return apply(first, second);
  };
}

function callMany(called: PlainFunction, node: CallNode, runs: readonly Run[]): Run {
  const { evaluate, whenNull } = called;
  const readers = runs.map((_, index) => reader(called, node, index));
  const apply = (values: readonly Evaluated[]): Evaluated => {
    const read = values.map((value, index) => readers[index]?.(value));
    return read.includes(refused) ? whenNull : evaluate(node, ...read);
  };
  const maps = called.mapping === 'each';
  return (frame) => {
    const values = runs.map((run) => run(frame));
    if (maps && values.some(isSeveral)) return mapTogether(frame, values, apply, node);
    return apply(values);
  };
}

/** Stands for a null that the function does not want to see. */
const refused: unique symbol = Symbol('null argument');

function reader(called: PlainFunction, node: CallNode, index: number): (value: Evaluated) => unknown {
  const parameter: Parameter<unknown> | undefined = called.parameters[index];
  const argument = node.arguments[index] ?? node;
  if (parameter === undefined) throw new RangeError(`${called.name} has no parameter ${index}`);
  const { read } = parameter;
  const whenNull = parameter.nullable ? null : refused;
  return (value) => (value === null ? whenNull : read(value, argument));
}
