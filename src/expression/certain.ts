import type { ExpressionResult } from './environment.ts';
import type { ExpressionNode } from './syntax.ts';

/** True when the expression gives a value for every object, whatever its attributes hold (or fails for it). */
export function alwaysGives(root: ExpressionNode, { syntaxes, several, nullable }: ExpressionResult): boolean {
  // An empty text is no value, so that texts are looked at more closely.
  const plain = [...syntaxes].every((syntax) => syntax === 'boolean' || syntax === 'integer');
  return (plain && syntaxes.size > 0 && !several && !nullable) || isText(root);
}

/** A text that is never empty. */
function isText(node: ExpressionNode): boolean {
  if (node.kind === 'text') return node.value.trim() !== '';
  if (node.kind === 'binary') return node.operator === '&' && (isText(node.left) || isText(node.right));
  if (node.kind !== 'call' || node.name !== 'IIF') return false;
  const [, yes, no] = node.arguments;
  return yes !== undefined && no !== undefined && isText(yes) && isText(no);
}
