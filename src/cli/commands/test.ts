import { renderRuleTests, renderRuleTestsJson, renderRuleTestsJunit } from '../../render/index.ts';
import type { TestLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const test: Handler<TestLine> = async (line, session) => {
  const { path, run, coverage } = line;
  const { report, diagnostics } = await session.useCases.testRules(session.world, {
    ...workspaceOptions(session),
    ...(path === undefined ? {} : { path }),
    ...(run === undefined ? {} : { run }),
    coverage,
  });
  await writeDiagnostics(session, diagnostics);
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
  }
  return report.cases.every(({ passed }) => passed) ? 0 : 3;
};
