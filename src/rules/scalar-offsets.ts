import type { SourceRange } from '../kernel/position.ts';
import type { ScalarNode } from './tree.ts';

/** One UTF-16 unit of a scalar's value and the piece of source that it is written as. */
interface Unit {
  readonly character: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The range of source that a part of a scalar's value is written as: exact for every character that is not white
 * space, whatever the style. (Folding and indentation move white space only, so the rest stands in the same order.)
 */
export function rangeInside(node: ScalarNode, start: number, end: number): SourceRange {
  const units = aligned(node);
  const first = units?.[Math.min(start, units.length - 1)];
  if (units === undefined || first === undefined) return node.range;
  const from = start < units.length ? first.start : first.end;
  const last = units[Math.min(end, units.length) - 1];
  return { source: node.range.source, start: from, end: Math.max(from, end > start ? (last?.end ?? from) : from) };
}

const alignments = new WeakMap<ScalarNode, readonly Unit[] | undefined>();

function aligned(node: ScalarNode): readonly Unit[] | undefined {
  if (!alignments.has(node)) alignments.set(node, align(node.text, written(node)));
  return alignments.get(node);
}

/** Finds for each unit of the value the unit that is written; undefined when the two do not fit. */
function align(value: string, source: readonly Unit[]): readonly Unit[] | undefined {
  const result: Unit[] = [];
  let index = 0;
  for (const character of units(value)) {
    const wanted = !isSpace(character);
    while (wanted && isSpace(source[index]?.character ?? 'end')) index++;
    const unit = source[index] ?? source.at(-1);
    if (unit === undefined || (wanted && unit.character !== character)) return undefined;
    result.push({ ...unit, character });
    if (wanted || isSpace(unit.character)) index++;
  }
  return result;
}

function written(node: ScalarNode): readonly Unit[] {
  const { source, start, end } = node.range;
  const raw = source.text.slice(start, end);
  switch (node.style) {
    case 'plain':
      return plain(raw, start);
    case 'literal':
    case 'folded': {
      const header = raw.indexOf('\n') + 1;
      return plain(raw.slice(header), start + header);
    }
    case 'single':
      return quoted(raw, start, /''/y, () => "'");
    case 'double':
      return quoted(raw, start, ESCAPE, unescaped);
  }
}

function plain(raw: string, offset: number): readonly Unit[] {
  return units(raw).map((character, index) => ({ character, start: offset + index, end: offset + index + 1 }));
}

function quoted(raw: string, offset: number, escape: RegExp, decode: (text: string) => string): readonly Unit[] {
  const result: Unit[] = [];
  for (let index = 1; index < raw.length - 1;) {
    escape.lastIndex = index;
    const found = escape.exec(raw)?.[0];
    const text = found === undefined ? raw.charAt(index) : decode(found);
    const end = index + (found?.length ?? 1);
    for (const character of units(text)) result.push({ character, start: offset + index, end: offset + end });
    index = end;
  }
  return result;
}

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n|[^])/y;

/** YAML 1.2.2, section 5.7. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

function unescaped(escape: string): string {
  const [, letter = ''] = escape;
  if (letter === '\n' || letter === '\r') return '';
  if (escape.length > 2) return String.fromCodePoint(Number.parseInt(escape.slice(2), 16));
  return escapes[letter] ?? letter;
}

function units(text: string): readonly string[] {
  return text.split('');
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
