import type { SourceText } from '../kernel/position.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The same text with what stands in the spans blotted out, character for character: diagnostics show lines of it, and
 * what is not read may hold accounts and secrets.
 * @param spans in the order of the text, none in another
 */
export function masked({ path, text }: SourceText, spans: readonly Span[]): SourceText {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    pieces.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, '*'));
    at = end;
  }
  return { path, text: pieces.join('') + text.slice(at) };
}
