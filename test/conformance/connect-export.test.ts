import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkExport, scopeOperators } from './export/check-export.ts';
import type { ExportCheck } from './export/check-export.ts';
import { readExport } from './export/read-export.ts';
import { reportExport } from './export/report-export.ts';

const FIXTURE = join(import.meta.dirname, 'export', 'fixture');
const SCRIPT = join(import.meta.dirname, 'connect-export.ts');

/** The fixture with one text of one of its rules replaced. */
async function withChange(from: string, to: string): Promise<ExportCheck> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  try {
    await cp(FIXTURE, folder, { recursive: true });
    const path = join(folder, 'SynchronizationRules', 'in.xml');
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(
      path,
      text.replace(from, () => to),
    );
    return checkExport(await readExport(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the check of an export', () => {
  it('counts what a server has, and understands all of it', async () => {
    const { counts, words, failures, remarks } = checkExport(await readExport(FIXTURE));
    expect(failures).toEqual([]);
    expect(remarks).toEqual([]);
    expect(Object.fromEntries(counts)).toMatchObject({
      rules: 2,
      flows: 7,
      'scope groups': 2,
      'join groups': 1,
      expressions: 5,
      'distinct expressions': 5,
      'that parse': 5,
      'that print as what they are': 5,
      'that check without an error': 5,
    });
    expect(words.get('kinds of flows')).toEqual(
      new Map([
        ['expression', 5],
        ['constant, once', 1],
        ['direct', 1],
      ]),
    );
    expect(words.get('scope operators')).toEqual(
      new Map([
        ['ISBITNOTSET', 1],
        ['ISNOTNULL', 1],
        ['NOTEQUAL', 1],
      ]),
    );
  });

  it('knows twenty operators, one of them by two names', () => {
    expect(new Set(scopeOperators.values()).size).toBe(20);
    expect(scopeOperators.size).toBe(21);
  });

  it.each<[what: string, from: string, to: string, detail: string]>([
    ['a text that does not parse', 'RemoveDuplicates(', 'RemoveDuplicates((', 'does not parse'],
    ['an unknown attribute', '[otherTelephone]))]', '[othertelephone]))]', 'EXP004'],
    ['an unknown parameter', '%Site.Code%', '%Site.Name%', 'EXP005'],
    ['an unknown function', 'RemoveDuplicates(', 'Unique(', 'EXP003'],
    ['a wrong type', 'Trim([otherTelephone])', 'Trim(1)', 'EXP008'],
    [
      'a stop for an ordinary object',
      'Trim([otherTelephone])',
      'IIF(IsNullOrEmpty([mail]),NULL,Item([otherTelephone],2))',
      'typical object',
    ],
    ['a stop for an empty object', 'Trim([otherTelephone])', 'Item([otherTelephone],1)', 'empty object'],
    ['an unknown operator', 'ISBITNOTSET', 'ISBITUNSET', 'has an unknown operator'],
    ['an unknown merge type', 'MergeCaseInsensitive', 'Blend', 'Blend is no merge type'],
    ['an unknown link type', '>Provision<', '>Adopt<', 'is no link type'],
    ['a connector that is not there', '00000000ad01', '00000000ad02', 'connector that is not exported'],
  ])('fails for %s', async (_what, from, to, detail) => {
    const check = await withChange(from, to);
    expect(check.failures.map((one) => one.rule)).toEqual(['People of corp']);
    expect(reportExport(check)).toContain(detail);
    expect(reportExport(check)).toContain('1 failed.');
  });

  it('tells a warning and does not fail for it', async () => {
    const check = await withChange('Trim([otherTelephone])', 'IIF([mail] = NULL, [otherTelephone], [otherTelephone])');
    expect(check.failures).toEqual([]);
    expect(reportExport(check)).toContain('remark: People of corp: EXP014');
  });

  it.each<[string, readonly string[], number]>([
    ['an export', [FIXTURE], 0],
    ['no folder', [], 2],
    ['a folder that is no export', [import.meta.dirname], 1],
  ])('as a program, with %s', (_what, given, status) => {
    const run = spawnSync(process.execPath, [SCRIPT, ...given], { encoding: 'utf8' });
    expect([run.status, run.stdout.endsWith('Every rule is understood.\n')]).toEqual([status, status === 0]);
  });
});
