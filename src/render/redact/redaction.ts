import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { ImpactReport } from '../../model/impact.ts';
import type { Plan } from '../../model/plan.ts';
import { redactedDiagnostics } from './diagnostics.ts';
import { redactedImpact } from './impact.ts';
import { redactedPlan } from './plan.ts';
import { pseudonyms } from './pseudonyms.ts';

/** How what is shown looks: done to the data, once, before any format is made of it. */
export interface Redaction {
  readonly plan: (plan: Plan) => Plan;
  readonly impact: (report: ImpactReport) => ImpactReport;
  readonly diagnostics: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];
}

/** Everything as it is. */
export const openly: Redaction = {
  plan: (plan) => plan,
  impact: (report) => report,
  diagnostics: (diagnostics) => diagnostics,
};

/** People as pseudonyms under a key, the same in every plan and report. */
export function redaction(key: Uint8Array): Redaction {
  const hide = pseudonyms(key);
  return {
    plan: (plan) => redactedPlan(plan, hide),
    impact: (report) => redactedImpact(report, hide),
    diagnostics: (diagnostics) => redactedDiagnostics(diagnostics, hide),
  };
}
