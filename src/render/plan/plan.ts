import type { DefineExtension, Plan } from '../../model/plan.ts';
import { brief } from '../escape.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { grouped } from '../words.ts';
import { causeView } from './cause-view.ts';
import { censusLines } from './census-lines.ts';
import { findingLines } from './finding-lines.ts';
import { headLine } from './head.ts';
import { heldLines } from './held-lines.ts';
import { objectLines } from './object-lines.ts';
import { boundsOf } from './options.ts';
import type { PlanView } from './options.ts';
import { signatureLines } from './signature-lines.ts';
import { definitionsOf, subjectsOf } from './subject.ts';
import type { Subject } from './subject.ts';
import { subjectLines } from './subject-lines.ts';
import { tallyOf } from './tally.ts';

/** A plan for people: risk first, every change with where it comes from, and a census that accounts for the rest. */
export function renderPlan(plan: Plan, view: PlanView): string {
  const paint = painter(view.colour);
  if (view.object !== undefined)
    return text([[headLine(plan.envelope, paint)], objectLines(plan, view.object, view.width, paint)]);
  const bounds = boundsOf(view);
  const subjects = subjectsOf(plan.body.operations);
  return text([
    [headLine(plan.envelope, paint)],
    subjects.length > MANY ? signatureLines(plan, view.width, paint) : [],
    [
      ...changes(plan, subjects, view, paint),
      ...definitionsOf(plan.body.operations).map((operation) => definitionLine(operation, paint)),
    ],
    heldLines(plan.body.held, bounds, paint),
    findingLines(plan.findings, paint),
    censusLines(plan, tallyOf(plan.body.operations, subjects)),
  ]);
}

/** The closing census alone. */
export function renderCensus(plan: Plan): string {
  return text([censusLines(plan, tallyOf(plan.body.operations))]);
}

/** So many objects nobody reads one by one: what changes for many in the same way is told first. */
const MANY = 200;

function changes(plan: Plan, subjects: readonly Subject[], view: PlanView, paint: Paint): readonly string[] {
  const bounds = boundsOf(view);
  const shown = subjects.slice(0, bounds.objects);
  const more = subjects.length - shown.length;
  return [
    ...subjectLines(shown, { width: view.width, bounds, paint, full: view.full === true, causes: causeView(plan) }),
    ...(more > 0 ? [`  … and ${grouped(more)} more, see --format json or --full`] : []),
  ];
}

function definitionLine(operation: DefineExtension, paint: Paint): string {
  const type = `${operation.dataType}${operation.multiValued ? ', multi-valued' : ''}`;
  return `  ${paint('add', '+')} extension property  ${brief(operation.name)}   ${type}, on ${operation.targets.join(', ')}`;
}

function text(blocks: readonly (readonly string[])[]): string {
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}
