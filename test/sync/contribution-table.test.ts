import { expect, test } from 'vitest';
import { ContributionTable } from '../../src/sync/contribution-table.ts';

const places = new Map([
  ['a', 0],
  ['b', 1],
  ['c', 2],
  ['d', 3],
]);
const winner = (flow: number, ...inputs: readonly number[]) => ({ flow, losers: [flow + 1], inputs });

/** `b` has a value, `c` was cleared; nobody had a say about `a` and `d`. */
function table(): ContributionTable {
  const made = new ContributionTable(places);
  made.set(1, 'x', winner(5, 2));
  made.set(2, undefined, winner(7));
  return made;
}

test('what was set, what was cleared, what was left alone and what is unknown are told apart', () => {
  const made = table();
  expect(['a', 'b', 'c', 'd', 'nothing'].map((name) => made.has(name))).toEqual([false, true, true, false, false]);
  expect(['a', 'b', 'c', 'd', 'nothing'].map((name) => made.isLeftAlone(name))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(['a', 'b', 'c', 'd', 'nothing'].map((name) => made.value(name))).toEqual([
    undefined,
    'x',
    undefined,
    undefined,
    undefined,
  ]);
  expect(['a', 'b', 'c', 'd', 'nothing'].map((name) => made.get(name))).toEqual([
    undefined,
    { value: 'x', flow: 5, losers: [6] },
    { value: undefined, flow: 7, losers: [8] },
    undefined,
    undefined,
  ]);
});

test('lists what had a say, in the order of the places', () => {
  expect([...table()]).toEqual([
    ['b', { value: 'x', flow: 5, losers: [6] }],
    ['c', { value: undefined, flow: 7, losers: [8] }],
  ]);
  expect(table().size).toBe(2);
});

test('rules read values alone: what was cleared is absent', () => {
  const reader = table().reader();
  expect(['a', 'b', 'c'].map((name) => [reader.has(name), reader.get(name)])).toEqual([
    [false, undefined],
    [true, 'x'],
    [false, undefined],
  ]);
});

test('knows whether anything was left alone', () => {
  expect(table().anyLeftAlone).toBe(true);
  const whole = new ContributionTable(new Map([['a', 0]]));
  expect(whole.anyLeftAlone).toBe(true);
  whole.set(0, undefined, winner(1));
  expect(whole.anyLeftAlone).toBe(false);
});

test('knows the inputs that values come from', () => {
  expect(['a', 'b', 'c', 'nothing'].map((name) => table().inputsOf(name))).toEqual([[], [2], [], []]);
});
