import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { ParityReport } from '../../model/parity.ts';
import {
  parityJsonPieces,
  renderParity,
  renderParityHtml,
  renderParityMarkdown,
  renderParityVerdict,
  visible,
} from '../../render/index.ts';
import type { ParityLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeErr, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const parity: Handler<ParityLine> = async (line, session) => {
  const { useCases, world, global } = session;
  const { report, diagnostics } = await useCases.parity(world, {
    ...workspaceOptions(session),
    ...(line.source.length === 0 ? {} : { sources: line.source }),
    ...(line.tenant === undefined ? {} : { tenant: line.tenant }),
    ...(line.out === undefined ? {} : { out: line.out }),
  });
  await writeDiagnostics(session, diagnostics);
  if (line.out !== undefined) {
    await useCases.writeReport(world, line.out, pieces(line.format, report, diagnostics, false));
    await writeOut(session, renderParityVerdict(report, session.console.out));
    if (!global.quiet) await writeErr(session, `Saved to ${visible(line.out)}.\n`);
  } else if (global.quiet && line.format === 'text') {
    await writeOut(session, renderParityVerdict(report, session.console.out));
  } else {
    for (const piece of pieces(line.format, report, diagnostics, session.console.out.colour)) {
      await writeOut(session, piece);
    }
  }
  return report.parity.unexplained === 0 ? 0 : 2;
};

function pieces(
  format: ParityLine['format'],
  report: ParityReport,
  diagnostics: readonly Diagnostic[],
  colour: boolean,
): Iterable<string> {
  switch (format) {
    case 'text':
      return [renderParity(report, { colour })];
    case 'json':
      return parityJsonPieces(report, diagnostics);
    case 'markdown':
      return [renderParityMarkdown(report)];
    case 'html':
      return [renderParityHtml(report)];
  }
}
