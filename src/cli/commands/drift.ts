import { renderDrift, renderDriftJson } from '../../render/index.ts';
import type { DriftLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const drift: Handler<DriftLine> = async (line, session) => {
  const { useCases, world, global, console } = session;
  const { plan, others, diagnostics } = await useCases.drift(world, {
    ...workspaceOptions(session),
    ...(line.source.length === 0 ? {} : { sources: line.source }),
    ...(line.tenant === undefined ? {} : { tenant: line.tenant }),
  });
  await writeDiagnostics(session, diagnostics);
  if (line.format === 'json') await writeOut(session, renderDriftJson(plan, others));
  else {
    const { colour, width } = console.out;
    await writeOut(session, renderDrift(plan, others, { colour, width, full: line.full, brief: global.quiet }));
  }
  return plan.body.operations.length > 0 ? 2 : 0;
};
