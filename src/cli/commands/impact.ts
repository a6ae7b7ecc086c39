import { exitCodeOf, hasErrors } from '../../kernel/diagnostic.ts';
import { impactJsonPieces, renderImpact, renderImpactMarkdown, renderImpactVerdict } from '../../render/index.ts';
import type { ImpactLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const impact: Handler<ImpactLine> = async (line, session) => {
  const { useCases, world, global, console } = session;
  const { report, diagnostics } = await useCases.impact(world, {
    ...workspaceOptions(session),
    base: line.base,
    ...(line.head === undefined ? {} : { head: line.head }),
    ...(line.asOf === undefined ? {} : { asOf: line.asOf }),
    ...(line.source.length === 0 ? {} : { sources: line.source }),
    ...(line.tenant === undefined ? {} : { tenant: line.tenant }),
  });
  if (line.format === 'json') {
    for (const piece of impactJsonPieces(report, diagnostics)) await writeOut(session, piece);
  } else if (line.format === 'markdown') {
    await writeOut(session, renderImpactMarkdown(report, diagnostics, line));
  } else {
    await writeDiagnostics(session, diagnostics);
    const render = global.quiet ? renderImpactVerdict : renderImpact;
    await writeOut(session, render(report, console.out));
  }
  // What could not be compared is never reported as harmless.
  if (hasErrors(diagnostics)) return exitCodeOf(diagnostics);
  const { outcome } = report;
  return line.detailedExitCode && outcome.kind === 'compared' && outcome.impact.identities > 0 ? 2 : 0;
};
