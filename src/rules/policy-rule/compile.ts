import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { PolicyRule, Verdict } from '../../model/policy-rule.ts';
import type { Report } from '../problems.ts';
import { rangeInside } from '../scalar-offsets.ts';
import { at, itemsOf, textOf } from '../tree.ts';
import type { ScalarNode, YamlNode } from '../tree.ts';
import { nearestName, problemsOf } from './checks.ts';
import type { Issue } from './checks.ts';
import { environmentFor, operationValue, planValue } from './environment.ts';

export interface PolicyRuleContext {
  /** Attributes that changes may name. */
  readonly attributes: ReadonlySet<string>;
  readonly report: Report;
}

/** The rules of a policy. One that cannot be compiled is reported and left out: the workspace is invalid then. */
export function compilePolicyRules(node: YamlNode | undefined, context: PolicyRuleContext): readonly PolicyRule[] {
  const environments = { operation: environmentFor('operation'), plan: environmentFor('plan') };
  const seen = new Set<string>();
  return itemsOf(node).flatMap((item) => {
    const name = at(item, 'name');
    const text = textOf(name) ?? '';
    if (name !== undefined && seen.has(text)) context.report('CFG074', name.range, `There is a rule ${text} already.`);
    seen.add(text);
    return compileRule(item, text, environments, context);
  });
}

function compileRule(
  node: YamlNode,
  name: string,
  environments: Readonly<Record<'operation' | 'plan', Environment>>,
  context: PolicyRuleContext,
): readonly PolicyRule[] {
  const deny = at(node, 'deny');
  const each = textOf(at(node, 'each')) === 'plan' ? 'plan' : 'operation';
  if (deny?.kind !== 'scalar' || typeof deny.value !== 'string') return [];
  const run = compileExpression(deny, each, environments[each], context);
  if (run === undefined) return [];
  const description = textOf(at(node, 'description'));
  const message = textOf(at(node, 'message'));
  const parts = {
    name,
    deny: deny.value,
    severity: textOf(at(node, 'severity')) === 'warn' ? ('warn' as const) : ('block' as const),
    ...(description === undefined ? {} : { description }),
    ...(message === undefined ? {} : { message }),
  };
  if (each === 'plan') return [{ ...parts, each, of: (plan) => run({ plan: planValue(plan) }) }];
  const of: Extract<PolicyRule, { each: 'operation' }>['of'] = (view) => {
    const plan = planValue(view);
    return (operation) => run({ plan, operation: operationValue(operation) });
  };
  return [{ ...parts, each, of }];
}

type Run = (values: Readonly<Record<string, object>>) => Verdict;

function compileExpression(
  node: ScalarNode,
  each: 'operation' | 'plan',
  environment: Environment,
  { attributes, report }: PolicyRuleContext,
): Run | undefined {
  const tell = ({ detail, start, end, help }: Issue): void => {
    report('CFG073', start === undefined ? node.range : rangeInside(node, start, end ?? start), detail, help);
  };
  const parsed = parse(String(node.value), environment);
  if ('detail' in parsed) {
    tell(parsed);
    return undefined;
  }
  const checked = parsed.check();
  const found =
    checked.error === undefined
      ? [...problemsOf(parsed.ast, attributes), ...resultProblem(checked.type, parsed.ast)]
      : [issueOf(checked.error, each)];
  for (const one of found) tell(one);
  return found.length > 0 ? undefined : (values) => verdictOf(parsed, values);
}

type Parsed = ReturnType<Environment['parse']>;

function parse(text: string, environment: Environment): Parsed | Issue {
  try {
    return environment.parse(text);
  } catch (error) {
    if (error instanceof ParseError || error instanceof CelTypeError) return issueOf(error, 'operation');
    throw error;
  }
}

function resultProblem(type: string | undefined, { start, end }: ASTNode): readonly Issue[] {
  if (type === 'bool') return [];
  const detail = `deny is true or false, and this is ${type === 'dyn' ? 'anything' : (type ?? 'nothing')}.`;
  return [{ detail, start, end, ...(type === 'dyn' ? { help: 'Compare it: … == true.' } : {}) }];
}

function issueOf(error: ParseError | CelTypeError, each: 'operation' | 'plan'): Issue {
  const near = nearestName(error.summary, each);
  return {
    detail: `${error.summary.charAt(0).toUpperCase()}${error.summary.slice(1)}.`,
    ...(error.range === undefined ? {} : { start: error.range.start, end: error.range.end }),
    ...(near === undefined ? {} : { help: near }),
  };
}

function verdictOf(parsed: Parsed, values: Readonly<Record<string, object>>): Verdict {
  try {
    const value: unknown = parsed(values);
    return typeof value === 'boolean' ? { denied: value } : { failure: 'it gives neither true nor false' };
  } catch (error) {
    if (error instanceof EvaluationError) return { failure: error.summary };
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
