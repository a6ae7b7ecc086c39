import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { apply, plan } from '../../src/app/index.ts';
import type { LedgerEntry } from '../../src/model/state.ts';
import type { Fault, Write } from '../support/faulty-proxy/faulty-proxy.ts';
import { command } from '../support/run/command.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { startTenant } from '../support/run/tenant-process.ts';
import type { Picture } from '../support/run/tenant-process.ts';
import { copyExample, pointTo } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

async function planAndApply(run: Scene) {
  return await run.apply(await run.plan());
}

/** Plans and applies once more, and then nothing is left to do and the tenant is what it would be without the fault. */
async function expectConvergence(run: Scene): Promise<void> {
  run.proxy.reset();
  const again = await planAndApply(run);
  expect(again.counts).toMatchObject({ failed: 0, unknown: 0, skipped: 0 });
  expect(again.diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
  const left = await run.plan();
  expect(left.body.operations.map((one) => one.id)).toEqual([]);
  expect(await run.tenant.picture()).toEqual(reference);
}

let reference: Picture;
let operations: number;
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-faults-'));
  const tenant = await startTenant({ folder: root });
  copyExample(join(root, 'workspace'));
  pointTo(join(root, 'workspace'), tenant, tenant.secretFile);
  const world = worldIn(join(root, 'workspace'));
  const { plan: planned } = await plan(world, {});
  operations = planned.body.operations.length;
  const { counts } = await apply(world, { plan: planned, onEvent: () => undefined });
  expect(counts).toEqual({ done: operations, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0 });
  reference = await tenant.picture();
  await tenant.stop();
  rmSync(root, { recursive: true, force: true });
});

afterAll(() => {
  expect(operations).toBeGreaterThan(50);
});

describe('the client is killed', () => {
  test.each<[number, Fault['when']]>([
    [1, 'before'],
    [1, 'after'],
    [2, 'after'],
    [5, 'before'],
    [10, 'after'],
    [20, 'after'],
    [40, 'before'],
    [55, 'after'],
  ])('at write %i, %s it reached the tenant: the next run goes on', async (number, when) => {
    const run = await scene();
    const { child, ended } = command(run.folder, ['apply', '--auto-approve', '--quiet']);
    const kill = () => child.kill('SIGKILL');
    run.proxy.reset((write) => (write.number === number ? { when, then: 'hang', meanwhile: kill } : undefined));
    const { signal, err } = await ended;
    expect(signal, `${run.proxy.writes().length} writes; ${err}`).toBe('SIGKILL');

    const noted = ledgerOf(run.folder);
    const intents = noted.filter((one) => one.kind === 'intent').length;
    expect(intents).toBeGreaterThanOrEqual(number);
    expect(noted.some((one) => one.kind === 'finished')).toBe(false);
    await expectConvergence(run);
  });
});

describe('a write goes wrong', () => {
  const at =
    (number: number, fault: Omit<Fault, 'when'>, when: Fault['when'] = 'after') =>
    (write: Write) =>
      write.number === number ? { ...fault, when } : undefined;
  const everyFifth = (fault: Fault) => (write: Write) => (write.number % 5 === 0 ? fault : undefined);
  const throttled = (headers?: Record<string, string>) => ({
    status: 429,
    ...(headers === undefined ? {} : { headers }),
  });
  const once = (fault: Fault) => {
    const seen = new Set<string>();
    return (write: Write) => {
      const key = `${write.method} ${write.path}`;
      if (seen.has(key)) return undefined;
      seen.add(key);
      return fault;
    };
  };

  test.each<[string, (write: Write) => Fault | undefined]>([
    ['the third is cut before it arrives', at(3, { then: 'cut' }, 'before')],
    ['the third is cut after it was done', at(3, { then: 'cut' })],
    ['every fifth is cut after it was done', everyFifth({ when: 'after', then: 'cut' })],
    ['every fifth is answered 503 after it was done', everyFifth({ when: 'after', then: { status: 503 } })],
    ['every fifth is answered 500 after it was done', everyFifth({ when: 'after', then: { status: 500 } })],
    ['every fifth is answered 504 before it arrives', everyFifth({ when: 'before', then: { status: 504 } })],
    ['every address is throttled once, without Retry-After', once({ when: 'before', then: throttled() })],
    [
      'every address is throttled once, with Retry-After',
      once({ when: 'before', then: throttled({ 'retry-after': '7' }) }),
    ],
    [
      'every fifth is throttled after it was done',
      everyFifth({ when: 'after', then: throttled({ 'retry-after': '1' }) }),
    ],
    ['every address answers 503 once, after it was done', once({ when: 'after', then: { status: 503 } })],
  ])('%s', async (_, faultOf) => {
    const run = await scene();
    run.proxy.reset(faultOf);
    const { report, counts } = await planAndApply(run);
    expect(report.results).toHaveLength(operations);
    expect(counts.done + counts.alreadyDone).toBeGreaterThan(0);
    await expectConvergence(run);
  });

  test.each<[string, (write: Write) => boolean, Fault]>([
    [
      'every create is refused',
      ({ method, path }) => method === 'POST' && /^\/(?:users|groups)$/.test(path),
      { when: 'before', then: { status: 400 } },
    ],
    [
      'every create is done and answered 503',
      ({ method, path }) => method === 'POST' && /^\/(?:users|groups)$/.test(path),
      { when: 'after', then: { status: 503 } },
    ],
    ['every change is done and cut', ({ method }) => method === 'PATCH', { when: 'after', then: 'cut' }],
    ['every member is done and cut', ({ path }) => path.includes('/members'), { when: 'after', then: 'cut' }],
  ])('%s, always', async (_, matches, fault) => {
    const run = await scene();
    run.proxy.reset((write) => (matches(write) ? fault : undefined));
    const { report } = await planAndApply(run);
    expect(report.results).toHaveLength(operations);
    await expectConvergence(run);
  });
});

describe('the tenant is killed in the middle', () => {
  test('the report is whole, the exit code says so, and the next run goes on', async () => {
    const state = mkdtempSync(join(tmpdir(), 'lockstep-state-'));
    onTestFinished(() => {
      rmSync(state, { recursive: true, force: true });
    });
    const run = await scene(['--state', join(state, 'tenant')]);
    run.proxy.reset((write) =>
      write.number === 12 ? { when: 'after', then: 'cut', meanwhile: () => run.tenant.kill() } : undefined,
    );
    const { code, out } = await command(run.folder, ['apply', '--auto-approve', '--format', 'json']).ended;
    expect([7, 8]).toContain(code);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; report?: { results: unknown[] } });
    expect(events.at(-1)?.kind).toBe('summary');
    expect(events.find((one) => one.kind === 'finished')?.report?.results).toHaveLength(operations);

    const restarted = await startTenant({
      folder: run.folder,
      secretFile: run.tenant.secretFile,
      more: ['--state', join(state, 'tenant')],
    });
    onTestFinished(() => restarted.stop());
    run.proxy.leadTo(restarted);
    await expectConvergence({ ...run, tenant: restarted });
  });
});

function ledgerOf(folder: string): readonly LedgerEntry[] {
  const runs = join(folder, '.lockstep', 'runs');
  const [file = ''] = readdirSync(runs);
  return readFileSync(join(runs, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerEntry);
}
