import type { EvaluationContext, EvaluationTrace } from '../model/rule-set.ts';
import { check } from './checker.ts';
import { compile } from './compile.ts';
import type { Compilation, ExpressionEnvironment } from './environment.ts';
import { flatReading } from './flat-reading.ts';
import { isError } from './issues.ts';
import { parseExpression } from './parser.ts';
import { survey } from './survey.ts';
import { traceExpression } from './trace.ts';

export type { Compilation, Expression, ExpressionEnvironment, ExpressionIssue } from './environment.ts';
export { signatureOf } from './function.ts';
export { functions } from './functions/index.ts';
export { parseExpression } from './parser.ts';
export { printExpression } from './printer.ts';
export type { ExpressionNode } from './syntax.ts';

/** Reads an expression of Connect's dialect, checks it, and makes it ready to run for each object. */
export function compileExpression(text: string, environment: ExpressionEnvironment): Compilation {
  const { root, issues: mistakes } = parseExpression(text);
  if (root === undefined) return { expression: undefined, issues: mistakes };
  const found = check(root, environment);
  if (found.some(isError)) return { expression: undefined, issues: found };
  const { evaluate, issues: failing } = compile(root);
  const issues = [...found, ...failing, ...flatReading(text, root, environment)];
  const trace = (context: EvaluationContext): EvaluationTrace => traceExpression(root, context);
  return { expression: { evaluate, trace, root, ...survey(root) }, issues };
}
