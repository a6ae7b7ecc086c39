import { exitCodeOf, hasErrors } from '../../kernel/diagnostic.ts';
import { count, diagnosticCount, diagnosticJson, visible } from '../../render/index.ts';
import type { ValidateLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler } from '../session.ts';

export const validate: Handler<ValidateLine> = async (line, session) => {
  const result = await session.useCases.validate(session.world, workspaceOptions(session));
  const { diagnostics, workspace, name, documents, rules, flows } = result;
  if (line.format === 'json') {
    const document = { format: 'lockstep-validation', version: 1, workspace, documents, rules, flows };
    await writeOut(
      session,
      `${JSON.stringify({ ...document, diagnostics: diagnostics.map(diagnosticJson) }, null, 2)}\n`,
    );
    return exitCodeOf(diagnostics);
  }
  await writeDiagnostics(session, diagnostics);
  const wrong = hasErrors(diagnostics);
  // Rules are counted only where all of them could be read.
  const size = [count(documents, 'document'), ...(wrong ? [] : [count(rules, 'rule'), count(flows, 'flow')])].join(
    ', ',
  );
  const verdict = wrong ? 'is not valid' : 'is valid';
  const subject =
    workspace === '.' ? (name === undefined ? 'The workspace' : `Workspace ${name}`) : `Workspace ${workspace}`;
  await writeOut(session, `${visible(subject)} ${verdict}: ${size}; ${diagnosticCount(diagnostics)}.\n`);
  return exitCodeOf(diagnostics);
};
