import { exitCodeOf } from '../../kernel/diagnostic.ts';
import {
  count,
  renderMigration,
  renderMigrationHtml,
  renderMigrationJson,
  renderMigrationMarkdown,
  visible,
} from '../../render/index.ts';
import { verdictOf as pinsVerdict } from './resolve.ts';
import type { ImportLine } from '../command-line.ts';
import { writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

/** The same twice: for a forge or an editor, and for a browser. */
const REPORT = 'migration-report.md';
const PAGE = 'migration-report.html';

export const importConfiguration: Handler<ImportLine> = async (line, session) => {
  const { path, out, force, format, tenantId, source } = line;
  const named = tenantId === undefined ? {} : { tenantId };
  const { migration, diagnostics } = await session.useCases.importEntraConnect(session.world, { path, out, ...named });
  const files = new Map([
    ...migration.files,
    [REPORT, renderMigrationMarkdown(migration)],
    [PAGE, renderMigrationHtml(migration)],
  ]);
  const wrote = await session.useCases.writeWorkspace(session.world, { out, force, files });
  const pin = () => session.useCases.resolve(session.world, { workspace: out, sources: source });
  if (format === 'json') {
    const pins = source.length === 0 ? {} : { pins: await pin() };
    await writeOut(session, renderMigrationJson({ migration, diagnostics, ...wrote, ...pins }));
    return exitCodeOf(diagnostics);
  }
  await writeDiagnostics(session, diagnostics);
  if (!session.global.quiet) await writeOut(session, `${renderMigration(migration)}\n`);
  const where = visible(wrote.directory);
  const done =
    wrote.written.length === 0
      ? `Nothing to write: ${where} holds just this already.`
      : `Wrote ${count(wrote.written.length, 'file')} into ${where}; ${REPORT} tells all of it.`;
  await writeOut(session, `${done}\n`);
  if (source.length > 0) await writeOut(session, `${pinsVerdict(await pin())}\n`);
  return exitCodeOf(diagnostics);
};
