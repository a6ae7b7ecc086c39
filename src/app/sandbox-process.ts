import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { execPath } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';

/** A running emulated tenant. */
export interface SandboxProcess {
  readonly pid: number | undefined;
  readonly url: string;
  readonly tenantId: string;
  /** PEM of the authority that signed its certificate: to be trusted by the one client that talks to it. */
  readonly ca: string;
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const START_TIMEOUT = 60_000;

/**
 * Starts the emulated tenant as a process of its own: it ends with ours, since it reads our end of its standard
 * input. It shares no code with the connector, and this is the only door between them.
 */
export async function startSandbox(args: readonly string[], signal: AbortSignal): Promise<SandboxProcess> {
  // Compiled code finds compiled code beside it, sources find sources.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const main = fileURLToPath(new URL(`../sandbox/main.${extension}`, import.meta.url));
  const child = spawn(execPath, [main, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C is for us, who then finish our calls and stop it.
    detached: true,
  });
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaints.length < 20) complaints.push(chunk.toString('utf8'));
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  try {
    const ready = await readyLine(child, signal);
    return { ...ready, pid: child.pid, ended, stop };
  } catch (error) {
    child.kill('SIGKILL');
    await ended;
    signal.throwIfAborted();
    return fail('ENT009', { detail: complaintOf(complaints.join('')) ?? failureText(error) }, error);
  }
}

/** The one line with which it ends when it cannot start. */
function complaintOf(text: string): string | undefined {
  return /^lockstep sandbox: (.+)$/m.exec(text)?.[1]?.replace(/[^.]$/, '$&.');
}

/** The seed, absolute. Its absence is told in the words of the one who named it, and not by the emulated tenant. */
export async function requireSeed(directory: string, seed: string): Promise<string> {
  const path = resolve(directory, seed);
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    fail('ENT009', { detail: `The seed ${seed} cannot be read: ${failureText(error)}.`, subject: seed }, error);
  }
  return path;
}

const LONGEST_STOP = 30_000;
const LOOK_EVERY = 20;

/** Waits for a sandbox whose parent died: it sees that by itself, and puts its state in order before it ends. */
export async function sandboxGone(pid: number, isAlive: (pid: number) => boolean, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < LONGEST_STOP && isAlive(pid); waited += LOOK_EVERY) {
    await wait(LOOK_EVERY, undefined, { signal });
  }
}

async function readyLine(
  child: ChildProcess,
  signal: AbortSignal,
): Promise<{ readonly url: string; readonly tenantId: string; readonly ca: string }> {
  const { stdout } = child;
  if (stdout === null) throw new Error('it has no standard output');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(START_TIMEOUT)]);
  const lines = createInterface({ input: stdout, signal: limit });
  for await (const line of lines) {
    const { url, tenantId, ca } = JSON.parse(line) as Readonly<Record<string, string>>;
    if (url !== undefined && tenantId !== undefined && ca !== undefined) return { url, tenantId, ca };
  }
  throw new Error('It ended, or said nothing for a minute.');
}
