import { renderDocsHtml, renderDocsJson, renderDocsMarkdown, visible } from '../../render/index.ts';
import type { DocsLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeErr, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

const renderers = { markdown: renderDocsMarkdown, html: renderDocsHtml, json: renderDocsJson };

export const docs: Handler<DocsLine> = async ({ base, format, out }, session) => {
  const { documentation, diagnostics } = await session.useCases.documentWorkspace(session.world, {
    ...workspaceOptions(session),
    ...(base === undefined ? {} : { base }),
    ...(out === undefined ? {} : { out }),
  });
  await writeDiagnostics(session, diagnostics);
  const text = renderers[format](documentation);
  if (out === undefined) await writeOut(session, text);
  else {
    await session.useCases.writeReport(session.world, out, [text]);
    if (!session.global.quiet) await writeErr(session, `Saved to ${visible(out)}.\n`);
  }
  return 0;
};
