import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExpression, functionsOf, parseExpression, printExpression } from '../../src/expression/index.ts';
import type { ExpressionNode } from '../../src/expression/index.ts';
import { constantNames, enumNames } from '../../src/expression/syntax.ts';
import type { BinaryOperator } from '../../src/expression/syntax.ts';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { Value } from '../../src/model/value.ts';
import { contextOf, environmentOf, known, valueOf } from './support.ts';

const functions = functionsOf('connect');

const span = { start: 0, end: 0 };
const operators: readonly BinaryOperator[] = ['*', '+', '-', '&', '=', '<>', '<', '<=', '>', '>=', '&&', '||'];
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
const words: ReadonlySet<string> = new Set(['True', 'False', ...constantNames, ...enumNames]);

/** Any tree that the grammar can write. */
const { node: anyTree } = fc.letrec<{ node: ExpressionNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(
      fc
        .string({ unit: 'binary' })
        .map((value): ExpressionNode => ({ kind: 'text', value: value.toWellFormed(), ...span })),
      fc.maxSafeNat().map((value): ExpressionNode => ({ kind: 'number', value, ...span })),
      fc
        .bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n })
        .map((value): ExpressionNode => ({ kind: 'number', value, ...span })),
      fc.boolean().map((value): ExpressionNode => ({ kind: 'boolean', value, ...span })),
      fc.constantFrom(...constantNames).map((one): ExpressionNode => ({ kind: 'constant', name: one, ...span })),
      fc.constantFrom(...enumNames).map((one): ExpressionNode => ({ kind: 'enum', name: one, ...span })),
      name.map((one): ExpressionNode => ({ kind: 'attribute', name: one, ...span })),
      name.map((one): ExpressionNode => ({ kind: 'parameter', name: one, ...span })),
      name.map((one): ExpressionNode => ({ kind: 'variable', name: one, ...span })),
    ),
    fc
      .tuple(
        name.filter((one) => !words.has(one)),
        fc.array(tie('node'), { maxLength: 4 }),
      )
      .map(([one, given]): ExpressionNode => ({ kind: 'call', name: one, arguments: given, ...span })),
    tie('node').map((operand): ExpressionNode => ({ kind: 'negate', operand, ...span })),
    fc
      .tuple(fc.constantFrom(...operators), tie('node'), tie('node'))
      .map(([operator, left, right]): ExpressionNode => ({ kind: 'binary', operator, left, right, ...span })),
  ),
}));

function withoutSpans(node: ExpressionNode): ExpressionNode {
  switch (node.kind) {
    case 'call':
      return { ...node, ...span, arguments: node.arguments.map(withoutSpans) };
    case 'negate':
      return { ...node, ...span, operand: withoutSpans(node.operand) };
    case 'binary':
      return { ...node, ...span, left: withoutSpans(node.left), right: withoutSpans(node.right) };
    default:
      return { ...node, ...span };
  }
}

describe('a printed tree', () => {
  it('reads back as the same tree', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const { root, issues } = parseExpression(printExpression(tree));
        expect(issues).toEqual([]);
        expect(root && withoutSpans(root)).toEqual(tree);
      }),
      { numRuns: 2000 },
    );
  });

  it('spans itself in the text', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const text = printExpression(tree);
        const { root } = parseExpression(text);
        const visit = (node: ExpressionNode): void => {
          const part = parseExpression(text.slice(node.start, node.end)).root;
          expect(part && withoutSpans(part)).toEqual(withoutSpans(node));
          if (node.kind === 'call') node.arguments.forEach(visit);
          if (node.kind === 'negate') visit(node.operand);
          if (node.kind === 'binary') [node.left, node.right].forEach(visit);
        };
        if (root !== undefined) visit(root);
      }),
    );
  });
});

const pieces = [
  ...functions.keys(),
  ...operators,
  '(',
  ')',
  '(',
  ')',
  ',',
  ',',
  '"',
  '""',
  '"a"',
  '\\',
  '[',
  ']',
  '[cn]',
  '[otherMobile]',
  '[userAccountControl]',
  '%',
  '%Domain.FQDN%',
  '$',
  '$item',
  '&H',
  '&HFF',
  '1',
  '9'.repeat(25),
  ' ',
  '\n',
  'NULL',
  'True',
  'UTF8',
  'IgnoreThisFlow',
  '__proto__',
  '\ud800',
  '😀',
  'é',
  '/',
  '!',
  "'",
];

describe('any text', () => {
  const environment = environmentOf(known);

  it('gives an expression or issues inside of it, and never an exception', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
      anyTree.map(printExpression),
    );
    fc.assert(
      fc.property(text, (one) => {
        const { expression, issues } = compileExpression(one, environment);
        expect(expression !== undefined || issues.length > 0).toBe(true);
        for (const { start, end } of issues) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(one.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

/** Calls of registered functions with arguments of the kinds that they accept, most of the time. */
const { typed } = fc.letrec<{
  typed: string;
  str: string;
  num: string;
  bool: string;
  bin: string;
  ref: string;
  dt: string;
  list: string;
}>((tie) => {
  const call = (result: string) => {
    const calls = [...functions.values()].filter((one) => one.kind === 'plain' && one.result.includes(result as never));
    return fc.constantFrom(...calls).chain((one) =>
      fc
        .tuple(
          ...one.parameters.map((parameter) => {
            if (parameter.options !== undefined) return fc.constantFrom<string>(...parameter.options);
            if (parameter.collection) return tie('list');
            const [first = 'str'] = parameter.accepts;
            return tie(first);
          }),
        )
        .map((given) => `${one.name}(${given.join(', ')})`),
    );
  };
  const branch = (kind: 'str' | 'num' | 'bool' | 'bin' | 'ref' | 'dt') =>
    fc.tuple(tie('bool'), tie(kind), tie(kind)).map(([condition, yes, no]) => `IIF(${condition}, ${yes}, ${no})`);
  const text = fc.constantFrom(
    '"a"',
    '"é-b"',
    '"12"',
    '""',
    '"😀x"',
    '"2026-01-01"',
    '"SGk="',
    '"smtp:"',
    '[cn]',
    '[missing]',
    '[otherMobile]',
    '[proxyAddresses]',
    '%Domain.FQDN%',
    'CRLF',
    'NULL',
  );
  const depth = { maxDepth: 4 };
  return {
    typed: fc.oneof(tie('str'), tie('num'), tie('bool'), tie('bin'), tie('ref'), tie('list')),
    str: fc.oneof(
      depth,
      text,
      call('str'),
      branch('str'),
      fc.tuple(tie('str'), tie('str')).map(([a, b]) => `(${a} & ${b})`),
    ),
    num: fc.oneof(
      depth,
      fc.constantFrom('0', '1', '3', '-1', '[userAccountControl]', '[missingNumber]', '9223372036854775807', 'NULL'),
      call('num'),
      branch('num'),
      fc.tuple(tie('num'), fc.constantFrom('+', '-', '*'), tie('num')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    ),
    bool: fc.oneof(
      depth,
      fc.constantFrom('True', 'False', '[isCriticalSystemObject]', 'NULL'),
      call('bool'),
      fc.tuple(tie('str'), fc.constantFrom('=', '<>', '<'), tie('str')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('num'), fc.constantFrom('=', '>='), tie('num')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    ),
    bin: fc.oneof(depth, fc.constantFrom('[objectGUID]', 'CBin(1, 2)', 'NULL'), call('bin'), branch('bin')),
    ref: fc.oneof(
      depth,
      fc.constantFrom('[manager]', '[member]', 'CRef("CN=a\\\\, b,DC=x")', 'NULL'),
      call('ref'),
      branch('ref'),
    ),
    dt: fc.oneof(depth, fc.constantFrom('Now()', 'CDate("2026-01-31")', 'NULL'), call('dt'), branch('dt')),
    list: fc.oneof(
      depth,
      fc.constantFrom('[otherMobile]', '[proxyAddresses]', '[missing]', '[cn]', '[member]'),
      fc.tuple(tie('list'), tie('bool')).map(([source, keep]) => `Where($i, ${source}, ${keep})`),
      fc.tuple(tie('list'), tie('str')).map(([source, body]) => `Select($i, ${source}, ${body})`),
      fc.tuple(tie('str')).map(([value]) => `Split(${value}, "-")`),
      fc.tuple(tie('list'), tie('str')).map(([source, body]) => `With($v, ${source}, Select($i, $v, $i & ${body}))`),
    ),
  };
});

const objects: readonly Readonly<Record<string, Value>>[] = [
  {},
  {
    cn: 'Ada Byron',
    userAccountControl: 512,
    isCriticalSystemObject: true,
    objectGUID: new Uint8Array(16),
    manager: { dn: 'CN=b\\,c,DC=x' },
  },
  {
    cn: ['a', 'b'],
    otherMobile: ['1-2', '3', ''],
    proxyAddresses: ['SMTP:a', 'smtp:b'],
    member: [{ dn: 'CN=a' }, { dn: 'CN=b' }],
    userAccountControl: 2n ** 60n,
  },
];

describe('an expression whose types fit', () => {
  it('gives a well-formed result or an error inside of its text', () => {
    const environment = environmentOf(known);
    let compiled = 0;
    let evaluated = 0;
    fc.assert(
      fc.property(typed, (text) => {
        const { expression } = compileExpression(text, environment);
        if (expression === undefined) return;
        compiled++;
        for (const values of objects) {
          try {
            const result = expression.evaluate(contextOf(values));
            evaluated++;
            expect(expression.evaluate(contextOf(values))).toEqual(result);
            if (result.kind !== 'value') continue;
            for (const value of Array.isArray(result.value) ? (result.value as unknown[]) : [result.value]) {
              expect(value === '' || value === null).toBe(false);
              if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
              if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
              if (typeof value === 'bigint') expect(Number.isSafeInteger(Number(value))).toBe(false);
            }
          } catch (error) {
            if (!(error instanceof EvaluationError)) throw error;
            expect(error.start >= 0 && error.end <= text.length && error.start < error.end).toBe(true);
          }
        }
      }),
      { numRuns: 3000 },
    );
    // The generator is worth something: most of what it makes compiles, and most of that has a value.
    expect(compiled).toBeGreaterThan(1000);
    expect(evaluated).toBeGreaterThan(compiled);
  });
});

describe('laws of texts', () => {
  const plain = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 });
  const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
  const length = fc.integer({ min: 0, max: 25 });
  const text = (value: unknown): string => (value === null ? '' : (value as string));

  it('Left and Mid put together are the whole', () => {
    fc.assert(
      fc.property(plain, length, (cn, cut) => {
        fc.pre(cut < cn.length);
        expect(valueOf(`Left([cn], ${cut}) & Mid([cn], ${cut + 1})`, { cn })).toBe(cn);
      }),
    );
  });

  it('Left and Right put together are the whole', () => {
    fc.assert(
      fc.property(plain, length, (cn, cut) => {
        fc.pre(cut <= cn.length);
        expect(text(valueOf(`Left([cn], ${cut}) & Right([cn], Len([cn]) - ${cut})`, { cn }))).toBe(cn);
      }),
    );
  });

  it('Left, Right and Mid never make more than was asked for, nor half a character', () => {
    fc.assert(
      fc.property(any, length, length, (raw, from, cut) => {
        const cn = raw.toWellFormed();
        for (const call of [`Left([cn], ${cut})`, `Right([cn], ${cut})`, `Mid([cn], ${from + 1}, ${cut})`]) {
          const result = text(valueOf(call, { cn }));
          expect(cn).toContain(result);
          expect(result.isWellFormed()).toBe(true);
          if (from < cn.length) expect(result.length).toBeLessThanOrEqual(cut);
        }
      }),
    );
  });

  it('Trim leaves nothing to trim', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', '\u0085', '\ufeff', 'a', 'é') }), (cn) => {
        const once = text(valueOf('Trim([cn])', { cn }));
        expect(text(valueOf('Trim([cn])', { cn: once }))).toBe(once);
        expect(text(valueOf('LTrim(RTrim([cn]))', { cn }))).toBe(once);
      }),
    );
  });

  it('there and back again', () => {
    fc.assert(
      fc.property(any, (raw) => {
        const cn = raw.toWellFormed();
        expect(valueOf('ConvertFromUTF8Hex(ConvertToUTF8Hex([cn]))', { cn })).toBe(cn);
        expect(valueOf('ConvertFromBase64(ConvertToBase64([cn]))', { cn })).toBe(cn);
        expect(valueOf('Join(Split([cn], "a"), "a")', { cn })).toBe(cn);
      }),
    );
  });
});

describe('laws of numbers', () => {
  const wide = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

  it('bits are those of 64-bit integers', () => {
    fc.assert(
      fc.property(wide, wide, (groupType, userAccountControl) => {
        const narrow = (value: bigint): number | bigint =>
          Number.isSafeInteger(Number(value)) ? Number(value) : value;
        const given = { groupType: narrow(groupType), userAccountControl: narrow(userAccountControl) };
        expect(valueOf('BitAnd([groupType], [userAccountControl])', given)).toBe(
          narrow(BigInt.asIntN(64, groupType & userAccountControl)),
        );
        expect(valueOf('BitOr([groupType], [userAccountControl])', given)).toBe(
          narrow(BigInt.asIntN(64, groupType | userAccountControl)),
        );
        expect(valueOf('IsBitSet([groupType], [userAccountControl])', given)).toBe(
          (groupType & userAccountControl) !== 0n,
        );
        expect(valueOf('CNum(CBin([groupType], 8))', given)).toBe(narrow(groupType));
        expect(valueOf('CNum(CStr([groupType]))', given)).toBe(narrow(groupType));
      }),
    );
  });

  it('sums and products are exact or refused', () => {
    fc.assert(
      fc.property(
        wide,
        fc.constantFrom('+', '-', '*'),
        fc.bigInt({ min: -4n, max: 2n ** 33n }),
        (left, operator, right) => {
          const exact = operator === '+' ? left + right : operator === '-' ? left - right : left * right;
          let result: unknown;
          try {
            result = valueOf(`[groupType] ${operator} [userAccountControl]`, {
              groupType: left,
              userAccountControl: right,
            });
          } catch (error) {
            if (!(error instanceof EvaluationError)) throw error;
            expect(BigInt.asIntN(64, exact)).not.toBe(exact);
            return;
          }
          expect(BigInt(result as number | bigint)).toBe(exact);
        },
      ),
    );
  });

  it('a date is what it was after any way there and back', () => {
    const never = fc.bigInt({ min: 0n, max: 2650467743999999999n });
    fc.assert(
      fc.property(never, (filetime) => {
        const given = { groupType: filetime };
        const written = 'FormatDateTime(DateFromNum([groupType]), "yyyy-MM-ddTHH:mm:ss.fffffffZ")';
        expect(BigInt(valueOf(`NumFromDate(CDate(${written}))`, given) as number | bigint)).toBe(filetime);
        const iso = new Date(Number(filetime / 10_000n - 11_644_473_600_000n)).toISOString();
        expect(valueOf('FormatDateTime(DateFromNum([groupType]), "yyyy-MM-ddTHH:mm:ss.fffZ")', given)).toBe(iso);
      }),
    );
  });
});
