import { renderExplanation, renderExplanationJson } from '../../render/index.ts';
import type { ExplainLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const explain: Handler<ExplainLine> = async (line, session) => {
  const { name, attribute, asOf, source, tenant, format } = line;
  const { explanation, diagnostics } = await session.useCases.explain(session.world, {
    ...workspaceOptions(session),
    name,
    ...(attribute === undefined ? {} : { attribute }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(source.length === 0 ? {} : { sources: source }),
    ...(tenant === undefined ? {} : { tenant }),
  });
  await writeDiagnostics(session, diagnostics);
  const { colour, width } = session.console.out;
  const view = { colour, width, ...(attribute === undefined ? {} : { attribute }) };
  await writeOut(
    session,
    format === 'json' ? renderExplanationJson(explanation) : renderExplanation(explanation, view),
  );
  return 0;
};
