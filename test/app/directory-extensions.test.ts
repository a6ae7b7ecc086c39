import { expect, test } from 'vitest';
import { explain, plan, snapshotSource, snapshotTenant } from '../../src/app/index.ts';
import { bodyLines } from '../../src/planfile/index.ts';
import {
  ALLEN,
  BADGES,
  COST,
  defined,
  extensionScene,
  FLOOR,
  give,
  JAMES,
  REMOTE,
  signInName,
  TEAM,
  told,
  valuesOf,
} from '../support/run/extension-scene.ts';
import { command } from '../support/run/command.ts';
import type { Scene } from '../support/run/scene.ts';
import { edit } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

const NOBODY_SKIPPED = { failed: 0, unknown: 0, skipped: 0, alreadyDone: 0 };
const ALL = ['badges String', 'costCentre String', 'floor Integer', 'remote Boolean'];

/** Applies what is to be done, tells it about some objects, and demands that nothing is left. */
async function inStep(run: Scene, ...names: readonly string[]): Promise<readonly string[]> {
  const made = await run.plan();
  expect((await run.apply(made)).counts).toMatchObject(NOBODY_SKIPPED);
  expect((await run.plan()).body.operations).toEqual([]);
  return told(made, ...names);
}

async function withValues(): Promise<Scene> {
  const run = await extensionScene();
  give(run, JAMES, { division: ['4711'], comment: ['False'], pager: ['0'], otherMobile: ['b', 'a', 'ä'] });
  give(run, ALLEN, { division: ['4712'], comment: ['True'], pager: ['-3'], otherMobile: ['c'] });
  give(run, TEAM, { info: ['12'] });
  return run;
}

test('defined and written in one plan; changed, and cleared: in step after each', async () => {
  const run = await withValues();
  const [james, allen] = [signInName(JAMES), signInName(ALLEN)];
  const first = await inStep(run, allen, TEAM);
  expect(first).toEqual([
    'define badges',
    'define costCentre',
    'define floor',
    'define remote',
    'create #badges=["c"] #costCentre="4712" #floor=-3 #remote=true',
    'create #floor=12',
  ]);
  expect(await defined(run)).toEqual(ALL);
  expect(await valuesOf(run, JAMES)).toEqual({ costCentre: '4711', remote: false, floor: 0, badges: ['a', 'b', 'ä'] });
  expect(await valuesOf(run, ALLEN)).toEqual({ costCentre: '4712', remote: true, floor: -3, badges: ['c'] });
  expect(await valuesOf(run, TEAM)).toEqual({ floor: 12 });

  give(run, JAMES, { division: ['4711a'], comment: ['True'], pager: ['7'], otherMobile: ['ä', 'c', 'b'] });
  give(run, TEAM, { info: ['0'] });
  expect(await inStep(run, james, allen, TEAM)).toEqual([
    'update #badges=["b","c","ä"] #costCentre="4711a" #floor=7 #remote=true',
    'update #floor=0',
  ]);
  expect(await valuesOf(run, JAMES)).toMatchObject({ costCentre: '4711a', remote: true, floor: 7 });

  give(run, JAMES, { division: [], comment: [], pager: [], otherMobile: [] });
  give(run, TEAM, { info: [] });
  expect(await inStep(run, james, allen, TEAM)).toEqual([
    'update #badges=null #costCentre=null #floor=null #remote=null',
    'update #floor=null',
  ]);
  expect(Object.values(await valuesOf(run, JAMES)).filter((one) => String(one) !== '')).toEqual([]);
  expect(await valuesOf(run, TEAM)).toEqual({});
  expect(await valuesOf(run, ALLEN)).toMatchObject({ costCentre: '4712', badges: ['c'] });
  expect(await defined(run)).toEqual(ALL);
});

test('what somebody writes by hand is written back', async () => {
  const run = await withValues();
  await inStep(run);
  await run.tenant.call('PATCH', `/users/${signInName(JAMES)}`, { [REMOTE]: null, [FLOOR]: 9, [BADGES]: ['a'] });
  expect(await inStep(run, signInName(JAMES))).toEqual(['update #badges=["a","b","ä"] #floor=0 #remote=false']);
  expect(await valuesOf(run, JAMES)).toMatchObject({ remote: false, floor: 0, badges: ['a', 'b', 'ä'] });
});

test('times, large numbers and octets: in step with what the tenant makes of them, and beyond 2^53 held', async () => {
  const run = await extensionScene();
  const types = { since: 'DateTime', serial: 'LargeInteger', key: 'Binary' };
  const declared = Object.entries(types).map(
    ([name, type]) => `        - { name: ${name}, type: ${type}, on: [user] }`,
  );
  edit(run.folder, 'lockstep.yaml', /\n$/, `\n${declared.join('\n')}\n`);
  const full = (name: string): string => COST.replace('costCentre', name);
  const flows = [
    `    ${full('since')}: comment`,
    `    ${full('serial')}: '=IIF(IsPresent([pager]), CNum([pager]), NULL)'`,
    `    ${full('key')}: '=IIF(IsPresent([pager]), [sourceAnchorBinary], NULL)'`,
  ];
  edit(run.folder, 'rules/work.yaml', / {4}extension_\w+_remote:.*\n.*\n/, `${flows.join('\n')}\n`);
  give(run, JAMES, { comment: ['2024-05-01T10:00:00+02:00'], pager: ['-9007199254740991'] });
  give(run, ALLEN, { comment: ['2024-05-01T08:00:00Z'], pager: ['9007199254740993'] });
  await inStep(run);
  const select = Object.keys(types).map(full).join(',');
  const james = await run.tenant.call('GET', `/users/${signInName(JAMES)}?$select=${select}`);
  expect(james).toMatchObject({ [full('serial')]: -9007199254740991, [full('key')]: 'nfzuTZILhkOqm91q8ICyVA==' });
  expect(Date.parse(String(james[full('since')]))).toBe(Date.parse('2024-05-01T08:00:00Z'));
  const { held } = (await run.plan()).body;
  expect(held.filter(({ object }) => object.name === signInName(ALLEN))).toMatchObject([
    { reason: 'invalidValue', changes: [{ attribute: full('serial') }] },
  ]);
  // The tenant answers in UTC: the same point in time is no change.
  await run.tenant.call('PATCH', `/users/${signInName(JAMES)}`, { [full('since')]: '2024-05-01T08:00:00Z' });
  expect((await run.plan()).body.operations).toEqual([]);
});

test('an explanation tells the value and the flows that made it', async () => {
  const run = await withValues();
  const asked = { name: signInName(JAMES), attribute: COST };
  const before = (await explain(worldIn(run.folder), asked)).explanation;
  expect(before.tenant?.attributes).toMatchObject([
    {
      attribute: COST,
      present: null,
      change: { before: null, after: '4711', why: [{ rule: 'work-out' }, { rule: 'work-in' }] },
    },
  ]);
  await inStep(run);
  const after = (await explain(worldIn(run.folder), asked)).explanation;
  expect(after.tenant?.attributes).toEqual([{ attribute: COST, present: '4711' }]);
  expect(after.source?.identity?.outbound.map((one) => one.attribute)).toEqual([COST]);
  expect(after.source?.identity?.inbound.map((one) => one.attribute)).toEqual(['division']);
  const { out, code } = await command(run.folder, ['explain', signInName(JAMES), '--attribute', COST]).ended;
  expect(code).toBe(0);
  expect(out).toMatch(/4711/);
  expect(out).toMatch(/work-out \(rules\/work\.yaml:\d+\)/);
});

test('a plan from snapshots is the live one, before the definition and after', async () => {
  const run = await withValues();
  const asOf = new Date().toISOString();
  const both = { asOf, sources: ['corp.snapshot'], tenant: 'tenant.snapshot' };
  const world = worldIn(run.folder);
  for (const allAttributes of [false, true]) {
    await snapshotSource(world, { out: 'corp.snapshot', allAttributes });
    await snapshotTenant(world, { out: 'tenant.snapshot', allAttributes });
    const { plan: live } = await plan(world, { asOf });
    const { plan: apart } = await plan(world, both);
    expect([...bodyLines(apart.body)]).toEqual([...bodyLines(live.body)]);
    expect(told(apart).length).toBe(allAttributes ? 0 : ALL.length);
    expect(told(apart, signInName(JAMES))).not.toEqual([]);
    if (allAttributes) continue;
    expect((await run.apply(apart)).counts).toMatchObject(NOBODY_SKIPPED);
    give(run, JAMES, { division: ['new'], comment: [] });
  }
});
