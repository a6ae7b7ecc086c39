/** A text that the user wrote, under the path by which the user knows it. */
export interface SourceText {
  /** Path relative to the workspace (POSIX), or as given on the command line. */
  readonly path: string;
  readonly text: string;
}

/** Half-open range of UTF-16 offsets in a source text. */
export interface SourceRange {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** True when the second range lies inside the first. */
export function holds(outer: SourceRange, inner: SourceRange): boolean {
  return outer.source === inner.source && inner.start >= outer.start && inner.end <= outer.end;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

const lineStarts = new WeakMap<SourceText, readonly number[]>();

/** Line and column of an offset; the line table of a source is made once. */
export function positionAt(source: SourceText, offset: number): Position {
  const starts = startsOf(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The text of a 1-based line without its line end. */
export function lineText(source: SourceText, line: number): string {
  const starts = startsOf(source);
  const start = starts[line - 1] ?? source.text.length;
  const end = starts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, '');
}

/** `path:line:column`, as editors and CI systems link it. */
export function placeOf(range: SourceRange): string {
  const { line, column } = positionAt(range.source, range.start);
  return `${range.source.path}:${line}:${column}`;
}

/** `path:line`: short enough for a plan line. */
export function lineOf(range: SourceRange): string {
  return `${range.source.path}:${positionAt(range.source, range.start).line}`;
}

function startsOf(source: SourceText): readonly number[] {
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    const found = [0];
    for (let index = source.text.indexOf('\n'); index !== -1; index = source.text.indexOf('\n', index + 1)) {
      found.push(index + 1);
    }
    starts = found;
    lineStarts.set(source, starts);
  }
  return starts;
}
