import { parseExpression, visit } from '../../expression/index.ts';
import type { ExpressionNode } from '../../expression/index.ts';

/** Functions whose argument is the name of an attribute in quotes. */
const NAMING = new Set(['ImportedValue', 'ValueCount']);

/** Attributes that an expression reads. */
export function attributesRead(root: ExpressionNode): readonly string[] {
  const names = new Set<string>();
  visit(root, (node) => {
    if (node.kind === 'attribute') names.add(node.name);
    const [first] = node.kind === 'call' && NAMING.has(node.name) ? node.arguments : [];
    if (first?.kind === 'text') names.add(first.value);
  });
  return [...names];
}

/** The text with its attributes renamed and everything else as it is. */
export function withNames(text: string, root: ExpressionNode, rename: (name: string) => string): string {
  const places: Extract<ExpressionNode, { kind: 'attribute' }>[] = [];
  visit(root, (node) => {
    if (node.kind === 'attribute') places.push(node);
  });
  return places
    .sort((a, b) => b.start - a.start)
    .reduce((done, { name, start, end }) => `${done.slice(0, start)}[${rename(name)}]${done.slice(end)}`, text);
}

export type Parsed =
  | { readonly kind: 'parsed'; readonly text: string; readonly root: ExpressionNode }
  | { readonly kind: 'broken'; readonly detail: string };

/** An expression of the server, without the white space around it. */
export function parsed(text: string): Parsed {
  const trimmed = text.trim();
  const { root, issues } = parseExpression(trimmed);
  return root === undefined
    ? { kind: 'broken', detail: issues.map(({ detail }) => detail).join(' ') }
    : { kind: 'parsed', text: trimmed, root };
}
