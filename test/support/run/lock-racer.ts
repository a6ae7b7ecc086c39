import { hostname } from 'node:os';
import { once } from 'node:events';
import process from 'node:process';
import { DiagnosticError } from '../../../src/kernel/diagnostic.ts';
import { acquireLock } from '../../../src/state/lock.ts';

// Run as a process of its own: says `ready`, takes the lock at the first byte of its input, holds it until the input ends.
const [path = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const holder = { runId: 'the-same-run', host: hostname(), pid: process.pid, since: new Date().toISOString() };
try {
  const lock = await acquireLock(path, holder, isAlive);
  process.stdout.write(`won ${lock.diagnostics.map((one) => one.code).join()}\n`);
  await once(process.stdin, 'end');
  await lock.release();
} catch (error) {
  process.stdout.write(`${error instanceof DiagnosticError ? (error.diagnostics[0]?.code ?? '') : String(error)}\n`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
