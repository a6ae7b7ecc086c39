import type { Token } from './token.ts';

/** PowerShell takes quotes of typography for straight ones. */
const SINGLE = "'\u2018\u2019\u201a\u201b";
const DOUBLE = '"\u201c\u201d\u201e';
const HERE = /@(['\u2018-\u201b"\u201c-\u201e])[ \t]*(?:\r\n|\n)/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
/** What begins a variable or a command in a string. */
const EXPANSION = /[\w{(?^$:]/;

type StringToken = Extract<Token, { kind: 'string' } | { kind: 'expandable' }>;

/**
 * The string that begins at an offset, if one does. Line ends in it are those of the file, not of the text: they become
 * line feeds.
 */
export function scanString(text: string, at: number): StringToken | 'endless' | undefined {
  const character = text[at] ?? '';
  HERE.lastIndex = at;
  const here = HERE.exec(text);
  if (here !== null) return scanHere(text, at, here);
  if (SINGLE.includes(character)) return scanSingle(text, at);
  return DOUBLE.includes(character) ? scanDouble(text, at) : undefined;
}

function scanSingle(text: string, start: number): StringToken | 'endless' {
  let from = start + 1;
  const pieces: string[] = [];
  for (let at = from; at < text.length; at++) {
    if (!SINGLE.includes(text[at] ?? '')) continue;
    pieces.push(text.slice(from, at));
    const next = text[at + 1] ?? '';
    if (next === '' || !SINGLE.includes(next)) {
      return { kind: 'string', text: lineFeeds(pieces.join('')), start, end: at + 1 };
    }
    pieces.push(next);
    at++;
    from = at + 1;
  }
  return 'endless';
}

function scanDouble(text: string, start: number): StringToken | 'endless' {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '`') at++;
    else if (DOUBLE.includes(character)) {
      const next = text[at + 1] ?? '';
      if (next !== '' && DOUBLE.includes(next)) at++;
      else return expanded(text.slice(start + 1, at), start, at + 1, true);
    }
  }
  return 'endless';
}

function scanHere(text: string, start: number, head: RegExpExecArray): StringToken | 'endless' {
  const quotes = SINGLE.includes(head[1] ?? '') ? SINGLE : DOUBLE;
  const body = start + head[0].length;
  // The end stands at the beginning of a line; the line end before it is not of the text.
  for (let line = body - 1; line !== -1; line = text.indexOf('\n', line + 1)) {
    const isEnd = quotes.includes(text[line + 1] ?? '-') && text[line + 2] === '@';
    if (!isEnd) continue;
    const content = line < body ? '' : text.slice(body, line).replace(/\r$/, '');
    const end = line + 3;
    if (quotes === DOUBLE) return expanded(content, start, end, false);
    return { kind: 'string', text: lineFeeds(content), start, end };
  }
  return 'endless';
}

/** A string in double quotes, with its escapes; what is expanded when a script runs is not known. */
function expanded(content: string, start: number, end: number, isDoubled: boolean): StringToken {
  const pieces: string[] = [];
  const raw = lineFeeds(content);
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] ?? '';
    const next = raw[at + 1] ?? '';
    if (character === '$' && EXPANSION.test(next)) return { kind: 'expandable', start, end };
    if (character === '`') {
      const unicode = /^u\{([0-9A-Fa-f]{1,6})\}/.exec(raw.slice(at + 1, at + 10));
      const point = Number.parseInt(unicode?.[1] ?? '', 16);
      const isPoint = unicode !== null && point <= 0x10ffff;
      pieces.push(isPoint ? String.fromCodePoint(point) : (ESCAPES[next] ?? next));
      at += isPoint ? unicode[0].length : 1;
    } else {
      pieces.push(character);
      if (isDoubled && DOUBLE.includes(character)) at++;
    }
  }
  return { kind: 'string', text: pieces.join(''), start, end };
}

function lineFeeds(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
