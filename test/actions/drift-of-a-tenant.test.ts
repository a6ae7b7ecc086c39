import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startGitHub } from '../support/github/api.ts';
import { runAction } from '../support/github/step.ts';
import type { StepEnded } from '../support/github/step.ts';
import { scene } from '../support/run/scene.ts';

/** The action with Lockstep itself, at a tenant of its own: what the two agree on is said by neither alone. */
const LOCKSTEP = `${process.execPath} ${join(import.meta.dirname, '../../src/cli/main.ts')}`;
const KEN = 'ken.byron@contoso.com';

test('one issue follows what somebody does in the tenant, and nothing is said where nothing is known', async () => {
  const gitHub = await startGitHub();
  const { repository } = gitHub;
  const run = await scene();
  const look = (): Promise<StepEnded> => runAction('drift', { ...gitHub.environment, LOCKSTEP, WORKSPACE: run.folder });
  const id = async (): Promise<string> => String((await run.tenant.call('GET', `/users/${KEN}?$select=id`))['id']);
  const states = () => repository.issues.map(({ state }) => state);
  const write = async (jobTitle: string) => run.tenant.call('PATCH', `/users/${await id()}`, { jobTitle });

  await run.apply(await run.plan());
  const quiet = await look();
  expect([quiet.code, quiet.log]).toEqual([0, expect.stringContaining('Drift: no. Issue: nothing.')]);

  await write('Emperor');
  const opened = await look();
  expect([opened.code, opened.log]).toEqual([0, expect.stringContaining('Drift: yes. Issue: opened.')]);
  expect(repository.issues).toMatchObject([{ state: 'open', title: 'Drift in the tenant' }]);
  expect(repository.issues[0]?.body).toContain(KEN);
  expect(repository.issues[0]?.body).toMatch(/jobTitle +"Emperor" -> /);

  // It says when the tenant was read, too: each look tells it anew, in the same issue.
  await write('Empress');
  expect((await look()).log).toContain('Issue: updated.');
  expect(repository.issues[0]?.body).toContain('"Empress"');
  expect(states()).toEqual(['open']);

  const baseline = join(run.folder, '.lockstep', 'baseline.jsonl');
  const before = repository.issues[0]?.body;
  rmSync(baseline);
  const calls = repository.calls.length;
  const blind = await look();
  expect(blind.code).not.toBe(0);
  expect(blind.log).toContain('BAS003');
  expect(blind.log).toContain('whether there is drift is not known');
  expect([repository.calls.length, repository.issues[0]?.body, ...states()]).toEqual([calls, before, 'open']);

  await run.apply(await run.plan());
  const closed = await look();
  expect([closed.code, closed.log]).toEqual([0, expect.stringContaining('Drift: no. Issue: closed.')]);
  expect(states()).toEqual(['closed']);
}, 120_000);
