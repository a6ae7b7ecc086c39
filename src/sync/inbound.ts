import type { EvaluationContext, Rule } from '../model/rule-set.ts';
import { isReference, valuesOf } from '../model/value.ts';
import type { AttributeReader, Reference } from '../model/value.ts';
import type { ContributionTable } from './contribution-table.ts';
import type { FlowProgram } from './flow.ts';
import { flowProgram, runProgram } from './flow.ts';
import type { Link, MetaverseObject } from './link.ts';

/** The instant and the randomness of a run: inputs, so that equal inputs give an equal plan. */
export interface EvaluationPorts {
  readonly asOf: number;
  readonly random: (length: number) => Uint8Array;
}

/** What the inbound rules make of one identity. */
export interface MetaverseState {
  readonly contributions: ContributionTable;
  readonly attributes: AttributeReader;
}

/** Evaluates inbound flows; programs are shared by objects with the same rules in scope. */
export function inboundFlows(ports: EvaluationPorts): (object: MetaverseObject) => MetaverseState {
  const programs = programCache();
  return (object) => {
    const program = programs(object.links);
    const inputs = object.links.map((link) => contextOf(link, ports));
    const contributions = runProgram(program, inputs);
    return { contributions, attributes: contributions.reader() };
  };
}

function contextOf(link: Link, ports: EvaluationPorts): EvaluationContext {
  return {
    attributes: link.entry.object.attributes,
    parameters: link.source.summary.parameters,
    asOf: ports.asOf,
    random: ports.random,
  };
}

/** One program per combination of rules: keyed by the rules' precedences, which are unique. */
function programCache(): (links: readonly Link[]) => FlowProgram {
  const cache = new Map<string, FlowProgram>();
  return (links) => {
    const key = links.map((link) => link.rules.map((rule) => rule.precedence).join()).join('|');
    let program = cache.get(key);
    if (program === undefined) {
      const rules = links.flatMap((link, input) => link.rules.map((rule) => ({ rule, input })));
      program = flowProgram(rules.sort((a, b) => a.rule.precedence - b.rule.precedence));
      cache.set(key, program);
    }
    return program;
  };
}

/** References that a metaverse attribute holds, with the link in whose connector space they are to be resolved. */
export function referencesOf(
  object: MetaverseObject,
  state: MetaverseState,
  attribute: string,
  ruleOfFlow: (flow: number) => Rule | undefined,
): readonly { readonly reference: Reference; readonly link: Link }[] {
  const contribution = state.contributions.get(attribute);
  if (contribution?.value === undefined) return [];
  const rule = ruleOfFlow(contribution.flow);
  const link = object.links.find((one) => rule !== undefined && one.rules.includes(rule)) ?? object.links[0];
  if (link === undefined) return [];
  return valuesOf(contribution.value).flatMap((value) =>
    typeof value === 'object' && isReference(value) ? [{ reference: value, link }] : [],
  );
}
