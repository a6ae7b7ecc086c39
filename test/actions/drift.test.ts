import { beforeEach, describe, expect, test } from 'vitest';
import { startGitHub } from '../support/github/api.ts';
import type { StandIn } from '../support/github/api.ts';
import { fakeLockstep, runAction } from '../support/github/step.ts';
import type { StepEnded } from '../support/github/step.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const MARKER = '<!-- lockstep:drift -->';
let gitHub: StandIn;

beforeEach(async () => {
  gitHub = await startGitHub();
});

async function look(code: number, out = '~ user ada@contoso.com: department\n', err = ''): Promise<StepEnded> {
  const folder = temporaryFolder();
  const { command } = fakeLockstep(folder, { drift: { code, out, err } });
  return await runAction('drift', { ...gitHub.environment, LOCKSTEP: command }, folder);
}

const open = () => gitHub.repository.issues.filter(({ state }) => state === 'open');

describe('drift', () => {
  test('opens an issue, updates it, and closes it when there is none any more', async () => {
    expect((await look(2)).log).toContain('Issue: opened.');
    expect(open()).toMatchObject([{ title: 'Drift in the tenant' }]);
    expect(open()[0]?.body).toMatch(
      /^<!-- lockstep:drift -->\nSomebody .*https:\/\/github\.example\/contoso\/identities\/actions\/runs\/42\n\n```text\n~ user ada/,
    );
    expect((await look(2)).log).toContain('Issue: unchanged.');
    expect((await look(2, '+ group x\n')).log).toContain('Issue: updated.');
    expect(open()).toHaveLength(1);
    expect(open()[0]?.body).toContain('+ group x');

    expect((await look(0, 'In step.\n')).log).toContain('Issue: closed.');
    expect(open()).toEqual([]);
    expect(gitHub.repository.issues[0]?.state_reason).toBe('completed');
    expect(gitHub.repository.issueComments[0]?.body).toContain('actions/runs/42');
    expect((await look(0, 'In step.\n')).log).toContain('Issue: nothing.');
  });

  test('is told by one issue: the oldest stays, on whatever page', async () => {
    const { repository } = gitHub;
    for (let index = 0; index < 130; index++) repository.issue('other');
    const first = repository.issue(`${MARKER}\nfirst`);
    const second = repository.issue(`${MARKER}\nsecond`);
    await look(2);
    expect(first.state).toBe('open');
    expect(first.body).toContain('ada@contoso.com');
    expect(second).toMatchObject({ state: 'closed', state_reason: 'not_planned' });
  });

  test('leaves issues of others and pull requests alone', async () => {
    const planted = gitHub.repository.issue(`${MARKER}\nx`, { user: { login: 'mallory' } });
    const pull = gitHub.repository.issue(`${MARKER}\nx`, { pull_request: {} });
    await look(0);
    expect([planted.state, pull.state]).toEqual(['open', 'open']);
    await look(2);
    expect(planted.body).toBe(`${MARKER}\nx`);
    expect(open()).toHaveLength(3);
  });

  test.each([1, 3, 4, 7, 130])('an exit code of %i says nothing of drift: no issue changes', async (code) => {
    const issue = gitHub.repository.issue(`${MARKER}\nx`);
    const ended = await look(code, '', '::error::injected\n');
    expect(ended.code).toBe(code);
    expect(ended.log).toContain('is not known');
    expect(issue).toMatchObject({ state: 'open', body: `${MARKER}\nx` });
    expect(gitHub.repository.calls).toEqual([]);
  });

  test('hostile and long text stays inside its block, and below the limit', async () => {
    const hostile = `\`\`\`\n${MARKER}\n@everyone ::stop-commands::x\n${'`'.repeat(30)}\n${'日本'.repeat(40_000)}`;
    const { code, log } = await look(2, hostile);
    expect(code).toBe(0);
    const body = open()[0]!.body;
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000);
    expect(body.split(MARKER)).toHaveLength(2);
    const fence = '`'.repeat(31);
    expect(body.split(fence)).toHaveLength(3);
    expect(body).toMatch(/Shown are the first \d+ of \d+ bytes\.\n$/);
    expect(body.isWellFormed()).toBe(true);
    expect(commandsOf(log)).toEqual(['notice']);
  });
});

/** Commands that the runner carries out: those between stop-commands and its token it does not. */
function commandsOf(log: string): readonly string[] {
  let stopped: string | undefined;
  const found: string[] = [];
  for (const line of log.split('\n')) {
    const [, name = '', value = ''] = /^\s*::([\w-]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (stopped !== undefined) {
      if (name === stopped) stopped = undefined;
    } else if (name === 'stop-commands') stopped = value;
    else if (name !== '') found.push(name);
  }
  expect(stopped).toBeUndefined();
  return found;
}
