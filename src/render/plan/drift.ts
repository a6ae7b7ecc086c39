import type { Plan } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import { painter } from '../paint.ts';
import { count, grouped } from '../words.ts';
import { causeView } from './cause-view.ts';
import { headLine } from './head.ts';
import { boundsOf } from './options.ts';
import type { PlanView } from './options.ts';
import { signatureLines } from './signature-lines.ts';
import { definitionsOf, subjectsOf } from './subject.ts';
import { subjectLines } from './subject-lines.ts';
import { tallyOf } from './tally.ts';

export interface DriftView extends Omit<PlanView, 'object'> {
  /** The verdict alone. */
  readonly brief: boolean;
}

/** So many can be read one by one. */
const FEW = 5;

/** What was changed in the tenant past the rules: grouped, then object by object, each line as a plan would undo it. */
export function renderDrift(plan: Plan, others: number, view: DriftView): string {
  const paint = painter(view.colour);
  const { operations } = plan.body;
  const subjects = subjectsOf(operations);
  const verdict = verdictLine(plan, subjects.length + definitionsOf(operations).length, others);
  if (view.brief || operations.length === 0) return `${verdict}\n`;
  const bounds = boundsOf(view);
  const shown = subjects.slice(0, bounds.objects);
  const more = subjects.length - shown.length;
  // What is undone is drift in every line: the word would say nothing.
  const causes = causeView({ body: plan.body });
  const blocks = [
    [headLine(plan.envelope, paint)],
    subjects.length > FEW ? signatureLines({ body: plan.body }, view.width, paint) : [],
    [
      paint('strong', 'What apply would do to undo it'),
      ...subjectLines(shown, { width: view.width, bounds, paint, full: view.full === true, causes }),
      ...(more > 0 ? [`  … and ${grouped(more)} more, see --format json or --full`] : []),
      ...definitionsOf(operations).map(({ name }) => `  + extension property  ${brief(name)}`),
    ],
    [verdict],
  ];
  return `${blocks.flatMap((block) => (block.length === 0 ? [] : [block.join('\n')])).join('\n\n')}\n`;
}

function verdictLine({ causeBasis }: Plan, objects: number, others: number): string {
  const run = causeBasis?.baseline;
  const since = run === undefined ? '' : ` since run ${brief(run.runId)} ended (${brief(run.at)})`;
  const rest = others === 0 ? '' : ` ${count(others, 'other change')}: see plan.`;
  return objects === 0
    ? `No drift: nothing that the rules write was changed in the tenant${since}.${rest}`
    : `Drift: ${count(objects, 'object')} changed in the tenant${since}.${rest}`;
}

/** The same for machines: the changes that would undo it. */
export function renderDriftJson(plan: Plan, others: number): string {
  const { envelope, body, causeBasis } = plan;
  const head = { format: 'lockstep-drift', version: 1, envelope, ...(causeBasis === undefined ? {} : { causeBasis }) };
  const document = { ...head, drifted: body.operations.length > 0, counts: tallyOf(body.operations), others };
  return `${JSON.stringify({ ...document, operations: body.operations }, null, 2)}\n`;
}
