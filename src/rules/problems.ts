import type { Code } from '../kernel/codes/index.ts';
import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { SourceRange } from '../kernel/position.ts';
import { compareText } from '../kernel/text.ts';

/** Notes a problem at a place of the user's text. */
export type Report = (code: Code, at: SourceRange, detail: string, help?: string) => void;

export interface Problems {
  readonly report: Report;
  /** A problem that has no place in a text: a file, a folder. */
  readonly add: (found: Diagnostic) => void;
  /** By file and place, the same problem once, and no more than a person reads. */
  readonly list: () => readonly Diagnostic[];
}

const MOST_SHOWN = 100;

export function newProblems(): Problems {
  const found = new Map<string, Diagnostic>();
  const add = (one: Diagnostic): void => {
    found.set(`${one.code} ${placeKey(one)} ${one.detail}`, one);
  };
  return {
    add,
    report: (code, range, detail, help) => {
      add(diagnostic(code, { range, detail, ...(help === undefined ? {} : { help }) }));
    },
    list: () => capped([...found.values()].sort(byPlace)),
  };
}

/** Errors come first when not all can be shown: a warning must not hide one. */
function capped(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  if (sorted.length <= MOST_SHOWN) return sorted;
  const errors = sorted.filter((one) => one.severity === 'error');
  const shown = (errors.length === 0 ? sorted : errors).slice(0, MOST_SHOWN);
  const rest = diagnostic('CFG006', { detail: `${sorted.length - shown.length} more problems are not shown.` });
  return errors.length === 0 ? shown : [...shown, rest];
}

function placeKey(one: Diagnostic): string {
  return one.range === undefined ? (one.subject ?? '') : `${one.range.source.path}:${one.range.start}`;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const path = compareText(a.range?.source.path ?? '', b.range?.source.path ?? '');
  if (path !== 0) return path;
  const start = (a.range?.start ?? 0) - (b.range?.start ?? 0);
  return start === 0 ? compareText(a.code, b.code) : start;
}
