import type { HazardFound } from '../model/hazard.ts';
import type { Finding, Operation } from '../model/plan.ts';
import type { OperationView, PlanView, PolicyRule, Verdict } from '../model/policy-rule.ts';
import { finding } from './input.ts';
import type { Analyzer, ApplyGuardInput } from './input.ts';
import { hazardsByOperation, operationView, planView } from './plan-view.ts';

/** The hazards of the plan, which its rules may name. */
export interface WithHazards extends ApplyGuardInput {
  readonly hazards: readonly HazardFound[];
}

/** What the policy denies in its own words. What a rule cannot tell of an operation it might deny: that blocks. */
export const policyRules: Analyzer<WithHazards> = ({ body, policy, hazards }) => {
  if (policy.rules.length === 0) return [];
  const plan = planView(body);
  const judged = policy.rules.flatMap((rule) => (rule.each === 'operation' ? [judgeOf(rule, plan)] : []));
  if (judged.length > 0) {
    const found = hazardsByOperation(hazards);
    for (const operation of body.operations) {
      const view = operationView(operation, found.get(operation.id));
      for (const one of judged) note(one, operation, one.verdictOf(view));
    }
  }
  const ofPlans = policy.rules.flatMap((rule) => (rule.each === 'plan' ? ofPlan(rule, rule.of(plan)) : []));
  return [...judged.flatMap(findingsOf), ...ofPlans];
};

/** A rule while it is looked at operation by operation. */
interface Judged {
  readonly rule: PolicyRule;
  readonly verdictOf: (operation: OperationView) => Verdict;
  readonly denied: Operation[];
  readonly failed: Operation[];
  /** Why the first of them failed. */
  failure: string | undefined;
}

function judgeOf(rule: Extract<PolicyRule, { each: 'operation' }>, plan: PlanView): Judged {
  return { rule, verdictOf: rule.of(plan), denied: [], failed: [], failure: undefined };
}

function note(judged: Judged, operation: Operation, verdict: Verdict): void {
  if ('failure' in verdict) {
    judged.failure ??= `${nameOf(operation)}: ${verdict.failure}`;
    judged.failed.push(operation);
  } else if (verdict.denied) judged.denied.push(operation);
}

function findingsOf({ rule, denied, failed, failure }: Judged): readonly Finding[] {
  const [first] = denied;
  return [
    ...(first === undefined ? [] : [found(rule, `${counted(denied)}; the first is ${nameOf(first)}.`, denied)]),
    ...(failure === undefined ? [] : [unknown(rule, `${counted(failed)}: ${failure}.`, failed)]),
  ];
}

function ofPlan(rule: PolicyRule, verdict: Verdict): readonly Finding[] {
  if ('failure' in verdict) return [unknown(rule, `the plan: ${verdict.failure}.`, [])];
  return verdict.denied ? [found(rule, 'the plan as a whole.', [])] : [];
}

function found(rule: PolicyRule, what: string, operations: readonly Operation[]): Finding {
  const code = rule.severity === 'warn' ? 'SAFE046' : 'SAFE045';
  const says = rule.message === undefined ? '' : ` ${rule.message}`;
  return finding(code, { detail: `${rule.name}: ${what}${says}`, policyKey: keyOf(rule), operations });
}

/** A rule that only warns only warns of this, too. */
function unknown(rule: PolicyRule, what: string, operations: readonly Operation[]): Finding {
  const code = rule.severity === 'warn' ? 'SAFE046' : 'SAFE047';
  const detail = `${rule.name} could not be evaluated for ${what}`;
  return finding(code, { detail, policyKey: keyOf(rule), operations });
}

function keyOf({ name }: PolicyRule): string {
  return `rules: ${name}`;
}

function counted({ length }: readonly Operation[]): string {
  return length === 1 ? '1 operation' : `${length} operations`;
}

function nameOf(operation: Operation): string {
  const name = operation.kind === 'defineExtension' ? operation.name : operation.object.name;
  return `${operation.kind} ${name}`;
}
