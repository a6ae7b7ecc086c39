import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apply, init, plan } from '../../src/app/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { scene } from '../support/run/scene.ts';
import { copyExample, edit, editLdif, isRecord, pointTo } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

test.each(['tomorrow', '2026-13-01', '2026-11-22T25:00:00Z', '22.11.2026', ''])(
  'the instant "%s" is no instant',
  async (asOf) => {
    const world = worldIn(copyExample(temporaryFolder()));
    expect(await refusalOf(() => plan(world, { asOf }))).toMatch(/^PLN007 /);
  },
);

test('a secret that is not there is named, and nothing is contacted', async () => {
  const folder = copyExample(temporaryFolder());
  const nowhere = { url: 'https://localhost:9', ca: 'none' };
  pointTo(folder, nowhere, `${folder}/policy.yaml`);
  edit(folder, 'lockstep.yaml', "'file:client-secret'", "'env:LOCKSTEP_NOT_SET'");
  expect(await refusalOf(() => plan(worldIn(folder), {}))).toMatch(/^SEC001 .*exit 3/);
});

test('an application that the tenant does not have cannot hold the mark', async () => {
  const run = await scene();
  edit(
    run.folder,
    'lockstep.yaml',
    /ownerMark:.*/,
    'ownerMark: { applicationId: 11111111-2222-4333-8444-555555555555 }',
  );
  expect(await refusalOf(() => run.plan())).toBe('PLN009 exit 3');
});

test('an address that a renamed person keeps is not promised to a newcomer', async () => {
  const folder = copyExample(temporaryFolder());
  const world = worldIn(folder);
  const run = async () => apply(world, { plan: (await plan(world, {})).plan, onEvent: () => undefined });
  await run();
  editLdif(folder, (records) => {
    const index = records.findIndex((record) => isRecord(record, 'Ralph Snow'));
    const former = records[index]!;
    const newcomer = former
      .replace('dn: CN=Ralph Snow', 'dn: CN=Ralph Snow the Younger')
      .replace(/^objectGUID:: .*$/m, `objectGUID:: ${Buffer.alloc(16, 7).toString('base64')}`)
      .replace(/^sAMAccountName: .*$/m, 'sAMAccountName: ralph.snow2')
      .replace(/^objectSid:: .*\n/m, '');
    return [...records.with(index, former.replaceAll('ralph.snow@', 'ralph.winter@')), newcomer];
  });
  await run();
  const { body } = (await plan(world, {})).plan;
  expect(body.operations).toEqual([]);
  expect(body.held.filter((one) => one.reason === 'nameTaken').map((one) => one.object.name)).toEqual([
    'ralph.snow@contoso.com',
  ]);
});

test('a workspace that cannot be written is no fault of ours', async () => {
  const folder = temporaryFolder();
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
  expect(await refusalOf(() => init(worldIn(folder), { directory: 'link' }))).toBe('CLI002 exit 3');
});
