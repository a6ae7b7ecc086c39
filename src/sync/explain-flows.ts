import { lineOf } from '../kernel/position.ts';
import type {
  AttributeExplanation,
  AttributeResult,
  CandidateExplanation,
  CandidateStanding,
} from '../model/explanation.ts';
import { flowText } from '../model/flow-text.ts';
import { EvaluationError } from '../model/rule-set.ts';
import type { FlowOutcome, MergeType } from '../model/rule-set.ts';
import type { ContributionTable } from './contribution-table.ts';
import { evaluate, FlowFailure } from './flow.ts';
import type { Candidate, FlowInput, FlowProgram, TargetProgram } from './flow.ts';

/**
 * Every candidate of every target: those that had a say and, evaluated for this alone, those that were not asked.
 * What came of them is what the engine computed.
 */
export function explainFlows(
  program: FlowProgram,
  inputs: readonly FlowInput[],
  computed: ContributionTable,
  /** Keys of the inputs, when there are several. */
  keys: readonly string[],
): readonly AttributeExplanation[] {
  return program.targets.map((target) => {
    const candidates = explainCandidates(target, inputs, keys);
    return {
      attribute: target.target,
      merge: target.merge,
      candidates,
      result: resultOf(target.target, candidates, computed),
    };
  });
}

function explainCandidates(
  { candidates, merge }: TargetProgram,
  inputs: readonly FlowInput[],
  keys: readonly string[],
): readonly CandidateExplanation[] {
  const explained: CandidateExplanation[] = [];
  let decided = false;
  for (const candidate of candidates) {
    const input = inputs[candidate.input];
    if (input === undefined) continue;
    const outcome = outcomeOf(candidate, input);
    const standing: CandidateStanding = decided ? 'outranked' : standingOf(outcome, merge);
    decided ||= standing === 'wins' || standing === 'fails';
    explained.push(explainCandidate(candidate, input, { outcome, standing, key: keys[candidate.input] }));
  }
  return explained;
}

function explainCandidate(
  { rule, from: flow, reads }: Candidate,
  input: FlowInput,
  found: { readonly outcome: FlowOutcome; readonly standing: CandidateStanding; readonly key: string | undefined },
): CandidateExplanation {
  const steps = flow.from.kind === 'expression' ? flow.from.trace(input).root : undefined;
  return {
    rule: rule.id,
    at: lineOf(flow.source),
    precedence: rule.precedence,
    flow: flowText(flow),
    ...(found.key === undefined ? {} : { from: found.key }),
    applyOnce: flow.applyOnce,
    outcome: found.outcome,
    standing: found.standing,
    ...(steps === undefined ? {} : { steps }),
    reads: reads.map((attribute) => ({ attribute, value: input.attributes.get(attribute) })),
  };
}

/** What one flow gives, or how it fails. */
export function outcomeOf(candidate: Candidate, input: FlowInput): FlowOutcome {
  try {
    return evaluate(candidate, input);
  } catch (error) {
    if (!(error instanceof FlowFailure) || !(error.cause instanceof EvaluationError)) throw error;
    const { message, start, end } = error.cause;
    return { kind: 'error', message, start, end };
  }
}

/** Of a candidate that was asked. */
export function standingOf(outcome: FlowOutcome, merge: MergeType): CandidateStanding {
  switch (outcome.kind) {
    case 'value':
      return merge === 'update' ? 'wins' : 'contributes';
    case 'clear':
      return 'wins';
    case 'null':
      return 'passes';
    case 'ignore':
      return 'ignored';
    case 'error':
      return 'fails';
  }
}

function resultOf(
  attribute: string,
  candidates: readonly CandidateExplanation[],
  computed: ContributionTable,
): AttributeResult {
  const contribution = computed.get(attribute);
  if (contribution === undefined) {
    return { kind: candidates.some((one) => one.standing === 'fails') ? 'failed' : 'leftAlone' };
  }
  return contribution.value === undefined ? { kind: 'empty' } : { kind: 'value', value: contribution.value };
}
