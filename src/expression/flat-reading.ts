import { check } from './checker.ts';
import type { ExpressionEnvironment, ExpressionIssue } from './environment.ts';
import { issue, isError } from './issues.ts';
import { connectGrammar, parseExpression } from './parser.ts';
import type { Binding } from './parser.ts';
import { printExpression } from './printer.ts';
import type { ExpressionNode } from './syntax.ts';

/** As documented, against what Microsoft's rules show: all operators equal, from left to right. */
const flat: Binding = {
  '||': 1,
  '&&': 1,
  '=': 1,
  '<>': 1,
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '&': 1,
  '+': 1,
  '-': 1,
  '*': 1,
};

/**
 * Warns when someone who read the documentation could have meant something else: the flat reading is another
 * tree, and its types fit too.
 */
export function flatReading(
  text: string,
  root: ExpressionNode,
  environment: ExpressionEnvironment,
): readonly ExpressionIssue[] {
  const other = parseExpression(text, { ...connectGrammar, binding: flat }).root;
  if (other === undefined) return [];
  const conventional = printExpression(withoutTrue(root));
  if (printExpression(withoutTrue(other)) === conventional) return [];
  return check(other, environment).issues.some(isError) ? [] : [issue.flatReading(printExpression(root), root)];
}

/** `x = True` is x: where the readings differ in this alone, they mean the same. */
function withoutTrue(node: ExpressionNode): ExpressionNode {
  switch (node.kind) {
    case 'call':
      return { ...node, arguments: node.arguments.map(withoutTrue) };
    case 'negate':
      return { ...node, operand: withoutTrue(node.operand) };
    case 'binary': {
      const [left, right] = [withoutTrue(node.left), withoutTrue(node.right)];
      return node.operator === '=' && right.kind === 'boolean' && right.value ? left : { ...node, left, right };
    }
    default:
      return node;
  }
}
