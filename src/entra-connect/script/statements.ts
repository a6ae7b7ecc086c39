import type { Token } from './token.ts';

/** What stands as an argument. */
export type Argument = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly isFirst: boolean }
  | { readonly kind: 'list'; readonly items: readonly Argument[] }
  /** What only running it would tell. */
  | { readonly kind: 'other'; readonly what: string }
);

export type Piece =
  | { readonly kind: 'parameter'; readonly token: Extract<Token, { kind: 'parameter' }> }
  | { readonly kind: 'argument'; readonly argument: Argument };

/** `$to = Name pieces`. */
export interface Command {
  readonly kind: 'command';
  readonly name: string;
  /** The variable that takes what the command gives. */
  readonly to: string | undefined;
  readonly pieces: readonly Piece[];
  readonly start: number;
  readonly end: number;
}

/** Anything else: a loop, a function, a pipeline, an assignment. */
export interface OtherStatement {
  readonly kind: 'other';
  readonly what: string;
  /** Commands that stand anywhere in it, in lower case. */
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
}

export type Statement = Command | OtherStatement;

const OPENING = new Set(['(', '@(', '$(', '{', '@{', '[']);
const CLOSING = new Set([')', '}', ']']);

/** The statements of a script, as they follow each other. What stands in brackets belongs to the statement around it. */
export function statementsOf(tokens: readonly Token[]): readonly Statement[] {
  const statements: Statement[] = [];
  let current: Token[] = [];
  let depth = 0;
  const finish = (): void => {
    if (current.length > 0) statements.push(statementOf(current));
    current = [];
  };
  for (const token of tokens) {
    if (token.kind === 'mark' && OPENING.has(token.text)) depth++;
    if (token.kind === 'mark' && CLOSING.has(token.text)) depth--;
    const last = current.at(-1);
    const goesOn = depth > 0 || (last?.kind === 'mark' && (last.text === ',' || last.text === '|'));
    if (token.kind === 'semicolon' && depth === 0) finish();
    else if (token.kind !== 'lineEnd' && token.kind !== 'semicolon') current.push(token);
    else if (!goesOn) finish();
  }
  finish();
  return statements;
}

function statementOf(tokens: readonly Token[]): Statement {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  const [target, equals] = tokens;
  const assigns = target?.kind === 'variable' && equals?.kind === 'mark' && equals.text === '=';
  const rest = withoutOutNull(assigns ? tokens.slice(2) : tokens);
  const [first] = rest;
  const names = tokens.flatMap((token) => (token.kind === 'word' ? [commandName(token.text)] : []));
  const other = (what: string): OtherStatement => ({ kind: 'other', what, names, start, end });
  if (first?.kind !== 'word' || !/^[A-Za-z][\w.\\-]*$/.test(first.text)) {
    return other(assigns ? 'The value of a variable' : 'A statement that is no command');
  }
  if (isMark(rest[1], '{') || BLOCKS.has(first.text.toLowerCase())) return other(`A block (${first.text})`);
  if (hasPipeline(rest)) return other('A pipeline');
  const to = assigns ? target.name : undefined;
  return { kind: 'command', name: commandName(first.text), to, pieces: piecesOf(rest.slice(1)), start, end };
}

const BLOCKS = new Set(
  'if else elseif for foreach while do until switch function filter try catch finally param begin process end class trap return throw'.split(
    ' ',
  ),
);

/** `ADSync\New-ADSyncRule` is `new-adsyncrule`. */
function commandName(text: string): string {
  return text.replace(/^adsync\\/i, '').toLowerCase();
}

/** What a command gives is often thrown away so, which changes nothing. */
function withoutOutNull(tokens: readonly Token[]): readonly Token[] {
  const [bar, word] = tokens.slice(-2);
  const isTail = isMark(bar, '|') && word?.kind === 'word' && word.text.toLowerCase() === 'out-null';
  return isTail ? tokens.slice(0, -2) : tokens;
}

function hasPipeline(tokens: readonly Token[]): boolean {
  let depth = 0;
  return tokens.some((token) => {
    if (token.kind === 'mark' && OPENING.has(token.text)) depth++;
    if (token.kind === 'mark' && CLOSING.has(token.text)) depth--;
    return depth === 0 && isMark(token, '|');
  });
}

function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token?.kind === 'parameter') {
      pieces.push({ kind: 'parameter', token });
      at++;
      continue;
    }
    const [argument, next] = listAt(tokens, at);
    pieces.push({ kind: 'argument', argument });
    at = next;
  }
  return pieces;
}

/** One argument, or several with commas between them. */
function listAt(tokens: readonly Token[], from: number): readonly [Argument, number] {
  const items: Argument[] = [];
  let [item, at] = itemAt(tokens, from);
  items.push(item);
  while (isMark(tokens[at], ',')) {
    [item, at] = itemAt(tokens, at + 1);
    items.push(item);
  }
  const [only] = items;
  if (items.length === 1 && only !== undefined) return [only, at];
  return [{ kind: 'list', items, start: items[0]?.start ?? 0, end: item.end }, at];
}

function itemAt(tokens: readonly Token[], at: number): readonly [Argument, number] {
  const token = tokens[at];
  const previous = tokens[at - 1];
  const place = { start: token?.start ?? previous?.end ?? 0, end: token?.end ?? previous?.end ?? 0 };
  if (token === undefined) return [{ kind: 'other', what: 'A value that is missing', ...place }, at];
  const [value, next] = primaryAt(token, tokens, at);
  // What touches it without a blank is part of it: .Identifier, [1], a second string.
  const after = tokens[next];
  const touches = after?.start === value.end && !(after.kind === 'mark' && [',', ')', '}', '|'].includes(after.text));
  if (!touches) return [value, next];
  const end = skip(tokens, next);
  const what = value.kind === 'variable' ? `A part of the variable $${value.name}` : 'A value that is put together';
  return [{ kind: 'other', what, start: value.start, end: tokens[end - 1]?.end ?? value.end }, end];
}

function primaryAt(token: Token, tokens: readonly Token[], at: number): readonly [Argument, number] {
  const { start, end } = token;
  const other = (what: string, next: number): readonly [Argument, number] => [
    { kind: 'other', what, start, end: tokens[next - 1]?.end ?? end },
    next,
  ];
  switch (token.kind) {
    case 'word':
    case 'string':
      return [{ kind: 'text', text: token.text, start, end }, at + 1];
    case 'expandable':
      return other('A string with a variable in it', at + 1);
    case 'variable':
      return variableAt(token, tokens, at);
    case 'mark':
      break;
    case 'parameter':
    case 'lineEnd':
    case 'semicolon':
      return other('A value that is missing', at + 1);
  }
  if (token.text === '@(') return arrayAt(tokens, at);
  if (token.text === '`') return other('A backtick that no line end follows', at + 1);
  return other(OPENING.has(token.text) ? (BRACKETS[token.text] ?? '') : `A ${token.text}`, skip(tokens, at));
}

const BRACKETS: Readonly<Record<string, string>> = {
  '(': 'A sub-expression',
  '$(': 'A sub-expression',
  '{': 'A script block',
  '@{': 'A table of values',
  '[': 'A type',
};

/** `$name`, or `$name[0]`: out variables are lists, and rules are the first and only of theirs. */
function variableAt(
  { name, start, end }: Extract<Token, { kind: 'variable' }>,
  tokens: readonly Token[],
  at: number,
): readonly [Argument, number] {
  const [open, index, close] = tokens.slice(at + 1, at + 4);
  const isFirst = isMark(open, '[') && index?.kind === 'word' && index.text === '0' && isMark(close, ']');
  if (!isFirst || open.start !== end) return [{ kind: 'variable', name, isFirst: false, start, end }, at + 1];
  return [{ kind: 'variable', name, isFirst: true, start, end: close.end }, at + 4];
}

function arrayAt(tokens: readonly Token[], from: number): readonly [Argument, number] {
  const items: Argument[] = [];
  let at = from + 1;
  while (at < tokens.length && !isMark(tokens[at], ')')) {
    const [item, next] = itemAt(tokens, at);
    items.push(item);
    at = isMark(tokens[next], ',') ? next + 1 : next;
  }
  return [{ kind: 'list', items, start: tokens[from]?.start ?? 0, end: tokens[at]?.end ?? 0 }, at + 1];
}

/** Behind the token at an index, and behind its brackets where it opens some. */
function skip(tokens: readonly Token[], from: number): number {
  let depth = 0;
  let at = from;
  do {
    const token = tokens[at];
    if (token?.kind === 'mark' && OPENING.has(token.text)) depth++;
    if (token?.kind === 'mark' && CLOSING.has(token.text)) depth--;
    at++;
  } while (depth > 0 && at < tokens.length);
  return at;
}

function isMark(token: Token | undefined, text: string): token is Extract<Token, { kind: 'mark' }> {
  return token?.kind === 'mark' && token.text === text;
}
