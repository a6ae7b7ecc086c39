import process from 'node:process';
import { readOptions, UsageError } from './options.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { LoadError } from './store/load.ts';

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

try {
  const options = readOptions(process.argv.slice(2));
  const sandbox = await startSandbox(options, (line) => process.stderr.write(`${line}\n`));
  stopOn(sandbox, options.detached);
  const { url, tenantId, ca } = sandbox;
  process.stdout.write(`${JSON.stringify({ ready: true, url, tenantId, ca })}\n`);
} catch (error) {
  const expected = error instanceof UsageError || error instanceof LoadError;
  complain(error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error));
  process.exitCode = expected ? usageExit : 1;
}
