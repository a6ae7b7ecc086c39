import { lineOf } from '../kernel/position.ts';
import type { Contribution } from '../model/desired.ts';
import type { EvaluationContext, Flow, FlowResult, MergeType, Rule } from '../model/rule-set.ts';
import { EvaluationError } from '../model/rule-set.ts';
import { isBytes, isReference, valuesOf } from '../model/value.ts';
import type { Attributes, Scalar, Value } from '../model/value.ts';
import { foldCase } from '../kernel/text.ts';

/** One flow that may contribute to a target: which of the linked objects it reads (by index). */
interface Candidate {
  readonly rule: Rule;
  readonly flow: Flow;
  readonly input: number;
  /** Flow numbers after this one by precedence: the losers should this one win. */
  readonly later: readonly number[];
}

interface TargetProgram {
  readonly target: string;
  readonly merge: MergeType;
  /** By precedence. */
  readonly candidates: readonly Candidate[];
}

/**
 * The flows of a set of rules arranged by target attribute. Objects with the same rules in scope share one
 * program, so precedence is sorted out once per combination and not once per object.
 */
export type FlowProgram = readonly TargetProgram[];

/** A rule in scope and the index of the linked object it reads. */
export interface InScopeRule {
  readonly rule: Rule;
  readonly input: number;
}

/** Arranges rules, given by precedence, into a program. */
export function flowProgram(rules: readonly InScopeRule[]): FlowProgram {
  const byTarget = new Map<string, { rule: Rule; flow: Flow; input: number }[]>();
  for (const { rule, input } of rules) {
    for (const flow of rule.flows) {
      const list = byTarget.get(flow.target);
      if (list === undefined) byTarget.set(flow.target, [{ rule, flow, input }]);
      else list.push({ rule, flow, input });
    }
  }
  return [...byTarget].map(([target, list]) => ({
    target,
    merge: list[0]?.flow.merge ?? 'update',
    candidates: list.map((candidate, index) => ({
      ...candidate,
      later: list.slice(index + 1).map((other) => other.flow.number),
    })),
  }));
}

/** A flow could not be evaluated: the whole object is held. */
export class FlowFailure extends Error {
  override readonly name = 'FlowFailure';
  /** `rule (path:line)`. */
  readonly at: string;

  constructor(rule: Rule, flow: Flow, cause: EvaluationError) {
    super(`${flow.target}: ${cause.message}`, { cause });
    this.at = `${rule.id} (${lineOf(flow.source)})`;
  }
}

const NULL: FlowResult = { kind: 'null' };

function evaluate(candidate: Candidate, context: EvaluationContext): FlowResult {
  const { from } = candidate.flow;
  switch (from.kind) {
    case 'direct': {
      const value = context.attributes.get(from.attribute);
      return value === undefined ? NULL : { kind: 'value', value };
    }
    case 'constant':
      return { kind: 'value', value: from.value };
    case 'expression':
      try {
        return from.evaluate(context);
      } catch (error) {
        if (error instanceof EvaluationError) throw new FlowFailure(candidate.rule, candidate.flow, error);
        throw error;
      }
  }
}

/**
 * Runs a program over the inputs. A target is in the result when some flow had a say: with a value, or without one
 * when every flow gave null or the winner cleared it. Where all flows said `ignore` the target is not in the result.
 * Throws {@link FlowFailure}.
 */
export function runProgram(program: FlowProgram, inputs: readonly EvaluationContext[]): Map<string, Contribution> {
  const result = new Map<string, Contribution>();
  for (const target of program) {
    const contribution = target.merge === 'update' ? firstOf(target, inputs) : mergeOf(target, inputs);
    if (contribution !== undefined) result.set(target.target, contribution);
  }
  return result;
}

function firstOf(target: TargetProgram, inputs: readonly EvaluationContext[]): Contribution | undefined {
  let silent: Candidate | undefined;
  for (const candidate of target.candidates) {
    const context = inputs[candidate.input];
    if (context === undefined) continue;
    const outcome = evaluate(candidate, context);
    switch (outcome.kind) {
      case 'value':
        return { value: outcome.value, flow: candidate.flow.number, losers: candidate.later };
      case 'clear':
        return { value: undefined, flow: candidate.flow.number, losers: candidate.later };
      case 'null':
        silent ??= candidate;
        break;
      case 'ignore':
        break;
    }
  }
  return silent === undefined ? undefined : { value: undefined, flow: silent.flow.number, losers: [] };
}

/** The union of all contributions, in order of precedence; doubles removed, without regard to case if so asked. */
function mergeOf(target: TargetProgram, inputs: readonly EvaluationContext[]): Contribution | undefined {
  const seen = new Set<string>();
  const values: Scalar[] = [];
  let first: Candidate | undefined;
  for (const candidate of target.candidates) {
    const context = inputs[candidate.input];
    if (context === undefined) continue;
    const outcome = evaluate(candidate, context);
    if (outcome.kind === 'ignore') continue;
    first ??= candidate;
    if (outcome.kind === 'clear') break;
    if (outcome.kind === 'null') continue;
    for (const value of valuesOf(outcome.value)) {
      const key = identity(value, target.merge === 'mergeIgnoreCase');
      if (seen.has(key)) continue;
      seen.add(key);
      values.push(value);
    }
  }
  if (first === undefined) return undefined;
  return { value: values.length === 0 ? undefined : values, flow: first.flow.number, losers: [] };
}

function identity(value: Scalar, ignoreCase: boolean): string {
  if (isBytes(value)) return `bytes:${Array.from(value).join('.')}`;
  if (isReference(value)) return `dn:${foldCase(value.dn)}`;
  return `${typeof value}:${ignoreCase ? foldCase(String(value)) : String(value)}`;
}

/** The attributes that have a value. */
export function attributesOf(contributions: ReadonlyMap<string, Contribution>): Attributes {
  const attributes = new Map<string, Value>();
  for (const [name, { value }] of contributions) if (value !== undefined) attributes.set(name, value);
  return attributes;
}
