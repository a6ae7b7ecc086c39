import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { SourceRange } from '../kernel/position.ts';
import { vocabulary } from './vocabulary.ts';
import type { WordKind } from './vocabulary.ts';

/** Collects what is wrong with an export while the rest of it is read. */
export class Problems {
  readonly list: Diagnostic[] = [];

  add(code: Diagnostic['code'], range: SourceRange, detail: string): void {
    this.list.push(diagnostic(code, { detail, range }));
  }

  /** What a word of the export stands for; a word that is not known is told, and stands for nothing. */
  word<Kind extends WordKind>(
    kind: Kind,
    text: string,
    range: SourceRange,
  ): (typeof vocabulary)[Kind] extends ReadonlyMap<string, infer Meaning> ? Meaning | undefined : never {
    const meaning = vocabulary[kind].get(text.trim().toUpperCase());
    if (meaning === undefined) this.add('IMP005', range, `${text} is no ${kind} that is known.`);
    return meaning as never;
  }
}
