import { issue } from './issues.ts';
import type { ExpressionIssue } from './environment.ts';
import type { BinaryOperator, Span } from './syntax.ts';

export interface TextToken extends Span {
  readonly kind: 'text';
  /** Unescaped. */
  readonly value: string;
}

export interface NumberToken extends Span {
  readonly kind: 'number';
  readonly value: bigint;
}

export interface WordToken extends Span {
  readonly kind: 'name' | 'attribute' | 'parameter' | 'variable';
  readonly value: string;
}

export interface OperatorToken extends Span {
  readonly kind: 'operator';
  readonly value: BinaryOperator;
}

export interface MarkToken extends Span {
  readonly kind: '(' | ')' | ',' | 'end';
}

export type Token = TextToken | NumberToken | WordToken | OperatorToken | MarkToken;

export interface Tokens {
  /** Ends with the token `end` unless there is an issue. */
  readonly tokens: readonly Token[];
  readonly issue: ExpressionIssue | undefined;
}

type Read = Token | ExpressionIssue;

const INT64_MAX = 2n ** 63n - 1n;

const space = /[\s\uFEFF]+/y;
const hexadecimal = /&H([0-9A-Fa-f]+)\b/y;
const decimal = /[0-9]+/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const variable = /\$([A-Za-z_][A-Za-z0-9_]*)/y;
const attribute = /\[([^[\]\r\n"]+)\]/y;
const parameter = /%([A-Za-z0-9._-]+)%/y;
const operator = /&&|\|\||<>|<=|>=|[*+\-&=<>]/y;
const plainText = /[^"\\]*/y;

/** What follows a backslash inside a text. */
const escapes = new Map([
  ['\\', '\\'],
  ['"', '"'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Words of other languages, and what to write here. */
const foreign = new Map([
  ['==', 'Equality is a single =.'],
  ['!=', 'Inequality is <>.'],
  ['!', 'There is no "not": compare with False, or swap the branches of IIF.'],
  ['/', 'There is no division.'],
  ['|', 'The logical "or" is ||.'],
  ["'", 'Texts stand in straight double quotes.'],
  ['“', 'Texts stand in straight double quotes, not in typographic ones.'],
  ['”', 'Texts stand in straight double quotes, not in typographic ones.'],
]);

/** Cuts a text into tokens; stops at the first thing that is none. */
export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  let position = 0;
  while (true) {
    position += match(space, text, position)?.[0].length ?? 0;
    if (position >= text.length) break;
    const read = readToken(text, position, endsOperand(tokens.at(-1)));
    if ('code' in read) return { tokens, issue: read };
    tokens.push(read);
    position = read.end;
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return { tokens, issue: undefined };
}

/** After an operand `&H…` is a concatenation, not a hexadecimal number. */
function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.kind !== 'operator' && token.kind !== '(' && token.kind !== ',';
}

function readToken(text: string, start: number, afterOperand: boolean): Read {
  const character = text.charAt(start);
  if (character === '(' || character === ')' || character === ',') return { kind: character, start, end: start + 1 };
  if (character === '"') return readText(text, start);
  if (character >= '0' && character <= '9') return readDecimal(text, start);
  if (character === '&' && !afterOperand) {
    const digits = match(hexadecimal, text, start)?.[1];
    if (digits !== undefined) return readHexadecimal(start, digits);
  }
  return readWord(text, start) ?? readOperator(text, start) ?? unknownCharacter(text, start);
}

function readWord(text: string, start: number): Read | undefined {
  const name = match(word, text, start)?.[0];
  if (name !== undefined) return { kind: 'name', value: name, start, end: start + name.length };
  const kinds = [
    ['attribute', attribute],
    ['parameter', parameter],
    ['variable', variable],
  ] as const;
  for (const [kind, pattern] of kinds) {
    const found = match(pattern, text, start);
    if (found !== null) return { kind, value: found[1] ?? '', start, end: start + found[0].length };
  }
  return undefined;
}

function readOperator(text: string, start: number): Read | undefined {
  const pair = text.slice(start, start + 2);
  const help = foreign.get(pair);
  if (help !== undefined)
    return issue.syntax(`"${pair}" is not an operator.`, { start, end: start + pair.length }, help);
  const found = match(operator, text, start)?.[0];
  if (found === undefined) return undefined;
  return { kind: 'operator', value: found as BinaryOperator, start, end: start + found.length };
}

function readDecimal(text: string, start: number): Read {
  const digits = match(decimal, text, start)?.[0] ?? '';
  const end = start + digits.length;
  if (/^[A-Za-z_.]/.test(text.slice(end, end + 1))) {
    return issue.syntax('A number is made of decimal digits alone.', { start, end: end + 1 });
  }
  // The length is looked at first: a BigInt of a million digits takes seconds to make.
  if (digits.length > 32 || BigInt(digits) > INT64_MAX) return issue.numberTooLarge({ start, end });
  return { kind: 'number', value: BigInt(digits), start, end };
}

function readHexadecimal(start: number, digits: string): Read {
  const end = start + 2 + digits.length;
  if (digits.length > 32 || BigInt(`0x${digits}`) > INT64_MAX) return issue.numberTooLarge({ start, end });
  return { kind: 'number', value: BigInt(`0x${digits}`), start, end };
}

function readText(text: string, start: number): Read {
  const parts: string[] = [];
  let position = start + 1;
  while (position < text.length) {
    const plain = match(plainText, text, position)?.[0] ?? '';
    parts.push(plain);
    position += plain.length;
    const next = text.charAt(position + 1);
    if (text.charAt(position) === '\\') {
      const meaning = escapes.get(next);
      if (meaning === undefined && next !== '')
        return issue.unknownEscape(next, { start: position, end: position + 2 });
      parts.push(meaning ?? '');
    } else if (next === '"') parts.push('"');
    else if (position < text.length) return { kind: 'text', value: parts.join(''), start, end: position + 1 };
    position += 2;
  }
  return issue.unclosedText({ start, end: text.length });
}

function unknownCharacter(text: string, start: number): ExpressionIssue {
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const span = { start, end: start + character.length };
  if (character === '[') return issue.syntax('The name of an attribute is not closed with "]".', span);
  if (character === '%') return issue.syntax('The name of a parameter is not closed with "%".', span);
  return issue.syntax(`${JSON.stringify(character)} has no meaning here.`, span, foreign.get(character));
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
