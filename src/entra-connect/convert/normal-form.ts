import { compareText } from '../../kernel/text.ts';
import { parseExpression, printExpression } from '../../expression/index.ts';
import type { ExpressionNode } from '../../expression/index.ts';
import type { FlowSource } from '../../model/rule-set.ts';
import type { Value } from '../../model/value.ts';
import type { ExportedFlowSource } from '../server-export.ts';

/** What a flow of the server writes, so that equal flows have equal texts. */
export function normalOfExported(from: ExportedFlowSource): string {
  switch (from.kind) {
    case 'direct':
      return `[${from.attribute.text}]`;
    case 'constant':
      return constantText(from.value.text.trim());
    case 'expression':
      return normalExpression(from.expression.text);
  }
}

/** What a flow of the product writes, in the same form. */
export function normalOfFlow(from: FlowSource): string {
  switch (from.kind) {
    case 'direct':
      return `[${from.attribute}]`;
    case 'constant':
      return constantText(valueText(from.value));
    case 'expression':
      return normalExpression(from.text);
  }
}

/** Two forms that differ in nothing but blanks at the ends, lengths, and the first of several values. */
export function alike(a: string, b: string): boolean {
  return loose(a) === loose(b);
}

function loose(text: string): string {
  const { root } = parseExpression(text);
  return root === undefined ? text : printExpression(looser(root));
}

function looser(node: ExpressionNode): ExpressionNode {
  if (node.kind === 'negate') return { ...node, operand: looser(node.operand) };
  if (node.kind === 'binary') {
    const [left, right] = [looser(node.left), looser(node.right)];
    return node.operator === '=' && right.kind === 'boolean' && right.value ? left : { ...node, left, right };
  }
  if (node.kind !== 'call') return node;
  const given = node.arguments.map(looser);
  const [first, second, third] = given;
  const isPlain = node.name === 'Trim' || (LENGTHS.has(node.name) && second?.kind === 'number');
  if (isPlain && first !== undefined) return first;
  const guarded =
    node.name === 'IIF' && first?.kind === 'call' && first.name === 'IsNullOrEmpty' ? first.arguments[0] : undefined;
  const isGuard = guarded !== undefined && second?.kind === 'constant' && second.name === 'NULL';
  if (isGuard && third !== undefined && printExpression(third) === printExpression(guarded)) return third;
  return { ...node, arguments: given };
}

const LENGTHS: ReadonlySet<string> = new Set(['Left', 'Item']);

function valueText(value: Value): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
}

function constantText(text: string): string {
  return `constant ${text}`;
}

function normalExpression(text: string): string {
  const { root } = parseExpression(text.trim());
  return root === undefined ? text : printExpression(simpler(root));
}

/** Without what makes no difference: the words of an error, True and False of a condition, the longest length. */
function simpler(node: ExpressionNode): ExpressionNode {
  if (node.kind === 'negate') return { ...node, operand: simpler(node.operand) };
  if (node.kind === 'binary') {
    return node.operator === '||'
      ? sorted(alternatives(node))
      : { ...node, left: simpler(node.left), right: simpler(node.right) };
  }
  if (node.kind !== 'call') return node;
  const given = node.arguments.map(simpler);
  const [first, second, third] = given;
  if (node.name === 'CBool' && first !== undefined) return conditionOf(first) ?? { ...node, arguments: given };
  if (node.name === 'Error') return { ...node, arguments: [] };
  if (node.name === 'IIF' && first !== undefined && second !== undefined && third !== undefined) {
    if (second.kind === 'boolean' && third.kind === 'boolean' && second.value && !third.value) return first;
    const cut = cutOf(first, second, third);
    if (cut !== undefined) return cut;
  }
  return { ...node, arguments: given };
}

/** What is joined by ||: its order makes no difference. */
function alternatives(node: ExpressionNode): readonly ExpressionNode[] {
  return node.kind === 'binary' && node.operator === '||'
    ? [...alternatives(node.left), ...alternatives(node.right)]
    : [simpler(node)];
}

function sorted(nodes: readonly ExpressionNode[]): ExpressionNode {
  const texts = nodes
    .map((node) => ({ node, text: printExpression(node) }))
    .sort((a, b) => compareText(a.text, b.text));
  return texts
    .map(({ node }) => node)
    .reduce((left, right) => ({ kind: 'binary', operator: '||', left, right, start: left.start, end: right.end }));
}

/** CBool of what is a condition already; `IIF(a, b, NULL)` as a condition is `a && b`. */
function conditionOf(node: ExpressionNode): ExpressionNode | undefined {
  if (node.kind === 'binary' && CONDITIONS.has(node.operator)) return node;
  if (node.kind !== 'call' || node.name !== 'IIF') return undefined;
  const [left, then, otherwise] = node.arguments;
  const right = then === undefined ? undefined : conditionOf(then);
  if (left === undefined || right === undefined) return undefined;
  if (otherwise?.kind !== 'constant' || otherwise.name !== 'NULL') return undefined;
  return { kind: 'binary', operator: '&&', left, right, start: node.start, end: node.end };
}

const CONDITIONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=', '&&', '||']);

/** `IIF(IsPresent([a]), Left([a], 64), NULL)` is `[a]` as far as the tenant takes it. */
function cutOf(condition: ExpressionNode, then: ExpressionNode, otherwise: ExpressionNode): ExpressionNode | undefined {
  if (condition.kind !== 'call' || condition.name !== 'IsPresent') return undefined;
  if (otherwise.kind !== 'constant' || otherwise.name !== 'NULL') return undefined;
  if (then.kind !== 'call' || then.name !== 'Left') return undefined;
  const [asked] = condition.arguments;
  const [kept] = then.arguments;
  return asked?.kind === 'attribute' && kept?.kind === 'attribute' && asked.name === kept.name ? kept : undefined;
}
