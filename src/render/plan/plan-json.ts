import type { Plan } from '../../model/plan.ts';
import { isNamed } from './object-lines.ts';
import { subjectsOf } from './subject.ts';
import { tallyOf } from './tally.ts';

/**
 * A plan for machines: one document with the counts of the closing census, then everything of the plan. It is for
 * reading: apply takes the file that `plan --out` writes, and nothing else.
 */
export function renderPlanJson(plan: Plan, object?: string): string {
  return `${JSON.stringify(planDocument(plan, object), null, 2)}\n`;
}

export function planDocument(plan: Plan, object?: string): object {
  const { operations, held, census } = plan.body;
  return {
    format: 'lockstep-plan-view',
    version: 1,
    envelope: plan.envelope,
    blocked: plan.findings.some((finding) => finding.blocks),
    counts: tallyOf(plan, subjectsOf(operations)),
    findings: plan.findings,
    operations:
      object === undefined
        ? operations
        : operations.filter((one) => one.kind !== 'defineExtension' && isNamed(one.object, object)),
    held: object === undefined ? held : held.filter((one) => isNamed(one.object, object)),
    census,
  };
}
