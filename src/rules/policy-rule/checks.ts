import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from '../../kernel/text.ts';
import { hazards } from '../../model/hazard.ts';
import { operationKinds } from '../../model/policy-rule.ts';
import { fieldNames } from './environment.ts';

/** What is wrong with an expression, and where in it. */
export interface Issue {
  readonly detail: string;
  readonly start?: number;
  readonly end?: number;
  readonly help?: string;
}

/** What the types cannot tell: words that no operation has, names of attributes, and loops in loops. */
export function problemsOf(root: ASTNode, attributes: ReadonlySet<string>): readonly Issue[] {
  const issues: Issue[] = [];
  const visit = (node: ASTNode, loops: number): void => {
    const inside = isLoop(node) ? loops + 1 : loops;
    if (isLoop(node) && inside > MOST_LOOPS) {
      issues.push(issue(node, `A loop may stand in one other, not deeper.`));
    }
    if (node.op === 'rcall' && node.args[0] === 'bind') issues.push(issue(node, 'cel.bind is not to be had here.'));
    for (const one of wordIssues(node)) issues.push(one);
    for (const one of attributeIssues(node, attributes)) issues.push(one);
    for (const child of childrenOf(node)) visit(child, inside);
  };
  visit(root, 0);
  return issues;
}

const loopNames: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter']);
const MOST_LOOPS = 2;

function isLoop(node: ASTNode): boolean {
  return node.op === 'rcall' && loopNames.has(node.args[0]);
}

function issue({ start, end }: ASTNode, detail: string, help?: string): Issue {
  return { detail, start, end, ...(help === undefined ? {} : { help }) };
}

/** A kind, a type or a hazard that there is not would deny nothing for ever. */
function wordIssues(node: ASTNode): readonly Issue[] {
  if (node.op === 'in' && pathOf(node.args[1]) === 'operation.hazards') return unknownWords([node.args[0]], hazards);
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return [];
  const [left, right] = node.args;
  const words = wordsOf(left) ?? (node.op === 'in' ? undefined : wordsOf(right));
  if (words === undefined) return [];
  const texts = wordsOf(left) === undefined ? [left] : right.op === 'list' ? right.args : [right];
  return unknownWords(texts, words);
}

function unknownWords(texts: readonly ASTNode[], words: readonly string[]): readonly Issue[] {
  return texts.flatMap((text) => {
    const word = literalOf(text);
    if (word === undefined || words.includes(word)) return [];
    const near = didYouMean(word, words);
    const known = `Known are ${words.filter((one) => one !== '').join(', ')}.`;
    return [issue(text, `There is no “${word}” here.`, near === undefined ? known : `Did you mean ${near}?`)];
  });
}

/** The words that a part of an operation may be. */
function wordsOf(node: ASTNode): readonly string[] | undefined {
  switch (pathOf(node)) {
    case 'operation.kind':
      return operationKinds;
    case 'operation.object.type':
    case 'operation.other.type':
      return ['user', 'group', ''];
    default:
      return undefined;
  }
}

/** Attributes of the tenant after `operation.changes`, and before `in operation.changes`. */
function attributeIssues(node: ASTNode, attributes: ReadonlySet<string>): readonly Issue[] {
  const name = attributeIn(node);
  if (name === undefined || attributes.has(name)) return [];
  const near = didYouMean(name, attributes);
  return [
    issue(node, `The tenant has no attribute ${name}.`, near === undefined ? undefined : `Did you mean ${near}?`),
  ];
}

function attributeIn(node: ASTNode): string | undefined {
  if (node.op === '.' && pathOf(node.args[0]) === CHANGES) return node.args[1];
  if (node.op === '[]' && pathOf(node.args[0]) === CHANGES) return literalOf(node.args[1]);
  if (node.op === 'in' && pathOf(node.args[1]) === CHANGES) return literalOf(node.args[0]);
  return undefined;
}

const CHANGES = 'operation.changes';

/** `a.b.c` as a text; undefined for anything else. */
function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const before = pathOf(node.args[0]);
  return before === undefined ? undefined : `${before}.${node.args[1]}`;
}

function literalOf(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}

/** The parts of a node that are nodes themselves, wherever they stand among its arguments. */
function childrenOf(node: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = [];
  const gather = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(gather);
    else if (isNode(part)) found.push(part);
  };
  gather(node.args);
  return found;
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

const functionNames = [
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'size',
  'exists',
  'all',
  'filter',
  'map',
  'has',
];

/** The name that was meant, where a message of the library ends in one that is not known. */
export function nearestName(message: string, each: 'operation' | 'plan'): string | undefined {
  const variable = /^Unknown variable: (\w+)/.exec(message)?.[1];
  if (variable === 'operation' && each === 'plan')
    return 'A rule over the plan sees plan alone. Write each: operation.';
  const field = /^No such key: (\w+)/.exec(message)?.[1];
  const called = /overload for '(?:.*\.)?(\w+)\(/.exec(message)?.[1];
  const near =
    variable !== undefined
      ? didYouMean(variable, each === 'plan' ? ['plan'] : ['operation', 'plan'])
      : field !== undefined
        ? didYouMean(field, fieldNames)
        : called !== undefined
          ? didYouMean(called, functionNames)
          : undefined;
  return near === undefined ? undefined : `Did you mean ${near}?`;
}
