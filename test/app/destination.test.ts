import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { destination } from '../../src/app/destination.ts';
import { plan, snapshotSource, snapshotTenant } from '../../src/app/index.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { planLines } from '../../src/planfile/index.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { samplePlan } from '../support/run/plans.ts';
import { copyExample } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof DiagnosticError ? error.message : error === undefined ? 'not refused' : 'another error';
}

describe('what lies there already', () => {
  const whole = [...planLines(samplePlan)].join('');

  test.each([
    ['nothing', undefined, 'plan', 'not refused'],
    ['a plan', whole, 'plan', 'not refused'],
    ['a plan that was cut off', whole.slice(0, whole.length / 2), 'plan', 'not refused'],
    ['a plan, for a snapshot', whole, 'snapshot', 'CLI002: x is there already and is no snapshot.'],
    ['a workspace', 'kind: Topology\n', 'plan', 'CLI002: x is there already and is no plan.'],
    ['an empty file', '', 'plan', 'CLI002: x is there already and is no plan.'],
    ['some gzip', gzipSync('a,b\n'), 'snapshot', 'CLI002: x is there already and is no snapshot.'],
  ] as const)('%s', async (_, content, kind, expected) => {
    const folder = temporaryFolder();
    if (content !== undefined) writeFileSync(join(folder, 'x'), content);
    expect(await refusal(destination(worldIn(folder), kind, 'x'))).toBe(expected);
  });

  test('a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x'), { recursive: true });
    expect(await refusal(destination(worldIn(folder), 'plan', 'x'))).toContain('x: it is a folder.');
  });

  test('a folder that is not there', async () => {
    const world = worldIn(temporaryFolder());
    expect(await refusal(destination(world, 'plan', 'a/x'))).toContain('a/x: its folder is not there.');
  });
});

test('it is refused before anything is read, and is left as it was', async () => {
  const folder = copyExample(temporaryFolder());
  const before = readFileSync(join(folder, 'corp.ldif'));
  const stages: string[] = [];
  const world = { ...worldIn(folder), progress: (stage: string) => stages.push(stage) };
  for (const out of ['lockstep.yaml', 'corp.ldif']) {
    const wanted = `CLI002: ${out} is there already and is no`;
    expect(await refusal(plan(world, { out }))).toBe(`${wanted} plan.`);
    expect(await refusal(snapshotSource(world, { out, allAttributes: false }))).toBe(`${wanted} snapshot.`);
    expect(await refusal(snapshotTenant(world, { out, allAttributes: false }))).toBe(`${wanted} snapshot.`);
  }
  expect(stages).toEqual([]);
  expect(readFileSync(join(folder, 'corp.ldif'))).toEqual(before);
});

test('an earlier snapshot is written anew', async () => {
  const world = worldIn(copyExample(temporaryFolder()));
  const take = () => snapshotSource(world, { out: 'corp.snapshot', allAttributes: false });
  await take();
  expect((await take()).head.kind).toBe('source');
});
