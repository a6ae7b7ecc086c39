import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkReport, writeReport } from '../../src/app/index.ts';
import type { UseCases } from '../../src/cli/machine.ts';
import { impactOn } from '../render/review-impacts.ts';
import { blockedPlan, manyChanges, threeChanges } from '../render/review-plans.ts';
import { failing, planning, runWith } from './machine.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

/** Reports are written into the folder; nothing else is read or written. */
const files: Partial<UseCases> = {
  ...planning(threeChanges()),
  checkReport: (world, out) => checkReport({ ...world, directory: folder }, out),
  writeReport: (world, out, pieces) => writeReport({ ...world, directory: folder }, out, pieces),
  impact: () => Promise.resolve({ report: impactOn(20), diagnostics: [] }),
};

describe('a plan as a page', () => {
  test('goes to standard output', async () => {
    const { code, out, err } = await runWith('show a.plan --format html', { useCases: files });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^<!doctype html>[^]*<h1>Plan for contoso<\/h1>[^]*<\/html>\n$/);
  });

  test('goes into a file that its owner alone can read; standard output has the census', async () => {
    const { code, out, err } = await runWith('show a.plan --format html --out p.html', { useCases: files });
    expect({ code, err }).toEqual({ code: 0, err: 'Saved to p.html.\n' });
    expect(out).toMatch(/^1 to create, 1 to update; 1 member to add, 1 manager to set\. Nothing is blocked\.\n/);
    expect(readFileSync(at('p.html'), 'utf8')).toContain('<h1>Plan for contoso</h1>');
    expect(statSync(at('p.html')).mode & 0o777).toBe(0o600);
  });

  test('is written in pieces, the same as it is shown', async () => {
    const useCases = { ...files, ...planning(manyChanges(3000)) };
    const { out } = await runWith('show a.plan --format html', { useCases });
    await runWith('show a.plan --format html --out p.html', { useCases });
    expect(readFileSync(at('p.html'), 'utf8')).toBe(out);
  });

  test('of plan is beside the plan file, and the exit code stays that of the plan', async () => {
    const asked: unknown[] = [];
    const useCases: Partial<UseCases> = {
      ...files,
      plan: (_world, options) => {
        asked.push(options);
        return Promise.resolve({ plan: blockedPlan(), diagnostics: [] });
      },
      writePlanFile: (_world, path) => {
        asked.push(path);
        return Promise.resolve();
      },
    };
    const line = 'plan --format html --report p.html --out c.plan';
    const { code, out, err } = await runWith(line, { useCases });
    expect(code).toBe(4);
    expect(asked).toEqual([{ out: 'c.plan', report: 'p.html' }, 'c.plan']);
    expect(out).toContain('Blocked by SAFE003');
    expect(err).toContain('Saved to p.html.\n');
    expect(readFileSync(at('p.html'), 'utf8')).toContain('What blocks it');
  });
});

describe('an impact report as a page', () => {
  test('goes to standard output', async () => {
    const { out } = await runWith('impact --base HEAD --format html', { useCases: files });
    expect(out).toMatch(/^<!doctype html>[^]*<h1>Impact on contoso<\/h1>/);
  });

  test('goes into a file; standard output has the verdict, and the exit code stays', async () => {
    const line = 'impact --base HEAD --format html --out i.html --detailed-exitcode';
    const { code, out, err } = await runWith(line, { useCases: files });
    expect({ code, err }).toEqual({ code: 2, err: 'Saved to i.html.\n' });
    expect(out).toBe('20 identities are touched, in 3 groups; 5,000 identities before, 4,997 after.\n');
    expect(readFileSync(at('i.html'), 'utf8')).toContain('<h1>Impact on contoso</h1>');
  });
});

describe('a file', () => {
  test.each(['html', 'markdown', 'json', 'jsonl'])('of an earlier report is written again: %s', async (format) => {
    const line = `show a.plan --format ${format} --out report`;
    expect((await runWith(line, { useCases: files })).code).toBe(0);
    expect((await runWith(line, { useCases: files })).code).toBe(0);
  });

  test.each(['html', 'markdown', 'json', 'text'])('of an earlier impact is written again: %s', async (format) => {
    await runWith(`impact --base HEAD --format ${format} --out report`, { useCases: files });
    await checkReport({ directory: folder } as never, 'report');
    expect(readFileSync(at('report'), 'utf8')).not.toBe('');
  });

  test('of another kind is left alone, and nothing is read', async () => {
    writeFileSync(at('notes.html'), '<html>mine</html>');
    const useCases = { ...files, readPlanFile: failing(new Error('read')) };
    const { code, err } = await runWith('show a.plan --format html --out notes.html', { useCases });
    expect(code).toBe(3);
    expect(err).toContain('CLI002');
    expect(readFileSync(at('notes.html'), 'utf8')).toBe('<html>mine</html>');
  });
});

test.each([
  ['show a.plan --out x', '--out needs a --format: html, markdown, json or jsonl.'],
  ['plan --report x', '--report needs a --format: html, markdown, json or jsonl.'],
  ['plan --format html --object ada', '--object does not go with --format html.'],
])('%s is refused', async (line, why) => {
  const { code, err } = await runWith(line, { useCases: files });
  expect(code).toBe(3);
  expect(err).toContain(why);
});
