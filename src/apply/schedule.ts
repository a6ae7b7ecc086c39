import { phaseOf } from '../model/plan.ts';
import type { Operation } from '../model/plan.ts';

/** Does one operation; resolves to false when what depends on it must not be done. A rejection ends the schedule. */
export type Work = (operation: Operation) => Promise<boolean>;

export interface ScheduleOptions {
  /** Operations in flight at once; the connector paces them. */
  readonly width: number;
  /** Asked before each operation: why nothing new is begun, or undefined. What is in flight ends. */
  readonly stopped: () => string | undefined;
  /** Called for each operation that is not begun, with what stood in its way. */
  readonly skip: (operation: Operation, because: string) => Promise<void>;
}

/**
 * Does operations phase by phase, and inside a phase as soon as what they wait for is done. An operation whose
 * predecessor failed is skipped, and so is everything that waits for it; nothing else is. Every operation is either
 * done or skipped. When one rejects nothing more is begun, and the rejection follows once what is in flight has ended.
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
  const { waiting, followers } = dependencies(operations);
  const ready = operations.filter((operation) => waiting.get(operation.id)?.size === 0);
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const carryOut = async (operation: Operation): Promise<boolean> => {
    const stopped = options.stopped();
    const missing = operation.after.find((id) => outcome.get(id) !== true);
    const because = stopped ?? (missing === undefined ? undefined : `${missing} was not done`);
    if (because === undefined) return work(operation);
    await options.skip(operation, because);
    return false;
  };
  const run = async (operation: Operation): Promise<void> => {
    try {
      const good = await carryOut(operation);
      outcome.set(operation.id, good);
      waiting.delete(operation.id);
      for (const follower of followers.get(operation.id) ?? []) {
        const left = waiting.get(follower.id);
        left?.delete(operation.id);
        if (left?.size === 0) ready.push(follower);
      }
    } catch (error) {
      failures.push(error);
    }
  };

  let next = 0;
  while (failures.length === 0 && (next < ready.length || inFlight.size > 0)) {
    const operation = inFlight.size < options.width ? ready[next] : undefined;
    if (operation === undefined) {
      await Promise.race(inFlight);
      continue;
    }
    next++;
    const running: Promise<void> = run(operation).finally(() => inFlight.delete(running));
    inFlight.add(running);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
  // What is left waits for itself. No planner writes such a plan, but nothing may be passed over in silence.
  for (const operation of operations) {
    if (!waiting.has(operation.id)) continue;
    await options.skip(operation, 'it waits for itself');
    outcome.set(operation.id, false);
  }
}

interface Dependencies {
  /** What an operation of the phase still waits for in its phase. */
  readonly waiting: Map<string, Set<string>>;
  readonly followers: ReadonlyMap<string, readonly Operation[]>;
}

function dependencies(operations: readonly Operation[]): Dependencies {
  const phase = new Set(operations.map((operation) => operation.id));
  const waiting = new Map(operations.map(({ id, after }) => [id, new Set(after.filter((one) => phase.has(one)))]));
  const followers = new Map<string, Operation[]>();
  for (const operation of operations) {
    for (const id of waiting.get(operation.id) ?? []) {
      const list = followers.get(id);
      if (list === undefined) followers.set(id, [operation]);
      else list.push(operation);
    }
  }
  return { waiting, followers };
}
