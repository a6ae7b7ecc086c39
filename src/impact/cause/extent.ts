import { lineText, positionAt } from '../../kernel/position.ts';
import type { SourceRange, SourceText } from '../../kernel/position.ts';

/** The line of a key and the deeper lines below it: the key with its value, however many lines that takes. */
export function extentOf(range: SourceRange): readonly number[] {
  const { source } = range;
  const first = positionAt(source, range.start).line;
  const depth = indentOf(lineText(source, first));
  const all = linesOf(source);
  let last = first;
  for (let line = first + 1; line <= all; line++) {
    const text = lineText(source, line);
    if (text.trim() === '') continue;
    if (indentOf(text) <= depth) break;
    last = line;
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * Lines below a key of `spec:` in the document that a range lies in. Documents in the form of JSON have no such
 * blocks, and give none.
 */
export function blockOf(range: SourceRange, keys: ReadonlySet<string>): readonly number[] {
  const { source } = range;
  const [first, last] = documentAround(range);
  const found: number[] = [];
  let inSpec = false;
  let depth: number | undefined;
  let wanted = false;
  for (let line = first; line <= last; line++) {
    const text = lineText(source, line);
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    const indent = indentOf(text);
    if (indent === 0) {
      inSpec = /^spec:\s*(#.*)?$/.test(text);
      depth = undefined;
      wanted = false;
      continue;
    }
    if (!inSpec) continue;
    depth ??= indent;
    // A list may stand at the indent of its key.
    if (indent === depth && !text.trimStart().startsWith('-')) wanted = keys.has(keyOf(text));
    if (wanted) found.push(line);
  }
  return found;
}

/** The text of those lines. */
export function blockText(range: SourceRange, keys: ReadonlySet<string>): string {
  return blockOf(range, keys)
    .map((line) => lineText(range.source, line))
    .join('\n');
}

/** `kind:` of the document that a line lies in. */
export function kindAt(source: SourceText, line: number): string | undefined {
  const [first, last] = documentAt(source, line);
  for (let each = first; each <= last; each++) {
    const kind = /^kind:\s*["']?(\w+)/.exec(lineText(source, each))?.[1];
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function documentAround({ source, start }: SourceRange): readonly [number, number] {
  return documentAt(source, positionAt(source, start).line);
}

function documentAt(source: SourceText, here: number): readonly [number, number] {
  const all = linesOf(source);
  let first = here;
  while (first > 1 && !isSeparator(lineText(source, first - 1))) first--;
  let last = here;
  while (last < all && !isSeparator(lineText(source, last + 1))) last++;
  return [first, last];
}

function isSeparator(text: string): boolean {
  return /^---(\s|$)/.test(text);
}

function keyOf(text: string): string {
  return /^\s*["']?([A-Za-z]\w*)["']?\s*:/.exec(text)?.[1] ?? '';
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function linesOf(source: SourceText): number {
  return positionAt(source, source.text.length).line;
}
