import { foldCase } from '../../kernel/text.ts';
import { operators } from './syntax.ts';
import type { Operator } from './syntax.ts';

export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'time'; readonly text: string }
  /** A name with its dots, `_`, `null`, `true`. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'and' | 'or' | 'not' | 'any' | 'all' | 'plus' | 'minus' }
  | { readonly kind: '(' | ')' | '[' | ']' | ',' | 'end' };

/** What is no rule, or none that is understood. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

const space = /[\s\uFEFF\u00A0]+/y;
const time = /\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])/y;
const number = /-?\d+(?:\.\d+)?(?![\w.-])/y;
const name = /[A-Za-z_$][A-Za-z0-9_.$]*/y;
/** Pages and people write en dashes, and the hyphen may be left out. */
const dashed = /[-\u2013\u2014]([A-Za-z]+)/y;

const keywords = new Map<string, Token>([
  ...operators.map((operator) => [foldCase(operator), { kind: 'operator', operator }] as const),
  ...(['and', 'or', 'not', 'any', 'all', 'plus', 'minus'] as const).map((kind) => [kind, { kind }] as const),
]);

/** The tokens of a rule, with `end` as the last; throws {@link NotUnderstood}. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skipped(source, 0); at < source.length;) {
    const [token, end] = tokenAt(source, at);
    tokens.push(token);
    at = skipped(source, end);
  }
  tokens.push({ kind: 'end' });
  return tokens;
}

function skipped(source: string, at: number): number {
  return at + (found(space, source, at)?.[0].length ?? 0);
}

function tokenAt(source: string, at: number): readonly [Token, number] {
  const character = source.charAt(at);
  switch (character) {
    case '(':
    case ')':
    case '[':
    case ']':
    case ',':
      return [{ kind: character }, at + 1];
    case '"':
      return doubleQuoted(source, at);
    case "'":
      return singleQuoted(source, at);
  }
  const instant = found(time, source, at);
  if (instant !== undefined) return [{ kind: 'time', text: instant[0] }, at + instant[0].length];
  const digits = found(number, source, at);
  if (digits !== undefined) return [{ kind: 'number', number: Number(digits[0]) }, at + digits[0].length];
  const keyword = found(dashed, source, at);
  if (keyword !== undefined) {
    const token = keywords.get(foldCase(keyword[1] ?? ''));
    if (token === undefined) throw new NotUnderstood(`${keyword[0]} is no operator`);
    return [token, at + keyword[0].length];
  }
  const word = found(name, source, at);
  if (word === undefined) throw new NotUnderstood(`a character that starts nothing at ${at + 1}`);
  return [keywords.get(foldCase(word[0])) ?? { kind: 'word', text: word[0] }, at + word[0].length];
}

/** A backtick takes the next character as it is; a backslash is one, because patterns are full of them. */
function doubleQuoted(source: string, at: number): readonly [Token, number] {
  let text = '';
  for (let index = at + 1; index < source.length; index++) {
    const character = source.charAt(index);
    if (character === '"') return [{ kind: 'text', text }, index + 1];
    const next = source.charAt(index + 1);
    // Whether these are one or two characters of the value, the documentation leaves open.
    if (character === '\\' && next === '"') throw new NotUnderstood('a backslash before a quote');
    if (character === "'" && next === "'") throw new NotUnderstood('two single quotes within double ones');
    if (character === '`' && next !== '') {
      text += next;
      index++;
    } else text += character;
  }
  throw new NotUnderstood('a text without end');
}

function singleQuoted(source: string, at: number): readonly [Token, number] {
  let text = '';
  for (let index = at + 1; index < source.length; index++) {
    const character = source.charAt(index);
    if (character !== "'") text += character;
    else if (source.charAt(index + 1) === "'") {
      text += "'";
      index++;
    } else return [{ kind: 'text', text }, index + 1];
  }
  throw new NotUnderstood('a text without end');
}

function found(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}
