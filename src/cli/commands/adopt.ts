import { renderProposals } from '../../render/index.ts';
import type { AdoptLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const adopt: Handler<AdoptLine> = async (line, session) => {
  const { useCases, world, global } = session;
  const result = await useCases.adopt(world, {
    ...workspaceOptions(session),
    ...(line.object === undefined ? {} : { object: line.object }),
    ...(line.out === undefined ? {} : { out: line.out }),
    ...(line.source.length === 0 ? {} : { sources: line.source }),
    ...(line.tenant === undefined ? {} : { tenant: line.tenant }),
  });
  await writeDiagnostics(session, result.diagnostics);
  const { file, written, open, left, waiting } = result;
  const text =
    line.format === 'json'
      ? `${JSON.stringify({ format: 'lockstep-adoption-proposals', version: 1, file: file ?? null, written, open, left, waiting }, null, 2)}\n`
      : renderProposals({ file, written, open, left, waiting, quiet: global.quiet });
  await writeOut(session, text);
  return 0;
};
