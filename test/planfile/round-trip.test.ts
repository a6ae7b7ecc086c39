import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyDigest, bodyLines, planLines, readPlanFile, writePlanFile } from '../../src/planfile/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { body, plan, samplePlan } from '../support/run/plans.ts';

describe('a plan and its file', () => {
  test('any plan that is written is read as the same plan', async () => {
    const path = join(temporaryFolder(), 'p.plan');
    await fc.assert(
      fc.asyncProperty(plan, async (one) => {
        await writePlanFile(path, one);
        expect(await readPlanFile(path)).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });

  test('the bytes do not depend on the order of keys', () => {
    fc.assert(
      fc.property(body, (one) => {
        expect([...bodyLines(reversed(one))]).toEqual([...bodyLines(one)]);
      }),
    );
  });

  test('the envelope is in no digest of the body', async () => {
    const path = join(temporaryFolder(), 'p.plan');
    const other = { ...samplePlan, envelope: { ...samplePlan.envelope, runId: 'run-2', tool: '9.9.9' } };
    await writePlanFile(path, other);
    const read = await readPlanFile(path);
    expect(read.envelope.runId).toBe('run-2');
    expect(bodyDigest(read.body)).toBe(samplePlan.envelope.bodyDigest);
  });

  test('every operation is in the digest of the body', () => {
    const { operations } = samplePlan.body;
    for (const left of operations) {
      const fewer = { ...samplePlan.body, operations: operations.filter((one) => one !== left) };
      expect(bodyDigest(fewer)).not.toBe(samplePlan.envelope.bodyDigest);
    }
  });
});

describe('writing', () => {
  test('what is written is for its owner only, whatever lay there before', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'p.plan');
    writeFileSync(path, 'old', { mode: 0o644 });
    await writePlanFile(path, samplePlan);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe([...planLines(samplePlan)].join(''));
    expect(readdirSync(folder)).toEqual(['p.plan']);
  });

  test.each([
    ['a folder that is not there', (folder: string) => join(folder, 'nowhere', 'p.plan')],
    ['a path that is a folder', (folder: string) => folder],
    ['a path below a file', (folder: string) => join(folder, 'file', 'p.plan')],
  ])('%s: refused, and nothing is left', async (_, pathIn) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(await refusalOf(() => writePlanFile(pathIn(folder), samplePlan))).toBe('CLI002 exit 3');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('a write that fails half way leaves neither file nor temporary', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'p.plan');
    await writePlanFile(path, samplePlan);
    const before = readFileSync(path, 'utf8');
    const [first] = samplePlan.body.operations;
    // A value that JSON cannot hold stops the writing after the first lines.
    const broken = { ...first!, id: 'second', from: 1n as unknown as string } as typeof first & object;
    const torn = { ...samplePlan, body: { ...samplePlan.body, operations: [first!, broken] } };
    expect(await refusalOf(() => writePlanFile(path, torn))).toBe('CLI002 exit 3');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['p.plan']);
  });
});

function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]: [string, unknown]) => [key, reversed(one)]),
  ) as T;
}
