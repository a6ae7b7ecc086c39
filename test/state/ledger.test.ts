import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/model/state.ts';
import { localState } from '../../src/state/index.ts';
import { ledgerOn } from '../../src/state/ledger.ts';
import type { LedgerFile } from '../../src/state/ledger.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const entry = (number: number): LedgerEntry => ({
  kind: 'outcome',
  operation: String(number),
  outcome: { status: 'done' },
  at: '2026-11-22T08:00:00.000Z',
});
const numbers = Array.from({ length: 500 }, (_, number) => number);

/** A disk that notes what is asked of it and does it when told. */
function slowDisk(failAt = Infinity) {
  const asked: string[] = [];
  let written = '';
  let syncs = 0;
  const file: LedgerFile = {
    appendFile: (data) => {
      asked.push('write');
      if (asked.length > failAt) return Promise.reject(new Error('no space left'));
      written += data as string;
      return Promise.resolve();
    },
    datasync: async () => {
      await Promise.resolve();
      asked.push('sync');
      syncs++;
    },
    close: () => Promise.resolve(),
  };
  return { file, asked, written: () => written, syncs: () => syncs };
}

describe('the ledger', () => {
  test('keeps entries in the order in which they were given, one a line', async () => {
    const folder = temporaryFolder();
    const ledger = await localState(folder, () => false).openLedger('run-1');
    await Promise.all(numbers.map((number) => ledger.append(entry(number))));
    await ledger.close();
    const lines = readFileSync(join(folder, 'runs', 'run-1.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as LedgerEntry)).toEqual(numbers.map(entry));
  });

  test('is opened once for a run', async () => {
    const state = localState(temporaryFolder(), () => false);
    await (await state.openLedger('run-1')).close();
    expect(await refusalOf(() => state.openLedger('run-1'))).toBe('PLN008 exit 5');
    expect(await refusalOf(() => state.openLedger('no/such'))).toBe('RUN002 exit 6');
  });

  test('an entry is on disk before its promise resolves', async () => {
    const disk = slowDisk();
    const ledger = ledgerOn(disk.file, 'x');
    for (const number of [1, 2, 3]) {
      await ledger.append(entry(number));
      expect(disk.syncs()).toBe(number);
      expect(disk.written()).toContain(`"operation":"${number}"`);
      expect(disk.asked.at(-1)).toBe('sync');
    }
  });

  test('entries that arrive together share one write', async () => {
    const disk = slowDisk();
    const ledger = ledgerOn(disk.file, 'x');
    await Promise.all(numbers.map((number) => ledger.append(entry(number))));
    expect(disk.asked).toEqual(['write', 'sync']);
    expect(disk.written().match(/\n/g)).toHaveLength(numbers.length);
  });

  test('takes nothing more after its first failure', async () => {
    const disk = slowDisk(2);
    const ledger = ledgerOn(disk.file, 'x');
    await ledger.append(entry(1));
    expect(await refusalOf(() => ledger.append(entry(2)))).toBe('RUN002 exit 6');
    expect(await refusalOf(() => ledger.append(entry(3)))).toBe('RUN002 exit 6');
    expect(disk.asked).toEqual(['write', 'sync', 'write']);
    await ledger.close();
  });

  test('closing waits for what was given', async () => {
    const disk = slowDisk();
    const ledger = ledgerOn(disk.file, 'x');
    const given = ledger.append(entry(1));
    await ledger.close();
    expect(disk.asked).toEqual(['write', 'sync']);
    await given;
  });
});
