import type { ExitCode } from '../../kernel/codes/index.ts';
import { visible } from '../../render/index.ts';
import type { Redaction } from '../../render/index.ts';
import { isForAnotherDay } from '../../model/plan.ts';
import type { Plan } from '../../model/plan.ts';
import type { PlanLine } from '../command-line.ts';
import { redacting } from '../redaction.ts';
import { workspaceOptions, writeDiagnostics, writeErr } from '../session.ts';
import type { Handler, Session } from '../session.ts';
import { isBlocked, planExitCode } from '../verdict.ts';
import { writePlan } from './show.ts';

export const plan: Handler<PlanLine> = (line, session) =>
  redacting(line, session, (shown) => planned(line, session, shown));

async function planned(line: PlanLine, session: Session, shown: Redaction): Promise<ExitCode> {
  const { useCases, world } = session;
  const asOf = line.asOf === undefined ? {} : { asOf: line.asOf };
  const sources = line.source.length === 0 ? {} : { sources: line.source };
  const tenant = line.tenant === undefined ? {} : { tenant: line.tenant };
  const base = line.base === undefined ? {} : { base: line.base };
  const out = line.out === undefined ? {} : { out: line.out };
  const report = line.report === undefined ? {} : { report: line.report };
  const consents = line.allowHazards === undefined ? {} : { allowHazards: line.allowHazards };
  const options = {
    ...workspaceOptions(session),
    ...asOf,
    ...sources,
    ...tenant,
    ...base,
    ...out,
    ...report,
    ...consents,
  };
  const result = await useCases.plan(world, options);
  await writeDiagnostics(session, shown.diagnostics(result.diagnostics));
  await writePlan(shown.plan(result.plan), line, session);
  if (line.out !== undefined) await save(result.plan, line.out, session);
  return planExitCode(result.plan, line.detailedExitCode);
}

/** What to do next goes beside the plan, not into it: standard output stays what was asked for. */
async function save(made: Plan, path: string, session: Session): Promise<void> {
  await session.useCases.writePlanFile(session.world, path, made);
  if (session.global.quiet) return;
  await writeErr(session, `\n${savedText(made, path, session)}\n`);
}

function savedText(made: Plan, path: string, session: Session): string {
  const { envelope, body } = made;
  const file = visible(path);
  if (isBlocked(made)) return `Saved to ${file}. It is blocked: apply will refuse it.`;
  if (body.operations.length === 0) return `Saved to ${file}. There is nothing to apply.`;
  if (isForAnotherDay(envelope)) return `Saved to ${file}. It was made for another day: apply will refuse it.`;
  const where = session.global.workspace === undefined ? '' : ` -C ${visible(session.global.workspace)}`;
  const command = `lockstep${where} apply ${file} --expect-digest ${envelope.bodyDigest}`;
  return `Saved to ${file}, until ${visible(envelope.expiresAt)}. To apply exactly this plan:\n  ${command}`;
}
