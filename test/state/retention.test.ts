import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localState } from '../../src/state/index.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);

/** A state folder with ledgers that were last written so many days ago. */
function stateWith(ledgers: Readonly<Record<string, number>>) {
  const folder = temporaryFolder();
  const runs = join(folder, 'runs');
  mkdirSync(runs);
  for (const [name, days] of Object.entries(ledgers)) {
    const path = join(runs, name);
    writeFileSync(path, '{}\n');
    const at = new Date(NOW - days * DAY);
    utimesSync(path, at, at);
  }
  const left = () => readdirSync(runs).sort();
  return { state: localState(folder, () => false), runs, left };
}

test('what is older than the instant goes, and nothing else', async () => {
  const { state, left } = stateWith({ 'old.jsonl': 91, 'edge.jsonl': 90, 'new.jsonl': 1 });
  expect(await state.forgetRuns(NOW - 90 * DAY, 'new')).toEqual([]);
  expect(left()).toEqual(['edge.jsonl', 'new.jsonl']);
});

test('the current run stays, whatever its age', async () => {
  const { state, left } = stateWith({ 'this.jsonl': 1000, 'that.jsonl': 1000 });
  await state.forgetRuns(NOW, 'this');
  expect(left()).toEqual(['this.jsonl']);
});

test('what is no ledger is not touched', async () => {
  const others = { 'notes.txt': 1000, 'a.jsonl.bak': 1000, '.jsonl': 1000, 'a b.jsonl': 1000 };
  const { state, left } = stateWith(others);
  await state.forgetRuns(NOW, 'this');
  expect(left()).toEqual(Object.keys(others).sort());
});

test('what cannot be removed is told, and the others go', async () => {
  const { state, runs, left } = stateWith({ 'a.jsonl': 1000, 'c.jsonl': 1000 });
  mkdirSync(join(runs, 'b.jsonl'));
  const old = new Date(NOW - 1000 * DAY);
  utimesSync(join(runs, 'b.jsonl'), old, old);
  const told = await state.forgetRuns(NOW, 'this');
  expect(told.map(({ code, severity, detail }) => [code, severity, detail.split(':')[0]])).toEqual([
    ['RUN004', 'warning', 'b.jsonl'],
  ]);
  expect(left()).toEqual(['b.jsonl']);
  expect(existsSync(join(runs, 'b.jsonl'))).toBe(true);
});
