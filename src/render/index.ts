/** Data to text. Everything here is a pure function: no process, no clock, no terminal. */
export { diagnosticJson, renderDiagnosticsJson } from './diagnostics-json.ts';
export { diagnosticCount, renderDiagnostics } from './diagnostics.ts';
export { visible } from './escape.ts';
export { renderEvaluation, renderEvaluationJson } from './evaluation.ts';
export type { EvaluationView } from './evaluation.ts';
export { renderExplanation } from './explanation/explanation.ts';
export { renderExplanationJson } from './explanation/json.ts';
export { holdReasons } from './hold-reasons.ts';
export { planJsonPieces, planSummary, renderPlanJson } from './plan/plan-json.ts';
export { renderCensus, renderPlan } from './plan/plan.ts';
export type { PlanView } from './plan/options.ts';
export { durationText, renderReport } from './report.ts';
export { renderScopes, scopesJson } from './scope/scopes.ts';
export { renderSnapshot, renderSnapshotJson } from './snapshot.ts';
export { cut } from './width.ts';
export { count, grouped } from './words.ts';
