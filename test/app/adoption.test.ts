import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adopt } from '../../src/app/index.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { command } from '../support/run/command.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { CLIENT } from '../support/run/tenant-process.ts';
import { worldIn } from '../support/run/world.ts';

const MARK = `extension_${CLIENT.replaceAll('-', '')}_lockstepOwner`;
const KEN = 'ken.micali@contoso.com';
/** In the directory, and not in the tenant. */
const ALLEN = 'allen.baker@contoso.com';
const DANA = 'dana.diffie@contoso.com';

/** People of the directory who are in the tenant already, made by hand. */
async function withCloudUsers(...names: readonly string[]): Promise<Scene> {
  const run = await scene();
  for (const userPrincipalName of names) {
    await run.tenant.call('POST', '/users', {
      accountEnabled: true,
      displayName: 'Made by hand',
      mailNickname: userPrincipalName.split('@')[0],
      userPrincipalName,
      passwordProfile: { password: 'A-password-of-1-test' },
    });
  }
  return run;
}

const about = (plan: Awaited<ReturnType<Scene['plan']>>, name: string) => ({
  operations: plan.body.operations.flatMap((one) =>
    one.kind !== 'defineExtension' && one.object.name === name ? [one.kind] : [],
  ),
  held: plan.body.held.flatMap((one) => (one.object.name === name ? [one.reason] : [])),
});

async function userOf(run: Scene, name: string) {
  return run.tenant.call('GET', `/users/${name}?$select=id,displayName,onPremisesImmutableId,${MARK}`);
}

/** Applies until nothing is left, and tells in how many rounds. */
async function rounds(run: Scene): Promise<number> {
  for (let round = 0; round < 5; round++) {
    const plan = await run.plan();
    if (plan.body.operations.length === 0) return round;
    await run.apply(plan);
  }
  return Infinity;
}

test('from candidates to a tenant in step: plan, adopt, plan, apply, plan', async () => {
  const run = await withCloudUsers(ALLEN, DANA);
  const first = await run.plan();
  expect(about(first, ALLEN)).toEqual({ operations: [], held: ['candidate'] });

  const { ended } = command(run.folder, ['adopt']);
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(out).toContain('Wrote 2 pairs to adoptions.yaml');
  const list = readFileSync(join(run.folder, 'adoptions.yaml'), 'utf8');
  expect(list).toContain(`# CN=Allen Baker,OU=Staff,DC=corp,DC=contoso,DC=com -> ${ALLEN} (userPrincipalName`);

  const second = await run.plan();
  expect(about(second, ALLEN)).toEqual({ operations: ['adopt', 'update', 'setManager'], held: [] });
  const { counts } = await run.apply(second);
  expect(counts).toMatchObject({ failed: 0, unknown: 0, skipped: 0, alreadyDone: 0 });
  expect((await run.plan()).body.operations).toEqual([]);
  const allen = await userOf(run, ALLEN);
  expect(allen).toMatchObject({ displayName: 'Allen Baker' });
  expect(allen[MARK]).toMatch(/^v1;/);
  expect(allen['onPremisesImmutableId']).toMatch(/==$/);
});

describe('the list', () => {
  test('is never written over, and another file takes what is new', async () => {
    const run = await withCloudUsers(ALLEN);
    writeFileSync(join(run.folder, 'adoptions.yaml'), '# mine\n');
    const world = worldIn(run.folder);
    await expect(adopt(world, {})).rejects.toThrow(DiagnosticError);
    expect(readFileSync(join(run.folder, 'adoptions.yaml'), 'utf8')).toBe('# mine\n');
    const result = await adopt(world, { out: 'more.yaml', object: ALLEN });
    expect(result).toMatchObject({ file: 'more.yaml', left: 0, open: [] });
    expect(result.written.map((one) => one.candidate.name)).toEqual([ALLEN]);
    // What has a pair is proposed no more.
    expect(await adopt(world, { out: 'third.yaml' })).toMatchObject({ file: undefined, written: [], open: [] });
    expect(existsSync(join(run.folder, 'third.yaml'))).toBe(false);
  });
});

describe('something goes wrong', () => {
  async function adopting(): Promise<Scene> {
    const run = await withCloudUsers(ALLEN);
    await run.apply(await run.plan());
    await adopt(worldIn(run.folder), {});
    return run;
  }

  test.each(['cut', 'hang'] as const)('no answer to the adoption (%s): the next plan goes on', async (then) => {
    const run = await adopting();
    const plan = await run.plan();
    const { ended, child } =
      then === 'hang'
        ? command(run.folder, ['apply', '--auto-approve', '--quiet'])
        : { ended: undefined, child: undefined };
    run.proxy.reset((write) =>
      write.number === 1 ? { when: 'after', then, meanwhile: () => child?.kill('SIGKILL') } : undefined,
    );
    if (ended === undefined) await run.apply(plan);
    else expect((await ended).signal).toBe('SIGKILL');
    run.proxy.reset();
    const after = await userOf(run, ALLEN);
    expect([after[MARK] === undefined, after['displayName'] === 'Made by hand']).toEqual([false, then === 'hang']);
    expect(await rounds(run)).toBeLessThanOrEqual(1);
    expect(await userOf(run, ALLEN)).toMatchObject({ displayName: 'Allen Baker' });
  });

  test('what the list says and no apply has done is counted when it is made once more', async () => {
    const run = await adopting();
    expect(await adopt(worldIn(run.folder), { out: 'more.yaml' })).toMatchObject({ written: [], open: [], waiting: 1 });
    await run.apply(await run.plan());
    expect(await adopt(worldIn(run.folder), { out: 'more.yaml' })).toMatchObject({ file: undefined, waiting: 0 });
  });

  test('it is renamed between plan and apply: it is left alone', async () => {
    const run = await adopting();
    const plan = await run.plan();
    const { id } = await userOf(run, ALLEN);
    await run.tenant.call('PATCH', `/users/${String(id)}`, { userPrincipalName: 'somebody.else@contoso.com' });
    const { counts } = await run.apply(plan);
    expect(counts).toMatchObject({ done: 0, failed: 0, skipped: plan.body.operations.length });
    expect((await userOf(run, 'somebody.else@contoso.com'))[MARK] ?? null).toBeNull();
  });

  test('somebody else marks it between plan and apply: it is left alone, and held from then on', async () => {
    const run = await adopting();
    const plan = await run.plan();
    const foreign = 'v1;fabrikam;corp;7c9e6679-7425-40de-944b-e07fc1f90ae7;';
    const { id } = await userOf(run, ALLEN);
    await run.tenant.call('PATCH', `/users/${String(id)}`, { [MARK]: foreign });
    const { counts } = await run.apply(plan);
    expect(counts).toMatchObject({ done: 0, failed: 0 });
    expect(await userOf(run, ALLEN)).toMatchObject({ [MARK]: foreign, displayName: 'Made by hand' });
    expect(about(await run.plan(), ALLEN)).toEqual({ operations: [], held: ['foreignMark'] });
  });

  test('a plan that nobody has a pair for any more is refused', async () => {
    const run = await adopting();
    const plan = await run.plan();
    rmSync(join(run.folder, 'adoptions.yaml'));
    await expect(run.apply(plan)).rejects.toThrow(DiagnosticError);
  });
});

test('who was deleted comes back by a pair in one plan, and is in step after the next', async () => {
  const run = await scene();
  await run.apply(await run.plan());
  const { id } = await userOf(run, KEN);
  await run.tenant.call('DELETE', `/users/${String(id)}`);
  expect(about(await run.plan(), KEN).held).toEqual(['softDeleted']);
  const { written, open } = await adopt(worldIn(run.folder), {});
  expect([written.length, open.map((one) => one.candidate.by)]).toEqual([0, ['restore']]);
  const list = readFileSync(join(run.folder, 'adoptions.yaml'), 'utf8');
  expect(list).toContain('pairs: []');
  writeFileSync(join(run.folder, 'adoptions.yaml'), list.replace('pairs: []', 'pairs:').replace('# - {', '- {'));
  const plan = await run.plan();
  expect(about(plan, KEN).operations).toEqual(['restore']);
  expect((await run.apply(plan)).counts).toMatchObject({ failed: 0, skipped: 0 });
  expect(await rounds(run)).toBeLessThanOrEqual(1);
  expect((await userOf(run, KEN))['id']).toBe(id);
  // Deleted once more, with the pair still in the workspace: somebody means it.
  await run.tenant.call('DELETE', `/users/${String(id)}`);
  expect(about(await run.plan(), KEN)).toEqual({ operations: [], held: ['pairDoesNotFit'] });
});
