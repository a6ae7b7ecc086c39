import { DiagnosticError, diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { ConnectorContext } from '../model/source.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Operation, Plan } from '../model/plan.ts';
import type { ApplyReport, OperationResult, Outcome } from '../model/report.ts';
import type { Ledger } from '../model/state.ts';
import type { TargetConnector } from '../model/target.ts';
import type { Precondition } from './precondition.ts';
import { runSchedule } from './schedule.ts';

export { preconditions } from './precondition.ts';

export interface ExecuteInput {
  readonly plan: Plan;
  readonly target: TargetConnector;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly context: ConnectorContext;
  /** Set by the first interrupt: nothing new is begun. */
  readonly interrupted: AbortSignal;
  /** Judges an operation against the tenant as it was just read. */
  readonly precondition: (operation: Operation) => Precondition;
  readonly onResult: (result: OperationResult, done: number) => void;
}

export interface ExecuteResult {
  /** Every operation of the plan is in it. */
  readonly report: ApplyReport;
  /** What ended the run before its end: a refused credential, a ledger that cannot be written, a silent tenant. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Operations in flight at once: enough to fill the write quota of an app at usual latencies. */
const WIDTH = 40;

/** So many operations in a row without an answer, and the tenant is taken for unreachable. */
const MOST_SILENT = 16;

/**
 * Executes a verified plan. Each operation is noted in the ledger before and after it is sent, so that after a death
 * at any instruction it can be told what may have been done. Once writing has begun nothing is thrown but bugs: what
 * the tenant answers is an outcome, and what ends the run leaves the rest skipped.
 */
export async function executePlan(input: ExecuteInput): Promise<ExecuteResult> {
  const { plan, clock } = input;
  const { runId, bodyDigest } = plan.envelope;
  const startedAt = timeOf(clock);
  await input.ledger.append({ kind: 'started', runId, planDigest: bodyDigest, at: startedAt });
  const run = new Run(input);
  await runSchedule(plan.body.operations, (operation) => run.work(operation), {
    width: WIDTH,
    stopped: () => run.stopped(),
    skip: (operation, message) => run.note(operation, { status: 'skipped', message }),
  });
  const endedAt = timeOf(clock);
  const interrupted = input.interrupted.aborted;
  await run.append({ kind: 'finished', runId, at: endedAt, interrupted });
  const results = inPlanOrder(plan, run.results);
  return {
    report: { runId, planDigest: bodyDigest, startedAt, endedAt, interrupted, results },
    diagnostics: run.diagnostics,
  };
}

/** One execution under way: ids of what it made, results, and what ended it. */
class Run {
  readonly results: OperationResult[] = [];
  diagnostics: readonly Diagnostic[] = [];
  readonly #input: ExecuteInput;
  readonly #ids = new Map<string, string>();
  #silent = 0;

  constructor(input: ExecuteInput) {
    this.#input = input;
  }

  stopped(): string | undefined {
    if (this.#input.interrupted.aborted) return 'the run was interrupted';
    return this.diagnostics.length > 0 ? 'the run ended before' : undefined;
  }

  async work(operation: Operation): Promise<boolean> {
    const outcome = await this.#perform(operation);
    await this.note(operation, outcome);
    return outcome.status === 'done' || outcome.status === 'alreadyDone';
  }

  async note(operation: Operation, outcome: Outcome): Promise<void> {
    await this.append({ kind: 'outcome', operation: operation.id, outcome, at: timeOf(this.#input.clock) });
    const result = { operation: operation.id, outcome };
    this.results.push(result);
    this.#input.onResult(result, this.results.length);
  }

  /** False when the entry is not on disk: then nothing more may be written to the tenant. */
  async append(entry: Parameters<Ledger['append']>[0]): Promise<boolean> {
    try {
      await this.#input.ledger.append(entry);
      return true;
    } catch (error) {
      this.#end(error);
      return false;
    }
  }

  async #perform(operation: Operation): Promise<Outcome> {
    const { precondition, clock, target, context } = this.#input;
    const judged = precondition(operation);
    if (judged.kind === 'changed') return { status: 'skipped', message: judged.message };
    if (judged.kind === 'alreadyDone') {
      if (operation.kind === 'create' && judged.id !== undefined) this.#ids.set(operation.object.key, judged.id);
      return { status: 'alreadyDone' };
    }
    if (!(await this.append({ kind: 'intent', operation, at: timeOf(clock) }))) {
      return { status: 'skipped', message: 'it could not be noted in the ledger' };
    }
    // Others may have ended the run while the entry was written.
    const stopped = this.stopped();
    if (stopped !== undefined) return { status: 'skipped', message: stopped };
    const outcome = await this.#execute(() => target.execute(operation, (key) => this.#ids.get(key), context));
    if (operation.kind === 'create' && outcome.status === 'done' && outcome.id !== undefined) {
      this.#ids.set(operation.object.key, outcome.id);
    }
    return outcome;
  }

  async #execute(send: () => Promise<Outcome>): Promise<Outcome> {
    try {
      const outcome = await send();
      this.#listen(outcome);
      return outcome;
    } catch (error) {
      this.#end(error);
      return { status: 'unknown', message: 'the run ended while it was under way' };
    }
  }

  /** A tenant that answers nothing any more would keep a long plan trying for days. */
  #listen(outcome: Outcome): void {
    const silent = outcome.status === 'unknown' || (outcome.status === 'failed' && outcome.code === 'Unreachable');
    this.#silent = silent ? this.#silent + 1 : 0;
    if (this.#silent < MOST_SILENT || this.diagnostics.length > 0) return;
    const detail = `The last ${this.#silent} operations were not answered, so the rest was not begun.`;
    this.diagnostics = [diagnostic('ENT001', { detail, help: 'Plan again once the tenant answers.' })];
  }

  #end(error: unknown): void {
    if (!(error instanceof DiagnosticError)) throw error;
    if (this.diagnostics.length === 0) this.diagnostics = error.diagnostics;
  }
}

function timeOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

function inPlanOrder(plan: Plan, results: readonly OperationResult[]): readonly OperationResult[] {
  const byId = new Map(results.map((result) => [result.operation, result]));
  return plan.body.operations.flatMap((operation) => byId.get(operation.id) ?? []);
}
