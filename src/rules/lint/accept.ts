import { codes } from '../../kernel/codes/index.ts';
import { diagnostic } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { holds } from '../../kernel/position.ts';
import type { SourceRange, SourceText } from '../../kernel/position.ts';
import { didYouMean } from '../../kernel/text.ts';
import type { WorkspaceDocument } from '../documents.ts';
import type { Report } from '../problems.ts';
import { at, itemsOf, textOf, within } from '../tree.ts';

/** `metadata.accept` of a document: findings of one code in it are meant, for the reason that stands beside. */
export interface Acceptance {
  readonly code: string;
  readonly range: SourceRange;
  /** The findings that it can accept lie in here; for a Topology in the packs that it extends, too. */
  readonly document: SourceRange;
  readonly packs: ReadonlySet<SourceText>;
}

const NO_PACKS: ReadonlySet<SourceText> = new Set();

/** What the documents accept. A code of an error, or of nothing, is reported. */
export function readAcceptances(
  documents: readonly WorkspaceDocument[],
  packs: ReadonlySet<SourceText>,
  report: Report,
): readonly Acceptance[] {
  return documents.flatMap((document) => {
    if (!document.sound) return [];
    return itemsOf(within(document.root, 'metadata', 'accept')).flatMap((item) => {
      const node = at(item, 'code');
      const code = textOf(node);
      if (node === undefined || code === undefined || !isWarning(code, node.range, report)) return [];
      const wide = document.kind === 'Topology' ? packs : NO_PACKS;
      return [{ code, range: node.range, document: document.root.range, packs: wide }];
    });
  });
}

function isWarning(code: string, range: SourceRange, report: Report): boolean {
  const known = Object.entries(codes).find(([name]) => name === code);
  if (known?.[1].severity === 'warning') return true;
  if (known !== undefined) report('LINT091', range, `${code} is an error.`);
  else {
    const near = didYouMean(code, Object.keys(codes));
    report('LINT091', range, `There is no code ${code}.`, near === undefined ? undefined : `Did you mean ${near}?`);
  }
  return false;
}

/** Diagnostics without those that are accepted; `used` collects the acceptances that applied. */
export function withoutAccepted(
  diagnostics: readonly Diagnostic[],
  acceptances: readonly Acceptance[],
  used: Set<Acceptance>,
): readonly Diagnostic[] {
  return diagnostics.filter((one) => {
    const accepting = acceptances.filter((acceptance) => accepts(acceptance, one));
    for (const acceptance of accepting) used.add(acceptance);
    return accepting.length === 0;
  });
}

function accepts({ code, document, packs }: Acceptance, { code: found, severity, range }: Diagnostic): boolean {
  if (code !== found || severity === 'error' || range === undefined) return false;
  if (packs.has(range.source)) return true;
  return holds(document, range);
}

/** One finding for each acceptance that accepted nothing. */
export function unusedAcceptances(
  acceptances: readonly Acceptance[],
  used: ReadonlySet<Acceptance>,
): readonly Diagnostic[] {
  return acceptances
    .filter((acceptance) => !used.has(acceptance))
    .map(({ code, range }) => diagnostic('LINT090', { range, detail: `There is no ${code} in this document.` }));
}
