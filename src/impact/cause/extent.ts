import { lineText, positionAt } from '../../kernel/position.ts';
import type { SourceRange, SourceText } from '../../kernel/position.ts';

/** The line of a key and the deeper lines below it: the key with its value, however many lines that takes. */
export function extentOf(range: SourceRange): readonly number[] {
  const { source } = range;
  const first = positionAt(source, range.start).line;
  const depth = indentOf(lineText(source, first));
  const lines = [first];
  const last = linesOf(source);
  let blank: number[] = [];
  for (let line = first + 1; line <= last; line++) {
    const text = lineText(source, line);
    if (text.trim() === '') blank.push(line);
    else if (indentOf(text) > depth) {
      lines.push(...blank, line);
      blank = [];
    } else break;
  }
  return lines;
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

function documentAround({ source, start }: SourceRange): readonly [number, number] {
  const here = positionAt(source, start).line;
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
