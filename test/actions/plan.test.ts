import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeLockstep, runAction } from '../support/github/step.ts';
import type { FakeCall, StepEnded } from '../support/github/step.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const COMMENT = '<!-- lockstep:impact workspace=contoso -->\n**3 users**\n';
const PAGE = '<!doctype html><p>3 users</p>';
const SOUND = {
  'validate github': { out: '0 errors, 0 warnings.\n' },
  'validate sarif': { out: '{"version":"2.1.0"}' },
  'test github': { out: '0 errors, 0 warnings.\n' },
  'test junit': { out: '<testsuites/>' },
  'impact markdown': { out: COMMENT },
  'impact html': { out: PAGE },
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
    expect(['validate.sarif', 'tests.xml', 'comment.md', 'report.html'].map(saved)).toEqual([
      '{"version":"2.1.0"}',
      '<testsuites/>',
      COMMENT,
      PAGE,
    ]);
    expect(summary).toContain(COMMENT);
    expect(outputs).toBe('comment=comment.md\n');
    const path = (name: string): string => join(folder, name);
    expect(calls.map(({ args }) => args.join(' '))).toContain(
      `-C config impact --base origin/main --source ${path('a.snapshot')} --source ${path('b.snapshot')} --tenant ${path('t.snapshot')} --format markdown`,
    );
  });

  test('gives Lockstep no token of the job', async () => {
    const { calls } = await run(SOUND);
    expect(calls.length).toBeGreaterThan(4);
    for (const { environment } of calls) {
      expect(environment.filter((name) => name in SECRETS)).toEqual([]);
    }
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
