import { describe, expect, it } from 'vitest';
import { escapeRdnValue, parseDn } from '../../src/model/dn.ts';
import { functionsOf, signatureOf } from '../../src/expression/index.ts';
import { flowing, valueOf, issuesOf, stopsAt } from './support.ts';
import type { Given } from './support.ts';

const functions = functionsOf('connect');

describe('the registry', () => {
  it.each([
    ['Left', 'Left(str value, num length): str'],
    ['Mid', 'Mid(str|bin value, num start[, num length]): str|bin'],
    ['InStr', 'InStr(str value, str match[, num start][, enum compare]): num'],
    ['Contains', 'Contains(mvstr|mvref values, str search[, enum casetype]): num'],
    ['IsPresent', 'IsPresent(var value): bool'],
    ['Count', 'Count(mv values): num'],
    ['Now', 'Now(): dt'],
    ['Where', 'Where($item, mv values, bool condition): mv'],
  ])('signs %s', (name, signature) => {
    const definition = functions.get(name);
    expect(definition && signatureOf(definition)).toBe(signature);
  });

  it('has all that the default rules of Microsoft call', () => {
    const called =
      'Trim IIF IsPresent IsNullOrEmpty Left Item InStr CStr ConvertToBase64 CBool BitAnd Mid IsString Error ImportedValue StringFromSid RemoveDuplicates CNum DNComponent CRef FormatDateTime DateFromNum Contains Len ConvertToUTF8Hex CBin Thumbprint Word ValueCount IsNull';
    expect(called.split(' ').filter((name) => !functions.has(name))).toEqual([]);
  });

  it('has every documented function', () => {
    const documented =
      'BitAnd BitOr CBool CDate CGuid Contains ConvertFromBase64 ConvertFromUTF8Hex ConvertToBase64 ConvertToUTF8Hex Count CNum CRef CStr DateAdd DateFromNum DNComponent DNComponentRev Error EscapeDNComponent FormatDateTime Guid IIF InStr InStrRev IsBitSet IsDate IsCert IsEmpty IsGuid IsNull IsNullOrEmpty IsNumeric IsPresent IsString Item ItemOrNull Join LCase Left Len LTrim Mid Now NumFromDate PadLeft PadRight PCase RandomNum RemoveDuplicates Replace ReplaceChars Right RTrim Select Split StringFromGuid StringFromSid Switch Trim UCase Where With Word';
    const missing = documented.split(' ').filter((name) => !functions.has(name));
    expect(missing).toEqual([]);
  });
});

describe('text functions', () => {
  it.each<[string, Given, unknown]>([
    ['Trim([cn])', { cn: '\u00a0\t Ada \u0085\r\n' }, 'Ada'],
    ['Trim([cn])', { cn: 'Ada' }, 'Ada'],
    ['Trim([cn])', { cn: '   ' }, null],
    ['Trim([cn])', { cn: '\ufeffAda' }, '\ufeffAda'],
    ['LTrim([cn])', { cn: '  Ada  ' }, 'Ada  '],
    ['RTrim([cn])', { cn: '  Ada  ' }, '  Ada'],
    ['LCase("ÅSE İ")', {}, 'åse i̇'],
    ['UCase("straße")', {}, 'STRASSE'],
    ['PCase("ada  LOVELACE-king")', {}, 'Ada  Lovelace-king'],
    ['PCase("øYSTEIN\tås")', {}, 'Øystein\tås'],
    ['Len("")', {}, 0],
    ['Len("😀")', {}, 2],
    ['Len([objectGUID])', { objectGUID: new Uint8Array(16) }, 16],
    ['Left("abc", 99999999999999999)', {}, 'abc'],
    ['Left("a😀b", 2)', {}, 'a'],
    ['Left("a😀b", 3)', {}, 'a😀'],
    ['Right("a😀b", 2)', {}, 'b'],
    ['Mid("a😀b", 3, 2)', {}, 'b'],
    ['Mid("a😀b", 1, 2)', {}, 'a'],
    ['Mid("abc", 3, 5)', {}, 'c'],
    ['Mid("abc", 4)', {}, 'abc'],
    ['Mid("abc", 4, 1)', {}, 'abc'],
    ['Mid("abc", 0, 1)', {}, 'abc'],
    ['Mid("abc", -1, 1)', {}, 'abc'],
    ['Mid("abc", 2, -1)', {}, 'abc'],
    ['Mid("abc", 2, 0)', {}, null],
    ['Right("abc", 4)', {}, 'abc'],
    ['Right("abc", 3)', {}, 'abc'],
    ['InStr("abc", "")', {}, 1],
    ['InStr("abcabc", "bc", 3)', {}, 5],
    ['InStr("abc", "a", 9)', {}, 0],
    ['InStr("ABC", "b")', {}, 0],
    ['InStr("ABC", "b", 1, vbTextCompare)', {}, 2],
    ['InStr("İstanbul ÅR", "år", 1, vbTextCompare)', {}, 10],
    ['InStrRev("abc", "abcd")', {}, 0],
    ['InStrRev("abcabc", "abc", 5)', {}, 1],
    ['InStrRev("abcabc", "abc", 6)', {}, 4],
    ['InStrRev("abcabc", "abc", 99)', {}, 4],
    ['InStrRev("", "a")', {}, 0],
    ['Replace("aaa", "a", "aa")', {}, 'aaaaaa'],
    ['Replace("aXa", "x", "b")', {}, 'aXa'],
    ['Replace("a.b", ".", "$&")', {}, 'a$&b'],
    ['Replace("abc", NULL, "x")', {}, 'abc'],
    ['Replace("abc", "b", NULL)', {}, 'ac'],
    ['Replace([missing], "b", "x")', {}, null],
    ['ReplaceChars("aAbB", "a:1,b:")', {}, '1AB'],
    ['ReplaceChars("😀!", "😀: smile ,!:")', {}, 'smile'],
    ['ReplaceChars("abc", "")', {}, 'abc'],
    ['PadLeft("User", 4, "0")', {}, 'User'],
    ['PadLeft("", 2, "0")', {}, '00'],
    ['PadLeft([missing], 2, "0")', {}, null],
    ['PadRight("U", -5, "0")', {}, 'U'],
    ['Word("  two  words ", 2, " ")', {}, 'words'],
    ['Word("one", 1, "")', {}, 'one'],
    ['Word("one", 1, "_")', {}, 'one'],
    ['Word("a_b", 3, "_")', {}, null],
    ['Word("a_b", -1, "_")', {}, null],
    ['Word([missing], 1, "_")', {}, null],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each([
    ['InStr("a", "a", 0)', 'InStr("a", "a", 0)'],
    ['InStrRev("a", "a", -1)', 'InStrRev("a", "a", -1)'],
    ['Replace("a", "", "b")', 'Replace("a", "", "b")'],
    ['ReplaceChars("a", "ab:c")', 'ReplaceChars("a", "ab:c")'],
    ['ReplaceChars("a", "b")', 'ReplaceChars("a", "b")'],
    ['ReplaceChars("a", "b:c:d")', 'ReplaceChars("a", "b:c:d")'],
    ['PadLeft("a", 5, "ab")', 'PadLeft("a", 5, "ab")'],
    ['PadLeft("a", 5, "")', 'PadLeft("a", 5, "")'],
    ['PadRight("a", 99999999, "x")', 'PadRight("a", 99999999, "x")'],
  ])('%s is refused, and said beforehand', (text, part) => {
    expect(stopsAt(text)).toBe(part);
    expect(issuesOf(text)).toEqual([`EXP015 ${part}`]);
  });

  it('keeps texts within what an attribute could hold', () => {
    const long = 'x'.repeat(600_000);
    expect(stopsAt('[cn] & [cn]', { cn: long })).toBe('[cn] & [cn]');
    expect(stopsAt('Replace([cn], "x", "yy")', { cn: long })).toBe('Replace([cn], "x", "yy")');
    expect(stopsAt('ReplaceChars([cn], "x:yy")', { cn: long })).toBe('ReplaceChars([cn], "x:yy")');
    expect(stopsAt('Join([cn], "")', { cn: [long, `${long}y`] })).toBe('Join([cn], "")');
  });
});

describe('conversion functions', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  it.each<[string, Given, unknown]>([
    ['CStr(-5)', {}, '-5'],
    ['CStr(False)', {}, 'False'],
    ['CStr(9223372036854775807)', {}, '9223372036854775807'],
    ['CNum(" -17 ")', {}, -17],
    ['CNum("+17")', {}, 17],
    ['CNum("9223372036854775807")', {}, 9223372036854775807n],
    ['CNum("9007199254740991")', {}, 9007199254740991],
    ['CNum(17)', {}, 17],
    ['CNum([missing])', {}, null],
    ['CNum([objectGUID])', { objectGUID: bytes(0xff, 0xff, 0xff, 0xff) }, 4294967295],
    ['CNum([objectGUID])', { objectGUID: bytes(1, 0, 0, 0, 0, 0, 0, 0x80) }, -9223372036854775807n],
    ['CBin(255, 1)', {}, bytes(255)],
    ['CBin(-1, 2)', {}, bytes(255, 255)],
    ['CBin(1, 8)', {}, bytes(1, 0, 0, 0, 0, 0, 0, 0)],
    ['CBool("TRUE")', {}, true],
    ['CBool("false")', {}, false],
    ['CBool(-1)', {}, true],
    ['CBool(0)', {}, false],
    ['CBool([missing])', {}, false],
    ['ConvertToBase64([objectGUID])', { objectGUID: bytes(255, 254) }, '//4='],
    ['ConvertToBase64("é")', {}, '6QA='],
    ['ConvertFromBase64("6QA=")', {}, 'é'],
    ['ConvertFromBase64("QQ==", ASCII)', {}, 'A'],
    ['ConvertFromBase64(" w6k= ", UTF8)', {}, 'é'],
    ['ConvertToUTF8Hex("é😀")', {}, 'C3A9F09F9880'],
    ['ConvertFromUTF8Hex("c3A9")', {}, 'é'],
    ['StringFromSid([objectGUID])', { objectGUID: bytes(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0) }, 'S-1-5-18'],
    [
      'StringFromSid([objectGUID])',
      { objectGUID: bytes(1, 1, 0, 1, 0, 0, 0, 0, 255, 255, 255, 255) },
      'S-1-0x000100000000-4294967295',
    ],
    ['StringFromGuid(CGuid("6b29fc40-ca47-1067-b31d-00dd010662da"))', {}, '6b29fc40-ca47-1067-b31d-00dd010662da'],
    ['CGuid([missing])', {}, null],
    ['IIF(IsString([objectGUID]),CStr([objectGUID]),ConvertToBase64([objectGUID]))', { objectGUID: bytes(1) }, 'AQ=='],
    ['IIF(IsString([objectGUID]),CStr([objectGUID]),ConvertToBase64([objectGUID]))', { objectGUID: 'abc' }, 'abc'],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each<[string, Given]>([
    ['CNum([cn])', { cn: '1.5' }],
    ['CNum([cn])', { cn: '' }],
    ['CNum([cn])', { cn: '0x10' }],
    ['CNum([cn])', { cn: '9223372036854775808' }],
    ['CNum([cn])', { cn: '1'.repeat(100_000) }],
    ['CNum([objectGUID])', { objectGUID: new Uint8Array(9) }],
    ['CBin([userAccountControl], 1)', { userAccountControl: 256 }],
    ['CBin([userAccountControl], 9)', { userAccountControl: 1 }],
    ['CBool([cn])', { cn: 'yes' }],
    ['CStr([objectGUID])', { objectGUID: new Uint8Array(16) }],
    ['CGuid([cn])', { cn: '6b29fc40' }],
    ['StringFromGuid([objectGUID])', { objectGUID: new Uint8Array(15) }],
    ['StringFromSid([objectGUID])', { objectGUID: Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0) }],
    ['StringFromSid([objectGUID])', { objectGUID: Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 5) }],
    ['ConvertFromBase64([cn])', { cn: 'A' }],
    ['ConvertFromBase64([cn])', { cn: '!!!!' }],
    ['ConvertFromBase64([cn])', { cn: 'AA==' }],
    ['ConvertFromBase64([cn])', { cn: 'ANgA' }],
    ['ConvertFromBase64([cn], ASCII)', { cn: '/w==' }],
    ['ConvertFromBase64([cn], UTF8)', { cn: '/w==' }],
    ['ConvertFromUTF8Hex([cn])', { cn: 'ABC' }],
    ['ConvertFromUTF8Hex([cn])', { cn: 'FF' }],
  ])('%s of %o is refused', (text, given) => {
    expect(stopsAt(text, given)).toBe(text);
  });
});

describe('multi-valued functions', () => {
  const proxyAddresses = ['smtp:a@x', 'SMTP:b@x', 'x500:c'];

  it.each<[string, Given, unknown]>([
    ['Contains([proxyAddresses], "x500")', { proxyAddresses }, 3],
    ['Contains([proxyAddresses], "b@x")', { proxyAddresses }, 2],
    ['Contains([proxyAddresses], "none")', { proxyAddresses }, 0],
    ['Contains([proxyAddresses], "SMTP:")', { proxyAddresses: 'SMTP:only' }, 1],
    ['Contains([member], "cn=a, dc=x")', { member: [{ dn: 'CN=B,DC=x' }, { dn: 'CN=A,DC=X' }] }, 2],
    ['Contains([member], "CN=A")', { member: [{ dn: 'CN=A,DC=x' }] }, 0],
    ['Item([proxyAddresses], 3)', { proxyAddresses }, 'x500:c'],
    ['Item([proxyAddresses], 1)', { proxyAddresses: 'only' }, 'only'],
    ['ItemOrNull([proxyAddresses], 0)', { proxyAddresses }, null],
    ['ItemOrNull([missing], 1)', {}, null],
    ['ValueCount("proxyAddresses")', { proxyAddresses }, 3],
    ['ValueCount("proxyAddresses")', { proxyAddresses: 'one' }, 1],
    ['Count(Split("a,b", ","))', {}, 2],
    ['Join(Split("a,b", ","), "")', {}, 'ab'],
    ['Join([missing], ",")', {}, null],
    ['Split("a,,b", ",")', {}, ['a', 'b']],
    ['Item(Split("a,,b", ","), 3)', {}, 'b'],
    ['Split("a,b", ",", 1)', {}, 'a,b'],
    ['Split([missing], ",")', {}, null],
    ['RemoveDuplicates([proxyAddresses])', { proxyAddresses: ['a', 'A', 'a'] }, ['a', 'A']],
    ['RemoveDuplicates([member])', { member: [{ dn: 'CN=A,DC=x' }, { dn: 'cn=a,dc=X' }] }, { dn: 'CN=A,DC=x' }],
    [
      'RemoveDuplicates([objectGUID])',
      { objectGUID: [Uint8Array.of(1), Uint8Array.of(1), Uint8Array.of(2)] },
      [Uint8Array.of(1), Uint8Array.of(2)],
    ],
    ['RemoveDuplicates([missing])', {}, null],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each<[string, Given, string]>([
    ['Item([proxyAddresses], 0)', { proxyAddresses }, 'Item([proxyAddresses], 0)'],
    ['Item([proxyAddresses], 4)', { proxyAddresses }, 'Item([proxyAddresses], 4)'],
    ['Item([missing], 1)', {}, 'Item([missing], 1)'],
    ['Split([cn], "ab")', { cn: 'x' }, 'Split([cn], "ab")'],
    ['Split([cn], ",", 0)', { cn: 'x' }, 'Split([cn], ",", 0)'],
  ])('%s of %o is refused', (text, given, part) => {
    expect(stopsAt(text, given)).toBe(part);
  });
});

describe('directory functions', () => {
  const dn = 'CN=Doe\\, John+UID=7,OU="R, D",DC=corp,DC=com';

  it.each<[string, Given, unknown]>([
    ['DNComponent(CRef([dn]), 1)', { dn }, 'Doe\\, John'],
    ['DNComponent(CRef([dn]), 2)', { dn }, 'R\\, D'],
    ['DNComponent(CRef([dn]), 3)', { dn }, 'corp'],
    ['DNComponent(CRef([dn]), 4)', { dn }, 'com'],
    ['DNComponent(CRef([dn]), 5)', { dn }, null],
    ['DNComponent(CRef([dn]), 0)', { dn }, null],
    ['DNComponent([manager], 1)', { manager: { dn: 'CN=Ada,DC=x' } }, 'Ada'],
    ['DNComponent([manager], 2)', { manager: { dn: 'CN=Ada,DC=x' } }, 'x'],
    ['DNComponent([manager], 3)', { manager: { dn: 'CN=Ada,DC=x' } }, null],
    ['DNComponent([manager], 1)', { manager: { dn: 'CN=Åse b\\3Dc,DC=x' } }, 'Åse b\\=c'],
    ['DNComponent([manager], 1)', { manager: { dn: 'CN=x\\0ACNF:1234,DC=x' } }, 'x\\0ACNF:1234'],
    ['DNComponent([manager], 1)', { manager: { dn: 'CN=x\nCNF:1234,DC=x' } }, 'x\\0ACNF:1234'],
    ['DNComponentRev(CRef([dn]), 1)', { dn }, 'com'],
    ['DNComponentRev(CRef([dn]), 1, "DC")', { dn }, 'R\\, D'],
    ['DNComponentRev(CRef([dn]), 9)', { dn }, null],
    ['EscapeDNComponent("Doe; \\"J\\"")', {}, 'Doe\\; \\"J\\"'],
    ['EscapeDNComponent("cn= x ")', {}, 'cn=\\ x\\ '],
    ['CStr(CRef([dn]))', { dn: 'CN=a,DC=b' }, 'CN=a,DC=b'],
    ['CRef([missing])', {}, null],
    ['"CN={" & ConvertToUTF8Hex([cn]) & "}"', { cn: 'AQ==' }, 'CN={41513D3D}'],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each(['CN=Ada Byron,OU=Staff', 'cn=a-b.c@d_e,dc=x', ' CN = a ,DC=x', 'CN=a', 'CN=,DC=x', 'a,b', 'CN=a#b <c>'])(
    'takes %s apart as the reader of whole DNs does',
    (dn) => {
      const value = parseDn(dn)[0]?.value ?? '';
      expect(valueOf('DNComponent([manager], 1)', { manager: { dn } })).toBe(flowing(escapeRdnValue(value)));
    },
  );

  it.each<[string, Given]>([
    ['CRef([cn])', { cn: '' }],
    ['DNComponentRev(CRef([cn]), 1, "OU")', { cn: 'CN=a' }],
  ])('%s of %o is refused', (text, given) => {
    expect(stopsAt(text, given)).toBe(text);
  });
});
