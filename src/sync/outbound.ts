import type { Rule, RuleSet } from '../model/rule-set.ts';
import type { ContributionTable } from './contribution-table.ts';
import { clauseText } from './filter.ts';
import type { FlowInput, FlowProgram } from './flow.ts';
import { flowProgram, runProgram } from './flow.ts';
import { connectorParameters, randomOf } from './inbound.ts';
import type { EvaluationPorts, MetaverseState } from './inbound.ts';
import type { MetaverseObject } from './identity.ts';
import { compileScope, ofConnector, refusingClauses } from './scope.ts';

/** What the outbound rules want of one identity: the type to provision and the values to flow. */
export interface OutboundState {
  readonly type: string;
  readonly rules: readonly Rule[];
  readonly contributions: ContributionTable;
  /** A joinNoFlow rule has it in scope: nothing flows. */
  readonly noFlow: boolean;
}

/** An identity that the outbound rules want in the tenant, before its references are resolved. */
export interface Provisioned {
  readonly object: MetaverseObject;
  readonly state: MetaverseState;
  readonly wanted: OutboundState;
}

/** Nothing in the metaverse is a member of a group of a directory. */
export const NO_MEMBERSHIP = (): boolean => false;

/** The type to provision an identity as, and the rules that say so, by precedence. */
export type Selection = Omit<OutboundState, 'contributions'>;

/** Outbound rules of a connector, whatever their scope. */
export function outboundRules(ruleSet: RuleSet, connector: string): readonly Rule[] {
  return ruleSet.rules
    .filter((rule) => rule.direction === 'outbound' && rule.connectors.includes(connector))
    .map((rule) => ofConnector(rule, connector));
}

/** Asks the scopes of outbound rules; undefined when none in scope provisions the identity. */
export function outboundSelection(
  ruleSet: RuleSet,
  connector: string,
): (type: string, state: MetaverseState) => Selection | undefined {
  const prepared = outboundRules(ruleSet, connector).map((rule) => ({ rule, test: compileScope(rule.scope) }));
  return (type, state) => {
    const inScope = prepared
      .filter(({ rule, test }) => rule.sourceType === type && test(state.attributes, NO_MEMBERSHIP))
      .map(({ rule }) => rule);
    const untouched = inScope.find((rule) => rule.link === 'joinNoFlow');
    if (untouched !== undefined) return { type: untouched.targetType, rules: [untouched], noFlow: true };
    const provisioning = inScope.find((rule) => rule.link === 'provision');
    if (provisioning === undefined) return undefined;
    const rules = inScope.filter((rule) => rule.targetType === provisioning.targetType);
    return { type: provisioning.targetType, rules, noFlow: false };
  };
}

/** Which clauses keep an identity from being provisioned; undefined when no rule provisions its type. */
export function outboundRefusal(
  ruleSet: RuleSet,
  connector: string,
): (type: string, state: MetaverseState) => string | undefined {
  const provisioning = outboundRules(ruleSet, connector).filter((rule) => rule.link === 'provision');
  // None of them has it in scope, so that every group of each refuses it.
  return (type, state) => {
    const clauses = provisioning
      .filter((rule) => rule.sourceType === type)
      .flatMap((rule) => refusingClauses(rule.scope, state.attributes, NO_MEMBERSHIP));
    return clauses.length === 0 ? undefined : clauses.map(clauseText).join('; ');
  };
}

/** What outbound flows read. */
export function outboundContext(
  { key, contributions, attributes }: MetaverseState,
  connector: string,
  ports: EvaluationPorts,
): FlowInput {
  return {
    attributes,
    parameters: connectorParameters(connector),
    asOf: ports.asOf,
    random: randomOf(ports, `${key}>`),
    ...(contributions.anyLeftAlone ? { isLeftAlone: (name: string) => contributions.isLeftAlone(name) } : {}),
  };
}

export function outboundProgram(rules: readonly Rule[]): FlowProgram {
  return flowProgram(rules.map((rule) => ({ rule, input: 0 })));
}

/** Evaluates outbound rules of the connector; undefined when none in scope provisions the identity. */
export function outboundFlows(
  ruleSet: RuleSet,
  connector: string,
  ports: EvaluationPorts,
): (type: string, state: MetaverseState) => OutboundState | undefined {
  const select = outboundSelection(ruleSet, connector);
  const programs = new Map<string, FlowProgram>();

  return (type, state) => {
    const selection = select(type, state);
    if (selection === undefined) return undefined;
    const { rules } = selection;
    const key = rules.map((rule) => rule.precedence).join();
    let program = programs.get(key);
    if (program === undefined) {
      program = outboundProgram(rules);
      programs.set(key, program);
    }
    return { ...selection, contributions: runProgram(program, [outboundContext(state, connector, ports)]) };
  };
}
