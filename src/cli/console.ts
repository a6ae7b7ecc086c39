import { failureText } from '../kernel/file-failure.ts';
import type { GlobalOptions } from './command-line.ts';
import type { Input, Machine, Output } from './machine.ts';

/** One stream for people or programs, with what is known of its reader. */
export interface Channel {
  readonly write: (text: string) => Promise<void>;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly width: number;
}

/** The three streams of a run. */
export interface Console {
  readonly input: Input;
  readonly out: Channel;
  readonly err: Channel;
  /** What is behind `out`, for what draws by itself. */
  readonly screen: Output;
}

/** What was to be said cannot be written: a full disk, say. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const WIDTH_OF_A_PIPE = 140;

export function consoleOf(machine: Machine, global: GlobalOptions): Console {
  return {
    input: machine.stdin,
    out: channel(machine.stdout, machine, global),
    err: channel(machine.stderr, machine, global),
    screen: machine.stdout,
  };
}

function channel(stream: Output, machine: Machine, global: GlobalOptions): Channel {
  const isTerminal = stream.isTTY === true;
  return {
    write: writer(stream, isTerminal),
    isTerminal,
    colour: wantsColour(isTerminal, machine.environment, global),
    width: stream.columns || WIDTH_OF_A_PIPE,
  };
}

/** https://no-color.org: any value but the empty one switches colour off. */
function wantsColour(isTerminal: boolean, environment: Machine['environment'], global: GlobalOptions): boolean {
  const noColour = environment['NO_COLOR'] ?? '';
  return global.colourAllowed && noColour === '' && isTerminal && environment['TERM'] !== 'dumb';
}

/** Writes in order and waits for the reader. A reader that has gone away (`| head`, a closed terminal) is no error. */
function writer(stream: Output, isTerminal: boolean): Channel['write'] {
  let gone = false;
  const quietly = ({ code }: NodeJS.ErrnoException): void => {
    if (code === 'EPIPE' || (code === 'EIO' && isTerminal)) gone = true;
  };
  // Without a listener Node would end the process; what matters arrives in the callback of write as well.
  stream.on('error', quietly);
  return (text) => {
    if (gone || text === '') return Promise.resolve();
    return new Promise((resolve, reject) => {
      stream.write(text, (error) => {
        if (error !== null && error !== undefined) quietly(error);
        if (error === null || error === undefined || gone) resolve();
        else reject(new OutputError(failureText(error), { cause: error }));
      });
    });
  };
}
