import { scanString } from './strings.ts';
import type { Token } from './token.ts';

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

/** Where the script stops being one. */
export interface BrokenScript {
  readonly code: 'IMP002' | 'IMP003';
  readonly detail: string;
  readonly at: number;
}

/** No rule needs more; an endless row of brackets does. */
const MAXIMUM_DEPTH = 64;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '@(': ')', '$(': ')', '{': '}', '@{': '}', '[': ']' };

const BLANK = /(?:[^\S\r\n]|\u0085|`\r?\n|`\r)+/y;
const LINE_END = /\r\n|\n|\r/y;
const LINE_COMMENT = /#[^\r\n]*/y;
const BLOCK_COMMENT = /<#[\s\S]*?#>/y;
const VARIABLE = /\$(?:\{([^}\r\n]*)\}|((?:[A-Za-z_][\w]*:)?[\w?^$]+))/y;
// PowerShell takes dashes of typography for dashes, too.
const PARAMETER = /[-\u2013\u2014\u2015]([A-Za-z]\w*)(:?)/y;
const MARK = /@\(|\$\(|@\{|[(){}[\],|=&@$`<>+]/y;
const WORD = /[^\s(){}[\];,|&'"`$\u2018-\u201f]+/y;

/** The tokens of a script; nothing of it is executed. */
export function tokenize(text: string): Tokens | BrokenScript {
  const tokens: Token[] = [];
  const comments: { readonly start: number; readonly end: number }[] = [];
  const open: { readonly text: string; readonly at: number }[] = [];
  const matched = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const comment = matched(LINE_COMMENT, at) ?? matched(BLOCK_COMMENT, at);
    if (comment !== null) {
      comments.push({ start: at, end: at + comment[0].length });
      at += comment[0].length;
      continue;
    }
    const blank = matched(BLANK, at);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    if (text.startsWith('<#', at)) return { code: 'IMP002', detail: 'The comment that begins here has no end.', at };
    const string = scanString(text, at);
    if (string === 'endless') return { code: 'IMP002', detail: 'The string that begins here has no end.', at };
    const token = string ?? plainToken(matched, at);
    if (token === undefined) return { code: 'IMP002', detail: 'What begins here is no PowerShell.', at };
    if (token.kind === 'mark') {
      const problem = nested(token, open);
      if (problem !== undefined) return problem;
    }
    tokens.push(token);
    at = token.end;
  }
  const last = open.at(-1);
  if (last !== undefined)
    return { code: 'IMP002', detail: `The ${last.text} that stands here is not closed.`, at: last.at };
  return { tokens, comments };
}

function plainToken(matched: (pattern: RegExp, at: number) => RegExpExecArray | null, at: number): Token | undefined {
  const place = (found: RegExpExecArray) => ({ start: at, end: at + found[0].length });
  const line = matched(LINE_END, at);
  if (line !== null) return { kind: 'lineEnd', ...place(line) };
  const variable = matched(VARIABLE, at);
  if (variable !== null) return { kind: 'variable', name: variable[1] ?? variable[2] ?? '', ...place(variable) };
  const parameter = matched(PARAMETER, at);
  if (parameter !== null) {
    return { kind: 'parameter', name: parameter[1] ?? '', hasColon: parameter[2] === ':', ...place(parameter) };
  }
  const mark = matched(MARK, at);
  if (mark !== null) return { kind: 'mark', text: mark[0], ...place(mark) };
  const word = matched(WORD, at);
  if (word !== null) return { kind: 'word', text: word[0], ...place(word) };
  const semicolon = matched(/;/y, at);
  return semicolon === null ? undefined : { kind: 'semicolon', ...place(semicolon) };
}

/** Keeps account of brackets. */
function nested(
  { text, start }: { readonly text: string; readonly start: number },
  open: { readonly text: string; readonly at: number }[],
): BrokenScript | undefined {
  if (CLOSING[text] !== undefined) {
    open.push({ text, at: start });
    if (open.length <= MAXIMUM_DEPTH) return undefined;
    return { code: 'IMP003', detail: `It is nested deeper than ${MAXIMUM_DEPTH}.`, at: start };
  }
  if (text !== ')' && text !== '}' && text !== ']') return undefined;
  const opened = open.pop();
  if (opened !== undefined && CLOSING[opened.text] === text) return undefined;
  return { code: 'IMP002', detail: `The ${text} that stands here closes nothing.`, at: start };
}
