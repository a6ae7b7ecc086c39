import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/model/state.ts';
import { localState } from '../../src/state/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const at = '2026-11-22T08:00:00.000Z';
const entries: readonly LedgerEntry[] = [
  { kind: 'started', runId: 'run-1', planDigest: 'd', at },
  ...['a', 'b', 'cé'].map((operation): LedgerEntry => ({
    kind: 'outcome',
    operation,
    outcome: { status: 'done' },
    at,
  })),
  { kind: 'finished', runId: 'run-1', at, interrupted: false },
];

async function written() {
  const folder = temporaryFolder();
  const state = localState(folder, () => false);
  const ledger = await state.openLedger('run-1');
  for (const entry of entries) await ledger.append(entry);
  await ledger.close();
  const path = join(folder, 'runs', 'run-1.jsonl');
  const read = async () => {
    const found: LedgerEntry[] = [];
    const condition = await state.readLedger('run-1', (entry) => found.push(entry));
    return { condition, found };
  };
  return { folder, state, path, read };
}

test('what was written is read again', async () => {
  const { read, state } = await written();
  expect(await read()).toEqual({ condition: 'whole', found: entries });
  expect(await state.runIds()).toEqual(['run-1']);
});

test('a ledger that was cut off anywhere gives every entry that was written whole', async () => {
  const { path, read } = await written();
  const bytes = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), async (length) => {
      const part = bytes.subarray(0, length);
      writeFileSync(path, part);
      const ends = part.filter((byte) => byte === 0x0a).length;
      const condition = length === 0 || part.at(-1) === 0x0a ? 'whole' : 'cut';
      expect(await read()).toEqual({ condition, found: entries.slice(0, ends) });
    }),
  );
});

test.each([
  ['no JSON', '{"kind":'],
  ['no entry', '[1]'],
  ['no text', Buffer.from([0xff, 0xfe])],
  ['a line of 5 MB', 'x'.repeat(5_000_000)],
])('%s in the middle ends the reading there, and is told', async (_, what) => {
  const { path, read } = await written();
  appendFileSync(path, Buffer.concat([Buffer.from(what), Buffer.from('\n{"kind":"finished"}\n')]));
  expect(await read()).toEqual({ condition: 'damaged', found: entries });
});

test.each([
  ['of a kind that a later version writes', { kind: 'consented', by: 'ada' }],
  ['of a known kind without its parts', { kind: 'outcome', operation: 'x' }],
  ['named like something that every object has', { kind: 'toString' }],
])('an entry %s is passed over', async (_, entry) => {
  const { path, read } = await written();
  appendFileSync(path, `${JSON.stringify(entry)}\n`);
  expect(await read()).toEqual({ condition: 'whole', found: entries });
});

test('of a run without a ledger, or with a name that leads elsewhere, there is nothing', async () => {
  const { state } = await written();
  expect(await state.readLedger('run-2', () => undefined)).toBeUndefined();
  expect(await state.readLedger('../runs/run-1', () => undefined)).toBeUndefined();
});

test('where nothing was applied yet there are no runs; other files are none', async () => {
  const folder = temporaryFolder();
  const state = localState(folder, () => false);
  expect(await state.runIds()).toEqual([]);
  mkdirSync(join(folder, 'runs'));
  for (const name of ['20261101-a.jsonl', '20261122-b.jsonl', 'notes.txt', '.x.jsonl']) {
    writeFileSync(join(folder, 'runs', name), '');
  }
  expect(await state.runIds()).toEqual(['20261122-b', '20261101-a']);
});

test('a folder in the place of a ledger is a refusal, not a crash', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'runs', 'run-1.jsonl'), { recursive: true });
  const state = localState(folder, () => false);
  expect(await refusalOf(() => state.readLedger('run-1', () => undefined))).toBe('RUN002 exit 6');
});
