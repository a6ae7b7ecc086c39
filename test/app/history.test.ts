import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { history, runDetail, unlock } from '../../src/app/history.ts';
import type { LedgerEntry } from '../../src/model/state.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { worldIn } from '../support/run/world.ts';

const at = '2026-11-22T08:00:00.000Z';
const started: LedgerEntry = { kind: 'started', runId: 'x', planDigest: 'd', at };
const finished: LedgerEntry = { kind: 'finished', runId: 'x', at, interrupted: false };
const object = { type: 'user', key: 'corp/1', id: '1', name: 'ada' } as const;
const intent = (id: string): LedgerEntry => ({
  kind: 'intent',
  operation: { kind: 'delete', id, after: [], object, reason: '', mark: '', licences: 0 },
  at,
});
const outcome = (operation: string, status: 'done' | 'alreadyDone' = 'done'): LedgerEntry => ({
  kind: 'outcome',
  operation,
  outcome: { status },
  at,
});

interface Place {
  readonly runs?: Readonly<Record<string, readonly LedgerEntry[]>>;
  readonly holder?: { readonly runId: string; readonly host: string; readonly pid: number };
}

function place({ runs = {}, holder }: Place = {}) {
  const folder = temporaryFolder();
  // History is read also where the configuration is not sound.
  writeFileSync(join(folder, 'lockstep.yaml'), 'kind: Topology\n');
  mkdirSync(join(folder, '.lockstep', 'runs'), { recursive: true });
  for (const [runId, entries] of Object.entries(runs)) {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    writeFileSync(join(folder, '.lockstep', 'runs', `${runId}.jsonl`), text);
  }
  if (holder !== undefined) {
    writeFileSync(join(folder, '.lockstep', 'lock.json'), JSON.stringify({ ...holder, since: at }));
  }
  const world = { ...worldIn(folder), host: 'here', isAlive: (pid: number) => pid === 1 };
  return { folder, world };
}

const lockOf = (folder: string): string => readFileSync(join(folder, '.lockstep', 'lock.json'), 'utf8');

describe('history', () => {
  test('lists the last runs first, with how they ended and what became of their operations', async () => {
    const { world } = place({
      runs: {
        '20261120-a': [started, intent('1'), outcome('1'), outcome('2', 'alreadyDone'), finished],
        '20261121-b': [started, intent('1'), outcome('1'), intent('2')],
        '20261122-c': [started, intent('1')],
      },
      holder: { runId: '20261122-c', host: 'here', pid: 1 },
    });
    const { runs, total } = await history(world, { limit: 20 });
    expect(runs.map(({ runId, end, counts }) => [runId, end, counts.done, counts.alreadyDone, counts.open])).toEqual([
      ['20261122-c', 'running', 0, 0, 1],
      ['20261121-b', 'died', 1, 0, 1],
      ['20261120-a', 'finished', 1, 1, 0],
    ]);
    expect(total).toBe(3);
    expect((await history(world, { limit: 1 })).runs).toHaveLength(1);
  });

  test.each([
    ['a process that is dead', { runId: 'r', host: 'here', pid: 2 }, 'died'],
    ['a machine that cannot be seen', { runId: 'r', host: 'there', pid: 2 }, 'running'],
    ['another run', { runId: 'other', host: 'here', pid: 1 }, 'died'],
  ])('a run without an end, the lock held by %s', async (_, holder, end) => {
    const { world } = place({ runs: { r: [started] }, holder });
    expect((await history(world, { limit: 1 })).runs[0]?.end).toBe(end);
  });

  test('nothing was applied yet', async () => {
    expect(await history(place().world, { limit: 1 })).toEqual({ runs: [], total: 0 });
  });
});

describe('one run', () => {
  test('tells what was begun, with what became of it', async () => {
    const { world } = place({ runs: { r: [started, intent('1'), intent('2'), outcome('1'), outcome('3')] } });
    const { operations, planDigest } = await runDetail(world, { runId: 'r' });
    expect(operations.map(({ id, operation, outcome }) => [id, operation?.kind, outcome?.status])).toEqual([
      ['1', 'delete', 'done'],
      ['2', 'delete', undefined],
      ['3', undefined, 'done'],
    ]);
    expect(planDigest).toBe('d');
  });

  test('that is not there', async () => {
    const { world } = place({ runs: { '20261122-abc': [started] } });
    expect(await refusalOf(() => runDetail(world, { runId: '20261122-abd' }))).toBe('RUN005 exit 3');
    await expect(runDetail(world, { runId: '20261122-abd' })).rejects.toMatchObject({
      diagnostics: [{ detail: expect.stringContaining('Did you mean 20261122-abc?') as string }],
    });
  });
});

describe('unlock', () => {
  const dead = { runId: 'r', host: 'there', pid: 2 };
  const alive = { runId: 'r', host: 'here', pid: 1 };

  test('nobody holds it', async () => {
    expect(await unlock(place().world, { force: false })).toEqual({ kind: 'free' });
  });

  test.each([
    ['no run is named', dead, undefined, false, 'notNamed'],
    ['another run is named', dead, 'q', true, 'otherRun'],
    ['its process lives here', alive, 'r', false, 'alive'],
  ])('changes nothing where %s', async (_, holder, runId, force, because) => {
    const { world, folder } = place({ holder });
    const before = lockOf(folder);
    const found = await unlock(world, { force, ...(runId === undefined ? {} : { runId }) });
    expect(found).toMatchObject({ kind: 'kept', because, holder });
    expect(lockOf(folder)).toBe(before);
  });

  test.each([
    ['of another machine', dead, false],
    ['that lives here, with force', alive, true],
  ])('takes it from the run that is named %s', async (_, holder, force) => {
    const { world, folder } = place({ holder });
    expect(await unlock(world, { runId: 'r', force })).toMatchObject({ kind: 'removed', holder });
    expect(() => lockOf(folder)).toThrow('ENOENT');
    expect(await unlock(world, { runId: 'r', force })).toEqual({ kind: 'free' });
  });

  test('a lock that cannot be read is not taken away', async () => {
    const { world, folder } = place();
    writeFileSync(join(folder, '.lockstep', 'lock.json'), '{"runId":');
    expect(await refusalOf(() => unlock(world, { runId: 'r', force: true }))).toBe('RUN001 exit 6');
  });
});
