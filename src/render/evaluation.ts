import type { Evaluation } from '../model/evaluation.ts';
import type { FlowOutcome } from '../model/rule-set.ts';
import { brief, visible } from './escape.ts';
import { outcomeText, sourceText } from './explanation/values.ts';
import { plain } from './explanation/json.ts';
import { stepLines } from './explanation/step-lines.ts';
import { painter } from './paint.ts';
import { displayWidth } from './width.ts';

export interface EvaluationView {
  readonly colour: boolean;
  readonly width: number;
}

const MEANING: Readonly<Record<FlowOutcome['kind'], string>> = {
  value: '',
  null: 'the next rule by precedence may give a value',
  clear: 'the attribute is emptied, and no later rule may fill it',
  ignore: 'as if the flow were not there',
  error: 'the object is held',
};

/** What an expression came to, and its parts. */
export function renderEvaluation(evaluation: Evaluation, { colour, width }: EvaluationView): string {
  const paint = painter(colour);
  const { outcome, object, reads, steps } = evaluation;
  const meaning = MEANING[outcome.kind];
  const shown =
    outcome.kind === 'value' ? sourceText(outcome.value, Math.max(60, width * 4)) : outcomeText(outcome, width);
  const lines = [
    `${paint(outcome.kind === 'error' ? 'error' : 'strong', outcome.kind)}  ${shown}${meaning === '' ? '' : paint('dim', `  (${meaning})`)}`,
    ...(outcome.kind === 'error' ? caretLines(evaluation.expression, outcome) : []),
    ...(object === undefined ? [] : [`  for ${brief(object, 400)}`]),
    ...reads.map(({ attribute, value }) => `  [${brief(attribute)}] is ${sourceText(value, Math.max(40, width - 20))}`),
    // What was read stands above.
    ...stepLines(steps, '    ', width, paint, new Set(reads.map(({ attribute }) => `[${attribute}]`))),
  ];
  return `${lines.join('\n')}\n`;
}

/** The expression with a mark under the part that failed, where it stands on one line. */
function caretLines(
  expression: string,
  { start, end }: { readonly start: number; readonly end: number },
): readonly string[] {
  if (expression.length > 200 || expression.includes('\n')) return [];
  const before = displayWidth(visible(expression.slice(0, start)));
  const marked = Math.max(1, displayWidth(visible(expression.slice(start, end))));
  return [`  ${visible(expression)}`, `  ${' '.repeat(before)}${'^'.repeat(marked)}`];
}

/** The same for machines; values have the form that they have in an explanation. */
export function renderEvaluationJson(evaluation: Evaluation): string {
  return `${JSON.stringify({ format: 'lockstep-evaluation', version: 1, ...(plain(evaluation) as object) }, null, 2)}\n`;
}
