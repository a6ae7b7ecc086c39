import { assertNever } from '../../kernel/invariant.ts';
import type { SnapshotFacts } from '../../model/snapshot.ts';
import { renderSnapshot, renderSnapshotJson, visible } from '../../render/index.ts';
import type { SnapshotLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const snapshot: Handler<SnapshotLine> = async (line, session) => {
  switch (line.of) {
    case 'source': {
      const { out, allAttributes, connector } = line;
      const named = connector === undefined ? {} : { connector };
      const options = { ...workspaceOptions(session), ...named, out, allAttributes };
      const made = await session.useCases.snapshotSource(session.world, options);
      await writeDiagnostics(session, made.diagnostics);
      return await saved(made, out, session);
    }
    case 'tenant': {
      const { out, allAttributes } = line;
      const made = await session.useCases.snapshotTenant(session.world, {
        ...workspaceOptions(session),
        out,
        allAttributes,
      });
      await writeDiagnostics(session, made.diagnostics);
      return await saved(made, out, session);
    }
    case 'file': {
      const facts = await session.useCases.showSnapshot(session.world, line.file);
      await writeOut(session, line.format === 'json' ? renderSnapshotJson(facts) : renderSnapshot(facts));
      return 0;
    }
    default:
      return assertNever(line);
  }
};

async function saved(facts: SnapshotFacts, path: string, session: Session): Promise<0> {
  await writeOut(session, session.global.quiet ? '' : renderSnapshot(facts));
  await writeOut(session, `Saved to ${visible(path)}. It holds personal data.\n`);
  return 0;
}
