import { foldCase } from '../../kernel/text.ts';
import { NotUnderstood, tokensOf } from './lexer.ts';
import type { Token } from './lexer.ts';
import { limits } from './syntax.ts';
import type { Condition, MembershipRule, Operator, Property, Scalar, Value } from './syntax.ts';

export type Parsed =
  { readonly rule: MembershipRule; readonly why?: undefined } | { readonly rule?: undefined; readonly why: string };

const directReports = /^\s*direct\s+reports\s+for\s+(["'])\s*([0-9a-f-]{36})\s*\1\s*$/i;

/** Reads a rule; what it does not understand it says in words. Never throws. */
export function parseRule(source: string): Parsed {
  if (source.length > limits.characters) return { why: `it has more than ${limits.characters} characters` };
  const manager = directReports.exec(source)?.[2];
  if (manager !== undefined) return { rule: { kind: 'directReports', manager: manager.toLowerCase() } };
  try {
    const parser = new Parser(tokensOf(source));
    return { rule: parser.rule() };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { why: error.message };
  }
}

/** Precedence from high to low: comparisons, -not, -and, -or, -any and -all. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #level = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  rule(): Condition {
    const condition = this.#junction('or');
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return condition;
  }

  #junction(kind: 'and' | 'or'): Condition {
    const part = (): Condition => (kind === 'or' ? this.#junction('and') : this.#negation());
    const parts = [part()];
    while (this.#peek().kind === kind) {
      this.#next();
      parts.push(part());
    }
    return joined(kind, parts);
  }

  #negation(): Condition {
    if (this.#peek().kind !== 'not') return this.#primary();
    this.#next();
    return this.#within(() => ({ kind: 'not', part: this.#negation() }));
  }

  #primary(): Condition {
    if (this.#peek().kind === '(') return this.#parenthesised();
    const property = this.#property();
    const token = this.#next();
    if (token.kind === 'operator') return this.#comparison(property, token.operator);
    if (token.kind === 'any' || token.kind === 'all') {
      return { kind: token.kind, property, part: this.#quantifiedPart() };
    }
    throw new NotUnderstood(`${property.object}.${property.name} is not followed by an operator`);
  }

  #parenthesised(): Condition {
    this.#next();
    const inner = this.#within(() => this.#junction('or'));
    this.#expect(')');
    return inner;
  }

  /** Without parentheses it reaches to the end: more than one comparison would leave open whose they are. */
  #quantifiedPart(): Condition {
    if (this.#peek().kind === '(') return this.#parenthesised();
    const part = this.#within(() => this.#negation());
    const { kind } = this.#peek();
    if (kind === 'and' || kind === 'or') throw new NotUnderstood('-any or -all without parentheses, and more after it');
    return part;
  }

  #comparison(property: Property, operator: Operator): Condition {
    const value = this.#value();
    const takesList = operator === 'in' || operator === 'notIn';
    if (takesList !== (value.kind === 'list')) {
      throw new NotUnderstood(`-${operator} ${takesList ? 'without' : 'with'} a list`);
    }
    return { kind: 'compare', property, operator, value };
  }

  #property(): Property {
    const token = this.#next();
    if (token.kind !== 'word') throw new NotUnderstood('no property where one is expected');
    if (token.text === '_') return { object: '_', name: '' };
    const parts = /^([A-Za-z]+)\.([A-Za-z_][A-Za-z0-9_]*)$/.exec(token.text);
    if (parts === null) throw new NotUnderstood(`${token.text} is no property`);
    const [, object = '', name = ''] = parts;
    return { object, name };
  }

  #value(): Value {
    if (this.#peek().kind !== '[') return this.#scalar();
    this.#next();
    const values = [this.#scalar()];
    while (this.#peek().kind === ',') {
      this.#next();
      values.push(this.#scalar());
    }
    this.#expect(']');
    return { kind: 'list', values };
  }

  #scalar(): Scalar {
    const token = this.#next();
    switch (token.kind) {
      case 'text':
      case 'number':
      case 'time':
        return token;
      case 'word':
        return this.#keyword(token.text);
      default:
        throw new NotUnderstood('no value where one is expected');
    }
  }

  #keyword(text: string): Scalar {
    switch (foldCase(text)) {
      case 'null':
      case '$null':
        return { kind: 'null' };
      case 'true':
      case '$true':
        return { kind: 'boolean', boolean: true };
      case 'false':
      case '$false':
        return { kind: 'boolean', boolean: false };
      case 'system.now':
        return { kind: 'now', offset: this.#offset() };
      default:
        throw new NotUnderstood(`${text} is no value: texts stand in quotes`);
    }
  }

  /** `-plus p1d` after `system.now`. */
  #offset(): string {
    const { kind } = this.#peek();
    if (kind !== 'plus' && kind !== 'minus') return '';
    this.#next();
    const token = this.#next();
    if (token.kind !== 'word' || !/^p[0-9a-z]+$/i.test(token.text)) throw new NotUnderstood('no duration after -plus');
    return `-${kind} ${token.text.toLowerCase()}`;
  }

  #within<T>(read: () => T): T {
    this.#level++;
    if (this.#level > limits.levels) throw new NotUnderstood(`it nests deeper than ${limits.levels} levels`);
    const result = read();
    this.#level--;
    return result;
  }

  #expect(kind: ')' | ']'): void {
    if (this.#peek().kind !== kind) throw this.#unexpected();
    this.#next();
  }

  #unexpected(): NotUnderstood {
    return new NotUnderstood(this.#peek().kind === 'end' ? 'it ends too early' : 'it goes on where it should end');
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) };
}
