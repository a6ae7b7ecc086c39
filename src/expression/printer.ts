import { assertNever } from '../kernel/invariant.ts';
import { conventional } from './parser.ts';
import type { BinaryNode, ExpressionNode } from './syntax.ts';

const NEGATION = 7;
const ATOM = 8;

/** One line of text that reads back as the same tree, with the parentheses that it needs and no others. */
export function printExpression(node: ExpressionNode): string {
  switch (node.kind) {
    case 'text':
      return quoted(node.value);
    case 'number':
      return String(node.value);
    case 'boolean':
      return node.value ? 'True' : 'False';
    case 'constant':
    case 'enum':
      return node.name;
    case 'attribute':
      return `[${node.name}]`;
    case 'parameter':
      return `%${node.name}%`;
    case 'variable':
      return `$${node.name}`;
    case 'empty':
      return '';
    case 'call':
      return `${node.name}(${node.arguments.map(printExpression).join(', ')})`;
    case 'negate':
      return `-${enclosed(node.operand, NEGATION)}`;
    case 'binary':
      return binary(node);
    default:
      return assertNever(node);
  }
}

/** A text in the quotes and escapes of the language. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

function binary(node: BinaryNode): string {
  const power = conventional[node.operator];
  const left = enclosed(node.left, isComparison(node) ? power + 1 : power);
  const right = enclosed(node.right, power + 1);
  return `${left} ${node.operator} ${right}`;
}

function isComparison(node: BinaryNode): boolean {
  return conventional[node.operator] === conventional['='];
}

function enclosed(node: ExpressionNode, weakest: number): string {
  const text = printExpression(node);
  return strength(node) < weakest ? `(${text})` : text;
}

function strength(node: ExpressionNode): number {
  if (node.kind === 'binary') return conventional[node.operator];
  return node.kind === 'negate' ? NEGATION : ATOM;
}
