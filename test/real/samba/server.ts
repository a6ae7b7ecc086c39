import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { searchPath } from './command.ts';
import type { Layout } from './layout.ts';

export interface ServerOptions {
  readonly address: string;
  /** After so many seconds the server ends by itself. */
  readonly maximumRuntime: number;
  /** A detached server outlives us; another one ends with the pipe that is its standard input. */
  readonly detached: boolean;
}

const READY_WITHIN = 30_000;
const STOPPED_WITHIN = 10_000;

/** Starts the server and waits until it listens. One process: `single` is the model without workers (man 8 samba). */
export async function startServer(layout: Layout, options: ServerOptions): Promise<ChildProcess> {
  const output = openSync(layout.output, 'w');
  const words = [
    ...['-s', layout.configuration, '-M', 'single', '--no-process-group'],
    ...[options.detached ? '-F' : '-i', `--maximum-runtime=${options.maximumRuntime}`],
  ];
  const child = spawn('samba', words, {
    env: { ...process.env, PATH: searchPath },
    stdio: [options.detached ? 'ignore' : 'pipe', output, output],
    detached: options.detached,
  });
  closeSync(output);
  await listening(layout, child, options.address);
  if (options.detached) child.unref();
  return child;
}

async function listening(layout: Layout, child: ChildProcess, address: string): Promise<void> {
  const until = Date.now() + READY_WITHIN;
  while (Date.now() < until) {
    if (hasEnded(child)) throw new Error(`samba ended while starting:\n${complaints(layout)}`);
    if ((await accepts(address, 389)) && (await accepts(address, 636))) return;
    await pause(20);
  }
  child.kill('SIGKILL');
  throw new Error(`samba does not listen at ${address} after ${READY_WITHIN} ms:\n${complaints(layout)}`);
}

/** Ends the server by a signal, and by force where it does not listen. */
export async function endServer(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  child.once('exit', () => {
    resolve(undefined);
  });
  const force = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN);
  child.kill(signal);
  // A stopped process takes no other signal than SIGKILL before it goes on.
  child.kill('SIGCONT');
  await promise;
  clearTimeout(force);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function accepts(address: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, address);
  socket.once('error', () => {
    resolve(false);
  });
  socket.once('connect', () => {
    socket.destroy();
    resolve(true);
  });
  return promise;
}

function complaints(layout: Layout): string {
  return [layout.output, layout.log].map(tail).join('\n');
}

function tail(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(-2000);
  } catch {
    return '';
  }
}
