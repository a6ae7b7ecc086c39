import { count, visible } from '../../render/index.ts';
import type { InitLine } from '../command-line.ts';
import { writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const init: Handler<InitLine> = async (line, session) => {
  const { directory, files } = await session.useCases.init(session.world, {
    directory: line.directory,
    ...(line.ci === undefined ? {} : { ci: line.ci }),
  });
  const here = directory === '.';
  const where = visible(directory);
  if (line.ci !== undefined) {
    await writeOut(
      session,
      `Wrote ${count(files.length, 'workflow')}:\n${files.map((file) => `  ${visible(file)}\n`).join('')}`,
    );
    if (!session.global.quiet) await writeOut(session, 'The beginning of each says what to set before it runs.\n');
    return 0;
  }
  await writeOut(session, `Made a workspace in ${here ? 'this folder' : where} (${count(files.length, 'file')}).\n`);
  if (!session.global.quiet)
    await writeOut(session, `See what it would do: lockstep${here ? '' : ` -C ${where}`} plan\n`);
  return 0;
};
