import type { TracedValue, TraceStep } from '../model/evaluation-trace.ts';
import { EvaluationError } from '../model/rule-set.ts';
import type { EvaluationContext, EvaluationTrace, FlowOutcome } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import type { Registry } from './dialect.ts';
import type { Run } from './frame.ts';
import { calendarTimeOf } from './functions/calendar.ts';
import { printExpression } from './printer.ts';
import type { ExpressionNode } from './syntax.ts';
import { isFlowWord, isInstant, isSeveral, itemsOf } from './values.ts';
import type { Evaluated, Instant, Single } from './values.ts';

/** Values kept of one node: a list of thousands is decided thousands of times. */
const MOST_VALUES = 20;
const MOST_ITEMS = 100;

interface Seen {
  readonly values: Evaluated[];
  times: number;
  failed: boolean;
}

/**
 * Evaluates a checked tree and keeps what each of its nodes came to. It is compiled by the same compiler as for
 * every other evaluation, with a watcher around each node.
 */
export function traceExpression(
  root: ExpressionNode,
  functions: Registry,
  context: EvaluationContext,
): EvaluationTrace {
  const seen = new Map<ExpressionNode, Seen>();
  const { evaluate } = compile(root, functions, (node, part) => ({ ...part, run: watched(node, part.run, seen) }));
  // Constants were computed while compiling.
  seen.clear();
  return { outcome: outcomeOf(() => evaluate(context)), root: stepOf(root, seen) };
}

function outcomeOf(evaluate: () => FlowOutcome): FlowOutcome {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { kind: 'error', message: error.message, start: error.start, end: error.end };
  }
}

function watched(node: ExpressionNode, run: Run, seen: Map<ExpressionNode, Seen>): Run {
  return (frame) => {
    const record = seen.get(node) ?? { values: [], times: 0, failed: false };
    seen.set(node, record);
    record.times++;
    try {
      const value = run(frame);
      if (record.values.length < MOST_VALUES) record.values.push(value);
      return value;
    } catch (error) {
      record.failed = true;
      throw error;
    }
  };
}

function stepOf(node: ExpressionNode, seen: ReadonlyMap<ExpressionNode, Seen>): TraceStep | undefined {
  const record = seen.get(node);
  if (record === undefined || isLiteral(node)) return undefined;
  return {
    text: printExpression(node),
    start: node.start,
    end: node.end,
    values: record.values.map(tracedValue),
    times: record.times,
    failed: record.failed,
    steps: partsOf(node).flatMap((part) => stepOf(part, seen) ?? []),
  };
}

/** What says itself what it comes to. */
function isLiteral({ kind }: ExpressionNode): boolean {
  return ['text', 'number', 'boolean', 'constant', 'enum', 'empty'].includes(kind);
}

function partsOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'call':
      return node.arguments;
    case 'negate':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    default:
      return [];
  }
}

function tracedValue(value: Evaluated): TracedValue {
  if (!isSeveral(value)) return tracedSingle(value);
  return { kind: 'list', items: itemsOf(value).slice(0, MOST_ITEMS).map(tracedSingle) };
}

function tracedSingle(value: Single): TracedValue {
  if (value === null) return { kind: 'null' };
  if (isInstant(value)) return { kind: 'date', instant: isoText(value) };
  return isFlowWord(value) ? { kind: value.flow } : { kind: 'value', value };
}

/** With the 100 ns that dates are counted in, where there are any. */
function isoText(instant: Instant): string {
  const { year, month, day, hour, minute, second, tick } = calendarTimeOf(instant);
  const two = (number: number): string => String(number).padStart(2, '0');
  const fraction = tick === 0 ? '' : `.${String(tick).padStart(7, '0')}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}Z`;
}
