import type { ApplyResult } from '../app/contract.ts';
import type { ExitCode } from '../kernel/codes/index.ts';
import { exitCodeOf } from '../kernel/diagnostic.ts';
import type { Plan } from '../model/plan.ts';

export function isBlocked(plan: Plan): boolean {
  return plan.findings.some((finding) => finding.blocks);
}

/** Blocked wins over changes: a pipeline that waits for 2 may never apply a plan that is blocked. */
export function planExitCode(plan: Plan, detailed: boolean): ExitCode {
  if (isBlocked(plan)) return 4;
  return detailed && plan.body.operations.length > 0 ? 2 : 0;
}

/** What went wrong at large comes as a diagnostic; without one, the policy says how much may be left undone. */
export function applyExitCode(result: ApplyResult, { envelope }: Plan): ExitCode {
  if (result.report.interrupted) return 130;
  const asked = exitCodeOf(result.diagnostics);
  if (asked !== 0) return asked;
  if (!result.tolerated) return 8;
  // What the guards let pass is not the whole plan.
  return envelope.derivedFrom !== undefined && result.counts.done > 0 ? 8 : 0;
}
