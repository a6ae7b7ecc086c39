import { count, visible } from '../../render/index.ts';
import type { InitLine } from '../command-line.ts';
import { writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const init: Handler<InitLine> = async (line, session) => {
  const { directory, files } = await session.useCases.init(session.world, { directory: line.directory });
  const here = directory === '.';
  const where = visible(directory);
  await writeOut(session, `Made a workspace in ${here ? 'this folder' : where} (${count(files.length, 'file')}).\n`);
  if (!session.global.quiet)
    await writeOut(session, `See what it would do: lockstep${here ? '' : ` -C ${where}`} plan\n`);
  return 0;
};
