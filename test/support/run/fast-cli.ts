import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import process from 'node:process';
import { run } from '../../../src/cli/run.ts';
import { worldIn } from './world.ts';

// The command line as it is, but for its clock: run as a process of its own, to be killed.
const { clock, isAlive } = worldIn(process.cwd());
const code = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  directory: process.cwd(),
  host: hostname(),
  pid: process.pid,
  isAlive,
  version: '0.0.0-test',
  clock,
  random: { bytes: (length) => randomBytes(length) },
  onInterrupt: () => () => undefined,
  endAtOnce: (exit) => process.exit(exit),
  useCases: () => import('../../../src/app/index.ts'),
});
process.exit(code);
