import type { Compilation, ExpressionEnvironment } from './environment.ts';

export type { Compilation, Expression, ExpressionEnvironment, ExpressionIssue } from './environment.ts';
export type { ExpressionNode } from './syntax.ts';

/** Checks an expression of Connect's dialect and makes it ready to run. */
export function compileExpression(text: string, environment: ExpressionEnvironment): Compilation {
  throw new Error(`not yet: ${text} ${environment.attributeNames.length}`);
}
