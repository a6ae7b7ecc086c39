import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from './machine.ts';
import { run } from './run.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the command line on the real machine. */
export async function start(): Promise<void> {
  const code = await run(process.argv.slice(2), machineOf());
  // All output was waited for; a connection that was left open must not keep the user waiting.
  process.exit(code);
}

function machineOf(): Machine {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    directory: process.cwd(),
    host: hostname(),
    pid: process.pid,
    isAlive,
    version: versionOfPackage(),
    clock: {
      now: () => Date.now(),
      sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    },
    random: { bytes: (length) => randomBytes(length) },
    onInterrupt,
    endAtOnce: (code) => process.exit(code),
    useCases: () => import('../app/index.ts'),
  };
}

/** Signal 0 asks without sending; a process of someone else is alive, too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function onInterrupt(handler: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, handler);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handler);
  };
}

/** package.json lies two folders up, in the sources as in what is published. */
function versionOfPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
