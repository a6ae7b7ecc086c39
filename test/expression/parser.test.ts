import { describe, expect, it } from 'vitest';
import { parseExpression, printExpression } from '../../src/expression/index.ts';
import type { ExpressionNode } from '../../src/expression/index.ts';
import { tokenize } from '../../src/expression/lexer.ts';

/** Fully parenthesised, so that the tree shows. */
function shape(node: ExpressionNode): string {
  if (node.kind === 'binary') return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
  if (node.kind === 'negate') return `(-${shape(node.operand)})`;
  if (node.kind === 'call') return `${node.name}(${node.arguments.map(shape).join(', ')})`;
  return printExpression(node);
}

function parsed(text: string): ExpressionNode {
  const { root, issues } = parseExpression(text);
  if (root === undefined) throw new Error(issues.map((one) => one.detail).join());
  return root;
}

describe('tokens', () => {
  it('carry their offsets', () => {
    const { tokens } = tokenize('Left([sn],\n 3) & "é\\"😀" <> %Domain.FQDN%');
    expect(tokens.map((token) => [token.kind, token.start, token.end])).toEqual([
      ['name', 0, 4],
      ['(', 4, 5],
      ['attribute', 5, 9],
      [',', 9, 10],
      ['number', 12, 13],
      [')', 13, 14],
      ['operator', 15, 16],
      ['text', 17, 24],
      ['operator', 25, 27],
      ['parameter', 28, 41],
      ['end', 41, 41],
    ]);
  });

  it.each<[string, string]>([
    ['"plain"', 'plain'],
    ['""', ''],
    ['"a""b"', 'a"b'],
    ['""""', '"'],
    ['"a\\"b"', 'a"b'],
    ['"\\\\0ACNF:"', '\\0ACNF:'],
    ['"\\r\\n\\t"', '\r\n\t'],
    ['"two\nlines"', 'two\nlines'],
    ['"[sn] %x% $y"', '[sn] %x% $y'],
  ])('read the text %s', (text, value) => {
    expect(parsed(text)).toEqual({ kind: 'text', value, start: 0, end: text.length });
  });

  it.each<[string, number | bigint]>([
    ['0', 0],
    ['98052', 98052],
    ['&HFF', 255],
    ['&H21C07000', 0x21c07000],
    ['&hff'.toUpperCase(), 255],
    ['9223372036854775807', 9223372036854775807n],
    ['&H7FFFFFFFFFFFFFFF', 9223372036854775807n],
    ['129699324000000000', 129699324000000000n],
  ])('read the number %s', (text, value) => {
    expect(parsed(text)).toEqual({ kind: 'number', value, start: 0, end: text.length });
  });

  it('take &H after a value for a concatenation', () => {
    expect(shape(parsed('[a] & &HF'))).toBe('([a] & 15)');
    expect(shape(parsed('[a]&HF("x")'))).toBe('([a] & HF("x"))');
    expect(shape(parsed('F(&HF)&&&HF'))).toBe('(F(15) && 15)');
  });

  it.each(['[msRTCSIP-Line]', '[mS-DS-ConsistencyGuid]', '[__proto__]', '[extension_0a_x]'])(
    'read the attribute %s',
    (text) => {
      expect(parsed(text)).toMatchObject({ kind: 'attribute', name: text.slice(1, -1) });
    },
  );

  it.each<[string, object]>([
    ['True', { kind: 'boolean', value: true }],
    ['False', { kind: 'boolean', value: false }],
    ['NULL', { kind: 'constant', name: 'NULL' }],
    ['CRLF', { kind: 'constant', name: 'CRLF' }],
    ['IgnoreThisFlow', { kind: 'constant', name: 'IgnoreThisFlow' }],
    ['AuthoritativeNull', { kind: 'constant', name: 'AuthoritativeNull' }],
    ['vbTextCompare', { kind: 'enum', name: 'vbTextCompare' }],
    ['UTF8', { kind: 'enum', name: 'UTF8' }],
    ['$item', { kind: 'variable', name: 'item' }],
    ['%Connector.ID%', { kind: 'parameter', name: 'Connector.ID' }],
  ])('read the word %s', (text, node) => {
    expect(parsed(text)).toMatchObject(node);
  });
});

describe('priority', () => {
  it.each<[string, string]>([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 * 2 + 3', '((1 * 2) + 3)'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['-1 * 2', '((-1) * 2)'],
    ['--1', '(-(-1))'],
    ['1 --1', '(1 - (-1))'],
    ['"a" & 1 + 2', '("a" & (1 + 2))'],
    ['"a" & "b" = [c]', '(("a" & "b") = [c])'],
    ['[a] = 1 && [b] = 2', '(([a] = 1) && ([b] = 2))'],
    ['[a] || [b] && [c]', '([a] || ([b] && [c]))'],
    ['[a] && [b] || [c]', '(([a] && [b]) || [c])'],
    ['F([a]) || F([b]) = False || [c] = "x"', '((F([a]) || (F([b]) = False)) || ([c] = "x"))'],
    ['([a] = [b]) = False', '(([a] = [b]) = False)'],
    ['[a] = ([b] = False)', '([a] = ([b] = False))'],
    ['([a] || [b]) && [c]', '(([a] || [b]) && [c])'],
    ['7+CNum(Mid([k],5,2))', '(7 + CNum(Mid([k], 5, 2)))'],
    ['F()', 'F()'],
    ['F((1),((2)))', 'F(1, 2)'],
  ])('reads %s as %s', (text, tree) => {
    expect(shape(parsed(text))).toBe(tree);
  });

  it('spans what a mark should cover, parentheses included', () => {
    const text = ' F( ([a] + 1) , -[b] ) ';
    const call = parsed(text);
    expect([call.start, call.end]).toEqual([1, text.length - 1]);
    if (call.kind !== 'call') throw new Error('a call');
    expect(call.arguments.map((one) => text.slice(one.start, one.end))).toEqual(['([a] + 1)', '-[b]']);
  });
});

describe('printing', () => {
  it.each<[string, string]>([
    ['( [a]+1 )*2', '([a] + 1) * 2'],
    ['1-(2-3)', '1 - (2 - 3)'],
    ['(1-2)-3', '1 - 2 - 3'],
    ['-(1+2)', '-(1 + 2)'],
    ['-(-1)', '--1'],
    ['([a]=1)=True', '([a] = 1) = True'],
    ['[a] & ("b" & "c")', '[a] & ("b" & "c")'],
    ['IIF( [a]=1,"x""y",NULL)', 'IIF([a] = 1, "x\\"y", NULL)'],
    ['"\\\\ \\r\\n\\t"', '"\\\\ \\r\\n\\t"'],
    ['&HFF', '255'],
    ['$x & %P% & CRLF', '$x & %P% & CRLF'],
  ])('writes %s as %s', (text, printed) => {
    expect(printExpression(parsed(text))).toBe(printed);
    expect(printExpression(parsed(printed))).toBe(printed);
  });
});

describe('mistakes', () => {
  /** The code and the part of the text that is marked. */
  function mistake(text: string): string {
    const { root, issues } = parseExpression(text);
    expect(root).toBeUndefined();
    expect(issues).toHaveLength(1);
    return issues.map((one) => `${one.code} ${text.slice(one.start, one.end)}`).join();
  }

  it.each<[string, string]>([
    ['', 'EXP001 '],
    [' \n ', 'EXP001  \n '],
    ['1 +', 'EXP001 '],
    ['* 1', 'EXP001 *'],
    ['1 2', 'EXP001 2'],
    ['[a] [b]', 'EXP001 [b]'],
    ['(1', 'EXP001 ('],
    ['1)', 'EXP001 )'],
    ['()', 'EXP001 )'],
    ['F(1', 'EXP001 ('],
    ['F(1,)', 'EXP001 )'],
    ['F(,1)', 'EXP001 ,'],
    ['F(1 2)', 'EXP001 2'],
    ['F(1;2)', 'EXP001 ;'],
    ['[a', 'EXP001 ['],
    ['[]', 'EXP001 ['],
    ['%a', 'EXP001 %'],
    ['%a b%', 'EXP001 %'],
    ['$', 'EXP001 $'],
    ['"abc', 'EXP001 "abc'],
    ['"abc\\', 'EXP001 "abc\\'],
    ['"\\" & [a]', 'EXP001 "\\" & [a]'],
    ['"a\\d"', 'EXP001 \\d'],
    ['“abc”', 'EXP001 “'],
    ["'abc'", "EXP001 '"],
    ['[a] == 1', 'EXP001 =='],
    ['[a] != 1', 'EXP001 !='],
    ['![a]', 'EXP001 !'],
    ['[a] / 2', 'EXP001 /'],
    ['[a] | [b]', 'EXP001 |'],
    ['[a] = [b] = [c]', 'EXP001 ='],
    ['[a] < [b] <= [c]', 'EXP001 <='],
    ['1.5', 'EXP001 1.'],
    ['12ab', 'EXP001 12a'],
    ['9223372036854775808', 'EXP001 9223372036854775808'],
    ['&H8000000000000000', 'EXP001 &H8000000000000000'],
    ['&HXY', 'EXP001 &'],
    ['[a] And [b]', 'EXP006 And'],
    ['F([a] or [b])', 'EXP006 or'],
    ['not', 'EXP006 not'],
    ['TRUE', 'EXP006 TRUE'],
    ['null', 'EXP006 null'],
    ['Trim', 'EXP006 Trim'],
    ['__proto__', 'EXP006 __proto__'],
    ['constructor', 'EXP006 constructor'],
    ['😀', 'EXP001 😀'],
    ['"\ud800"', 'EXP001 "\ud800"'],
  ])('%s', (text, found) => {
    expect(mistake(text)).toBe(found);
  });

  it.each<[string, string]>([
    ['TRUE', 'True'],
    ['Null', 'NULL'],
    ['ignorethisflow', 'IgnoreThisFlow'],
    ['vbtextcompare', 'vbTextCompare'],
    ['AuthoritiveNull', 'AuthoritativeNull'],
  ])('%s has a near name', (text, near) => {
    expect(parseExpression(text).issues[0]?.help).toContain(near);
  });
});
