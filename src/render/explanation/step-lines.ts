import type { TraceStep } from '../../model/evaluation-trace.ts';
import { brief } from '../escape.ts';
import type { Paint } from '../paint.ts';
import { count } from '../words.ts';
import { tracedText } from './values.ts';

const MOST_VALUES = 4;

/**
 * The parts of an expression below its root, each with what it came to; parts of a part are indented. Attributes that
 * have been told already are not told again.
 */
export function stepLines(
  root: TraceStep | undefined,
  indent: string,
  width: number,
  paint: Paint,
  told: ReadonlySet<string> = new Set(),
): readonly string[] {
  return (root?.steps ?? []).flatMap((step) => lines(step, indent, width, paint, told));
}

function lines(
  step: TraceStep,
  indent: string,
  width: number,
  paint: Paint,
  told: ReadonlySet<string>,
): readonly string[] {
  if (step.steps.length === 0 && told.has(step.text)) return [];
  const room = Math.max(30, width - indent.length);
  const line = `${brief(step.text, room)} = ${valuesText(step, room, paint)}`;
  return [indent + line, ...step.steps.flatMap((one) => lines(one, `${indent}  `, width, paint, told))];
}

function valuesText({ values, times, failed }: TraceStep, width: number, paint: Paint): string {
  const shown = values.slice(0, MOST_VALUES).map((value) => tracedText(value, width));
  const ran = times - (failed ? 1 : 0);
  const more = ran > shown.length ? [`… (${count(ran, 'time')})`] : [];
  return [...shown, ...more, ...(failed ? [paint('error', 'fails')] : [])].join(' | ');
}
