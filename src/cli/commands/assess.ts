import { assertNever } from '../../kernel/invariant.ts';
import { exitCodeOf } from '../../kernel/diagnostic.ts';
import { renderAssessment, renderAssessmentJson, renderAssessmentMarkdown } from '../../render/index.ts';
import type { AssessLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const assess: Handler<AssessLine> = async ({ export: path, tenant, format }, session) => {
  const { assessment, diagnostics } = await session.useCases.assess(session.world, {
    ...workspaceOptions(session),
    ...(path === undefined ? {} : { export: path }),
    ...(tenant === undefined ? {} : { tenant }),
  });
  switch (format) {
    case 'json':
      await writeOut(session, renderAssessmentJson(assessment, diagnostics));
      break;
    case 'markdown':
      await writeDiagnostics(session, diagnostics);
      await writeOut(session, renderAssessmentMarkdown(assessment));
      break;
    case 'text':
      await writeDiagnostics(session, diagnostics);
      await writeOut(session, renderAssessment(assessment));
      break;
    default:
      return assertNever(format);
  }
  return exitCodeOf(diagnostics);
};
