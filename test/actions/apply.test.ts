import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startGitHub } from '../support/github/api.ts';
import type { StandIn } from '../support/github/api.ts';
import { fakeLockstep, runAction } from '../support/github/step.ts';
import type { FakeCall, StepEnded } from '../support/github/step.ts';
import { gitIn } from '../support/run/repository.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const DIGEST = 'd'.repeat(64);
const RULES = 'a'.repeat(64);
const VIEW = { 'show json': { out: JSON.stringify({ envelope: { bodyDigest: DIGEST } }) } };
const CHANGES = { ...VIEW, 'plan --out': { code: 2, out: 'Plan: 1 to change.\n' } };
const valid = (rulesDigest: string) => ({ 'validate json': { out: JSON.stringify({ rulesDigest }) } });

let gitHub: StandIn;
beforeEach(async () => {
  gitHub = await startGitHub();
});

interface Ran extends StepEnded {
  readonly calls: readonly FakeCall[];
  readonly lines: readonly string[];
}

async function run(
  answers: Parameters<typeof fakeLockstep>[1],
  more: Readonly<Record<string, string>>,
  folder = temporaryFolder(),
): Promise<Ran> {
  const { command, calls } = fakeLockstep(temporaryFolder(), answers);
  const given = { ...gitHub.environment, LOCKSTEP: command, PLAN: 'change.plan', INSTALL: 'git --version', ...more };
  const ended = await runAction('apply', given, folder);
  return { ...ended, calls: calls(), lines: calls().map(({ args }) => args.join(' ').replaceAll(`${folder}/`, '')) };
}

/** Gives identity tokens as the runner does: a new one each time. */
async function startIdTokens(): Promise<Readonly<Record<string, string>>> {
  let count = 0;
  const server = createServer((request, response) => {
    const isAsked =
      request.headers.authorization === 'Bearer request-token' &&
      request.url === '/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange';
    response.end(JSON.stringify(isAsked ? { value: `id.token.${++count}` } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  };
}

describe('the step plan', () => {
  test('writes a plan, shows it, and tells its digest', async () => {
    const { code, outputs, summary, lines } = await run(CHANGES, { STEP: 'plan' });
    expect(code).toBe(0);
    expect(outputs).toBe(`changes=true\ndigest=${DIGEST}\n`);
    expect(summary).toContain('```text\nPlan: 1 to change.\n```');
    expect(lines).toEqual(['plan --out change.plan --detailed-exitcode', 'show change.plan --format json']);
  });

  test('of a tenant in step has no digest', async () => {
    const { code, outputs } = await run({ 'plan --out': { out: 'In step.\n' } }, { STEP: 'plan' });
    expect([code, outputs]).toEqual([0, 'changes=false\n']);
  });

  test.each([1, 3, 4, 6, 7])('ends with %i as Lockstep does, and has no digest', async (code) => {
    const ended = await run({ ...VIEW, 'plan --out': { code, err: '::error::no\n' } }, { STEP: 'plan' });
    expect(ended.code).toBe(code);
    expect(ended.outputs).toBe('changes=false\n');
    expect(ended.log).toMatch(/^::stop-commands::([\w-]+)\n::error::no\n::\1::\n::error::/);
  });

  test('signs in as the application that may only read, and the token goes with the step', async () => {
    const tokens = await startIdTokens();
    const { calls, log } = await run(CHANGES, {
      STEP: 'plan',
      READ_CLIENT_ID: 'reader',
      WRITE_CLIENT_ID: 'writer',
      ...tokens,
    });
    expect(calls[0]).toMatchObject({ client: 'reader', token: 'id.token.1' });
    expect(calls[0]?.environment).not.toContain('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
    expect(calls[0]?.environment).not.toContain('GITHUB_TOKEN');
    // Showing a plan needs no token.
    expect(calls[1]).not.toHaveProperty('token');
    expect(log.replaceAll('::add-mask::id.token.1\n', '')).not.toContain('id.token');
  });

  test('without an identity token where one is promised runs nothing', async () => {
    const tokens = { ...(await startIdTokens()), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'other' };
    const { code, calls, log } = await run(CHANGES, { STEP: 'plan', ...tokens });
    expect([code, calls]).toEqual([1, []]);
    expect(log).toBe('::error::GitHub gives this job no identity token.\n');
  });
});

describe('the step apply', () => {
  test('applies the plan with this digest, as the application that may write', async () => {
    const tokens = await startIdTokens();
    const more = { STEP: 'apply', DIGEST, READ_CLIENT_ID: 'reader', WRITE_CLIENT_ID: 'writer', ...tokens };
    const { code, lines, calls, summary } = await run({ 'apply --expect-digest': { out: '1 done.\n' } }, more);
    expect(code).toBe(0);
    expect(lines).toEqual([`apply change.plan --expect-digest ${DIGEST}`]);
    expect(calls[0]).toMatchObject({ client: 'writer', token: 'id.token.1' });
    expect(summary).toContain('1 done.');
  });

  test('without a digest applies nothing', async () => {
    const { code, calls, log } = await run({}, { STEP: 'apply', DIGEST: ' ' });
    expect([code, calls, log]).toEqual([1, [], '::error::DIGEST is not set.\n']);
  });

  test.each([4, 5, 8])('ends with %i as Lockstep does', async (code) => {
    expect((await run({ apply: { code } }, { STEP: 'apply', DIGEST })).code).toBe(code);
  });
});

describe('the step scheduled', () => {
  let folder: string;
  let approved: string;
  let git: ReturnType<typeof gitIn>;

  /** A commit that was applied with approval, and one after it. */
  beforeEach(() => {
    folder = temporaryFolder();
    git = gitIn(folder);
    git('init', '-q', '-b', 'main');
    const commit = (text: string): string => {
      mkdirSync(join(folder, 'config'), { recursive: true });
      writeFileSync(join(folder, 'config', 'lockstep.yaml'), text);
      git('add', '-A');
      git('commit', '-qm', text);
      return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
    };
    approved = commit('approved');
    commit('newer');
  });

  const deploy = (sha: string, states: string[], login = 'github-actions[bot]', environment = 'lockstep-apply') => {
    const { deployments } = gitHub.repository;
    deployments.unshift({ id: deployments.length + 1, sha, environment, creator: { login }, states });
    review(sha, 'approved', 'lockstep-apply');
  };
  const review = (sha: string, state: string, name: string): void => {
    const { runs } = gitHub.repository;
    runs.push({ id: runs.length + 1, head_sha: sha, reviews: [{ state, environments: [{ name }] }] });
  };
  const SCHEDULED = {
    STEP: 'scheduled',
    ENVIRONMENT: 'lockstep-apply',
    READ_CLIENT_ID: 'reader',
    WRITE_CLIENT_ID: 'writer',
  };
  const applying = { ...CHANGES, ...valid(RULES), 'apply --approved-rules': { out: '1 done.\n' } };

  test('plans and applies by the rules that were approved last', async () => {
    deploy(approved, ['success', 'in_progress']);
    const { code, lines, calls } = await run(applying, SCHEDULED, folder);
    expect(code).toBe(0);
    expect(lines).toEqual([
      'validate --format json',
      'validate --format json',
      'plan --out change.plan --detailed-exitcode',
      'show change.plan --format json',
      `apply change.plan --expect-digest ${DIGEST} --approved-rules ${RULES}`,
    ]);
    expect(calls.map(({ client }) => client)).toEqual([undefined, undefined, 'reader', undefined, 'writer']);
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  test('asks the approved commit for its digest, and refuses other rules before it plans', async () => {
    deploy(approved, ['success']);
    const tool = join(temporaryFolder(), 'digest.mjs');
    // The digest of a folder is its file's own: the two commits have different ones.
    writeFileSync(
      tool,
      `import { readFileSync } from 'node:fs';
const rulesDigest = Buffer.from(readFileSync('config/lockstep.yaml')).toString('hex').padEnd(64, '0');
console.log(JSON.stringify({ rulesDigest }));`,
    );
    const more = { ...SCHEDULED, LOCKSTEP: `${process.execPath} ${tool}` };
    const { code, log } = await run({}, more, folder);
    expect(code).toBe(5);
    expect(log).toContain('The rules have changed since a person last approved an apply');
  });

  test('in step writes nothing', async () => {
    deploy(approved, ['success']);
    const { code, lines } = await run({ ...applying, 'plan --out': { out: 'In step.\n' } }, SCHEDULED, folder);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatch(/^plan /);
  });

  test.each([
    ['of another environment', ['success'], 'github-actions[bot]', 'lockstep-scheduled'],
    ['that failed', ['failure', 'success'], 'github-actions[bot]', 'lockstep-apply'],
    ['that waits for its approval', ['waiting'], 'github-actions[bot]', 'lockstep-apply'],
    ['that somebody else made', ['success'], 'mallory', 'lockstep-apply'],
  ])('a deployment %s approves nothing', async (_, states, login, environment) => {
    deploy(approved, states, login, environment);
    const { code, calls, log } = await run(applying, SCHEDULED, folder);
    expect([code, calls]).toEqual([1, []]);
    expect(log).toContain('::error::Nothing was applied yet with the approval of the environment lockstep-apply.');
  });

  test.each([
    ['no run of it', []],
    ['a run that was refused', [['rejected', 'lockstep-apply']]],
    ['a run for another environment', [['approved', 'lockstep-plan']]],
  ] as const)('a deployment that was made up approves nothing: %s was approved', async (_, reviews) => {
    deploy(approved, ['success']);
    gitHub.repository.runs.length = 0;
    for (const [state, name] of reviews) review(approved, state, name);
    review('d'.repeat(40), 'approved', 'lockstep-apply');
    const { code, calls, log } = await run(applying, SCHEDULED, folder);
    expect([code, calls]).toEqual([1, []]);
    expect(log).toContain('Nothing was applied yet with the approval');
  });

  test('the newest success counts, whatever failed after it', async () => {
    deploy('b'.repeat(40), ['success']);
    deploy(approved, ['success']);
    deploy('c'.repeat(40), ['failure']);
    expect((await run(applying, SCHEDULED, folder)).code).toBe(0);
  });

  test('a commit that is not in the history of this one approves nothing', async () => {
    deploy('b'.repeat(40), ['success']);
    const { code, calls, log } = await run(applying, SCHEDULED, folder);
    expect([code, calls]).toEqual([1, []]);
    expect(log).toContain('fetch the whole history');
  });

  test('rules that are not valid have no digest', async () => {
    deploy(approved, ['success']);
    const { code, lines } = await run({ 'validate json': { code: 3, out: '{}' } }, SCHEDULED, folder);
    expect([code, lines]).toEqual([1, ['validate --format json']]);
  });

  test('a Lockstep that cannot be installed approves nothing', async () => {
    deploy(approved, ['success']);
    const { code, calls, log } = await run(applying, { ...SCHEDULED, INSTALL: 'git no-such-command' }, folder);
    expect([code, calls]).toEqual([1, []]);
    expect(log).toContain('cannot be installed');
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });
});

test('another step is none', async () => {
  expect((await run({}, { STEP: 'destroy' })).log).toBe('::error::The step is plan, apply or scheduled.\n');
});
