import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsCompared } from '../../src/impact/findings.ts';
import type { Finding } from '../../src/model/plan.ts';

function finding(code: string, detail: string, parts: Partial<Finding> = {}): Finding {
  return { code, blocks: false, detail, policyKey: 'limits', operations: [], count: 1, ...parts };
}

const told = (base: readonly Finding[], head: readonly Finding[]) =>
  findingsCompared({ base, head }).changes.map(({ kind, code, before, after }) => [kind, code, before, after]);

describe('findings of the two plans', () => {
  test.each<readonly [string, readonly Finding[], readonly Finding[], ReturnType<typeof told>]>([
    ['none', [], [], []],
    ['the same', [finding('SAFE001', 'a')], [finding('SAFE001', 'a', { operations: ['x'], count: 2 })], []],
    ['head alone', [], [finding('SAFE001', 'a')], [['appears', 'SAFE001', undefined, 'a']]],
    ['base alone', [finding('SAFE001', 'a')], [], [['disappears', 'SAFE001', 'a', undefined]]],
    ['other figures', [finding('SAFE001', '3')], [finding('SAFE001', '9')], [['changes', 'SAFE001', '3', '9']]],
    [
      'another key of the policy',
      [finding('SAFE001', '3')],
      [finding('SAFE001', '9', { policyKey: 'source' })],
      [
        ['appears', 'SAFE001', undefined, '9'],
        ['disappears', 'SAFE001', '3', undefined],
      ],
    ],
    [
      'several of a kind: which became which cannot be told',
      [finding('SAFE001', 'kept'), finding('SAFE001', '3')],
      [finding('SAFE001', 'kept'), finding('SAFE001', '8'), finding('SAFE001', '9')],
      [
        ['appears', 'SAFE001', undefined, '8'],
        ['appears', 'SAFE001', undefined, '9'],
        ['disappears', 'SAFE001', '3', undefined],
      ],
    ],
    [
      'what blocks first',
      [],
      [finding('SAFE001', 'a'), finding('SAFE002', 'b', { blocks: true })],
      [
        ['appears', 'SAFE002', undefined, 'b'],
        ['appears', 'SAFE001', undefined, 'a'],
      ],
    ],
  ])('%s', (_, base, head, expected) => {
    expect(told(base, head)).toEqual(expected);
  });

  test('says whether something stops each plan, and how much stayed', () => {
    const stop = finding('SAFE001', 'a', { blocks: true });
    expect(findingsCompared({ base: [finding('SAFE002', 'b')], head: [stop, finding('SAFE002', 'b')] })).toMatchObject({
      blocked: { base: false, head: true },
      same: 1,
    });
  });
});

const findings = fc.uniqueArray(
  fc.record({
    code: fc.constantFrom('SAFE001', 'SAFE002', 'SAFE003'),
    detail: fc.constantFrom('a', 'b', 'c', 'd'),
    policyKey: fc.constantFrom('limits', 'source'),
    blocks: fc.boolean(),
    operations: fc.constant([]),
    count: fc.nat(3),
  }),
  { selector: ({ code, detail, policyKey }) => `${code} ${detail} ${policyKey}` },
);

test('each finding of either is told once, or is the same in both', () => {
  fc.assert(
    fc.property(findings, findings, (base, head) => {
      const { same, changes } = findingsCompared({ base, head });
      expect(same + changes.filter(({ before }) => before !== undefined).length).toBe(base.length);
      expect(same + changes.filter(({ after }) => after !== undefined).length).toBe(head.length);
    }),
  );
});

test('the order of the findings plays no part', () => {
  fc.assert(
    fc.property(findings, findings, (base, head) => {
      expect(findingsCompared({ base: base.toReversed(), head: head.toReversed() })).toEqual(
        findingsCompared({ base, head }),
      );
    }),
  );
});
