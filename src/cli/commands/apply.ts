import type { ApplyEvent, ApplyOptions, ApplyResult } from '../../app/contract.ts';
import type { ExitCode } from '../../kernel/codes/index.ts';
import { fail } from '../../kernel/diagnostic.ts';
import type { Operation, Plan } from '../../model/plan.ts';
import { diagnosticJson, planSummary, renderReport, visible } from '../../render/index.ts';
import type { ApplyLine } from '../command-line.ts';
import { NOTHING_DONE } from '../failure.ts';
import { ask } from '../prompt.ts';
import { workspaceOptions, writeDiagnostics, writeErr, writeOut } from '../session.ts';
import type { Handler, Session } from '../session.ts';
import { applyExitCode, isBlocked } from '../verdict.ts';
import { writePlan } from './show.ts';

/** The lines of `apply --format json` before and after the events of the use case. */
type PlannedEvent = { readonly kind: 'planned' } | { readonly kind: 'operation'; readonly operation: Operation };
interface SummaryEvent {
  readonly kind: 'summary';
  readonly counts: ApplyResult['counts'];
  readonly diagnostics: readonly object[];
  readonly exitCode: ExitCode;
}

/** A plan file was reviewed already and is applied without a question; a plan that is made now is shown and confirmed. */
export const apply: Handler<ApplyLine> = async (line, session) => {
  if (line.planFile !== undefined) {
    return await carryOut(await session.useCases.readPlanFile(session.world, line.planFile), line, session);
  }
  refuseWithoutTerminal(line, session);
  const { plan, diagnostics } = await session.useCases.plan(session.world, {
    ...workspaceOptions(session),
    settle: true,
    ...consentsIn(line),
  });
  await writeDiagnostics(session, diagnostics);
  refuseOther(plan, line);
  await present(plan, line, session);
  if (isBlocked(plan)) return await endWithout(4, line, session);
  if (plan.body.operations.length === 0) return await endWithout(0, line, session);
  if (!line.autoApprove && !(await confirmed(plan, session))) {
    await writeErr(session, 'Not confirmed: nothing was written.\n');
    return 130;
  }
  return await carryOut(plan, line, session);
};

function consentsIn({ allowHazards }: ApplyLine): Pick<ApplyOptions, 'allowHazards'> {
  return allowHazards === undefined ? {} : { allowHazards };
}

/** Said before the plan is made: reading everything first would be a long way to a refusal. */
function refuseWithoutTerminal(line: ApplyLine, session: Session): void {
  if (line.autoApprove) return;
  if (line.format === 'json') fail('CLI004', { detail: 'With --format json no question is asked.' });
  if (session.console.input.isTTY !== true) fail('CLI004', { detail: 'Standard input is not a terminal.' });
}

/** Said before an empty or a blocked plan ends the run: neither is the one that was reviewed. */
function refuseOther({ envelope }: Plan, { expectDigest, approvedRules }: ApplyLine): void {
  const { bodyDigest, rulesDigest } = envelope;
  if (approvedRules !== undefined && approvedRules !== rulesDigest) {
    fail('PLN012', { detail: `Approved were rules ${approvedRules}, this plan is of ${rulesDigest}.` });
  }
  if (expectDigest === undefined || expectDigest === bodyDigest) return;
  fail('PLN006', { detail: `Expected was ${expectDigest}, this plan is ${bodyDigest}.` });
}

/** Nothing was to be applied, or nothing may be. */
async function endWithout(exitCode: ExitCode, { format }: ApplyLine, session: Session): Promise<ExitCode> {
  const event: SummaryEvent = { kind: 'summary', counts: NOTHING_DONE, diagnostics: [], exitCode };
  if (format === 'json') await writeEvent(event, session);
  return exitCode;
}

async function present(plan: Plan, line: ApplyLine, session: Session): Promise<void> {
  if (line.format === 'json') {
    await writeEvent({ kind: 'planned', ...planSummary(plan) }, session);
    for (const operation of plan.body.operations) await writeEvent({ kind: 'operation', operation }, session);
    return;
  }
  // Nobody can confirm what was not shown.
  const global = { ...session.global, quiet: session.global.quiet && line.autoApprove };
  await writePlan(plan, line, { ...session, global });
}

async function confirmed(plan: Plan, session: Session): Promise<boolean> {
  session.progress.clear();
  const { input, err } = session.console;
  const question = `\nApply this to ${visible(plan.envelope.tenantName)}? Only 'yes' will be accepted: `;
  const answer = await ask(question, input, err, session.world.signal);
  return answer.trim() === 'yes' && !session.world.signal.aborted;
}

async function carryOut(plan: Plan, line: ApplyLine, session: Session): Promise<ExitCode> {
  const { expectDigest, approvedRules } = line;
  const expected = {
    ...(expectDigest === undefined ? {} : { expectDigest }),
    ...(approvedRules === undefined ? {} : { approvedRules }),
  };
  const events = eventWriter(line, session);
  const options: ApplyOptions = {
    ...workspaceOptions(session),
    ...expected,
    plan,
    ...consentsIn(line),
    onEvent: events.take,
  };
  const result = await session.useCases.apply(session.world, options);
  await events.written();
  const code = applyExitCode(result, plan);
  if (line.format === 'json') {
    await writeEvent(
      { kind: 'summary', counts: result.counts, diagnostics: result.diagnostics.map(diagnosticJson), exitCode: code },
      session,
    );
    return code;
  }
  await writeDiagnostics(session, result.diagnostics);
  await writeOut(
    session,
    // A blank line after the plan, where it was shown.
    `${line.planFile === undefined ? '\n' : ''}${renderReport(result.report, plan, { colour: session.console.out.colour, full: line.full })}`,
  );
  return code;
}

/** Events to one JSON line each, in order; in text they only move the progress line. */
function eventWriter(
  line: ApplyLine,
  session: Session,
): { take: (event: ApplyEvent) => void; written: () => Promise<void> } {
  let last = Promise.resolve();
  return {
    take: (event) => {
      if (event.kind === 'verified') session.beginWriting();
      if (event.kind === 'result') session.progress.report('applying', event.done, event.total);
      if (line.format === 'json') last = last.then(() => writeEvent(event, session));
    },
    written: () => last,
  };
}

async function writeEvent(event: ApplyEvent | PlannedEvent | SummaryEvent, session: Session): Promise<void> {
  await writeOut(session, `${JSON.stringify(event)}\n`);
}
