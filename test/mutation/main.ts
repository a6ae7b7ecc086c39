// npm run mutation -- ROOM [FILE…]: which changes of the sources of a room would no test notice? Slow: hours for a room,
// minutes for a file. What was found before is taken over where neither sources nor tests have changed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from './rooms.ts';

const root = join(import.meta.dirname, '..', '..');
const stryker = join(import.meta.dirname, 'node_modules', '.bin', 'stryker');

function run(program: string, given: readonly string[], environment: NodeJS.ProcessEnv = process.env): number {
  return spawnSync(program, given, { cwd: root, env: environment, stdio: 'inherit' }).status ?? 1;
}

const [room = '', ...files] = process.argv.slice(2);
if (rooms[room] === undefined) {
  process.stderr.write(`usage: npm run mutation -- ${Object.keys(rooms).join('|')} [FILE…]\n`);
  process.exitCode = 2;
} else if (!existsSync(stryker) && run('npm', ['ci', '--prefix', 'test/mutation']) !== 0) {
  process.exitCode = 1;
} else {
  const chosen = files.length === 0 ? [] : ['--mutate', files.join(',')];
  const given = ['run', 'test/mutation/stryker.config.mjs', ...chosen];
  process.exitCode = run(stryker, given, { ...process.env, MUTATION_ROOM: room });
}
