import type { Plan } from '../../../model/plan.ts';
import { code, prose, shortened } from '../../forge/inline.ts';
import { bytesOf, documentSizes, fitted } from '../../forge/ladder.ts';
import { stickyMarker } from '../../forge/sticky.ts';
import { count, grouped } from '../../words.ts';
import { causeLines } from '../cause-view.ts';
import { populationLines } from '../census-lines.ts';
import { subjectsOf } from '../subject.ts';
import { tallyOf, tallyText, TO_DO } from '../tally.ts';
import { blockingCodes } from './findings.ts';
import { headText } from './head.ts';
import { FEW, planSections } from './sections.ts';
import type { MarkdownView } from '../../forge/view.ts';

/**
 * A plan as a comment on a pull request or as the summary of a job: the verdict first, then the gravest. It keeps to
 * the size that the forge takes: what does not fit is shown in groups, or counted.
 */
export function renderPlanMarkdown(plan: Plan, view: MarkdownView): string {
  const subjects = subjectsOf(plan.body.operations);
  const tally = tallyText(tallyOf(plan.body.operations, subjects), TO_DO);
  const head = [
    stickyMarker('plan', plan.envelope.workspace),
    `### Plan for ${code(shortened(plan.envelope.workspace, 60))}: ${verdict(plan, subjects.length)}`,
    ...alert(plan),
    tally === '' ? inStep(plan) : `**${tally}.**`,
    headText(plan.envelope),
    '',
  ].join('\n\n');
  const foot = [
    // What it may do to people stands in a section of its own.
    [...populationLines({ ...plan, hazards: [] }), ...causeLines(plan)].map((line) => prose(line, 1500)).join(' '),
    ...(subjects.length > FEW
      ? ['Everything: `lockstep show` of the saved plan, with `--full` or `--format json`.']
      : []),
    '',
  ].join('\n\n');
  const room = documentSizes[view.size ?? 'comment'] - bytesOf(head) - bytesOf(foot);
  return head + fitted(planSections(plan, subjects, view), room) + foot;
}

function verdict({ body, findings }: Plan, objects: number): string {
  if (findings.some(({ blocks }) => blocks)) return `blocked, nothing of ${count(objects, 'change')} will be written`;
  if (body.operations.length === 0) return 'nothing to do';
  if (objects === 0) return 'extension properties to define';
  return `${grouped(objects)} ${objects === 1 ? 'object changes' : 'objects change'}`;
}

function alert({ findings }: Plan): readonly string[] {
  const blocking = blockingCodes(findings);
  if (blocking === '') return [];
  return [
    `> [!CAUTION]\n> **Blocked by ${blocking}: nothing of this plan will be written.** What to do stands below, with each finding.`,
  ];
}

function inStep({ body }: Plan): string {
  return `Nothing to change: the tenant is in step with the rules${body.held.length > 0 ? ', but for what is held' : ''}.`;
}
