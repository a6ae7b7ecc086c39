import { codes } from '../../kernel/codes/index.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { positionAt } from '../../kernel/position.ts';
import { code, prose, shortened } from '../forge/inline.ts';
import type { Section } from '../forge/ladder.ts';
import { placeLink } from '../forge/link.ts';
import type { MarkdownView } from '../forge/view.ts';
import { count } from '../words.ts';

/** What is wrong with a configuration: errors first. */
export function diagnosticSections(diagnostics: readonly Diagnostic[], view: MarkdownView): readonly Section[] {
  return [
    ...section(
      'error',
      diagnostics.filter(({ severity }) => severity === 'error'),
      view,
    ),
    ...section(
      'warning',
      diagnostics.filter(({ severity }) => severity !== 'error'),
      view,
    ),
  ];
}

function section(noun: string, diagnostics: readonly Diagnostic[], view: MarkdownView): readonly Section[] {
  if (diagnostics.length === 0) return [];
  const rung = {
    of: diagnostics.length,
    things: `${noun}s`,
    *entries() {
      for (const one of diagnostics) yield entry(one, view);
    },
  };
  return [{ title: `<b>${count(diagnostics.length, noun)}</b>`, open: noun === 'error', rungs: [rung] }];
}

function entry({ code: of, detail, range, subject, help }: Diagnostic, { linkBase }: MarkdownView): string {
  const at = range === undefined ? subject : `${range.source.path}:${positionAt(range.source, range.start).line}`;
  const place = at === undefined ? '' : ` (${placeLink(at, linkBase)})`;
  return [
    `- **${code(of)} ${prose(codes[of].summary)}**${place}`,
    // An empty item below a text would make it a heading.
    ...(detail === '' ? [] : [`  - ${prose(shortened(detail, 800))}`]),
    `  - What to do: ${prose(shortened(help ?? codes[of].fix, 400))}`,
  ].join('\n');
}
