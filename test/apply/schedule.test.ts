import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runSchedule } from '../../src/apply/schedule.ts';
import { phaseOf } from '../../src/model/plan.ts';
import type { Operation } from '../../src/model/plan.ts';

const kinds = ['defineExtension', 'leave', 'create', 'setManager', 'addMember', 'removeMember', 'delete'] as const;
type Kind = (typeof kinds)[number];

function operation(id: string, after: readonly string[] = [], kind: Kind = 'create'): Operation {
  return { kind, id, after, object: { type: 'user', key: id, name: id } } as unknown as Operation;
}

interface Run {
  /** Ids in the order in which they were begun. */
  readonly begun: string[];
  readonly skipped: Map<string, string>;
  readonly done: Set<string>;
  readonly widest: number;
}

interface Behaviour {
  readonly width?: number;
  readonly fails?: ReadonlySet<string>;
  readonly throws?: string;
  /** Stopped once so many were begun. */
  readonly stopAfter?: number;
  readonly inspect?: (id: string, run: Run) => void;
}

/** Runs a schedule whose work takes a few turns of the event loop, different for each. */
async function run(operations: readonly Operation[], behaviour: Behaviour = {}): Promise<Run> {
  const state = { begun: [] as string[], skipped: new Map<string, string>(), done: new Set<string>(), widest: 0 };
  let inFlight = 0;
  const work = async ({ id }: Operation): Promise<boolean> => {
    state.begun.push(id);
    behaviour.inspect?.(id, state);
    state.widest = Math.max(state.widest, ++inFlight);
    for (let turn = 0; turn < (id.length * 7 + id.charCodeAt(id.length - 1)) % 5; turn++) await Promise.resolve();
    inFlight--;
    if (id === behaviour.throws) throw new Error(`thrown by ${id}`);
    if (behaviour.fails?.has(id) === true) return false;
    state.done.add(id);
    return true;
  };
  await runSchedule(operations, work, {
    width: behaviour.width ?? 3,
    stopped: () => (state.begun.length >= (behaviour.stopAfter ?? Infinity) ? 'stopped' : undefined),
    skip: ({ id }, because) => {
      state.skipped.set(id, because);
      return Promise.resolve();
    },
  });
  expect(inFlight).toBe(0);
  return state;
}

/** Random operations that wait only for ones named before them, in whatever order and phase. */
const graph = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), after: fc.array(fc.nat(), { maxLength: 3 }) }), { maxLength: 40 })
  .chain((parts) => {
    const made = parts.map(({ kind, after }, index) =>
      operation(`o${index}`, index === 0 ? [] : [...new Set(after.map((number) => `o${number % index}`))], kind),
    );
    return fc.shuffledSubarray(made, { minLength: made.length });
  });

const someIds = fc.array(fc.nat(40), { maxLength: 6 }).map((numbers) => new Set(numbers.map((number) => `o${number}`)));

describe('whatever the graph', () => {
  test('every operation is begun or skipped, once; none before what it waits for; no phase before the last is over', async () => {
    await fc.assert(
      fc.asyncProperty(graph, someIds, fc.integer({ min: 1, max: 9 }), async (operations, fails, width) => {
        const byId = new Map(operations.map((one) => [one.id, one]));
        const phase = (id: string) => phaseOf(byId.get(id)!);
        const result = await run(operations, {
          width,
          fails,
          inspect: (id, { done }) => {
            for (const before of byId.get(id)!.after) expect(done.has(before)).toBe(true);
          },
        });
        expect([...result.begun, ...result.skipped.keys()].toSorted()).toEqual([...byId.keys()].toSorted());
        expect(result.begun.map(phase)).toEqual(result.begun.map(phase).toSorted((a, b) => a - b));
        expect(result.widest).toBeLessThanOrEqual(width);
        for (const id of result.skipped.keys()) {
          const { after } = byId.get(id)!;
          expect(after.some((before) => !result.done.has(before) || phase(before) > phase(id))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('an interruption begins nothing more and skips the rest', async () => {
    await fc.assert(
      fc.asyncProperty(graph, fc.nat(10), fc.integer({ min: 1, max: 4 }), async (operations, stopAfter, width) => {
        const { begun, skipped } = await run(operations, { stopAfter, width });
        expect(begun.length).toBeLessThanOrEqual(stopAfter);
        expect(begun.length + skipped.size).toBe(operations.length);
      }),
    );
  });
});

describe('width', () => {
  test('is used again after a single operation made many ready', async () => {
    const followers = Array.from({ length: 20 }, (_, index) => operation(`f${index}`, ['first']));
    expect((await run([operation('first'), ...followers], { width: 4 })).widest).toBe(4);
  });

  test('a hundred thousand operations behind one are no burden', async () => {
    const followers = Array.from({ length: 100_000 }, (_, index) => operation(`f${index}`, ['first'], 'addMember'));
    const one = operation('first', [], 'addMember');
    const started = performance.now();
    expect((await run([one, ...followers])).begun).toHaveLength(100_001);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('what cannot be done', () => {
  test('a failure takes along what waits for it, over phases, and nothing else', async () => {
    const { done, skipped } = await run(
      [
        operation('a'),
        operation('b', ['a']),
        operation('c'),
        operation('m', ['b'], 'addMember'),
        operation('n', ['c'], 'addMember'),
      ],
      { fails: new Set(['a']) },
    );
    expect([...done].toSorted()).toEqual(['c', 'n']);
    expect(Object.fromEntries(skipped)).toEqual({ b: 'a was not done', m: 'b was not done' });
  });

  test.each<[string, Operation[], string[]]>([
    ['a circle', [operation('a', ['b']), operation('b', ['a']), operation('c')], ['a', 'b']],
    ['itself', [operation('a', ['a'])], ['a']],
    ['a circle, from outside', [operation('a', ['b']), operation('b', ['a']), operation('c', ['a'])], ['a', 'b', 'c']],
    ['what is not there', [operation('a', ['nobody'])], ['a']],
    ['what comes in a later phase', [operation('a', ['m']), operation('m', [], 'addMember')], ['a']],
  ])('waiting for %s is skipped, never silently left out', async (_, operations, skipped) => {
    const result = await run(operations);
    expect([...result.skipped.keys()].toSorted()).toEqual(skipped);
    expect(result.begun.length + result.skipped.size).toBe(operations.length);
  });

  test('a rejection begins nothing more, and comes when all in flight has ended', async () => {
    const operations = Array.from({ length: 30 }, (_, index) => operation(`o${index}`));
    const begun: string[] = [];
    let ended = 0;
    const failing = runSchedule(
      operations,
      async ({ id }) => {
        begun.push(id);
        for (let turn = 0; turn < (id === 'o1' ? 1 : 20); turn++) await Promise.resolve();
        ended++;
        if (id === 'o1') throw new Error('the disk is full');
        return true;
      },
      { width: 4, stopped: () => undefined, skip: () => Promise.resolve() },
    );
    await expect(failing).rejects.toThrow('the disk is full');
    expect(ended).toBe(begun.length);
    expect(begun.length).toBe(4);
  });
});
