import process from 'node:process';
import { readOptions, UsageError } from './options.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { LoadError } from './store/load.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';

const usageExit = 3;

function complain(text: string): void {
  process.stderr.write(`lockstep sandbox: ${text}\n`);
}

/** Stops once, however many reasons there are. */
function stopOn(sandbox: Sandbox, detached: boolean): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (detached) return;
  // The parent holds the other end of standard input: when it dies, so do we.
  process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
}

/** One line: whoever started this shows it to a user. */
function messageOf(error: unknown): string {
  if (!isSystemError(error)) return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
  const { path, port } = error as { readonly path?: string; readonly port?: number };
  const what = path ?? (port === undefined ? undefined : `port ${port}`);
  return `${what === undefined ? '' : `${what}: `}${failureText(error)}`;
}

try {
  const options = readOptions(process.argv.slice(2));
  const sandbox = await startSandbox(options, (line) => process.stderr.write(`${line}\n`));
  stopOn(sandbox, options.detached);
  const { url, tenantId, ca } = sandbox;
  process.stdout.write(`${JSON.stringify({ ready: true, url, tenantId, ca })}\n`);
} catch (error) {
  const expected = error instanceof UsageError || error instanceof LoadError || isSystemError(error);
  complain(messageOf(error));
  process.exitCode = expected ? usageExit : 1;
}
