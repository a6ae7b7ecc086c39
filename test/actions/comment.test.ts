import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { startGitHub } from '../support/github/api.ts';
import type { Pull, StandIn } from '../support/github/api.ts';
import { runAction } from '../support/github/step.ts';
import type { StepEnded } from '../support/github/step.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const MARKER = '<!-- lockstep:impact workspace=contoso -->';
const SHA = 'a'.repeat(40);

let gitHub: StandIn;
let folder: string;

/** What GitHub says of the run that is finished. */
function event(more: object = {}): object {
  return {
    workflow_run: {
      event: 'pull_request',
      head_sha: SHA,
      head_branch: 'rules/x y&page=9',
      head_repository: { owner: { login: 'contoso' } },
      ...more,
    },
  };
}

beforeEach(async () => {
  gitHub = await startGitHub();
  folder = temporaryFolder();
  const { repository } = gitHub;
  const base = { repo: { full_name: repository.name } };
  repository.pulls.push(
    { number: 6, head: { sha: 'b'.repeat(40), label: 'contoso:rules/x y&page=9' }, base },
    { number: 7, head: { sha: SHA, label: 'contoso:rules/x y&page=9' }, base },
    { number: 8, head: { sha: SHA, label: 'mallory:main' }, base },
  );
});

async function post(
  text: string | Uint8Array = `${MARKER}\n**3 users** are touched.\n`,
  given = event(),
): Promise<StepEnded> {
  const [report, eventFile] = [join(folder, 'comment.md'), join(folder, 'event.json')];
  writeFileSync(report, text);
  writeFileSync(eventFile, JSON.stringify(given));
  return await runAction('comment', { ...gitHub.environment, REPORT: report, GITHUB_EVENT_PATH: eventFile });
}

const writes = (): readonly string[] => gitHub.repository.calls.filter((call) => !call.startsWith('GET'));

describe('the comment of a pull request', () => {
  test('is created, and goes where the event says', async () => {
    const { code, log } = await post();
    expect(log).toContain('The comment on pull request 7 is created.');
    expect(code).toBe(0);
    expect(gitHub.repository.comments.get(7)?.map(({ body }) => body)).toEqual([
      `${MARKER}\n**3 users** are touched.\n`,
    ]);
    expect([...gitHub.repository.comments.keys()]).toEqual([7]);
  });

  test('is replaced in place, in one call', async () => {
    const former = gitHub.repository.comment(7, `${MARKER}\nformer`);
    expect((await post()).log).toContain('is updated.');
    expect(former.body).toContain('3 users');
    expect(writes()).toEqual([`PATCH /repos/contoso/identities/issues/comments/${former.id}`]);
  });

  test('that says the same already is left alone', async () => {
    gitHub.repository.comment(7, `${MARKER}\nsame`);
    expect((await post(`${MARKER}\nsame`)).log).toContain('is unchanged.');
    expect(writes()).toEqual([]);
  });

  test('is found on any page, and other ones of ours are hidden as outdated', async () => {
    const { repository } = gitHub;
    for (let index = 0; index < 230; index++) repository.comment(7, `hello ${index}`, 'somebody');
    const first = repository.comment(7, `${MARKER}\nfirst`);
    for (let index = 0; index < 120; index++) repository.comment(7, `hello ${index}`, 'somebody');
    const second = repository.comment(7, `${MARKER}\nsecond`);
    expect((await post()).log).toContain('is updated, 1 former ones are hidden.');
    expect(first.body).toContain('3 users');
    expect(second.body).toContain('second');
    expect(repository.minimised).toEqual([second.node_id]);
  });

  test('of another workspace, of another kind and of somebody else are not ours', async () => {
    const { repository } = gitHub;
    const others = [
      repository.comment(7, `${MARKER}\nplanted`, 'mallory'),
      repository.comment(7, '<!-- lockstep:impact workspace=other -->\nx'),
      repository.comment(7, '<!-- lockstep:plan workspace=contoso -->\nx'),
      repository.comment(7, `quoted:\n${MARKER}\nx`),
    ];
    const before = others.map(({ body }) => body);
    expect((await post()).log).toContain('is created.');
    expect(others.map(({ body }) => body)).toEqual(before);
    expect(repository.minimised).toEqual([]);
  });
});

describe('a pull request that changes how it is run', () => {
  const changing = (files: NonNullable<Pull['files']>): void => {
    Object.assign(
      gitHub.repository.pulls.find(({ number }) => number === 7)!,
      { files },
    );
  };
  const posted = (): string => gitHub.repository.comments.get(7)?.at(-1)?.body ?? '';
  const rules = Array.from({ length: 150 }, (_, index) => ({ filename: `identities/rules/${index}.yaml` }));
  const WARNING = 'This pull request changes `.github`';

  test.each([
    ['a workflow', [...rules, { filename: '.github/workflows/lockstep-pull-request.yml' }]],
    ['a workflow that it moves away', [{ filename: 'x.yml', previous_filename: '.github/workflows/x.yml' }]],
    ['more files than are listed', Array.from({ length: 3001 }, (_, index) => ({ filename: `rules/${index}.yaml` }))],
  ])('%s is said before its report', async (_, files) => {
    changing(files);
    // The longest report: the warning is no reason to refuse it.
    const report = `${MARKER}\n${'x'.repeat(60_000 - MARKER.length - 1)}`;
    expect((await post(report)).code).toBe(0);
    expect(posted().startsWith(`${MARKER}\n\n> [!WARNING]\n> **${WARNING}`)).toBe(true);
    expect(posted().length).toBeLessThan(65_536);
    const [line] = posted().split('\n');
    expect(line).toBe(MARKER);
    await post(report);
    expect(gitHub.repository.comments.get(7)).toHaveLength(1);
  });

  test('and one that changes rules alone, or files of such a name elsewhere, is shown as it is', async () => {
    changing([...rules, { filename: 'docs/.github/x' }, { filename: '.githubx' }]);
    await post();
    expect(posted()).toBe(`${MARKER}\n**3 users** are touched.\n`);
  });
});

describe('a server that fails', () => {
  test.each([500, 502, 503, 429])('with %i is asked again', async (status) => {
    gitHub.repository.faults.push({ status }, { status });
    expect((await post()).code).toBe(0);
    expect(gitHub.repository.comments.get(7)).toHaveLength(1);
  });

  test('after it has written makes no second comment', async () => {
    const { repository } = gitHub;
    repository.comment(7, 'x', 'somebody');
    const original = repository.answer.bind(repository);
    let posts = 0;
    repository.answer = (method, url, body) => {
      const answer = original(method, url, body);
      if (method === 'POST' && ++posts === 1) return [502, {}];
      return answer;
    };
    expect((await post()).code).toBe(0);
    expect(posts).toBe(1);
    expect(repository.comments.get(7)).toHaveLength(2);
  });

  test('for good ends the step, without a word of the token or of what it said', async () => {
    gitHub.repository.faults.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
    const { code, log } = await post();
    expect(code).toBe(1);
    expect(log).toMatch(/^::error::GitHub answers 500 to GET pulls\.\n$/);
    expect(log).not.toContain(gitHub.repository.token);
  });

  test('that asks to wait is given its time', async () => {
    gitHub.repository.faults.push({ status: 403, retryAfter: '1' });
    const start = performance.now();
    expect((await post()).code).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(1000);
  });
});

test('a token that may only read is said to be one, and nothing is there half', async () => {
  gitHub.repository.readOnly = true;
  const { code, log } = await post();
  expect(code).toBe(1);
  expect(log).toBe('::error::GitHub answers 403 to POST issues/7/comments: the token of this job may not do that.\n');
  expect(gitHub.repository.comments.get(7)).toBeUndefined();
});

describe('which pull request', () => {
  test('of a fork is found by its branch', async () => {
    const fork = event({ head_branch: 'main', head_repository: { owner: { login: 'mallory' } } });
    expect((await post(undefined, fork)).log).toContain('pull request 8');
  });

  test.each([
    ['that moved on', event({ head_sha: 'c'.repeat(40) })],
    ['of a push', event({ event: 'push' })],
    ['of an event without a run', {}],
    ['of a run without a repository', event({ head_repository: null })],
  ])('%s: nothing is posted', async (_, given) => {
    const { code, log } = await post(undefined, given);
    expect([code, writes()]).toEqual([0, []]);
    expect(log).toContain('nothing is posted');
  });

  test('of another repository is none of ours', async () => {
    gitHub.repository.pulls.length = 0;
    const elsewhere = { repo: { full_name: 'contoso/other' } };
    gitHub.repository.pulls.push({ number: 9, head: { sha: SHA, label: 'contoso:rules/x y&page=9' }, base: elsewhere });
    expect((await post()).log).toContain('nothing is posted');
  });
});

describe('a report that is none is not sent, and nothing is asked', () => {
  test.each<[string, string | Uint8Array]>([
    ['empty', ''],
    ['without a marker', 'hello'],
    ['with the marker further down', `hello\n${MARKER}\n`],
    ['with a second marker', `${MARKER}\n<!-- lockstep:plan workspace=contoso -->\n`],
    ['with a marker that says more', `<!-- lockstep:impact workspace=x --> @everyone <!-- -->\nx`],
    ['one byte too long', `${MARKER}\n${'x'.repeat(60_000 - MARKER.length)}`],
    ['too long in bytes, not in characters', `${MARKER}\n${'日'.repeat(20_000)}`],
    ['not UTF-8', Buffer.concat([Buffer.from(`${MARKER}\n`), Buffer.from([0xff, 0xfe])])],
    ['with a NUL', `${MARKER}\n\u0000`],
  ])('%s', async (_, text) => {
    const { code, log } = await post(text);
    expect(code).toBe(1);
    expect(log).toContain('not posted');
    expect(gitHub.repository.calls).toEqual([]);
  });

  test('a link to another file, or a folder', async () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, `${MARKER}\nsecret`);
    const eventFile = join(folder, 'event.json');
    writeFileSync(eventFile, JSON.stringify(event()));
    symlinkSync(secret, join(folder, 'link.md'));
    mkdirSync(join(folder, 'folder.md'));
    for (const name of ['link.md', 'folder.md']) {
      const environment = { ...gitHub.environment, REPORT: join(folder, name), GITHUB_EVENT_PATH: eventFile };
      expect((await runAction('comment', environment)).log).toBe('::error::There is no report to post.\n');
    }
    expect(gitHub.repository.calls).toEqual([]);
  });

  test('of a run that left none is no failure', async () => {
    const { code, log } = await runAction('comment', { ...gitHub.environment, REPORT: join(folder, 'absent.md') });
    expect([code, log]).toEqual([0, '::notice::The run left no report: nothing is posted.\n']);
    expect(gitHub.repository.calls).toEqual([]);
  });

  test('60,000 bytes are sent', async () => {
    expect((await post(`${MARKER}\n${'x'.repeat(60_000 - MARKER.length - 1)}`)).code).toBe(0);
    expect(gitHub.repository.comments.get(7)?.[0]?.body).toHaveLength(60_000);
  });
});
