import { describe, expect, it } from 'vitest';
import type { Given } from './support.ts';
import { stopsAt, valueOf } from './support.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const MOST = '9223372036854775807';
const LESS = '9223372036854775806';

describe('arithmetic', () => {
  it.each<[string, Given, unknown]>([
    ['6 * 3', {}, 18],
    ['6 - 3', {}, 3],
    ['6 + 3', {}, 9],
    ['3037000500 * 3037000499', {}, 9223372033963249500n],
    [`${MOST} - 9223372036854775800`, {}, 7],
    [`${LESS} + 1`, {}, 9223372036854775807n],
    ['3 * (0 - 0)', {}, 0],
    ['-(1 - 1)', {}, 0],
    ['1 + [missingNumber]', {}, null],
    ['[missingNumber] * 2', {}, null],
    [`[missingNumber] - ${MOST}`, {}, null],
    [`${MOST} - [missingNumber]`, {}, null],
    ['-[missingNumber]', {}, null],
    ['[n] * 2', { n: [1, 2] }, [2, 4]],
    ['2 - [n]', { n: [1, 3] }, [1, -1]],
  ])('%s with %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each([`${MOST} + 1`, '-9223372036854775807 - 2', '4294967296 * 4294967296'])('%s is beyond 64 bits', (text) => {
    expect(stopsAt(text)).toBe(text);
  });
});

describe('order', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['1', '2'],
    [LESS, MOST],
    ['1', MOST],
    [`-${MOST}`, '1'],
    ['"a"', '"b"'],
    ['"B"', '"a"'],
    ['CDate("2026-01-01")', 'CDate("2026-01-02")'],
  ];

  it.each(pairs)('%s is less than %s', (less, more) => {
    const all = (left: string, right: string) =>
      ['<', '<=', '>', '>=', '=', '<>'].map((one) => valueOf(`${left} ${one} ${right}`));
    expect(all(less, more)).toEqual([true, true, false, false, false, true]);
    expect(all(more, less)).toEqual([false, false, true, true, false, true]);
    for (const same of [less, more]) expect(all(same, same)).toEqual([false, true, false, true, true, false]);
  });

  it('of what is absent is none, on either side', () => {
    for (const operator of ['<', '<=', '>', '>=']) {
      for (const [one, none] of [
        ['1', '[missingNumber]'],
        [MOST, '[missingNumber]'],
        ['"a"', '[missing]'],
        ['Now()', 'CDate([missing])'],
      ] as const) {
        expect(valueOf(`${one} ${operator} ${none}`)).toBe(false);
        expect(valueOf(`${none} ${operator} ${one}`)).toBe(false);
        expect(valueOf(`${none} ${operator} ${none}`)).toBe(false);
      }
    }
  });
});

describe('equality', () => {
  it.each<[string, Given, boolean]>([
    ['[cn] = [missing]', { cn: 'x' }, false],
    ['[missing] = [cn]', { cn: 'x' }, false],
    ['[n] = [missingNumber]', { n: 1 }, false],
    ['[missing] = [missing]', {}, true],
    ['[k] = IIF(IsNull([missing]), NULL, [k])', { k: bytes(1) }, false],
    [`${MOST} = ${LESS}`, {}, false],
    [`${MOST} = ${MOST}`, {}, true],
    [`1 = ${MOST}`, {}, false],
    ['[k] = [l]', { k: bytes(1, 2), l: bytes(1, 2) }, true],
    ['[k] = [l]', { k: bytes(1, 2), l: bytes(1, 3) }, false],
    ['[k] = [l]', { k: bytes(1, 2), l: bytes(3, 2) }, false],
    ['[k] = [l]', { k: bytes(1, 2), l: bytes(1) }, false],
    ['[r] = CRef("cn=a,DC=X")', { r: { dn: 'CN=A, dc=x' } }, true],
    ['[r] = CRef("CN=b,DC=x")', { r: { dn: 'CN=A,DC=x' } }, false],
    ['True = False', {}, false],
  ])('%s with %o', (text, given, expected) => {
    expect(valueOf(text, given)).toBe(expected);
    expect(valueOf(text.replace(' = ', ' <> '), given)).toBe(!expected);
  });
});

describe('values whose types come out only when they are there', () => {
  const given: Given = { cn: 'x', objectGUID: bytes(1), manager: { dn: 'CN=a' }, n: 1 };

  it.each([
    'IIF(IsPresent([cn]), [objectGUID], "x") = [cn]',
    '[cn] = IIF(IsPresent([cn]), [objectGUID], "x")',
    'IIF(IsPresent([cn]), [manager], "x") = [cn]',
    '[cn] = IIF(IsPresent([cn]), [manager], "x")',
    'IIF(IsPresent([cn]), Now(), "x") = [cn]',
    '[cn] = IIF(IsPresent([cn]), Now(), "x")',
    'IIF(IsPresent([cn]), 1, "x") < [cn]',
    '[cn] < IIF(IsPresent([cn]), 1, "x")',
    'IIF(IsPresent([cn]), Now(), "x") < [cn]',
    '[n] < IIF(IsPresent([cn]), "x", 1)',
    'IIF(IsPresent([cn]), [objectGUID], "x") < [cn]',
    'IIF(IsPresent([cn]), True, "x") & [cn]',
    '[cn] & IIF(IsPresent([cn]), [objectGUID], "x")',
    '[missing] & IIF(IsPresent([cn]), 1, "x")',
    'IIF(IsPresent([cn]), 1, "x") & [missing]',
    'IIF(IsPresent([cn]), "x", 1) * 2',
    '2 * IIF(IsPresent([cn]), "x", 1)',
  ])('%s stops', (text) => {
    expect(stopsAt(text, given)).toBe(text);
  });
});

describe('&', () => {
  it.each<[string, Given, unknown]>([
    ['[cn] & [missing]', { cn: 'x' }, 'x'],
    ['[missing] & [cn]', { cn: 'x' }, 'x'],
    ['[missing] & [missing]', {}, null],
    ['[k] & [l]', { k: bytes(1), l: bytes(2, 3) }, bytes(1, 2, 3)],
    ['[m] & "!"', { m: ['a', 'b'] }, ['a!', 'b!']],
    ['"!" & [m]', { m: ['a', 'b'] }, ['!a', '!b']],
  ])('%s with %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });
});
