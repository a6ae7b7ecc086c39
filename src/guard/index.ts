import { compareText } from '../kernel/text.ts';
import type { Finding } from '../model/plan.ts';
import { failedEvaluation } from './evaluation.ts';
import { emptyIncluded } from './inclusions.ts';
import type { Analyzer, ApplyGuardInput, PlanGuardInput } from './input.ts';
import { limits } from './limits.ts';
import { memberLoss } from './member-loss.ts';
import { lostDefinition } from './ownership.ts';
import { strayedPins } from './pins.ts';
import { signInMoves } from './sign-in-moves.ts';
import { attributeLoss, emptySource, shrunkenSource } from './source.ts';

export type { ApplyGuardInput, PlanGuardInput } from './input.ts';

const beforeApply: readonly Analyzer<ApplyGuardInput>[] = [attributeLoss, limits, memberLoss, signInMoves];

const whenPlanning: readonly Analyzer<PlanGuardInput>[] = [
  lostDefinition,
  emptySource,
  shrunkenSource,
  failedEvaluation,
  strayedPins,
  emptyIncluded,
  ...beforeApply,
];

/** Runs every guard over a plan that was just made. */
export function guardPlan(input: PlanGuardInput): readonly Finding[] {
  return inOrder(whenPlanning.flatMap((analyze) => analyze(input)));
}

/** Runs again, before the first write, the guards that need no source. */
export function guardApply(input: ApplyGuardInput): readonly Finding[] {
  return inOrder(beforeApply.flatMap((analyze) => analyze(input)));
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => compareText(a.code, b.code) || compareText(a.detail, b.detail));
}

/** True when nothing stops the plan. */
export function isAllowed(findings: readonly Finding[]): boolean {
  return findings.every((finding) => !finding.blocks);
}
