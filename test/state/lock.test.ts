import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LockHolder } from '../../src/model/state.ts';
import { localState } from '../../src/state/index.ts';
import { acquireLock, takeAway } from '../../src/state/lock.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';

const ours: LockHolder = { runId: 'ours', host: 'here', pid: 1, since: '2026-11-22T08:00:00.000Z' };
const theirs: LockHolder = { ...ours, runId: 'theirs', pid: 2 };
const everybody = () => true;
const nobody = () => false;

function lockFile(content?: unknown): string {
  const path = join(temporaryFolder(), 'lock.json');
  if (content !== undefined) writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const inside = (path: string) => readdirSync(join(path, '..'));

describe('one process', () => {
  test('takes a free lock with its name in it, and leaves nothing behind', async () => {
    const path = lockFile();
    const lock = await acquireLock(path, ours, everybody);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ours);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(inside(path)).toEqual(['lock.json']);
    await lock.release();
    expect(inside(path)).toEqual([]);
  });

  test.each([
    ['held by a living process', theirs, everybody],
    ['held by this very process', ours, everybody],
    ['held on another host, where processes cannot be seen', { ...theirs, host: 'elsewhere' }, nobody],
    ['empty', '', nobody],
    ['no JSON', '{"runId":', nobody],
    ['of another shape', '{"runId":"theirs"}', nobody],
  ])('does not take one that is %s', async (_, content, isAlive) => {
    const path = lockFile(content);
    const before = readFileSync(path, 'utf8');
    expect(await refusalOf(() => acquireLock(path, ours, isAlive))).toBe('RUN001 exit 6');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(inside(path)).toEqual(['lock.json']);
  });

  test('says who holds it', async () => {
    await expect(acquireLock(lockFile(theirs), ours, everybody)).rejects.toMatchObject({
      diagnostics: [{ detail: expect.stringMatching(/theirs.*here.*process 2.*2026-11-22T08:00/) as string }],
    });
  });

  test('takes over the lock of a dead one, and says so', async () => {
    const path = lockFile(theirs);
    const lock = await acquireLock(path, ours, nobody);
    expect(lock.diagnostics.map((one) => one.code)).toEqual(['RUN003']);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ours);
    await lock.release();
    expect(inside(path)).toEqual([]);
  });

  test('takes over when one that took over died in the middle, too', async () => {
    const path = lockFile(theirs);
    writeFileSync(`${path}.takeover`, JSON.stringify({ ...theirs, runId: 'third', pid: 3 }));
    writeFileSync(`${path}.takeover.takeover`, JSON.stringify({ ...theirs, runId: 'fourth', pid: 4 }));
    const lock = await acquireLock(path, ours, nobody);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ours);
    await lock.release();
    expect(inside(path)).toEqual([]);
  });

  test('leaves the dead one alone while another takes over', async () => {
    const path = lockFile(theirs);
    writeFileSync(`${path}.takeover`, JSON.stringify({ ...theirs, runId: 'third', pid: 3 }));
    expect(await refusalOf(() => acquireLock(path, ours, (pid) => pid === 3))).toBe('RUN001 exit 6');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(theirs);
  });

  test.each<[string, object | string]>([
    ['another run', theirs],
    ['another process of the same run', { ...ours, pid: 9 }],
    ['nobody that can be read', 'torn'],
  ])('does not release what belongs to %s by now', async (_, content) => {
    const path = lockFile();
    const lock = await acquireLock(path, ours, everybody);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    await lock.release();
    expect(existsSync(path)).toBe(true);
  });

  test('a release after the file was removed is no failure', async () => {
    const path = lockFile();
    const lock = await acquireLock(path, ours, everybody);
    spawnSync('rm', [path]);
    await lock.release();
    expect(inside(path)).toEqual([]);
  });

  test('a folder that cannot be made or written is RUN002', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const state = localState(join(folder, 'file'), nobody);
    expect(await refusalOf(() => state.lock(ours))).toBe('RUN002 exit 6');
    expect(await refusalOf(() => acquireLock(join(folder, 'no', 'lock.json'), ours, nobody))).toBe('RUN002 exit 6');
  });

  test('the folder is for its owner only', async () => {
    const folder = join(temporaryFolder(), '.lockstep');
    const state = localState(folder, nobody);
    await (await state.lock(ours)).release();
    await (await state.openLedger('run-1')).close();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'runs')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'runs', 'run-1.jsonl')).mode & 0o777).toBe(0o600);
    chmodSync(folder, 0o700);
  });
});

describe('eight processes at once', () => {
  test.each<[string, object | undefined, string]>([
    ['a free lock', undefined, 'won '],
    ['the lock of a dead process', { ...theirs, host: hostname(), pid: deadPid() }, 'won RUN003'],
  ])('%s has exactly one winner, every time', async (_, content, won) => {
    const racers = Array.from({ length: 8 }, () => racer());
    for (let round = 0; round < 3; round++) {
      const path = lockFile(content);
      const running = racers.map((start) => start(path));
      await Promise.all(running.map((one) => one.next()));
      for (const one of running) one.go();
      const results = await Promise.all(running.map((one) => one.next()));
      expect(results.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'RUN001'), won]);
      for (const one of running) one.end();
      await Promise.all(running.map((one) => one.ended));
      expect(inside(path)).toEqual([]);
    }
  });
});

/** Starts a process that goes for the lock when it is told to. */
function racer(): (path: string) => { go(): void; next(): Promise<string>; end(): void; ended: Promise<unknown> } {
  return (path) => {
    const script = join(import.meta.dirname, '../support/run/lock-racer.ts');
    const child = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    return {
      go: () => child.stdin.write('go'),
      next: async () => ((await lines.next()) as { value: string }).value,
      end: () => child.stdin.end(),
      ended: new Promise((resolve) => child.once('close', resolve)),
    };
  };
}

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('taking a lock away', () => {
  test('leaves the one of a run that began meanwhile', async () => {
    const path = lockFile(theirs);
    expect(await takeAway(path, ours)).toBe(false);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(theirs);
    expect(inside(path)).toEqual(['lock.json']);
  });

  test('removes it, and says so once', async () => {
    const path = lockFile(theirs);
    expect([await takeAway(path, theirs), await takeAway(path, theirs)]).toEqual([true, false]);
    expect(inside(path)).toEqual([]);
  });
});
