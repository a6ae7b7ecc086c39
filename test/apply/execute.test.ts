import { describe, expect, test } from 'vitest';
import { executePlan } from '../../src/apply/index.ts';
import type { ExecuteInput, ExecuteResult } from '../../src/apply/index.ts';
import type { Precondition } from '../../src/apply/precondition.ts';
import { diagnostic, DiagnosticError } from '../../src/kernel/diagnostic.ts';
import type { AddMember, CreateObject, Operation } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/model/report.ts';
import type { LedgerEntry } from '../../src/model/state.ts';
import { samplePlan } from '../support/run/plans.ts';
import { mark, ref } from '../support/run/tenants.ts';

function create(number: number, after: readonly string[] = []): CreateObject {
  const object = ref('user', number);
  return {
    kind: 'create',
    id: `create:${number}`,
    after,
    object,
    from: '',
    anchor: 'x',
    mark: mark(number),
    changes: [],
  };
}

function add(number: number): AddMember {
  const id = `add:${number}`;
  return {
    kind: 'addMember',
    id,
    after: [`create:${number}`],
    object: ref('group', 99, 'g'),
    mark: mark(99),
    member: ref('user', number),
  };
}

interface World {
  readonly outcomes?: Readonly<Record<string, Outcome | (() => Outcome)>>;
  readonly precondition?: (operation: Operation) => Precondition;
  /** Number of ledger entries after which the disk is full. */
  readonly diskHolds?: number;
  readonly onResult?: ExecuteInput['onResult'];
  readonly interrupted?: AbortController;
}

const diskFull = () => new DiagnosticError([diagnostic('RUN002', { detail: 'the disk is full' })]);

/** Executes against a target that answers `done` unless it is told otherwise, and notes what happens in its order. */
async function execute(operations: readonly Operation[], world: World = {}) {
  const events: string[] = [];
  const resolved: Record<string, string | undefined> = {};
  let entries = 0;
  const input: ExecuteInput = {
    plan: { ...samplePlan, body: { ...samplePlan.body, operations } },
    target: {
      name: 'fake',
      schema: new Map(),
      read: () => Promise.reject(new Error('nothing is read here')),
      execute: async (operation, idOf) => {
        events.push(`send ${operation.id}`);
        if (operation.kind === 'addMember') resolved[operation.id] = idOf(operation.member.key);
        await Promise.resolve();
        const told = world.outcomes?.[operation.id];
        if (typeof told === 'function') return told();
        return (
          told ??
          (operation.kind === 'create' ? { status: 'done', id: `id of ${operation.object.key}` } : { status: 'done' })
        );
      },
    },
    ledger: {
      append: async (entry) => {
        await Promise.resolve();
        if (++entries > (world.diskHolds ?? Infinity)) throw diskFull();
        events.push(nameOf(entry));
      },
      close: () => Promise.resolve(),
    },
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    context: {
      signal: new AbortController().signal,
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      progress: () => undefined,
    },
    interrupted: world.interrupted?.signal ?? new AbortController().signal,
    precondition: world.precondition ?? (() => ({ kind: 'holds' })),
    onResult: world.onResult ?? (() => undefined),
  };
  const result = await executePlan(input);
  return { ...result, events, resolved, statuses: statusesOf(result) };
}

function nameOf(entry: LedgerEntry): string {
  if (entry.kind === 'intent') return `intent ${entry.operation.id}`;
  return entry.kind === 'outcome' ? `outcome ${entry.operation}` : entry.kind;
}

function statusesOf({ report }: ExecuteResult): Record<string, string> {
  return Object.fromEntries(report.results.map(({ operation, outcome }) => [operation, outcome.status]));
}

describe('outcomes', () => {
  test.each<[Outcome, string]>([
    [{ status: 'done' }, 'done'],
    [{ status: 'alreadyDone' }, 'done'],
    [{ status: 'failed', code: 'Request_BadRequest', message: 'no' }, 'skipped'],
    [{ status: 'unknown', message: 'no answer' }, 'skipped'],
    [{ status: 'skipped', message: 'not there' }, 'skipped'],
  ])('%o: what waits for it is %s', async (outcome, follower) => {
    const { statuses, report } = await execute([create(1), add(1), add(2)], { outcomes: { 'create:1': outcome } });
    expect(report.results[0]?.outcome).toEqual(outcome);
    expect(statuses).toEqual({ 'create:1': outcome.status, 'add:1': follower, 'add:2': 'skipped' });
  });

  test('are reported in the order of the plan', async () => {
    const { report } = await execute([add(1), add(2), create(2), create(1)]);
    expect(report.results.map((one) => one.operation)).toEqual(['add:1', 'add:2', 'create:2', 'create:1']);
  });

  test('ids of what was made, and of what was found made, reach what points at it', async () => {
    const { resolved } = await execute([create(1), create(2), add(1), add(2)], {
      precondition: (operation) =>
        operation.id === 'create:2' ? { kind: 'alreadyDone', id: 'found' } : { kind: 'holds' },
    });
    expect(resolved).toEqual({ 'add:1': `id of ${ref('user', 1).key}`, 'add:2': 'found' });
  });

  test('what changed since the plan is neither noted as intended nor sent', async () => {
    const { events, report } = await execute([create(1)], {
      precondition: () => ({ kind: 'changed', message: 'it is taken' }),
    });
    expect(events).toEqual(['started', 'outcome create:1', 'finished']);
    expect(report.results[0]?.outcome).toEqual({ status: 'skipped', message: 'it is taken' });
  });
});

describe('the ledger', () => {
  test('is written before and after each operation', async () => {
    const { events } = await execute([create(1), create(2, ['create:1']), add(1)]);
    expect(events).toEqual([
      'started',
      ...['create:1', 'create:2', 'add:1'].flatMap((id) => [`intent ${id}`, `send ${id}`, `outcome ${id}`]),
      'finished',
    ]);
  });

  test('that fails before the first entry stops everything', async () => {
    await expect(execute([create(1)], { diskHolds: 0 })).rejects.toMatchObject({ diagnostics: [{ code: 'RUN002' }] });
  });

  test.each([1, 2, 3, 4, 5, 9, 17])(
    'that fails after %i entries: nothing is sent that was not noted',
    async (diskHolds) => {
      const operations = Array.from({ length: 30 }, (_, index) => create(index));
      const { events, report, diagnostics } = await execute(operations, { diskHolds });
      const intents = new Set(events.filter((one) => one.startsWith('intent ')).map((one) => one.slice(7)));
      const sent = events.filter((one) => one.startsWith('send ')).map((one) => one.slice(5));
      expect(sent.filter((id) => !intents.has(id))).toEqual([]);
      expect(diagnostics.map((one) => one.code)).toEqual(['RUN002']);
      expect(report.results).toHaveLength(30);
      const done = report.results.filter((one) => one.outcome.status === 'done').map((one) => one.operation);
      expect(done.toSorted()).toEqual(sent.toSorted());
    },
  );
});

describe('the end of a run before its end', () => {
  const many = Array.from({ length: 200 }, (_, index) => create(index));

  test('an interrupt: what is in flight ends, the rest is skipped', async () => {
    const interrupted = new AbortController();
    const { report, events } = await execute(many, {
      interrupted,
      onResult: (_, done) => {
        if (done === 20) interrupted.abort();
      },
    });
    const sent = events.filter((one) => one.startsWith('send ')).length;
    expect(report.interrupted).toBe(true);
    expect(report.results).toHaveLength(200);
    expect(report.results.filter((one) => one.outcome.status === 'done')).toHaveLength(sent);
    expect(sent).toBeGreaterThanOrEqual(20);
    expect(sent).toBeLessThan(80);
    expect(events.at(-1)).toBe('finished');
  });

  test('a credential that is refused: the report is whole and says why', async () => {
    const refused = () => {
      throw new DiagnosticError([diagnostic('ENT002', { detail: 'expired' })]);
    };
    const { report, diagnostics, statuses } = await execute(many, { outcomes: { 'create:10': refused } });
    expect(diagnostics.map((one) => one.code)).toEqual(['ENT002']);
    expect(report.results).toHaveLength(200);
    expect(statuses['create:10']).toBe('unknown');
    expect(statuses['create:9']).toBe('done');
    expect(statuses['create:199']).toBe('skipped');
  });

  test.each<[string, Outcome]>([
    ['does not answer', { status: 'unknown', message: 'no answer' }],
    ['cannot be reached', { status: 'failed', code: 'Unreachable', message: 'no answer' }],
  ])('a tenant that %s is not asked for ever', async (_, outcome) => {
    const silent = Object.fromEntries(many.slice(5).map(({ id }) => [id, outcome]));
    const { report, diagnostics, events } = await execute(many, { outcomes: silent });
    expect(diagnostics.map((one) => one.code)).toEqual(['ENT001']);
    expect(report.results).toHaveLength(200);
    expect(events.filter((one) => one.startsWith('send ')).length).toBeLessThan(80);
  });

  test('a tenant that refuses each operation is asked for each', async () => {
    const no: Outcome = { status: 'failed', code: 'Request_BadRequest', message: 'no' };
    const { report, diagnostics } = await execute(many, {
      outcomes: Object.fromEntries(many.map(({ id }) => [id, no])),
    });
    expect(diagnostics).toEqual([]);
    expect(report.results.every((one) => one.outcome.status === 'failed')).toBe(true);
  });

  test('a bug of ours is thrown, once what was in flight has ended', async () => {
    const bug = () => {
      throw new TypeError('a bug');
    };
    await expect(execute(many, { outcomes: { 'create:10': bug } })).rejects.toThrow('a bug');
  });
});
