import { renderRules, renderRulesJson } from '../../render/index.ts';
import type { RulesLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const rules: Handler<RulesLine> = async ({ population, format }, session) => {
  const { report, diagnostics } = await session.useCases.listRules(session.world, {
    ...workspaceOptions(session),
    population,
  });
  await writeDiagnostics(session, diagnostics);
  const view = { colour: session.console.out.colour, quiet: session.global.quiet };
  await writeOut(session, format === 'json' ? renderRulesJson(report) : renderRules(report, view));
  return 0;
};
