import { compareText } from '../kernel/text.ts';
import type { Finding } from '../model/plan.ts';
import { failedEvaluation } from './evaluation.ts';
import { emptyIncluded } from './inclusions.ts';
import { floors } from './floors.ts';
import { freezes, freezesOfSources } from './freezes.ts';
import type { Analyzer, ApplyGuardInput, PlanGuardInput } from './input.ts';
import { emptyScope } from './limit-scope.ts';
import { limits } from './limits.ts';
import { memberLoss } from './member-loss.ts';
import { lostDefinition } from './ownership.ts';
import { strayedPins } from './pins.ts';
import { policyRules } from './policy-rules.ts';
import { signInMoves } from './sign-in-moves.ts';
import { attributeLoss, emptySource, shrunkenSource } from './source.ts';

export { groupsOfPolicy } from './limit-scope.ts';
export type { ApplyGuardInput, PlanGuardInput } from './input.ts';

const always: readonly Analyzer<ApplyGuardInput>[] = [
  attributeLoss,
  floors,
  limits,
  memberLoss,
  policyRules,
  signInMoves,
];

const beforeApply: readonly Analyzer<ApplyGuardInput>[] = [...always, freezes];

const whenPlanning: readonly Analyzer<PlanGuardInput>[] = [
  lostDefinition,
  emptySource,
  shrunkenSource,
  failedEvaluation,
  strayedPins,
  emptyIncluded,
  emptyScope,
  freezesOfSources,
  ...always,
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
