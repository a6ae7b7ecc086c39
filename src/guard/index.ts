import { compareText } from '../kernel/text.ts';
import { sourceKeys } from '../model/desired.ts';
import type { HazardFound } from '../model/hazard.ts';
import type { Finding, PlanBody } from '../model/plan.ts';
import { withConsents } from './consent.ts';
import { blockTest, derivePlan, stopsAll } from './derive.ts';
import { failedEvaluation } from './evaluation.ts';
import { urgentPlan } from './freeze-lane.ts';
import { withHazards } from './hazard-of-finding.ts';
import { beyondAllowance, enabledWithoutCause } from './hazards/allowances.ts';
import { hazardsOfPlan } from './hazards/of-plan.ts';
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
import type { WithHazards } from './policy-rules.ts';
import { signInMoves } from './sign-in-moves.ts';
import { attributeLoss, emptySource, shrunkenSource } from './source.ts';

export { groupsOfPolicy } from './limit-scope.ts';
export { usedApprovals } from './consent.ts';
export { extentOfHazard } from './hazards/extent.ts';
export type { ApplyGuardInput, PlanGuardInput } from './input.ts';

const always: readonly Analyzer<WithHazards>[] = [attributeLoss, floors, limits, memberLoss, policyRules, signInMoves];

const beforeApply: readonly Analyzer<WithHazards>[] = [...always, freezes];

const whenPlanning: readonly Analyzer<PlanGuardInput & WithHazards>[] = [
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

/** Runs again, before the first write, the guards that need no source. */
export function guardApply(input: ApplyGuardInput): readonly Finding[] {
  return sealed(judge(input, beforeApply).findings);
}

/** A plan as the policy lets it go on, with what was found in it. */
export interface Decision {
  readonly body: PlanBody;
  readonly findings: readonly Finding[];
  readonly hazards: readonly HazardFound[];
  /** Present when blocked operations were left out. */
  readonly derived?: true;
}

/** Runs every guard over a plan that was just made. */
export function guardPlan(input: PlanGuardInput): readonly Finding[] {
  return judgePlan(input).findings;
}

/** Judges a plan that was just made, and leaves nothing out of it. */
export function judgePlan(input: PlanGuardInput): Decision {
  const { findings, hazards } = judge(input, whenPlanning);
  return { body: input.body, findings: sealed(findings), hazards };
}

/**
 * Judges a plan that is to be applied. A freeze lets its urgent disables pass, as a plan of their own. Where the policy
 * says so, and only operations are blocked, the rest goes on: a plan without them, judged anew until nothing blocks.
 * When nothing would be left, the whole plan stays, blocked.
 */
export function decidePlan(input: PlanGuardInput): Decision {
  const whole = judge(input, whenPlanning);
  const decision: Decision = { body: input.body, findings: sealed(whole.findings), hazards: whole.hazards };
  const lifted: Finding[] = [];
  let { body } = input;
  for (let { findings, hazards } = whole; body.operations.length > 0;) {
    const blocking = findings.filter(({ blocks }) => blocks);
    if (blocking.length === 0) {
      if (lifted.length === 0) return decision;
      return { body, findings: sealed([...findings, ...lifted]), hazards, derived: true };
    }
    const { left, without } = step(body, blocking, input);
    if (left === body) return decision;
    for (const one of without) lifted.push({ ...one, blocks: false, heldBack: true });
    body = left;
    ({ findings, hazards } = judge({ ...input, body }, whenPlanning));
  }
  return decision;
}

/** A plan that is nearer to one that may go on, and the findings that stand no more; the same body when there is none. */
function step(
  body: PlanBody,
  blocking: readonly Finding[],
  { policy, now, population }: PlanGuardInput,
): { readonly left: PlanBody; readonly without: readonly Finding[] } {
  if (blocking.some(stopsAll)) return { left: body, without: [] };
  const frozen = blocking.filter(({ code }) => code === 'SAFE043');
  if (frozen.length > 0) {
    const left = urgentPlan(body, { policy, now, inSight: sourceKeys(population) });
    return { left, without: frozen };
  }
  if (policy.whenBlocked === 'stop') return { left: body, without: [] };
  return { left: derivePlan(body, blockTest(blocking)), without: blocking };
}

interface Judgement {
  readonly findings: readonly Finding[];
  readonly hazards: readonly HazardFound[];
}

function judge<Input extends ApplyGuardInput>(
  input: Input,
  analyzers: readonly Analyzer<Input & WithHazards>[],
): Judgement {
  const effects = input.effects?.(input.body) ?? [];
  const hazards = [...hazardsOfPlan(input), ...effects];
  const findings = withHazards(
    analyzers.flatMap((analyze) => analyze({ ...input, hazards })),
    input,
  );
  const ofHazards = [...beyondAllowance(input, hazards), ...enabledWithoutCause(input, hazards)];
  return { findings: withConsents(input, [...findings, ...ofHazards], hazards), hazards };
}

/** Operations that a finding keeps, so that a mass of them does not fill the plan. */
const SHOWN = 20;

function sealed(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .map((one) => (one.operations.length <= SHOWN ? one : { ...one, operations: one.operations.slice(0, SHOWN) }))
    .sort((a, b) => compareText(a.code, b.code) || compareText(a.detail, b.detail));
}

/** True when nothing stops the plan. */
export function isAllowed(findings: readonly Finding[]): boolean {
  return findings.every((finding) => !finding.blocks);
}
