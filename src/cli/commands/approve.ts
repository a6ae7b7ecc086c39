import { renderApproval } from '../../render/index.ts';
import type { ApproveLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const approve: Handler<ApproveLine> = async (line, session) => {
  const { useCases, world } = session;
  const plan = await useCases.readPlanFile(world, line.planFile);
  const { file, id, expiresAt, hazards, diagnostics } = await useCases.approve(world, {
    ...workspaceOptions(session),
    plan,
    hazards: line.hazards,
    lasts: line.lasts,
    ...(line.by === undefined ? {} : { by: line.by }),
    ...(line.out === undefined ? {} : { out: line.out }),
  });
  await writeDiagnostics(session, diagnostics);
  const text =
    line.format === 'json'
      ? `${JSON.stringify({ format: 'lockstep-approval', version: 1, file, id, expiresAt, hazards }, null, 2)}\n`
      : renderApproval({ file, expiresAt, hazards });
  await writeOut(session, text);
  return 0;
};
