import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardPlan } from '../../src/guard/index.ts';
import type { DesiredPopulation } from '../../src/model/desired.ts';
import { tenantOf } from '../support/world/tenant.ts';
import { bodyOf, policyOf } from './bodies.ts';

interface Count {
  readonly wanted: number;
  readonly failed: number;
}

function findingsOf(percent: number, counts: Readonly<Record<string, Count>>) {
  const keys = (connector: string, word: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${connector}/${word}${index}`);
  const desired = Object.entries(counts).flatMap(([connector, { wanted }]) => keys(connector, 'w', wanted));
  const failed = Object.entries(counts).flatMap(([connector, count]) => keys(connector, 'f', count.failed));
  const population: DesiredPopulation = {
    desired: desired.map((key) => ({ key, type: 'user', anchor: key, otherAnchors: [], joinedKeys: [] })) as never,
    failed: failed.map((key) => ({ key, type: undefined, dn: `CN=${key}`, message: 'broken', at: 'rules.yaml:3' })),
    undesired: [],
    source: new Map(Object.keys(counts).map((connector) => [`${connector}/user`, 1])),
  };
  const policy = policyOf([], { evaluation: { maximumFailedPercent: percent } });
  const connectors = Object.keys(counts);
  const reviewed = new Set<string>();
  const workspace = 'contoso';
  return guardPlan({
    body: bodyOf([]),
    tenant: tenantOf({}),
    policy,
    workspace,
    now: 0,
    population,
    connectors,
    reviewed,
    pins: [],
    emptyInclusions: [],
  });
}

const blocks = (percent: number, wanted: number, failed: number): boolean =>
  findingsOf(percent, { corp: { wanted, failed } }).some((one) => one.code === 'SAFE012' && one.blocks);

test.each([
  [5, 1000, 0, false],
  [5, 950, 50, false],
  [5, 949, 51, true],
  [5, 94, 6, true],
  // Rounded up: 5 % of 101 are 6.
  [5, 95, 6, false],
  // Never below two: one ambiguous join fails two objects.
  [5, 9, 1, false],
  [5, 8, 2, false],
  [5, 7, 3, true],
  [5, 0, 2, false],
  [5, 0, 3, true],
  // None may fail.
  [0, 1000, 0, false],
  [0, 1000, 1, true],
  [100, 0, 1000, false],
])('%d %%, %d worked out and %d failed: %s', (percent, wanted, failed, blocked) => {
  expect(blocks(percent, wanted, failed)).toBe(blocked);
});

test('each connector counts for itself: a large one does not hide a broken one', () => {
  const found = findingsOf(5, { corp: { wanted: 1000, failed: 0 }, lab: { wanted: 5, failed: 5 } });
  expect(found.map(({ code, detail }) => [code, detail])).toEqual([
    [
      'SAFE012',
      '5 of 10 objects of lab in scope could not be worked out; the limit is 2 (5 %). The first is CN=lab/f0: broken, rules.yaml:3.',
    ],
  ]);
});

test('one more failure never unblocks, one more success never blocks', () => {
  const count = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), count, count, (percent, wanted, failed) => {
      if (blocks(percent, wanted, failed)) expect(blocks(percent, wanted, failed + 1)).toBe(true);
      else expect(blocks(percent, wanted + 1, failed)).toBe(false);
    }),
    { numRuns: 100 },
  );
});
