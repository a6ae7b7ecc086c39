import { compareText } from '../kernel/text.ts';
import type { Finding } from '../model/plan.ts';
import type { Analyzer, GuardInput } from './input.ts';
import { limits } from './limits.ts';
import { memberLoss } from './member-loss.ts';
import { lostDefinition } from './ownership.ts';
import { attributeLoss, emptySource, shrunkenSource } from './source.ts';

export type { GuardInput } from './input.ts';

const analyzers: readonly Analyzer[] = [lostDefinition, emptySource, shrunkenSource, attributeLoss, limits, memberLoss];

/** Runs every guard over the whole plan: before it is shown, and again before its first write. */
export function guardPlan(input: GuardInput): readonly Finding[] {
  return analyzers
    .flatMap((analyze) => analyze(input))
    .sort((a, b) => compareText(a.code, b.code) || compareText(a.detail, b.detail));
}

/** True when nothing stops the plan. */
export function isAllowed(findings: readonly Finding[]): boolean {
  return findings.every((finding) => !finding.blocks);
}
