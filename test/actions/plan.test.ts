import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../.github/actions/lib/document.ts';
import { fakeLockstep, runAction } from '../support/github/step.ts';
import type { FakeCall, StepEnded } from '../support/github/step.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { gitIn } from '../support/run/repository.ts';
import { copyExample, edit } from '../support/run/workspace.ts';

const COMMENT = '<!-- lockstep:impact workspace=contoso -->\n**3 users**\n';
const SOUND = {
  'validate github': { out: '0 errors, 0 warnings.\n' },
  'validate sarif': { out: '{"version":"2.1.0"}' },
  'test github': { out: '0 errors, 0 warnings.\n' },
  'test junit': { out: '<testsuites/>' },
  'impact markdown': { out: COMMENT },
  'impact html': { out: '3 users.\n' },
  'validate json': { out: '{"workspace":"config"}' },
};
const SECRETS = { GITHUB_TOKEN: 'ghs_x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x', ACTIONS_RUNTIME_TOKEN: 'x' };

async function run(
  answers: Parameters<typeof fakeLockstep>[1],
  more: Readonly<Record<string, string>> = {},
): Promise<StepEnded & { readonly calls: readonly FakeCall[]; readonly saved: (name: string) => string | undefined }> {
  const folder = temporaryFolder();
  const { command, calls } = fakeLockstep(folder, answers);
  const given = {
    LOCKSTEP: command,
    OUT: 'reports',
    BASE: 'origin/main',
    SOURCE: 'a.snapshot\n b.snapshot \n',
    ...more,
  };
  const ended = await runAction('plan', { ...given, ...SECRETS }, folder);
  const saved = (name: string) => {
    const file = join(folder, 'reports', name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  return { ...ended, calls: calls(), saved };
}

describe('the action of a pull request', () => {
  test('checks, tests and compares, and leaves reports', async () => {
    const { code, saved, summary, outputs, calls, folder } = await run(SOUND, {
      TENANT: 't.snapshot',
      WORKSPACE: 'config',
    });
    expect(code).toBe(0);
    expect(['validate.sarif', 'tests.xml', 'comment.md'].map(saved)).toEqual([
      '{"version":"2.1.0"}',
      '<testsuites/>',
      COMMENT,
    ]);
    expect(summary).toContain(COMMENT);
    expect(outputs).toBe('comment=comment.md\n');
    expect(calls.map(({ args }) => args.join(' '))).toContain(
      `-C config impact --base origin/main --source a.snapshot --source b.snapshot --tenant t.snapshot --format markdown`,
    );
    expect(calls.at(-1)?.args.join(' ')).toContain(`--format html --out ${join(folder, 'reports/report.html')}`);
  });

  test('gives Lockstep no token of the job', async () => {
    const { calls } = await run(SOUND);
    expect(calls.length).toBeGreaterThan(4);
    for (const { environment } of calls) {
      expect(environment.filter((name) => name in SECRETS)).toEqual([]);
    }
  });

  describe('with people hidden', () => {
    const impacts = (calls: readonly FakeCall[]) => calls.filter(({ args }) => args.includes('impact'));
    const optionsOf = ({ args }: FakeCall, option: string) => args[args.indexOf(option) + 1 || args.length];

    test('uses one key for all reports of a run, which stands in no argument', async () => {
      const { code, calls } = await run(SOUND, { REDACT: 'true' });
      expect(code).toBe(0);
      const made = impacts(calls);
      expect(made).toHaveLength(3);
      for (const call of made) {
        expect(optionsOf(call, '--redact')).toBe('env:LOCKSTEP_REDACT_KEY');
        expect(call.environment).toContain('LOCKSTEP_REDACT_KEY');
        expect(call.args).not.toContain('--encrypt-to');
      }
    });

    test.each(['true', 'false'])(
      'and a recipient leaves no page with names in the clear (redact %s)',
      async (redact) => {
        const { code, calls } = await run(SOUND, { REDACT: redact, RECIPIENT: 'age1x' });
        expect(code).toBe(0);
        const pages = impacts(calls).filter(({ args }) => args.includes('html'));
        const told = pages.map((call) => [
          optionsOf(call, '--out')?.replace(/^.*\//, ''),
          optionsOf(call, '--encrypt-to'),
          optionsOf(call, '--redact'),
        ]);
        const full = ['report.html.age', 'age1x', undefined];
        const hidden = ['report.html', undefined, 'env:LOCKSTEP_REDACT_KEY'];
        expect(told).toEqual(redact === 'true' ? [hidden, full] : [full]);
      },
    );

    test('refuses what is neither true nor false', async () => {
      const { code, log, saved } = await run(SOUND, { REDACT: 'yes' });
      expect(code).toBe(1);
      expect(log).toContain('::error::The input redact is true or false.');
      expect(saved('comment.md')).toBeUndefined();
    });
  });

  test('links files below the folder of the workspace', async () => {
    const { calls } = await run(SOUND, { LINK_BASE: 'https://github.example/blob/abc/' });
    const links = calls.flatMap(({ args }) =>
      args.slice(args.indexOf('--link-base') + 1 || args.length, args.indexOf('--link-base') + 2),
    );
    expect(new Set(links)).toEqual(new Set(['https://github.example/blob/abc/config']));
  });

  test('of a page that another run gave differently keeps none for granted', async () => {
    const { code, log } = await run({ ...SOUND, 'impact html': { code: 3 } });
    expect(code).toBe(1);
    expect(log).toContain('gave no page');
  });

  test('with rules that are not valid compares nothing, and keeps what was found', async () => {
    const error = '::error file=a.yaml,line=1::wrong\n1 error, 0 warnings.\n';
    const { code, log, saved, calls } = await run({ ...SOUND, 'validate github': { code: 3, out: error } });
    expect(code).toBe(3);
    expect(log).toContain(error);
    expect(saved('validate.sarif')).toBe('{"version":"2.1.0"}');
    expect(saved('comment.md')).toBeUndefined();
    expect(calls.every(({ args }) => args.includes('validate'))).toBe(true);
  });

  test('with a rule test that fails compares all the same, and fails', async () => {
    const { code, saved } = await run({ ...SOUND, 'test github': { code: 3, out: '1 error, 0 warnings.\n' } });
    expect(code).toBe(3);
    expect(saved('comment.md')).toBe(COMMENT);
  });

  test('without a snapshot says that nobody knows whom it touches', async () => {
    const { code, log, saved } = await run(SOUND, { SOURCE: ' \n' });
    expect(code).toBe(0);
    expect(log).toContain('is not known');
    expect(saved('comment.md')).toBeUndefined();
  });

  test('with a report that is none leaves none', async () => {
    const { code, saved, log } = await run({ ...SOUND, 'impact markdown': { out: 'hello' } });
    expect(code).toBe(1);
    expect(saved('comment.md')).toBeUndefined();
    expect(log).toContain('::error::The report is none of Lockstep');
  });

  test('with an impact that cannot be computed fails with its exit code', async () => {
    const { code, log } = await run({ ...SOUND, 'impact markdown': { code: 3, err: '::add-mask::x\nno base\n' } });
    expect(code).toBe(3);
    expect(log).toMatch(/::stop-commands::([\w-]+)\n::add-mask::x\nno base\n::\1::\n/);
  });

  test('without Lockstep says so', async () => {
    const { code, log } = await run(SOUND, { LOCKSTEP: 'lockstep-that-is-not-there' });
    expect(code).toBe(1);
    expect(log).toContain('::error::lockstep-that-is-not-there cannot be run.');
  });
});

test('Lockstep itself, in a repository: what it writes is what is posted', { timeout: 300_000 }, async () => {
  const folder = temporaryFolder();
  const head = join(folder, 'head');
  copyExample(join(head, 'config', 'corp'));
  const git = gitIn(head);
  git('init', '-q', '-b', 'main');
  writeFileSync(join(head, '.gitignore'), '.lockstep/\n');
  git('add', '-A');
  git('commit', '-qm', 'base');
  const program = join(import.meta.dirname, '../../src/cli/main.ts');
  const snapshot = [
    '-C',
    'config/corp',
    'snapshot',
    'source',
    '--all-attributes',
    '--out',
    join(folder, 'corp.snapshot'),
  ];
  execFileSync(process.execPath, [program, ...snapshot], { cwd: head, stdio: 'ignore' });
  edit(join(head, 'config', 'corp'), 'rules/contractors.yaml', '(Contractor)', '(External)');

  const { code, log, summary } = await runAction(
    'plan',
    {
      LOCKSTEP: `${process.execPath} ${program}`,
      FOLDER: 'head',
      OUT: 'reports',
      BASE: 'main',
      SOURCE: 'corp.snapshot',
      LINK_BASE: 'https://github.example/blob/abc',
    },
    folder,
  );
  // A test of the rules says that contractors are labelled otherwise: it fails at its line, and the report is there.
  expect(code, log).toBe(3);
  expect(log).toMatch(/^0 errors, 0 warnings\.$/m);
  expect(log).toMatch(/^::error file=config\/corp\/rules\/contractors\.test\.yaml,line=\d+,/m);
  const { text } = readDocument(join(folder, 'reports', 'comment.md'));
  expect(text).toContain('(External)');
  expect(text).toContain('https://github.example/blob/abc/config/corp/rules/contractors.yaml');
  expect(summary).toContain('(External)');
  expect(readFileSync(join(folder, 'reports', 'report.html'), 'utf8')).toContain('(External)');
  expect(JSON.parse(readFileSync(join(folder, 'reports', 'validate.sarif'), 'utf8'))).toMatchObject({
    version: '2.1.0',
  });
});
