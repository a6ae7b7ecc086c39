import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codes } from '../../src/kernel/codes/index.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

function main(options: { args?: readonly string[]; before?: string }) {
  const before =
    options.before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(options.before)}`];
  return spawnSync(process.execPath, [...before, MAIN, ...(options.args ?? [])], { encoding: 'utf8' });
}

test('the bin runs', () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(main({ args: ['version'] })).toMatchObject({ status: 0, stdout: `lockstep ${version}\n`, stderr: '' });
});

test('an exit code reaches the shell', () => {
  expect(main({ args: ['plna'] }).status).toBe(3);
});

test('an old Node.js is refused with one line', () => {
  const before = "Object.defineProperty(process.versions, 'node', { value: '20.11.1' });";
  const { status, stdout, stderr } = main({ args: ['plan'], before });
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toBe(`error CLI003: ${codes.CLI003.summary}: 20.11.1. ${codes.CLI003.why}\n`);
});

test('the bin uses no syntax and no import that an old Node.js does not know', () => {
  const source = readFileSync(MAIN, 'utf8');
  expect(source).not.toMatch(/^import /m);
  expect(source).not.toMatch(/\?\.|\?\?|^await |: \w+ =/m);
});
