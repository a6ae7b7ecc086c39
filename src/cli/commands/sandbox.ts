import { visible } from '../../render/index.ts';
import type { SandboxLine } from '../command-line.ts';
import { workspaceOptions, writeErr, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const sandbox: Handler<SandboxLine> = async ({ port, state, seed }, session) => {
  const { useCases, world, global } = session;
  let written = Promise.resolve();
  const onReady = (lines: readonly string[]): void => {
    written = writeOut(session, `${lines.map(visible).join('\n')}\n`).then(async () => {
      if (!global.quiet) await writeErr(session, 'Ctrl-C stops it.\n');
    });
  };
  await useCases.serveSandbox(world, {
    ...workspaceOptions(session),
    ...(port === undefined ? {} : { port }),
    ...(state === undefined ? {} : { state }),
    ...(seed === undefined ? {} : { seed }),
    onReady,
  });
  await written;
  return 0;
};
