import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { everyCommand, programOf } from '../../src/cli/program.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { testRules, validate } from '../../src/app/index.ts';
import type { World } from '../../src/app/contract.ts';
import { gitIn } from '../support/run/repository.ts';
import { exportOf, folderOf, settingsXml } from '../entra-connect/export.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lockstep-readme-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function blocks(language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block = '']) => block);
}

const world: World = {
  clock: { now: () => Date.UTC(2026, 10, 22), sleep: () => Promise.resolve() },
  random: { bytes: (length) => new Uint8Array(length) },
  signal: new AbortController().signal,
  progress: () => undefined,
  environment: () => undefined,
  directory: folder,
  host: 'host',
  pid: 1,
  isAlive: () => false,
  version: '0.0.0',
};

const [ordinary = '', ...others] = blocks('yaml');
const isWhole = (block: string): boolean => /^kind: Topology/m.test(block);

test.each([ordinary, ...others.filter(isWhole)].map((block, index) => [index + 1, block] as const))(
  'workspace %i of the README is valid',
  async (_, block) => {
    writeFileSync(join(folder, 'lockstep.yaml'), block);
    const { diagnostics, documents } = await validate(world, {});
    expect(diagnostics.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([]);
    expect(documents).toBe(block.split(/^---$/m).length);
  },
);

test('the rule tests of the README pass in its first workspace', async () => {
  const parts = others.filter((block) => !isWhole(block) && /^kind: RuleTest/m.test(block));
  expect(parts).toHaveLength(1);
  writeFileSync(join(folder, 'lockstep.yaml'), [ordinary, ...parts].join('---\n'));
  const { report } = await testRules(world, { coverage: false });
  expect(report.cases.filter(({ passed }) => !passed)).toEqual([]);
  expect(report.cases.length).toBe(4);
});

test('every command line of the README is understood', () => {
  const lines = blocks('sh').flatMap((block) =>
    [...block.matchAll(/(?:npx )?lockstep ([^\n&#]+)/g)].map(([, line = '']) => line.trim()),
  );
  expect(lines.length).toBeGreaterThan(5);
  const typed = lines.filter((line) => !line.includes('.tgz'));
  expect(typed.map((line) => [line, parseArguments(line.split(/\s+/)).kind])).toEqual(
    typed.map((line) => [line, 'line']),
  );
});

test.each([
  ['explain dennis.hoare@contoso.com --attribute displayName', '(Contractor)'],
  ['test --run labelled', '(External)'],
])('the README shows what `lockstep %s` prints in the example', (line, suffix) => {
  const example = join(folder, `example ${line.split(' ')[0] ?? ''}`);
  cpSync(join(ROOT, 'config/example'), example, {
    recursive: true,
    filter: (path) => !path.includes('.lockstep'),
  });
  const rules = join(example, 'rules/contractors.yaml');
  writeFileSync(rules, readFileSync(rules, 'utf8').replace('(Contractor)', suffix));
  const main = join(ROOT, 'src/cli/main.ts');
  const { stdout } = spawnSync(process.execPath, [main, ...line.split(' ')], { cwd: example, encoding: 'utf8' });
  expect(blocks('text')).toContain(`$ lockstep ${line}\n${stdout}`);
});

test('the README shows what `lockstep parity` prints once the example was applied and a rule changed', () => {
  const example = join(folder, 'example parity');
  cpSync(join(ROOT, 'config/example'), example, { recursive: true, filter: (path) => !path.includes('.lockstep') });
  const lockstep = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], { cwd: example, encoding: 'utf8' });
  expect(lockstep('apply', '--auto-approve').status).toBe(0);
  const rules = join(example, 'rules/contractors.yaml');
  writeFileSync(rules, readFileSync(rules, 'utf8').replace('(Contractor)', '(External)'));
  const { status, stdout } = lockstep('parity');
  expect(status).toBe(2);
  expect(blocks('text')).toContain(`$ lockstep parity\n${stdout}`);
}, 60_000);

test('the commands of the walk-through of a review do what it says, in a clone', () => {
  const section = /^### Reviewing a change of rules\n([^]*?)^### /m.exec(text)?.[1] ?? '';
  const clone = join(folder, 'clone');
  cpSync(join(ROOT, 'config'), join(clone, 'config'), {
    recursive: true,
    filter: (path) => !path.includes('.lockstep'),
  });
  writeFileSync(join(clone, '.gitignore'), '.lockstep/\n');
  const git = gitIn(clone);
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'the rules as they are');
  const told = new Map<string, string>();
  for (const [, language, block = ''] of section.matchAll(/^```(sh|diff)\n([^]*?)^```$/gm)) {
    if (language === 'diff') {
      writeFileSync(join(folder, 'change.diff'), block);
      git('apply', '--unidiff-zero', join(folder, 'change.diff'));
      continue;
    }
    for (const line of block.trim().split('\n')) {
      const [npx, command, ...args] = line.split(' ');
      expect([npx, command]).toEqual(['npx', 'lockstep']);
      const main = join(ROOT, 'src/cli/main.ts');
      const ended = spawnSync(process.execPath, [main, ...args], { cwd: clone, encoding: 'utf8' });
      expect([line, ended.status, ended.stderr.match(/error/)]).toEqual([line, 0, null]);
      told.set(line, ended.stdout);
    }
  }
  const of = (words: string): string => [...told].find(([line]) => line.includes(words))?.[1] ?? '';
  expect(of('impact.html')).toContain('36 identities are touched, in 3 groups');
  const report = readFileSync(join(clone, 'impact.md'), 'utf8');
  for (const words of ['3 users', '5 groups', '28 users']) {
    expect(section).toContain(words);
    expect(report).toContain(`<b>${words}</b>`);
  }
  expect(report).toContain('`filters.yaml:14`');
  expect(of('explain judea')).toContain('excluded (filters.yaml:14)');
  expect(of('explain sophie')).toMatch(/outranked +108 +lockstep\/default@1:user-common/);
  expect(of('plan --out')).toContain('Hazards: 3 accounts disabled.');
  expect(of('plan --out')).toContain('Of 30 changes: 30 rule.');
  expect(of('apply change.plan')).toContain('Applied: 27 updated, 3 disabled');
}, 240_000);

test('the README shows what `lockstep assess` prints of an export', () => {
  const rules = [
    { name: 'In from AD - Contractors', precedence: 50, flows: [{ dest: 'displayName', attr: 'cn' }] },
    { name: 'Out to AAD - User Join', tag: 'Microsoft.OuttoAADUserJoin.012', direction: 'Outbound', precedence: 120 },
    {
      name: 'Out to AAD - Device Join SOAInAD',
      tag: 'Microsoft.OuttoAADDeviceJoinSOAInAD.002',
      direction: 'Outbound',
      from: 'device',
      to: 'device',
      precedence: 130,
    },
  ];
  const settings = settingsXml({
    'SynchronizationOption.AnchorAttribute': 'mS-DS-ConsistencyGuid',
    'OptionalFeature.PasswordHashSync': 'True',
    'OptionalFeature.GroupWriteBack': 'False',
    'Synchronize.StagingMode': 'False',
  });
  const exported = exportOf(rules, { 'GlobalSettings/MV.xml': settings });
  const current = folderOf(
    Object.fromEntries(Object.entries(exported).map(([path, content]) => [`export/${path}`, content])),
  );
  const line = 'assess --export export';
  const main = join(ROOT, 'src/cli/main.ts');
  const { stdout } = spawnSync(process.execPath, [main, ...line.split(' ')], { cwd: current, encoding: 'utf8' });
  const sample = blocks('text').find((block) => block.startsWith(`$ lockstep ${line}\n`)) ?? '';
  const parts = sample.slice(sample.indexOf('\n') + 1).split(/^…\n/m);
  expect(parts.length).toBeGreaterThan(2);
  let from = 0;
  for (const part of parts) {
    const at = stdout.indexOf(part, from);
    expect(at, `${part}\nis not in\n${stdout}`).toBeGreaterThanOrEqual(0);
    from = at + part.length;
  }
});

test('the first screen of the README leads to every command', () => {
  const overview = text.slice(0, text.indexOf('## Quick start'));
  const names = everyCommand(programOf(() => undefined))
    .filter((command) => command.parent !== null && command.parent.parent === null)
    .map((command) => command.name())
    .filter((name) => name !== 'version' && name !== 'help');
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !overview.includes(`[\`${name}\`](#${name})`))).toEqual([]);
});

test('the exit codes are those of the table', () => {
  for (const code of Object.keys(exitCodes)) expect(text).toMatch(new RegExp(`^\\| ${code} `, 'm'));
});
