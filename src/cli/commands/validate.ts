import { exitCodeOf, hasErrors } from '../../kernel/diagnostic.ts';
import { count, diagnosticCount, diagnosticJson, visible } from '../../render/index.ts';
import type { ValidateLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const validate: Handler<ValidateLine> = async (line, session) => {
  const result = await session.useCases.validate(session.world, workspaceOptions(session));
  const { diagnostics, workspace, documents, rules, flows } = result;
  if (line.format === 'json') {
    const document = { format: 'lockstep-validation', version: 1, workspace, documents, rules, flows };
    await writeOut(
      session,
      `${JSON.stringify({ ...document, diagnostics: diagnostics.map(diagnosticJson) }, null, 2)}\n`,
    );
    return exitCodeOf(diagnostics);
  }
  await writeDiagnostics(session, diagnostics);
  const size = [count(documents, 'document'), count(rules, 'rule'), count(flows, 'flow')].join(', ');
  const verdict = hasErrors(diagnostics) ? 'is not valid' : 'is valid';
  await writeOut(session, `Workspace ${visible(workspace)} ${verdict}: ${size}; ${diagnosticCount(diagnostics)}.\n`);
  return exitCodeOf(diagnostics);
};
