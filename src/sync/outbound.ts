import type { Rule, RuleSet } from '../model/rule-set.ts';
import type { ContributionTable } from './contribution-table.ts';
import type { FlowInput, FlowProgram } from './flow.ts';
import { flowProgram, runProgram } from './flow.ts';
import type { EvaluationPorts, MetaverseState } from './inbound.ts';
import type { MetaverseObject } from './link.ts';
import { compileScope } from './scope.ts';

/** What the outbound rules want of one identity: the type to provision and the values to flow. */
export interface OutboundState {
  readonly type: string;
  readonly rules: readonly Rule[];
  readonly contributions: ContributionTable;
}

/** An identity that the outbound rules want in the tenant, before its references are resolved. */
export interface Provisioned {
  readonly object: MetaverseObject;
  readonly state: MetaverseState;
  readonly wanted: OutboundState;
}

const NO_MEMBERSHIP = (): boolean => false;

/** Evaluates outbound rules of the connector; undefined when none in scope provisions the identity. */
export function outboundFlows(
  ruleSet: RuleSet,
  connector: string,
  ports: EvaluationPorts,
): (type: string, state: MetaverseState) => OutboundState | undefined {
  const prepared = ruleSet.rules
    .filter((rule) => rule.direction === 'outbound' && rule.connectors.includes(connector))
    .map((rule) => ({ rule, test: compileScope(rule.scope) }));
  const programs = new Map<string, FlowProgram>();
  const parameters = new Map<string, string>();

  return (type, state) => {
    const inScope = prepared
      .filter(({ rule, test }) => rule.sourceType === type && test(state.attributes, NO_MEMBERSHIP))
      .map(({ rule }) => rule);
    const provisioning = inScope.find((rule) => rule.link === 'provision');
    if (provisioning === undefined) return undefined;
    const rules = inScope.filter((rule) => rule.targetType === provisioning.targetType);
    const key = rules.map((rule) => rule.precedence).join();
    let program = programs.get(key);
    if (program === undefined) {
      program = flowProgram(rules.map((rule) => ({ rule, input: 0 })));
      programs.set(key, program);
    }
    const { contributions: metaverse, attributes } = state;
    const context: FlowInput = {
      attributes,
      parameters,
      ...ports,
      ...(metaverse.anyLeftAlone ? { isLeftAlone: (name: string) => metaverse.isLeftAlone(name) } : {}),
    };
    return { type: provisioning.targetType, rules, contributions: runProgram(program, [context]) };
  };
}
