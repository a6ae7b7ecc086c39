import type { Channel } from './console.ts';
import type { Machine } from './machine.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back to the machine. */
  readonly release: () => void;
}

/** Ctrl-C in two steps: the first lets calls in flight finish, the second ends the process at once. */
export function interruption(machine: Machine, err: Channel, words: () => string): Interruption {
  const controller = new AbortController();
  const release = machine.onInterrupt(() => {
    if (controller.signal.aborted) {
      machine.endAtOnce(130);
      return;
    }
    void err.write(`\n${words()}\n`);
    controller.abort();
  });
  return { signal: controller.signal, release };
}
