import { createInterface } from 'node:readline';
import type { Channel } from './console.ts';
import type { Input } from './machine.ts';

/** Asks one question; the answer is what was typed, or nothing at the end of input or at an interruption. */
export async function ask(question: string, input: Input, err: Channel, signal: AbortSignal): Promise<string> {
  await err.write(question);
  // Not in terminal mode: there readline would keep Ctrl-C to itself.
  const lines = createInterface({ input, terminal: false });
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      const nothing = (): void => {
        resolve('');
      };
      lines.once('close', nothing);
      // The terminal may go away while it is read.
      input.once('error', nothing);
      if (signal.aborted) nothing();
      signal.addEventListener('abort', nothing);
    });
  } finally {
    lines.close();
  }
}
