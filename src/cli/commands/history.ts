import { historyJson, renderHistory, renderRun, runJson } from '../../render/index.ts';
import type { HistoryLine } from '../command-line.ts';
import { workspaceOptions, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const history: Handler<HistoryLine> = async (line, session) => {
  const { useCases, world, console } = session;
  const { runId, limit, full, format } = line;
  const view = { colour: console.out.colour, full };
  if (runId !== undefined) {
    const run = await useCases.runDetail(world, { ...workspaceOptions(session), runId });
    await writeOut(session, format === 'json' ? runJson(run) : renderRun(run, view));
    return 0;
  }
  const found = await useCases.history(world, { ...workspaceOptions(session), limit: full ? Infinity : limit });
  await writeOut(session, format === 'json' ? historyJson(found) : renderHistory(found, view));
  return 0;
};
