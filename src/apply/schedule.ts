import { phaseOf } from '../model/plan.ts';
import type { Operation } from '../model/plan.ts';

/** Does one operation; resolves to false when what depends on it must not be done. Never rejects. */
export type Work = (operation: Operation) => Promise<boolean>;

export interface ScheduleOptions {
  /** Operations in flight at once; the connector paces them. */
  readonly width: number;
  /** Asked before each operation: true stops the schedule, what is in flight ends. */
  readonly stopped: () => boolean;
  /** Called for each operation that is not begun, with what stood in its way. */
  readonly skip: (operation: Operation, because: string) => Promise<void>;
}

/**
 * Does operations phase by phase, and inside a phase as soon as what they wait for is done. An operation whose
 * predecessor failed is skipped, and so is everything that waits for it; nothing else is.
 */
export async function runSchedule(
  operations: readonly Operation[],
  work: Work,
  options: ScheduleOptions,
): Promise<void> {
  const outcome = new Map<string, boolean>();
  const phases = Map.groupBy(operations, phaseOf);
  for (const phase of [...phases.keys()].sort((a, b) => a - b)) {
    await runPhase(phases.get(phase) ?? [], outcome, work, options);
  }
}

async function runPhase(
  operations: readonly Operation[],
  outcome: Map<string, boolean>,
  work: Work,
  options: ScheduleOptions,
): Promise<void> {
  const phase = new Set(operations.map((operation) => operation.id));
  const waiting = new Map(operations.map(({ id, after }) => [id, new Set(after.filter((one) => phase.has(one)))]));
  const followers = new Map<string, Operation[]>();
  for (const operation of operations) {
    for (const id of waiting.get(operation.id) ?? []) followers.set(id, [...(followers.get(id) ?? []), operation]);
  }
  const ready = operations.filter((operation) => waiting.get(operation.id)?.size === 0);

  const finish = (operation: Operation, good: boolean): void => {
    outcome.set(operation.id, good);
    for (const follower of followers.get(operation.id) ?? []) {
      const left = waiting.get(follower.id);
      left?.delete(operation.id);
      if (left?.size === 0) ready.push(follower);
    }
  };
  const lane = async (): Promise<void> => {
    for (let operation = ready.shift(); operation !== undefined; operation = ready.shift()) {
      const failed = operation.after.find((id) => outcome.get(id) !== true);
      if (options.stopped()) await options.skip(operation, 'the run was interrupted');
      else if (failed !== undefined) await options.skip(operation, `${failed} was not done`);
      else {
        finish(operation, await work(operation));
        continue;
      }
      finish(operation, false);
    }
  };
  // A lane ends when nothing is ready; what becomes ready later is taken by the lane that made it so.
  await Promise.all(Array.from({ length: options.width }, lane));
}
