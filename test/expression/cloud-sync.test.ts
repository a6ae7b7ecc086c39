import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cloudSyncGrammar,
  compileExpression,
  functionsOf,
  parseExpression,
  printExpression,
} from '../../src/expression/index.ts';
import type { ExpressionNode } from '../../src/expression/index.ts';
import { EvaluationError } from '../../src/model/rule-set.ts';
import { compileFor, contextOf, environmentOf, issuesOf, known, valueOf } from './support.ts';

const environment = environmentOf(known, 'cloudSync');

describe('the grammar of cloudSync', () => {
  it.each([
    ['"a"', 'EXP016 "a"'],
    ['1', 'EXP016 1'],
    ['[cn] & "x"', 'EXP016 [cn] & "x"'],
    ['IIF([cn] = "a" && [sn] = "b", "1", "2")', 'EXP016 [cn] = "a" && [sn] = "b"'],
    ['Append([cn] = "x", "y")', 'EXP016 [cn] = "x"'],
    ['Append([cn], %Domain.FQDN%)', 'EXP016 %Domain.FQDN%'],
    ['Append([cn], $x)', 'EXP016 $x'],
    ['Append([cn], NULL)', 'EXP016 NULL'],
    ['Append([cn], CRLF)', 'EXP016 CRLF'],
    ['BitAnd(1 + 1, 2)', 'EXP016 1 + 1'],
    ['LCase([cn])', 'EXP016 LCase'],
    ['Append([cn])', 'EXP007 Append([cn])'],
    ['Append([cn], )', 'EXP007 Append([cn], )'],
    ['append([cn], "x")', 'EXP003 append'],
    ['Append([nothing], "x")', 'EXP004 [nothing]'],
    ['Replace([cn], , "(?=x)", , "", , )', 'EXP018 "(?=x)"'],
    ['Redact([cn])', 'EXP019 Redact'],
  ])('%s', (text, found) => {
    expect(issuesOf(text, {}, 'cloudSync')).toContain(found);
  });

  it.each([
    '[cn]',
    'Trim("a \\\\ \\"b\\"")',
    'CBool([cn] = "x")',
    'DateAdd("d", -3, Now())',
    'Switch([cn], , "a", "b")',
  ])('nothing is wrong with %s', (text) => {
    expect(issuesOf(text, {}, 'cloudSync')).toEqual([]);
  });

  it('says the same name is a function of the other dialect', () => {
    expect(compileFor('ToUpper([cn])').issues[0]?.help).toContain('cloudSync');
    expect(compileFor('UCase([cn])', {}, 'cloudSync').issues[0]?.help).toContain('connect');
  });
});

const span = { start: 0, end: 0 };
const empty: ExpressionNode = { kind: 'empty', ...span };
const name = fc
  .stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/)
  .filter((one) => !['NULL', 'CRLF', 'UTF8', 'ASCII', 'True', 'False'].includes(one));
const { tree } = fc.letrec<{ tree: ExpressionNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc
      .string({ unit: 'binary' })
      .map((value): ExpressionNode => ({ kind: 'text', value: value.toWellFormed(), ...span })),
    fc.maxSafeNat().map((value): ExpressionNode => ({ kind: 'number', value, ...span })),
    name.map((one): ExpressionNode => ({ kind: 'attribute', name: one, ...span })),
    fc
      .tuple(name, fc.array(fc.oneof(tie('tree'), fc.constant(empty)), { maxLength: 5 }))
      // One argument that is left out is none.
      .filter(([, given]) => given.length !== 1 || given[0] !== empty)
      .map(([one, given]): ExpressionNode => ({ kind: 'call', name: one, arguments: given, ...span })),
  ),
}));

function bare(node: ExpressionNode): ExpressionNode {
  return node.kind === 'call' ? { ...node, ...span, arguments: node.arguments.map(bare) } : { ...node, ...span };
}

const pieces = [
  ...functionsOf('cloudSync').keys(),
  '(',
  ')',
  ',',
  ', ,',
  '"',
  '"a"',
  '"d"',
  '"(?<n>a*)*"',
  '"\\\\d+"',
  '[cn]',
  '[otherMobile]',
  '[manager]',
  '=',
  '&&',
  '1',
  '-',
  'True',
  '__proto__',
  '\ud800',
  ' ',
];

describe('any text of cloudSync', () => {
  it('is read back as the same tree once printed', () => {
    fc.assert(
      fc.property(tree, (one) => {
        const { root, issues } = parseExpression(printExpression(one), cloudSyncGrammar);
        expect(issues).toEqual([]);
        expect(root && bare(root)).toEqual(one);
      }),
      { numRuns: 1500 },
    );
  });

  it('gives an expression or issues inside of it, and never an exception', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
      fc
        .tuple(
          fc.constantFrom(...functionsOf('cloudSync').keys()),
          fc.array(
            fc.constantFrom(
              '[cn]',
              '[otherMobile]',
              '"d"',
              '"a"',
              '3',
              '',
              'Now()',
              '[userAccountControl]',
              '"(?<a>.)"',
            ),
            { maxLength: 7 },
          ),
        )
        .map(([called, given]) => `${called}(${given.join(', ')})`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { expression, issues } = compileExpression(text, environment);
        expect(expression !== undefined || issues.length > 0).toBe(true);
        for (const { start, end } of issues) expect(start >= 0 && end >= start && end <= text.length).toBe(true);
        for (const given of [{}, { cn: 'Ada', otherMobile: ['1', '2'], userAccountControl: 512 }]) {
          try {
            expression?.evaluate(contextOf(given));
          } catch (error) {
            if (!(error instanceof EvaluationError)) throw error;
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('runs hostile patterns in linear time', () => {
    const cn = `${'a'.repeat(50_000)}!`;
    const started = performance.now();
    expect(valueOf('Replace([cn], , "^(a+)+$", , "", , )', { cn }, {}, 'cloudSync')).toBe(cn);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('RandomString', () => {
  it('has what was asked for and nothing to avoid', () => {
    const wish = fc.record({
      n: fc.nat(3),
      s: fc.nat(3),
      u: fc.nat(3),
      l: fc.nat(3),
      more: fc.nat(9),
      seed: fc.uint8Array({ minLength: 256, maxLength: 256 }),
    });
    fc.assert(
      fc.property(wish, ({ n, s, u, l, more, seed }) => {
        const length = n + s + u + l + more;
        const random = (size: number): Uint8Array =>
          Uint8Array.from({ length: size }, (_, index) => seed[index % 256] ?? 0);
        const made = valueOf(`RandomString(${length}, ${n}, ${s}, ${u}, ${l}, "?,")`, {}, { random }, 'cloudSync');
        const text = typeof made === 'string' ? made : '';
        const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
        expect(text).toHaveLength(length);
        expect([count(/\d/g) >= n, count(/[^A-Za-z0-9]/g) >= s, count(/[A-Z]/g) >= u, count(/[a-z]/g) >= l]).toEqual([
          true,
          true,
          true,
          true,
        ]);
        expect(text).not.toMatch(/[?,]/);
      }),
    );
  });
});
