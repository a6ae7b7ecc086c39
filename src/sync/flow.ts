import { attributesRead } from '../model/flow-reads.ts';
import { lineOf } from '../kernel/position.ts';
import type { EvaluationContext, Flow, FlowResult, MergeType, Rule } from '../model/rule-set.ts';
import { EvaluationError } from '../model/rule-set.ts';
import { isBytes, isReference, valuesOf } from '../model/value.ts';
import type { Scalar } from '../model/value.ts';
import { foldCase } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import { ContributionTable } from './contribution-table.ts';
import type { Winner } from './contribution-table.ts';

/** One flow that may contribute to a target: which of the linked objects it reads (by index). */
export interface Candidate extends Winner {
  readonly rule: Rule;
  readonly from: Flow;
  readonly input: number;
  /** Attributes that the flow reads. */
  readonly reads: readonly string[];
  /** Said nothing, and so did all others: no loser is worth a word. */
  readonly silent: Winner;
}

export interface TargetProgram {
  readonly target: string;
  readonly merge: MergeType;
  /** By precedence. */
  readonly candidates: readonly Candidate[];
}

/**
 * The flows of a set of rules arranged by target attribute. Objects with the same rules in scope share one
 * program, so precedence is sorted out once per combination and not once per object.
 */
export interface FlowProgram {
  readonly targets: readonly TargetProgram[];
  /** Place of each target attribute in the tables of this program. */
  readonly places: ReadonlyMap<string, number>;
}

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
  const targets = [...byTarget].map(([target, list]) => ({
    target,
    merge: list[0]?.flow.merge ?? 'update',
    candidates: list.map(({ rule, flow, input }, index) => ({
      rule,
      from: flow,
      input,
      reads: attributesRead(flow),
      inputs: [input],
      flow: flow.number,
      losers: index === list.length - 1 ? NONE : losersTo(flow, list.slice(index + 1)),
      silent: { flow: flow.number, losers: NONE, inputs: NONE },
    })),
  }));
  return { targets, places: new Map(targets.map(({ target }, place) => [target, place])) };
}

/** Each flow once: how many objects it reads, and in which order, says nothing more. */
function losersTo(winner: Flow, others: readonly { readonly flow: Flow }[]): readonly number[] {
  const losers = new Set(others.map(({ flow }) => flow.number));
  losers.delete(winner.number);
  return losers.size === 0 ? NONE : [...losers];
}

const NONE: readonly number[] = [];

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

/** What a flow reads. */
export interface FlowInput extends EvaluationContext {
  /** Attributes that are to be left alone: what they are is not known, so that nothing made of them clears anything. */
  readonly isLeftAlone?: (attribute: string) => boolean;
}

/** What one flow gives for one object. Throws {@link FlowFailure}. */
export function evaluate(candidate: Candidate, input: FlowInput): FlowResult {
  const result = resultOf(candidate, input);
  const { isLeftAlone } = input;
  return result.kind === 'null' && isLeftAlone !== undefined && candidate.reads.some(isLeftAlone) ? IGNORE : result;
}

function resultOf(candidate: Candidate, context: EvaluationContext): FlowResult {
  const { from } = candidate.from;
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
        if (error instanceof EvaluationError) throw new FlowFailure(candidate.rule, candidate.from, error);
        throw error;
      }
  }
}

const NULL: FlowResult = { kind: 'null' };
const IGNORE: FlowResult = { kind: 'ignore' };

/**
 * Runs a program over the inputs. A target has a contribution when some flow had a say: with a value, or without one
 * when every flow gave null or the winner cleared it. Where all flows said `ignore` it has none.
 * Throws {@link FlowFailure}, unless targets that fail are to be left out.
 */
export function runProgram(
  program: FlowProgram,
  inputs: readonly FlowInput[],
  failing: 'throw' | 'leaveOut' = 'throw',
): ContributionTable {
  const table = new ContributionTable(program.places);
  for (let place = 0; place < program.targets.length; place++) {
    const target = program.targets[place];
    if (target === undefined) continue;
    try {
      if (target.merge === 'update') takeFirst(table, place, target, inputs);
      else takeAll(table, place, target, inputs);
    } catch (error) {
      if (failing === 'throw' || !(error instanceof FlowFailure)) throw error;
      table.fail(place);
    }
  }
  return table;
}

function takeFirst(table: ContributionTable, place: number, target: TargetProgram, inputs: readonly FlowInput[]): void {
  let silent: Candidate | undefined;
  for (const candidate of target.candidates) {
    const context = inputs[candidate.input];
    if (context === undefined) continue;
    const outcome = evaluate(candidate, context);
    switch (outcome.kind) {
      case 'value':
        table.set(place, outcome.value, candidate);
        return;
      case 'clear':
        table.set(place, undefined, candidate);
        return;
      case 'null':
        silent ??= candidate;
        break;
      case 'ignore':
        break;
    }
  }
  if (silent !== undefined) table.set(place, undefined, silent.silent);
}

/** The union of all contributions, in order of precedence; doubles removed, without regard to case if so asked. */
function takeAll(table: ContributionTable, place: number, target: TargetProgram, inputs: readonly FlowInput[]): void {
  const seen = new Set<string>();
  const values: Scalar[] = [];
  const origins: number[] = [];
  let silent: Candidate | undefined;
  let first: Candidate | undefined;
  for (const candidate of target.candidates) {
    const context = inputs[candidate.input];
    if (context === undefined) continue;
    const outcome = evaluate(candidate, context);
    if (outcome.kind === 'ignore') continue;
    if (outcome.kind === 'null') {
      silent ??= candidate;
      continue;
    }
    first ??= candidate;
    if (outcome.kind === 'clear') break;
    for (const value of valuesOf(outcome.value)) {
      const key = identity(value, target.merge === 'mergeIgnoreCase');
      if (seen.has(key)) continue;
      seen.add(key);
      values.push(value);
      origins.push(candidate.input);
    }
  }
  const decisive = first ?? silent;
  if (decisive === undefined) return;
  table.set(place, values.length === 0 ? undefined : values, { ...decisive.silent, inputs: origins });
}

function identity(value: Scalar, ignoreCase: boolean): string {
  if (isBytes(value)) return `bytes:${Array.from(value).join('.')}`;
  if (isReference(value)) return `dn:${dnKey(value.dn)}`;
  return `${typeof value}:${ignoreCase ? foldCase(String(value)) : String(value)}`;
}
