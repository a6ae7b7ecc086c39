import type { ExitCode } from '../../kernel/codes/index.ts';
import { exitCodeOf, hasErrors } from '../../kernel/diagnostic.ts';
import type { ImpactResult } from '../../app/index.ts';
import {
  impactHtmlPieces,
  impactJsonPieces,
  renderImpact,
  renderImpactMarkdown,
  renderImpactVerdict,
  visible,
} from '../../render/index.ts';
import type { Redaction } from '../../render/index.ts';
import type { ImpactLine } from '../command-line.ts';
import { redacting } from '../redaction.ts';
import { workspaceOptions, writeDiagnostics, writeErr, writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const impact: Handler<ImpactLine> = (line, session) =>
  redacting(line, session, (shown) => compared(line, session, shown));

async function compared(line: ImpactLine, session: Session, shown: Redaction): Promise<ExitCode> {
  const { useCases, world, global, console } = session;
  const found = await useCases.impact(world, {
    ...workspaceOptions(session),
    base: line.base,
    ...(line.head === undefined ? {} : { head: line.head }),
    ...(line.asOf === undefined ? {} : { asOf: line.asOf }),
    ...(line.source.length === 0 ? {} : { sources: line.source }),
    ...(line.tenant === undefined ? {} : { tenant: line.tenant }),
    ...(line.out === undefined ? {} : { out: line.out }),
  });
  const [report, diagnostics] = [shown.impact(found.report), shown.diagnostics(found.diagnostics)];
  const isPlain = line.format === 'text' || line.format === 'html';
  if (isPlain || line.out !== undefined) await writeDiagnostics(session, diagnostics);
  if (line.out !== undefined) {
    await useCases.writeReport(world, line.out, pieces({ report, diagnostics }, line, false), line.encryptTo);
    await writeOut(session, renderImpactVerdict(report, console.out));
    if (!global.quiet) await writeErr(session, `Saved to ${visible(line.out)}.\n`);
  } else if (global.quiet && line.format === 'text') {
    await writeOut(session, renderImpactVerdict(report, console.out));
  } else {
    for (const piece of pieces({ report, diagnostics }, line, console.out.colour)) await writeOut(session, piece);
  }
  // What could not be compared is never reported as harmless.
  if (hasErrors(diagnostics)) return exitCodeOf(diagnostics);
  const { outcome } = report;
  return line.detailedExitCode && outcome.kind === 'compared' && outcome.impact.identities > 0 ? 2 : 0;
}

function pieces({ report, diagnostics }: ImpactResult, line: ImpactLine, colour: boolean): Iterable<string> {
  switch (line.format) {
    case 'text':
      return [renderImpact(report, { colour })];
    case 'json':
      return impactJsonPieces(report, diagnostics);
    case 'markdown':
      return [renderImpactMarkdown(report, diagnostics, line)];
    case 'html':
      return impactHtmlPieces(report);
  }
}
