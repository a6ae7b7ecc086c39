import type { ConnectorContext } from '../model/source.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Operation, Plan } from '../model/plan.ts';
import type { ApplyReport, OperationResult, Outcome } from '../model/report.ts';
import type { Ledger } from '../model/state.ts';
import type { TargetConnector } from '../model/tenant.ts';
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

/** Operations in flight at once: enough to fill the write quota of an app at usual latencies. */
const WIDTH = 8;

/**
 * Executes a verified plan. Each operation is noted in the ledger before and after it is sent, so that after a death
 * at any instruction it can be told what may have been done. Never throws for what the tenant answers.
 */
export async function executePlan(input: ExecuteInput): Promise<ApplyReport> {
  const { plan, ledger, clock } = input;
  const { runId, bodyDigest } = plan.envelope;
  const now = () => new Date(clock.now()).toISOString();
  const startedAt = now();
  const ids = new Map<string, string>();
  const results: OperationResult[] = [];
  await ledger.append({ kind: 'started', runId, planDigest: bodyDigest, at: startedAt });

  const note = async (operation: Operation, outcome: Outcome): Promise<void> => {
    await ledger.append({ kind: 'outcome', operation: operation.id, outcome, at: now() });
    const result = { operation: operation.id, outcome };
    results.push(result);
    input.onResult(result, results.length);
  };
  const work = async (operation: Operation): Promise<boolean> => {
    const outcome = await perform(input, operation, ids, now);
    await note(operation, outcome);
    return outcome.status === 'done' || outcome.status === 'alreadyDone';
  };
  await runSchedule(plan.body.operations, work, {
    width: WIDTH,
    stopped: () => input.interrupted.aborted,
    skip: (operation, message) => note(operation, { status: 'skipped', message }),
  });

  const endedAt = now();
  const interrupted = input.interrupted.aborted;
  await ledger.append({ kind: 'finished', runId, at: endedAt, interrupted });
  return { runId, planDigest: bodyDigest, startedAt, endedAt, interrupted, results: inPlanOrder(plan, results) };
}

async function perform(
  input: ExecuteInput,
  operation: Operation,
  ids: Map<string, string>,
  now: () => string,
): Promise<Outcome> {
  const precondition = input.precondition(operation);
  if (precondition.kind === 'changed') return { status: 'skipped', message: precondition.message };
  if (precondition.kind === 'alreadyDone') {
    if (operation.kind === 'create' && precondition.id !== undefined) ids.set(operation.object.key, precondition.id);
    return { status: 'alreadyDone' };
  }
  await input.ledger.append({ kind: 'intent', operation, at: now() });
  const outcome = await input.target.execute(operation, (key) => ids.get(key), input.context);
  if (operation.kind === 'create' && outcome.status === 'done' && outcome.id !== undefined) {
    ids.set(operation.object.key, outcome.id);
  }
  return outcome;
}

function inPlanOrder(plan: Plan, results: readonly OperationResult[]): readonly OperationResult[] {
  const byId = new Map(results.map((result) => [result.operation, result]));
  return plan.body.operations.flatMap((operation) => byId.get(operation.id) ?? []);
}
