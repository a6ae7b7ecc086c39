import type { ValidateResult } from '../../app/contract.ts';
import { exitCodeOf, hasErrors } from '../../kernel/diagnostic.ts';
import { assertNever } from '../../kernel/invariant.ts';
import {
  count,
  diagnosticCount,
  diagnosticJson,
  renderAnnotations,
  renderSarif,
  renderScopes,
  scopesJson,
  visible,
} from '../../render/index.ts';
import type { ValidateLine } from '../command-line.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const validate: Handler<ValidateLine> = async (line, session) => {
  const gitBase = line.gitBase === undefined ? {} : { gitBase: line.gitBase };
  const result = await session.useCases.validate(session.world, { ...workspaceOptions(session), ...gitBase });
  await present(result, line, session);
  return exitCodeOf(result.diagnostics);
};

async function present(result: ValidateResult, line: ValidateLine, session: Session): Promise<void> {
  const { diagnostics, scopes, workspace } = result;
  switch (line.format) {
    case 'json':
      await writeOut(session, `${JSON.stringify(documentOf(result, line), null, 2)}\n`);
      return;
    case 'sarif':
      await writeOut(session, renderSarif(diagnostics, { workspace, version: session.world.version }));
      return;
    case 'github':
      await writeOut(session, renderAnnotations(diagnostics, workspace));
      return;
    case 'text':
      await writeDiagnostics(session, diagnostics);
      if (line.filters && scopes !== undefined)
        await writeOut(session, `${renderScopes(scopes, session.console.out)}\n`);
      await writeOut(session, `${verdictOf(result, line)}\n`);
      return;
    default:
      assertNever(line.format);
  }
}

function documentOf(result: ValidateResult, line: ValidateLine): object {
  const { workspace, documents, rules, flows, rulesDigest, diagnostics, known, scopes } = result;
  return {
    format: 'lockstep-validation',
    version: 1,
    workspace,
    documents,
    rules,
    flows,
    ...(rulesDigest === undefined ? {} : { rulesDigest }),
    ...(line.gitBase === undefined ? {} : { gitBase: line.gitBase, known }),
    ...(line.filters && scopes !== undefined ? { scopes: scopesJson(scopes) } : {}),
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

function verdictOf(
  { workspace, name, documents, rules, flows, diagnostics, known }: ValidateResult,
  line: ValidateLine,
) {
  const wrong = hasErrors(diagnostics);
  // Rules are counted only where all of them could be read.
  const size = [count(documents, 'document'), ...(wrong ? [] : [count(rules, 'rule'), count(flows, 'flow')])].join(
    ', ',
  );
  const subject =
    workspace === '.' ? (name === undefined ? 'The workspace' : `Workspace ${name}`) : `Workspace ${workspace}`;
  const found = diagnosticCount(diagnostics);
  const since =
    line.gitBase === undefined
      ? found
      : `${found} that ${line.gitBase} does not have; ${count(known ?? 0, 'warning')} ${known === 1 ? 'is' : 'are'} there already`;
  return visible(`${subject} ${wrong ? 'is not valid' : 'is valid'}: ${size}; ${since}.`);
}
