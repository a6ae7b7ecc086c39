import { renderUnlocking, unlockingJson } from '../../render/index.ts';
import type { UnlockLine } from '../command-line.ts';
import { workspaceOptions, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const unlock: Handler<UnlockLine> = async ({ runId, force, format }, session) => {
  const named = runId === undefined ? {} : { runId };
  const found = await session.useCases.unlock(session.world, { ...workspaceOptions(session), ...named, force });
  await writeOut(session, format === 'json' ? unlockingJson(found) : renderUnlocking(found));
  return found.kind === 'kept' ? 6 : 0;
};
