import {
  renderRuleTestAnnotations,
  renderRuleTests,
  renderRuleTestsJson,
  renderRuleTestsJunit,
} from '../../render/index.ts';
import type { TestLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const test: Handler<TestLine> = async (line, session) => {
  const { path, run, coverage } = line;
  const { workspace, report, diagnostics } = await session.useCases.testRules(session.world, {
    ...workspaceOptions(session),
    ...(path === undefined ? {} : { path }),
    ...(run === undefined ? {} : { run }),
    coverage,
  });
  // In the log of a workflow each line is read for commands: there the warnings are annotations, too.
  if (line.format !== 'github') await writeDiagnostics(session, diagnostics);
  const { colour, width } = session.console.out;
  switch (line.format) {
    case 'text':
      await writeOut(session, renderRuleTests(report, { colour, width, quiet: session.global.quiet }));
      break;
    case 'json':
      await writeOut(session, renderRuleTestsJson(report));
      break;
    case 'junit':
      await writeOut(session, renderRuleTestsJunit(report));
      break;
    case 'github':
      await writeOut(session, renderRuleTestAnnotations(report, diagnostics, workspace));
  }
  return report.cases.every(({ passed }) => passed) ? 0 : 3;
};
