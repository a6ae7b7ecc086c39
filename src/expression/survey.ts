import type { Registry } from './dialect.ts';
import type { ExpressionNode } from './syntax.ts';

/** What a tree reads and calls. */
export interface Survey {
  /** Each once, in the order of first mention. */
  readonly attributes: readonly string[];
  readonly deterministic: boolean;
}

export function survey(root: ExpressionNode, functions: Registry): Survey {
  const attributes = new Set<string>();
  let deterministic = true;
  visit(root, (node) => {
    if (node.kind === 'attribute') attributes.add(node.name);
    if (node.kind !== 'call') return;
    const called = functions.get(node.name);
    if (called?.kind !== 'form') return;
    deterministic &&= called.deterministic;
    const [name] = node.arguments;
    const named = called.form === 'importedValue' || called.form === 'valueCount';
    if (named && name?.kind === 'text') attributes.add(name.value);
  });
  return { attributes: [...attributes], deterministic };
}

/** Every node of a tree, parents before children. */
export function visit(node: ExpressionNode, look: (node: ExpressionNode) => void): void {
  look(node);
  if (node.kind === 'call') for (const argument of node.arguments) visit(argument, look);
  else if (node.kind === 'negate') visit(node.operand, look);
  else if (node.kind === 'binary') {
    visit(node.left, look);
    visit(node.right, look);
  }
}
