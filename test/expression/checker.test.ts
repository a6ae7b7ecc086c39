import { describe, expect, it } from 'vitest';
import { codes } from '../../src/kernel/codes/index.ts';
import { compileExpression } from '../../src/expression/index.ts';
import { compileFor, issuesOf, schemaOf } from './support.ts';

describe('what is found before anything runs', () => {
  it.each<[string, readonly string[]]>([
    // Names.
    ['Trimm([cn])', ['EXP003 Trimm']],
    ['trim([cn])', ['EXP003 trim']],
    ['constructor([cn])', ['EXP003 constructor']],
    ['__proto__()', ['EXP003 __proto__']],
    ['Concatenate([cn], "x")', ['EXP003 Concatenate']],
    ['[givenname]', ['EXP004 [givenname]']],
    ['[__proto__]', ['EXP004 [__proto__]']],
    ['[constructor]', ['EXP004 [constructor]']],
    ['Trim([a]) & Trim([b])', ['EXP004 [a]', 'EXP004 [b]']],
    ['%Domain.Name%', ['EXP005 %Domain.Name%']],
    ['%domain.fqdn%', ['EXP005 %domain.fqdn%']],
    ['$item', ['EXP006 $item']],
    ['With($a, [cn], $b)', ['EXP006 $b']],
    ['With($a, $a, $a)', ['EXP006 $a']],
    ['Select($i, [cn], $i) & $i', ['EXP006 $i']],
    // Numbers of arguments.
    ['Trim()', ['EXP007 Trim()']],
    ['Left([cn])', ['EXP007 Left([cn])']],
    ['Left([cn], 1, 2)', ['EXP007 Left([cn], 1, 2)']],
    ['IIF(True, 1)', ['EXP007 IIF(True, 1)']],
    ['Switch(True, 1, False)', ['EXP007 Switch(True, 1, False)']],
    ['Switch()', ['EXP007 Switch()']],
    ['Now(1)', ['EXP007 Now(1)']],
    ['InStr("a", "b", 1, vbTextCompare, 2)', ['EXP007 InStr("a", "b", 1, vbTextCompare, 2)']],
    // Types.
    ['Left([cn], "3")', ['EXP008 "3"']],
    ['Left([userAccountControl], 3)', ['EXP008 [userAccountControl]']],
    ['Trim([objectGUID])', ['EXP008 [objectGUID]']],
    ['Trim(1)', ['EXP008 1']],
    ['BitAnd([cn], 2)', ['EXP008 [cn]']],
    ['StringFromSid([cn])', ['EXP008 [cn]']],
    ['DNComponent([dn], 1)', ['EXP008 [dn]']],
    ['FormatDateTime([whenCreated], "s")', ['EXP008 [whenCreated]']],
    ['Join([member])', ['EXP008 [member]']],
    ['IIF([cn], 1, 2)', ['EXP008 [cn]']],
    ['IIF(1, 1, 2)', ['EXP008 1']],
    ['Switch([cn], 1)', ['EXP008 [cn]']],
    ['Where($i, [proxyAddresses], Len($i))', ['EXP008 Len($i)']],
    ['[cn] && True', ['EXP008 [cn]']],
    ['True || 1', ['EXP008 1']],
    ['[cn] + 1', ['EXP008 [cn]']],
    ['-[cn]', ['EXP008 [cn]']],
    ['[cn] & 1', ['EXP008 1']],
    ['[cn] & True', ['EXP008 True']],
    ['[cn] & [objectGUID]', ['EXP008 [cn] & [objectGUID]']],
    ['[cn] = 1', ['EXP008 [cn] = 1']],
    ['[userAccountControl] = "512"', ['EXP008 [userAccountControl] = "512"']],
    ['[isCriticalSystemObject] = "TRUE"', ['EXP008 [isCriticalSystemObject] = "TRUE"']],
    ['[objectGUID] = [cn]', ['EXP008 [objectGUID] = [cn]']],
    ['True < False', ['EXP008 True', 'EXP008 False']],
    ['[objectGUID] > 1', ['EXP008 [objectGUID]']],
    ['With($x, [userAccountControl], Trim($x))', ['EXP008 $x']],
    ['Error(1)', ['EXP008 1']],
    ['RandomNum("a", 2)', ['EXP008 "a"']],
    ['Trim(IIF([cn] = "a", 1, 2))', ['EXP008 IIF([cn] = "a", 1, 2)']],
    // Words where they have no meaning.
    ['Trim(IgnoreThisFlow)', ['EXP010 IgnoreThisFlow']],
    ['"a" & AuthoritativeNull', ['EXP010 AuthoritativeNull']],
    ['IIF(IgnoreThisFlow, 1, 2)', ['EXP010 IgnoreThisFlow']],
    ['Trim(IIF(True, IgnoreThisFlow, "a"))', ['EXP010 IgnoreThisFlow']],
    ['With($a, IgnoreThisFlow, $a)', ['EXP010 IgnoreThisFlow']],
    ['Select($a, [cn], IgnoreThisFlow)', ['EXP010 IgnoreThisFlow']],
    ['vbTextCompare', ['EXP010 vbTextCompare']],
    ['InStr("a", "b", 1, UTF8)', ['EXP010 UTF8']],
    ['InStr("a", "b", 1, "vbTextCompare")', ['EXP010 "vbTextCompare"']],
    ['Contains([proxyAddresses], "b", vbTextCompare)', ['EXP010 vbTextCompare']],
    ['With([cn], 1, 2)', ['EXP010 [cn]']],
    ['Where("$item", [cn], True)', ['EXP010 "$item"']],
    // Names of attributes that must be quoted.
    ['ImportedValue([cn])', ['EXP011 [cn]']],
    ['ValueCount([member])', ['EXP011 [member]']],
    ['ValueCount("mem" & "ber")', ['EXP011 "mem" & "ber"']],
    ['ImportedValue("nothing")', ['EXP004 "nothing"']],
    ['Trim(ImportedValue("objectGUID"))', ['EXP008 ImportedValue("objectGUID")']],
    // Dates are no result.
    ['Now()', ['EXP012 Now()']],
    ['IIF([cn] = "x", CDate([cn]), "y")', ['EXP012 CDate([cn])']],
    ['With($d, Now(), $d)', ['EXP012 $d']],
    // Warnings.
    ['[cn] = NULL', ['EXP014 [cn] = NULL']],
    ['NULL <> [cn]', ['EXP014 NULL <> [cn]']],
    ['IIF([cn] = "x", CDate("never") = Now(), False)', ['EXP015 CDate("never")']],
    ['9223372036854775807 * 2 + [userAccountControl]', ['EXP015 9223372036854775807 * 2']],
  ])('%s', (text, found) => {
    expect(issuesOf(text)).toEqual(found);
  });

  it.each([
    'NULL',
    'Error("x")',
    'Trim(NULL)',
    'Left(Error("x"), 1)',
    'IIF(NULL, 1, "a")',
    'IIF([cn] = "a", IgnoreThisFlow, AuthoritativeNull)',
    'Switch([cn] = "a", IgnoreThisFlow, True, NULL)',
    'With($a, [cn], IIF($a = "x", IgnoreThisFlow, $a))',
    'Select($a, [proxyAddresses], Select($b, Split($a, ":"), $a & $b))',
    'With($a, [cn], With($a, Len($a), $a + 1))',
    '[whenCreated] = 1',
    '[whenCreated] = "20140905081453.0Z"',
    'CNum([whenCreated]) > 0',
    'Now() > CDate([whenCreated])',
    'CRef([dn]) = [manager]',
    '[proxyAddresses] = "x"',
    'InStr([cn], "x", 1, vbTextCompare)',
    'ConvertFromBase64([cn], UTF8)',
    'Mid([objectGUID], 1, 2) & [objectGUID]',
    'True && NULL',
  ])('nothing in %s', (text) => {
    expect(issuesOf(text)).toEqual([]);
  });

  it.each<[string, string]>([
    ['trim([cn])', 'Trim'],
    ['IsNullorEmpty([cn])', 'IsNullOrEmpty'],
    ['Lefft([cn], 1)', 'Left'],
    ['[givenNam]', 'givenName'],
    ['[DN]', 'dn'],
    ['ImportedValue("proxyAdresses")', 'proxyAddresses'],
    ['%domain.FQDN%', 'Domain.FQDN'],
    ['With($item, [cn], $itm)', '$item'],
    ['Left([cn])', 'Left(str value, num length): str'],
    ['Switch(True)', 'Switch(bool condition1'],
  ])('%s comes with the right one', (text, near) => {
    expect(compileFor(text).issues[0]?.help).toContain(near);
  });

  it('gives an expression with warnings and none with errors', () => {
    expect(compileFor('[cn] = NULL').expression).toBeDefined();
    expect(compileFor('[cn] = 1').expression).toBeUndefined();
  });

  it('stops at a hundred issues', () => {
    const text = `Join(Split(${Array.from({ length: 60 }, (_, index) => `[x${index}]`).join(' & ')}, 1), 2)`;
    expect(issuesOf(text).length).toBe(62);
    const many = `Switch(${Array.from({ length: 300 }, () => '[x] , 1').join(', ')})`;
    expect(issuesOf(many)).toHaveLength(100);
  });
});

describe('the reading from left to right', () => {
  it.each([
    '[isCriticalSystemObject] || [isCriticalSystemObject] && [isCriticalSystemObject]',
    '1 + 2 * [userAccountControl]',
    '[cn] = "a" || [isCriticalSystemObject] = False',
    'IsPresent([cn]) && IsPresent([sn]) = False',
  ])('differs for %s', (text) => {
    expect(issuesOf(text)).toEqual([`EXP013 ${text}`]);
  });

  it.each([
    '[cn] = "a" || [sn] = "b"',
    '[cn] & "a" = [sn]',
    '[userAccountControl] * 2 + 1',
    'IsPresent([cn]) && IsPresent([sn]) = True',
    '[isCriticalSystemObject] && [isCriticalSystemObject] || [isCriticalSystemObject]',
    '[isCriticalSystemObject] || ([isCriticalSystemObject] && [isCriticalSystemObject])',
    'IsPresent([cn]) || [sn] = "x"',
  ])('is the same, or no reading at all, for %s', (text) => {
    expect(issuesOf(text)).toEqual([]);
  });
});

describe('what is known of an expression', () => {
  it('names what it reads, each once', () => {
    const { expression } = compileFor(
      'IIF([cn] = "x", [sn] & [cn], ImportedValue("mail") & CStr(ValueCount("member")))',
    );
    expect(expression?.attributes).toEqual(['cn', 'sn', 'mail', 'member']);
  });

  it('names what it reads even where a constant decides', () => {
    expect(compileFor('IIF(True, [cn], [sn])').expression?.attributes).toEqual(['cn', 'sn']);
  });

  it.each<[string, boolean]>([
    ['[cn]', true],
    ['FormatDateTime(Now(), "s")', true],
    ['Guid()', false],
    ['IIF([cn] = "x", CStr(RandomNum(1, 2)), [cn])', false],
  ])('%s is deterministic: %s', (text, deterministic) => {
    expect(compileFor(text).expression?.deterministic).toBe(deterministic);
  });
});

describe('the codes', () => {
  it('stop with exit code 3', () => {
    const own = Object.entries(codes).filter(([code]) => code.startsWith('EXP'));
    expect(own.map(([code, entry]) => [code, entry.exit])).toEqual(own.map(([code]) => [code, 3]));
    expect(own).toHaveLength(21);
  });
});

describe('the result of an expression', () => {
  const types = { many: { ...schemaOf('string'), multiValued: true }, cn: schemaOf('string'), n: schemaOf('integer') };
  const resultOf = (text: string): unknown => {
    const { expression } = compileExpression(text, {
      attribute: (name) => new Map(Object.entries(types)).get(name),
      attributeNames: Object.keys(types),
      parameters: new Set(),
    });
    const { syntaxes, several, nullable, longest } = expression!.result;
    return [[...syntaxes].sort().join(' '), several, nullable, longest?.characters];
  };

  it.each<[string, string, boolean, boolean, number | undefined]>([
    ['"abc"', 'string', false, false, 3],
    ['NULL', '', false, true, undefined],
    ['[cn]', 'string', false, true, undefined],
    ['[many]', 'string', true, true, undefined],
    ['Trim([many])', 'string', true, true, undefined],
    ['Count([many])', 'integer', false, false, undefined],
    ['Item([many], 1)', 'string', false, false, undefined],
    ['ItemOrNull([many], 1)', 'string', false, true, undefined],
    ['Split([cn], ",")', 'string', true, true, undefined],
    ['Left([cn], 5)', 'string', false, false, 5],
    ['Left("abc", 5)', 'string', false, false, 3],
    ['IIF([cn] = "x", 1, "abcd")', 'integer string', false, false, 4],
    ['IIF([many] = "x", 1, 2)', 'integer', true, false, undefined],
    ['Select($i, [many], Len($i))', 'integer', true, true, undefined],
    ['Where($i, [many], $i = "x")', 'string', true, true, undefined],
    ['With($v, [many], Join($v, ","))', 'string', false, true, undefined],
    ['[cn] & "x"', 'string', false, false, undefined],
    ['[n] + 1', 'integer', false, true, undefined],
    ['[many] = "x"', 'boolean', true, false, undefined],
    ['Error("x")', '', false, false, undefined],
  ])('%s', (text, syntaxes, several, nullable, longest) => {
    expect(resultOf(text)).toEqual([syntaxes, several, nullable, longest]);
  });
});
