import type { PinChange, ResolveResult } from '../../app/contract.ts';
import { count, diagnosticJson, visible } from '../../render/index.ts';
import type { ResolveLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const resolve: Handler<ResolveLine> = async (line, session) => {
  const sources = line.source.length === 0 ? {} : { sources: line.source };
  const result = await session.useCases.resolve(session.world, { ...workspaceOptions(session), ...sources });
  if (line.format === 'json') {
    const { file, pins, written, changes, diagnostics } = result;
    const document = { format: 'lockstep-resolution', version: 1, file, pins, written, changes };
    await writeOut(
      session,
      `${JSON.stringify({ ...document, diagnostics: diagnostics.map(diagnosticJson) }, null, 2)}\n`,
    );
    return 0;
  }
  await writeDiagnostics(session, result.diagnostics);
  const changes = session.global.quiet ? [] : result.changes.map(changeLine);
  await writeOut(session, `${[...changes, verdictOf(result)].join('\n')}\n`);
  return 0;
};

function changeLine({ connector, of, dn, before, after }: PinChange): string {
  const sign = before === undefined ? '+' : after === undefined ? '-' : '~';
  const anchors = [before, after].filter((one) => one !== undefined).join(' -> ');
  return `${sign} ${visible(`${connector} ${of} ${dn}`)}  ${anchors}`;
}

/** What became of the file of pins. */
export function verdictOf({ file, pins, written }: ResolveResult): string {
  if (pins === 0)
    return written
      ? `${file} pins nothing any more.`
      : 'No filter and no scope names a container or a group: there is nothing to pin.';
  return written
    ? `Written: ${file}, ${count(pins, 'pin')}. Commit it with the rules.`
    : `${file} is up to date: ${count(pins, 'pin')}.`;
}
