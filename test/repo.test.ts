import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codes } from '../src/kernel/codes/index.ts';

/** What is rationed by count: raising a number is a line that a reviewer sees. */

const root = join(import.meta.dirname, '..');
const itself = 'test/repo.test.ts';
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && path !== itself);
const texts = new Map(files.flatMap((path) => textOf(path)));

function textOf(path: string): readonly (readonly [path: string, text: string])[] {
  try {
    return [[path, readFileSync(join(root, path), 'utf8')]];
  } catch {
    // Deleted and not committed yet.
    return [];
  }
}

function count(pattern: RegExp, ...rooms: readonly string[]): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [path, text] of texts) {
    if (!path.endsWith('.ts') || !rooms.some((room) => path.startsWith(room))) continue;
    const hits = text.match(new RegExp(pattern, 'g'))?.length ?? 0;
    if (hits > 0) found[path] = hits;
  }
  return found;
}

test.each<[what: string, pattern: RegExp, rooms: readonly string[], allowed: Readonly<Record<string, number>>]>([
  ['silenced types', /@ts-expect-error|@ts-ignore|@ts-nocheck/, ['src/', 'test/'], {}],
  [
    'any',
    /\bas any\b(?! [a-z])|: any(?=[;,)\]>]| [=|&])|<any>/,
    ['src/', 'test/'],
    { 'test/rules/bad-yaml.test.ts': 1 },
  ],
  ['silenced lint', /eslint-disable/, ['src/', 'test/'], {}],
  ['silenced coverage', /v8 ignore|istanbul ignore/, ['src/', 'test/'], {}],
  ['unfinished work', /\b(?:TODO|FIXME|XXX)\b/, ['src/', 'test/'], {}],
  ['code made of text', /\bnew Function\b|\beval\(/, ['src/', 'test/'], {}],
  ['tests left out', /\b(?:test|it|describe)\.(?:only|skip|todo)\b/, ['test/'], {}],
  ['the global console', /(?<![.\w])console\.(?:log|error|warn|info|debug|table|dir|trace)\b/, ['src/'], {}],
  ['the clock', /\bDate\.now\(|\bnew Date\(\)/, ['src/'], { 'src/cli/start.ts': 1 }],
  [
    'chance',
    /\bMath\.random\(/,
    ['src/', 'test/'],
    { 'test/sandbox/groups.test.ts': 1, 'test/sandbox/token.test.ts': 1 },
  ],
  // ToLower and ToUpper of the language take the name of a culture.
  ['the locale', /\.localeCompare\(|\bIntl\./, ['src/'], { 'src/expression/functions/cloud-sync/text.ts': 1 }],
])('%s', (_what, pattern, rooms, allowed) => {
  expect(count(pattern, ...rooms)).toEqual(allowed);
});

test('the process belongs to the command line and to the sandbox', () => {
  const elsewhere = Object.keys(count(/(?<![-'./\w])process\.\w|from 'node:process'/, 'src/')).filter(
    (path) => !path.startsWith('src/cli/') && !path.startsWith('src/sandbox/'),
  );
  expect(elsewhere).toEqual(['src/app/sandbox-process.ts']);
});

test('tests of the core wait for nothing', () => {
  const core = [
    'apply',
    'expression',
    'golden',
    'guard',
    'kernel',
    'model',
    'planner',
    'render',
    'rules',
    'space',
    'sync',
  ];
  expect(count(/\bsetTimeout\(|\bsetInterval\(|timers\/promises/, ...core.map((room) => `test/${room}/`))).toEqual({});
});

test('no path of a machine and no host of a registry is tracked', () => {
  const machine = /(?<![\w.])\/(?:work|home|Users)\/[a-z]|resolved": "https?:\/\/(?!registry\.npmjs\.org\/)/;
  // An invented home stands in the test of how such paths are taken out of messages.
  const found = [...texts].filter(([, text]) => machine.test(text)).map(([path]) => path);
  expect(found).toEqual(['test/cli/terminal.test.ts']);
});

/** Codes that nothing gives yet, and codes that no test asserts yet: these lists can only become shorter. */
const UNUSED: readonly string[] = [];
const UNTESTED: readonly string[] = [];

function lacking(inFolder: string, except: string): readonly string[] {
  const whole = [...texts]
    .filter(([path]) => path.startsWith(inFolder) && !path.startsWith(except))
    .map(([, text]) => text)
    .join('\n');
  return Object.keys(codes).filter((code) => !whole.includes(code));
}

test.each([
  ['used', lacking('src/', 'src/kernel/codes/'), UNUSED],
  ['asserted in a test', lacking('test/', itself), UNTESTED],
])('every diagnostic code is %s', (_what, found, listed) => {
  expect(found.filter((code) => !listed.includes(code))).toEqual([]);
  expect(
    listed.filter((code) => !found.includes(code)),
    'take these off the list',
  ).toEqual([]);
});
