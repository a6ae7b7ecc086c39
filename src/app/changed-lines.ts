import { diffArrays } from 'diff';
import type { ChangedLines, ChangedText } from '../impact/index.ts';
import { lineText, positionAt } from '../kernel/position.ts';
import type { SourceText } from '../kernel/position.ts';

/** Beyond this many lines between two states of a file, a line is new when the other state has none like it. */
const MOST_EDITS = 4_000;

/** Lines of each of two states of a workspace that the other one does not have. */
export function changedLines(
  base: readonly SourceText[],
  head: readonly SourceText[],
): { readonly base: ChangedLines; readonly head: ChangedLines } {
  const before = new Map(base.map((source) => [source.path, source]));
  const after = new Map(head.map((source) => [source.path, source]));
  const changed = { base: new Map<string, ChangedText>(), head: new Map<string, ChangedText>() };
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(path), after.get(path)];
    if (one?.text === other?.text) continue;
    const lines = differing(one === undefined ? [] : linesOf(one), other === undefined ? [] : linesOf(other));
    if (one !== undefined) changed.base.set(path, { source: one, lines: lines.before });
    if (other !== undefined) changed.head.set(path, { source: other, lines: lines.after });
  }
  return changed;
}

interface Differing {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
}

function differing(before: readonly string[], after: readonly string[]): Differing {
  const parts = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (parts === undefined) return { before: notIn(after, before), after: notIn(before, after) };
  const found = { before: new Set<number>(), after: new Set<number>() };
  let [line, other] = [1, 1];
  for (const { added, removed, value } of parts) {
    for (let index = 0; index < value.length; index++) {
      if (removed) found.before.add(line + index);
      if (added) found.after.add(other + index);
    }
    if (!added) line += value.length;
    if (!removed) other += value.length;
  }
  return found;
}

function notIn(others: readonly string[], lines: readonly string[]): ReadonlySet<number> {
  const there = new Set(others);
  return new Set(lines.flatMap((line, index) => (there.has(line) ? [] : [index + 1])));
}

function linesOf(source: SourceText): readonly string[] {
  const count = positionAt(source, source.text.length).line;
  return Array.from({ length: count }, (_, index) => lineText(source, index + 1));
}
