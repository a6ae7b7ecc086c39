import { describe, expect, it } from 'vitest';
import { compileExpression, parseExpression } from '../../src/expression/index.ts';
import { environmentOf, issuesOf, known, stopsAt, valueOf } from './support.ts';

/** Runs, and fails when it takes seconds: what is quadratic here would take minutes, also on a fast machine. */
function quickly<T>(run: () => T): T {
  const before = performance.now();
  const result = run();
  expect(performance.now() - before).toBeLessThan(5000);
  return result;
}

describe('hostile text', () => {
  const megabyte = 1_000_000;

  it.each<[string, string]>([
    ['parentheses', '('.repeat(megabyte)],
    ['minus signs', '-'.repeat(megabyte)],
    ['calls', 'F('.repeat(megabyte / 2)],
    ['a chain', `1${' + 1'.repeat(megabyte / 4)}`],
    ['digits', '9'.repeat(megabyte)],
    ['backslashes', `"${'\\\\'.repeat(megabyte / 2)}`],
    ['quotes', '"'.repeat(megabyte)],
    ['spaces', ' '.repeat(megabyte)],
    ['brackets', '['.repeat(megabyte)],
    ['percent signs', `%${'a'.repeat(megabyte)}`],
    ['an open bracket', `[${'a'.repeat(megabyte)}`],
  ])('is refused at once when it is a megabyte of %s', (_, text) => {
    const { root, issues } = quickly(() => parseExpression(text));
    expect(root).toBeUndefined();
    expect(issues.map((one) => one.code)).toEqual(['EXP002']);
  });

  it.each<[string, string, string]>([
    ['parentheses', '('.repeat(65_536), 'EXP002'],
    ['minus signs', '-'.repeat(65_536), 'EXP002'],
    ['calls', 'F('.repeat(32_768), 'EXP002'],
    ['a chain', `1${' + 1'.repeat(16_000)}`, 'EXP002'],
    ['a chain of comparisons', `1${' = 1'.repeat(16_000)}`, 'EXP001'],
    ['digits', '9'.repeat(65_536), 'EXP001'],
    ['hexadecimal digits', `&H${'F'.repeat(65_000)}`, 'EXP001'],
    ['backslashes', `"${'\\\\'.repeat(32_767)}`, 'EXP001'],
    ['open brackets', '['.repeat(65_536), 'EXP001'],
    ['open percents', `%${'a'.repeat(65_000)}`, 'EXP001'],
    ['empty texts', '"" '.repeat(21_000), 'EXP001'],
  ])('is refused soon when it is as long as allowed: %s', (_, text, code) => {
    const { root, issues } = quickly(() => parseExpression(text));
    expect(root).toBeUndefined();
    expect(issues.map((one) => one.code)).toEqual([code]);
  });

  it('may be long where it is not deep', () => {
    const text = `Switch(${Array.from({ length: 2000 }, (_, index) => `[cn] = "${index}", ${index}`).join(', ')})`;
    expect(quickly(() => valueOf(text, { cn: '1999' }))).toBe(1999);
    expect(quickly(() => issuesOf(`Switch(${'[nothing], '.repeat(5000)}1, 1)`)).length).toBeGreaterThan(0);
  });

  it('may be exactly as deep as the limit', () => {
    expect(parseExpression(`${'('.repeat(99)}1${')'.repeat(99)}`).issues).toEqual([]);
    expect(parseExpression(`${'('.repeat(100)}1${')'.repeat(100)}`).issues.map((one) => one.code)).toEqual(['EXP002']);
    expect(valueOf(`0${' + 1'.repeat(100)}`)).toBe(100);
    expect(parseExpression(`0${' + 1'.repeat(101)}`).issues.map((one) => one.code)).toEqual(['EXP002']);
    expect(parseExpression(`${'1 + ('.repeat(40)}1${' + 1)'.repeat(40)}`).issues).toEqual([]);
    expect(parseExpression(`${'Trim('.repeat(200)}""${')'.repeat(200)}`).issues.map((one) => one.code)).toEqual([
      'EXP002',
    ]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'finds nothing under the name %s',
    (name) => {
      expect(issuesOf(`[${name}]`)).toEqual([`EXP004 [${name}]`]);
      expect(issuesOf(`${name}("x")`)).toEqual([`EXP003 ${name}`]);
      expect(issuesOf(`%${name}%`)).toEqual([`EXP005 %${name}%`]);
      expect(issuesOf(`$${name}`)).toEqual([`EXP006 $${name}`]);
      expect(issuesOf(`ImportedValue("${name}")`)).toEqual([`EXP004 "${name}"`]);
      expect(valueOf(`With($${name}, "x", $${name})`)).toBe('x');
    },
  );

  it('reads an attribute of such a name where there is one', () => {
    const types = Object.fromEntries([...Object.entries(known), ['__proto__', 'string']]);
    const environment = environmentOf(types as never);
    const { expression } = compileExpression('[__proto__]', environment);
    const attributes = new Map([['__proto__', 'x']]);
    expect(
      expression?.evaluate({ attributes, parameters: new Map(), asOf: 0, random: () => new Uint8Array() }),
    ).toEqual({ kind: 'value', value: 'x' });
  });

  it('takes such values for texts', () => {
    expect(valueOf('DateAdd("m", 1, Now()) = Now()')).toBe(false);
    expect(stopsAt('NumFromDate(DateAdd([cn], 1, Now()))', { cn: '__proto__' })).toBe('DateAdd([cn], 1, Now())');
    expect(valueOf('ReplaceChars([cn], "x:__proto__")', { cn: 'x' })).toBe('__proto__');
  });
});

describe('hostile values', () => {
  it('cannot double a text without end', () => {
    let text = '$v40 & $v40';
    for (let level = 40; level > 0; level--) text = `With($v${level}, $v${level - 1} & $v${level - 1}, ${text})`;
    expect(quickly(() => stopsAt(`With($v0, [cn], ${text})`, { cn: 'x' }))).toBe('$v20 & $v20');
  });

  it('cannot make lists in lists run for hours', () => {
    const otherMobile = Array.from({ length: 3000 }, (_, index) => String(index));
    const inner = 'Count(Where($c, [otherMobile], $a = "x"))';
    const text = `Count(Select($a, [otherMobile], CStr(Count(Select($b, [otherMobile], CStr(${inner}))))))`;
    expect(stopsAt(text, { otherMobile })).toContain('[otherMobile]');
  });

  it.each<[string, string]>([
    ['Trim([cn])', `${' '.repeat(200_000)}x${' '.repeat(200_000)}x`],
    ['RTrim([cn])', `${' '.repeat(200_000)}x`],
    ['LTrim([cn])', `x${' '.repeat(200_000)}`],
    ['IsNumeric([cn])', `${' '.repeat(200_000)}x`],
    ['IsDate([cn])', '2026-01-01 '.repeat(20_000)],
    ['IsGuid([cn])', '{'.repeat(200_000)],
    ['Word([cn], 100000, "_")', '_'.repeat(200_000)],
    ['PCase([cn])', 'a '.repeat(100_000)],
    ['ReplaceChars([cn], "a:b,c:d")', 'ac'.repeat(100_000)],
    ['Replace([cn], "aa", "b")', 'a'.repeat(200_000)],
    ['InStr([cn], "ab", 1, vbTextCompare)', 'a'.repeat(200_000)],
    ['Count(Split([cn], ","))', ','.repeat(200_000)],
    ['ConvertFromBase64([cn], UTF8)', 'QUFB'.repeat(50_000)],
    ['DNComponent(CRef([cn]), 1)', `CN=${'\\'.repeat(200_001)}`],
    ['DNComponent(CRef([cn]), 50000)', 'CN=a,'.repeat(50_000)],
    ['EscapeDNComponent([cn])', ','.repeat(200_000)],
  ])('%s takes time in proportion', (text, cn) => {
    quickly(() => valueOf(text, { cn }));
  });
});
