import { createInterface } from 'node:readline';
import type { EvaluationRequest, Evaluator } from '../../app/evaluator.ts';
import { DiagnosticError, exitCodeOf, fail, hasErrors } from '../../kernel/diagnostic.ts';
import { renderDiagnosticsJson, renderEvaluation, renderEvaluationJson } from '../../render/index.ts';
import type { EvalLine } from '../command-line.ts';
import { answer, completion } from '../eval-conversation.ts';
import type { Setting } from '../eval-conversation.ts';
import { workspaceOptions, writeDiagnostics, writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';

export const evaluate: Handler<EvalLine> = async (line, session) => {
  const { expression, object, type, dialect, set } = line;
  const evaluator = await session.useCases.openEvaluator(session.world, workspaceOptions(session));
  const setting = {
    set,
    dialect,
    ...(object === undefined ? {} : { object }),
    ...(type === undefined ? {} : { type }),
  };
  if (expression === undefined) {
    if (session.console.input.isTTY === true && !line.check) return await converse(setting, evaluator, session);
    return fail('CLI001', {
      detail: 'There is no expression, and standard input is no terminal.',
      help: "Give one: lockstep eval '[givenName]' --set givenName=Ada.",
    });
  }
  const request: EvaluationRequest = { ...setting, text: expression };
  if (line.check) return await check(line, request, evaluator, session);
  await writeDiagnostics(session, warnings(evaluator, request));
  const evaluation = await evaluator.evaluate(request);
  const shown =
    line.format === 'json' ? renderEvaluationJson(evaluation) : renderEvaluation(evaluation, session.console.out);
  await writeOut(session, shown);
  return 0;
};

/** Errors come with the evaluation, which knows the type of the object. */
function warnings(evaluator: Evaluator, request: EvaluationRequest): ReturnType<Evaluator['check']> {
  const found = evaluator.check(request);
  return hasErrors(found) ? [] : found;
}

async function check({ format }: EvalLine, request: EvaluationRequest, evaluator: Evaluator, session: Session) {
  const found = evaluator.check(request);
  if (format === 'json') await writeOut(session, renderDiagnosticsJson(found));
  else {
    if (hasErrors(found)) throw new DiagnosticError(found);
    await writeDiagnostics(session, found);
    await writeOut(session, 'The expression is sound.\n');
  }
  return exitCodeOf(found);
}

/** One line after the other until the end of input; what was typed before is a key away. */
async function converse(start: Setting, evaluator: Evaluator, session: Session) {
  const { input, out, screen } = session.console;
  let setting = start;
  await writeOut(session, 'Type an expression, or :help.\n');
  const lines = createInterface({
    input,
    output: screen,
    prompt: '> ',
    completer: (line: string) => completion(line, setting, evaluator),
  });
  lines.on('SIGINT', () => {
    lines.close();
  });
  const typing = { ended: false };
  lines.once('close', () => {
    typing.ended = true;
  });
  lines.prompt();
  for await (const line of lines) {
    const reply = await answer(line, setting, evaluator, out);
    setting = reply.setting;
    await writeOut(session, reply.text);
    if (reply.ended) break;
    // Lines that were typed before the end of input are still answered.
    if (!typing.ended) lines.prompt();
  }
  lines.close();
  return 0 as const;
}
