import { integer } from '../model/value.ts';
import { issue } from './issues.ts';
import { limits } from './limits.ts';
import { tokenize } from './lexer.ts';
import type { ExpressionIssue } from './environment.ts';
import type { OperatorToken, Token, WordToken } from './lexer.ts';
import { constantNames, enumNames } from './syntax.ts';
import type { BinaryOperator, ConstantName, EnumName, ExpressionNode, Span } from './syntax.ts';

export interface Parse {
  /** Undefined when there is an issue. */
  readonly root: ExpressionNode | undefined;
  readonly issues: readonly ExpressionIssue[];
}

/** How strongly each operator binds. */
export type Binding = Readonly<Record<BinaryOperator, number>>;

/**
 * Microsoft documents that all operators are equal, read from left to right; the rules that Microsoft ships
 * make sense with the conventional priority alone.
 */
export const conventional: Binding = {
  '||': 1,
  '&&': 2,
  '=': 3,
  '<>': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '&': 4,
  '+': 5,
  '-': 5,
  '*': 6,
};

/** What dialects write differently. */
export interface Grammar {
  readonly binding: Binding;
  /** Arguments may be left out between commas. */
  readonly emptyArguments: boolean;
}

export const connectGrammar: Grammar = { binding: conventional, emptyArguments: false };
export const cloudSyncGrammar: Grammar = { binding: conventional, emptyArguments: true };

/** Reads an expression; stops at the first mistake. Takes time in proportion to the text. */
export function parseExpression(text: string, grammar: Grammar = connectGrammar): Parse {
  const whole = { start: 0, end: text.length };
  if (text.length > limits.characters) return failed(issue.tooLong(limits.characters, whole));
  if (!text.isWellFormed()) return failed(issue.illFormed(whole));
  const { tokens, issue: mistake } = tokenize(text);
  if (mistake !== undefined) return failed(mistake);
  if (tokens.length === 1) return failed(issue.empty(whole));
  try {
    return { root: new Parser(tokens, grammar).whole(), issues: [] };
  } catch (error) {
    if (error instanceof Mistake) return failed(error.issue);
    throw error;
  }
}

function failed(mistake: ExpressionIssue): Parse {
  return { root: undefined, issues: [mistake] };
}

/** Leaves the parser; caught by parseExpression alone. */
class Mistake extends Error {
  readonly issue: ExpressionIssue;

  constructor(mistake: ExpressionIssue) {
    super(mistake.detail);
    this.issue = mistake;
  }
}

const constants: ReadonlySet<string> = new Set(constantNames);
const enums: ReadonlySet<string> = new Set(enumNames);
const bareNames = ['True', 'False', ...constantNames, ...enumNames];

const foreignWords = new Map([
  ['and', 'The logical "and" is &&.'],
  ['or', 'The logical "or" is ||.'],
  ['not', 'There is no "not": compare with False, or swap the branches of IIF.'],
]);

class Parser {
  readonly #tokens: readonly Token[];
  readonly #binding: Binding;
  readonly #emptyArguments: boolean;
  /** Levels below each node, so that a long chain of operators counts as deep as it is. */
  readonly #heights = new WeakMap<ExpressionNode, number>();
  #next = 0;

  constructor(tokens: readonly Token[], { binding, emptyArguments }: Grammar) {
    this.#tokens = tokens;
    this.#binding = binding;
    this.#emptyArguments = emptyArguments;
  }

  whole(): ExpressionNode {
    const root = this.#expression(0, 0);
    const token = this.#peek();
    if (token.kind === ')') throw new Mistake(issue.syntax('This parenthesis closes nothing.', token));
    if (token.kind !== 'end') throw unexpected(token, 'An operator is missing before this.');
    return root;
  }

  #expression(weakest: number, depth: number): ExpressionNode {
    let left = this.#operand(depth + 1);
    let before: OperatorToken | undefined;
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'operator') return left;
      const power = this.#binding[token.value];
      if (power <= weakest) return left;
      if (before !== undefined && this.#mayNotFollow(before, token)) {
        throw new Mistake(issue.syntax('Comparisons cannot be chained.', token, 'Put parentheses around one of them.'));
      }
      this.#next++;
      const right = this.#expression(power, depth + 1);
      left = this.#grown(
        { kind: 'binary', operator: token.value, left, right, start: left.start, end: right.end },
        left,
        right,
      );
      before = token;
    }
  }

  #mayNotFollow(before: OperatorToken, token: OperatorToken): boolean {
    const comparison = conventional['='];
    return this.#binding[before.value] === comparison && this.#binding[token.value] === comparison;
  }

  #operand(depth: number): ExpressionNode {
    const token = this.#peek();
    if (depth > limits.levels) throw new Mistake(issue.tooDeep(limits.levels, token));
    this.#next++;
    switch (token.kind) {
      case 'text':
        return token;
      case 'number':
        return { ...token, value: integer(token.value) };
      case 'attribute':
      case 'parameter':
      case 'variable':
        return { kind: token.kind, name: token.value, start: token.start, end: token.end };
      case 'name':
        return this.#peek().kind === '(' ? this.#call(token, depth) : named(token);
      case '(': {
        const inner = this.#expression(0, depth);
        const end = this.#expect(')', 'This parenthesis is not closed.', token);
        return this.#moved(inner, token.start, end);
      }
      case 'operator':
        if (token.value === '-') return this.#negation(token, depth);
        throw new Mistake(issue.syntax(`A value is missing before "${token.value}".`, token));
      case ')':
      case ',':
      case 'end':
        throw new Mistake(issue.syntax('A value is missing here.', token));
    }
  }

  #negation(minus: Span, depth: number): ExpressionNode {
    const operand = this.#operand(depth + 1);
    return this.#grown({ kind: 'negate', operand, start: minus.start, end: operand.end }, operand);
  }

  #call(name: WordToken, depth: number): ExpressionNode {
    const open = this.#peek();
    this.#next++;
    const given: ExpressionNode[] = [];
    if (this.#peek().kind !== ')') {
      given.push(this.#argument(depth));
      while (this.#peek().kind === ',') {
        this.#next++;
        given.push(this.#argument(depth));
      }
    }
    const end = this.#expect(')', 'The arguments are not closed with a parenthesis.', open);
    return this.#grown({ kind: 'call', name: name.value, arguments: given, start: name.start, end }, ...given);
  }

  #argument(depth: number): ExpressionNode {
    const token = this.#peek();
    const isEmpty = this.#emptyArguments && (token.kind === ',' || token.kind === ')');
    return isEmpty ? { kind: 'empty', start: token.start, end: token.start } : this.#expression(0, depth);
  }

  #expect(kind: ')', detail: string, opened: Span): number {
    const token = this.#peek();
    if (token.kind === 'end') throw new Mistake(issue.syntax(detail, opened));
    if (token.kind !== kind) throw unexpected(token, 'An operator or a comma is missing before this.');
    this.#next++;
    return token.end;
  }

  /** A node in parentheses spans them too, so that a mark under it covers what the user sees as one thing. */
  #moved(node: ExpressionNode, start: number, end: number): ExpressionNode {
    const wider = { ...node, start, end };
    this.#heights.set(wider, this.#heights.get(node) ?? 0);
    return wider;
  }

  #grown(node: ExpressionNode, ...parts: readonly ExpressionNode[]): ExpressionNode {
    let height = 0;
    for (const part of parts) height = Math.max(height, this.#heights.get(part) ?? 0);
    if (height + 1 > limits.levels) throw new Mistake(issue.tooDeep(limits.levels, node));
    this.#heights.set(node, height + 1);
    return node;
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new RangeError('read past the last token');
    return token;
  }
}

/** What stands where an operator belongs; a word of another language gets its own advice. */
function unexpected(token: Token, detail: string): Mistake {
  const help = token.kind === 'name' ? foreignWords.get(token.value.toLowerCase()) : undefined;
  if (token.kind !== 'name' || help === undefined) return new Mistake(issue.syntax(detail, token));
  return new Mistake(issue.foreignWord(token.value, help, token));
}

function named(token: WordToken): ExpressionNode {
  const { value: name, start, end } = token;
  if (name === 'True' || name === 'False') return { kind: 'boolean', value: name === 'True', start, end };
  if (isConstant(name)) return { kind: 'constant', name, start, end };
  if (isEnum(name)) return { kind: 'enum', name, start, end };
  const help = foreignWords.get(name.toLowerCase());
  if (help !== undefined) throw new Mistake(issue.foreignWord(name, help, token));
  throw new Mistake(issue.unknownName(name, bareNames, token));
}

function isConstant(name: string): name is ConstantName {
  return constants.has(name);
}

function isEnum(name: string): name is EnumName {
  return enums.has(name);
}
