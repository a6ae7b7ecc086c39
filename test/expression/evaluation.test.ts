import { describe, expect, it } from 'vitest';
import { compileExpression } from '../../src/expression/index.ts';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { Value } from '../../src/model/value.ts';
import { asOf, contextOf, environmentOf, flow, known, stopsAt, valueOf } from './support.ts';
import type { Given } from './support.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('a flow gives', () => {
  it.each<[string, Given, unknown]>([
    ['"x"', {}, { kind: 'value', value: 'x' }],
    ['0', {}, { kind: 'value', value: 0 }],
    ['False', {}, { kind: 'value', value: false }],
    ['CRLF', {}, { kind: 'value', value: '\r\n' }],
    ['9223372036854775807', {}, { kind: 'value', value: 9223372036854775807n }],
    ['[cn]', { cn: 'Ada' }, { kind: 'value', value: 'Ada' }],
    ['[manager]', { manager: { dn: 'CN=a' } }, { kind: 'value', value: { dn: 'CN=a' } }],
    ['[objectGUID]', { objectGUID: bytes(1) }, { kind: 'value', value: bytes(1) }],
    ['[cn]', {}, { kind: 'null' }],
    ['NULL', {}, { kind: 'null' }],
    ['""', {}, { kind: 'null' }],
    ['[objectGUID]', { objectGUID: bytes() }, { kind: 'null' }],
    ['Trim([cn])', { cn: '  ' }, { kind: 'null' }],
    ['IgnoreThisFlow', {}, { kind: 'ignore' }],
    ['AuthoritativeNull', {}, { kind: 'clear' }],
    ['IIF([cn] = "x", IgnoreThisFlow, AuthoritativeNull)', { cn: 'x' }, { kind: 'ignore' }],
    ['IIF([cn] = "x", IgnoreThisFlow, AuthoritativeNull)', { cn: 'y' }, { kind: 'clear' }],
    ['With($a, [cn], Switch($a = "x", IgnoreThisFlow))', { cn: 'x' }, { kind: 'ignore' }],
    ['[otherMobile]', { otherMobile: ['1', '2'] }, { kind: 'value', value: ['1', '2'] }],
    ['Trim([otherMobile])', { otherMobile: ['1', ' ', ' 2 '] }, { kind: 'value', value: ['1', '2'] }],
    ['Trim([otherMobile])', { otherMobile: ['1', ' '] }, { kind: 'value', value: '1' }],
    ['Trim([otherMobile])', { otherMobile: [' ', ''] }, { kind: 'null' }],
    ['%Domain.FQDN%', {}, { kind: 'value', value: 'corp.contoso.com' }],
  ])('%s of %o', (text, given, result) => {
    expect(flow(text, given)).toEqual(result);
  });

  it('an error for a parameter that the connector does not give', () => {
    const without = { parameters: new Map([['Forest.LDAP', 'DC=com']]) };
    expect(() => flow('%Domain.FQDN%', {}, without)).toThrow(EvaluationError);
    expect(() => flow('[cn] & "@" & %Domain.FQDN%', { cn: 'ada' }, without)).toThrow(
      /^%Domain\.FQDN% has no value here: /,
    );
  });

  it('no error for such a parameter where the object does not need it', () => {
    const text = 'IIF(IsPresent([mail]), [mail], [cn] & "@" & %Domain.FQDN%)';
    const without = { parameters: new Map<string, string>() };
    expect(valueOf(text, { mail: 'a@x', cn: 'ada' }, without)).toBe('a@x');
    expect(() => flow(text, { cn: 'ada' }, without)).toThrow(EvaluationError);
  });

  it('an error for a date that reaches the end unseen', () => {
    const text = 'ItemOrNull(Select($i, [otherMobile], IIF($i = "x", $i, CDate($i))), 1)';
    expect(valueOf(text, { otherMobile: ['x', '2026-01-01'] })).toBe('x');
    expect(stopsAt(text, { otherMobile: ['2026-01-01', 'x'] })).toBe(text);
  });
});

describe('operators', () => {
  it.each<[string, Given, unknown]>([
    // Numbers.
    ['1 + 2 * 3 - 4', {}, 3],
    ['-[groupType]', { groupType: 5 }, -5],
    ['-[groupType]', { groupType: 0 }, 0],
    ['0 * [groupType]', { groupType: -5 }, 0],
    ['[groupType] + 1', { groupType: Number.MAX_SAFE_INTEGER }, 9007199254740992n],
    ['[groupType] * 3', { groupType: Number.MAX_SAFE_INTEGER }, 27021597764222973n],
    ['[groupType] - 9223372036854775807', { groupType: 9223372036854775807n }, 0],
    ['[groupType] + 1', {}, null],
    ['-[groupType]', {}, null],
    // Texts and bytes.
    ['[cn] & " " & [sn]', { cn: 'Ada', sn: 'Byron' }, 'Ada Byron'],
    ['[cn] & " " & [sn]', { cn: 'Ada' }, 'Ada '],
    ['[cn] & [sn]', {}, null],
    ['[objectGUID] & CBin(1, 2)', { objectGUID: bytes(9) }, bytes(9, 1, 0)],
    ['[objectGUID] & NULL', { objectGUID: bytes(9) }, bytes(9)],
    // Comparisons.
    ['[cn] = "ada"', { cn: 'Ada' }, false],
    ['[cn] = "Ada"', { cn: 'Ada' }, true],
    ['[cn] <> "Ada"', { cn: 'Ada' }, false],
    ['[cn] < "Ae"', { cn: 'Ada' }, true],
    ['"Z" < "a"', {}, true],
    ['"é" > "z"', {}, true],
    ['[groupType] = 9223372036854775807', { groupType: 9223372036854775807n }, true],
    ['[groupType] > 5', { groupType: 9223372036854775807n }, true],
    ['[groupType] <= 5', { groupType: 5 }, true],
    ['[groupType] >= 6', { groupType: 5 }, false],
    ['[groupType] = 5', { groupType: 5n }, true],
    ['[objectGUID] = CBin(1, 2)', { objectGUID: bytes(1, 0) }, true],
    ['[objectGUID] = CBin(1, 2)', { objectGUID: bytes(1) }, false],
    ['[manager] = CRef("cn=a\\\\2C b, DC=x")', { manager: { dn: 'CN=A\\, B,DC=X' } }, true],
    ['[manager] <> CRef("CN=b,DC=x")', { manager: { dn: 'CN=a,DC=x' } }, true],
    ['CDate("2026-01-01") = CDate("2026-01-01 01:00 +1")', {}, true],
    ['CDate("2026-01-01") < Now()', {}, true],
    ['Now() >= CDate("2026-01-15 12:00")', {}, true],
    ['Now() > CDate("2026-01-15 12:00")', {}, false],
    ['True = True', {}, true],
    ['True <> False', {}, true],
    // Nothing on a side.
    ['[cn] = "x"', {}, false],
    ['[cn] <> "x"', {}, true],
    ['[cn] = [sn]', {}, true],
    ['[cn] <> [sn]', {}, false],
    ['[groupType] = 0', {}, false],
    ['[groupType] < 1', {}, false],
    ['[groupType] >= 0', {}, false],
    ['[groupType] <= NULL', {}, false],
    ['[isCriticalSystemObject] = False', {}, false],
    // Conditions.
    ['[isCriticalSystemObject] && True', {}, false],
    ['True && [isCriticalSystemObject]', {}, false],
    ['[isCriticalSystemObject] || True', {}, true],
    ['False || [isCriticalSystemObject]', {}, false],
    ['True && True', {}, true],
    ['False || False', {}, false],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each<[string, Given, string]>([
    ['1 + [groupType]', { groupType: 9223372036854775807n }, '1 + [groupType]'],
    ['-[groupType] * 2', { groupType: 9223372036854775807n }, '-[groupType] * 2'],
    ['-([groupType] - 1)', { groupType: -9223372036854775807n }, '-([groupType] - 1)'],
  ])('%s of %o is beyond 64 bits', (text, given, part) => {
    expect(stopsAt(text, given)).toBe(part);
  });
});

/** Values that are not of the type that the schema says: the checker cannot see them, the evaluation must. */
describe('a value of another type than its attribute', () => {
  function run(text: string, values: Readonly<Record<string, Value>>): string {
    const { expression } = compileExpression(text, environmentOf(known));
    try {
      expression?.evaluate({ ...contextOf({}), attributes: new Map(Object.entries(values)) });
    } catch (error) {
      if (error instanceof EvaluationError) return text.slice(error.start, error.end);
      throw error;
    }
    return 'no error';
  }

  it.each<[string, Readonly<Record<string, Value>>, string]>([
    ['Left("a" & Trim([cn]), 2)', { cn: 5 }, '[cn]'],
    ['"a" & [cn]', { cn: 5 }, '"a" & [cn]'],
    ['[cn] & NULL', { cn: true }, '[cn] & NULL'],
    ['[cn] & "x"', { cn: bytes(1) }, '[cn] & "x"'],
    ['1 = 1 && [cn] = "512"', { cn: 512 }, '[cn] = "512"'],
    ['[cn] <> "x"', { cn: { dn: 'CN=a' } }, '[cn] <> "x"'],
    ['[groupType] < 3', { groupType: '2' }, '[groupType] < 3'],
    ['[groupType] < 3', { groupType: true }, '[groupType] < 3'],
    ['[groupType] < [missingNumber]', { groupType: true }, '[groupType] < [missingNumber]'],
    ['1 + [groupType]', { groupType: '2' }, '1 + [groupType]'],
    ['BitAnd(1, [groupType])', { groupType: '2' }, '[groupType]'],
    ['IIF([isCriticalSystemObject], 1, 2)', { isCriticalSystemObject: 'TRUE' }, '[isCriticalSystemObject]'],
    ['True && [isCriticalSystemObject]', { isCriticalSystemObject: 1 }, '[isCriticalSystemObject]'],
    ['[isCriticalSystemObject] || True', { isCriticalSystemObject: 'x' }, '[isCriticalSystemObject]'],
    ['Switch(False, 1, [isCriticalSystemObject], 2)', { isCriticalSystemObject: 'x' }, '[isCriticalSystemObject]'],
    ['Where($i, [cn], [isCriticalSystemObject])', { cn: 'a', isCriticalSystemObject: 'x' }, '[isCriticalSystemObject]'],
    ['StringFromSid([objectGUID])', { objectGUID: 'S-1-5' }, '[objectGUID]'],
    ['RandomNum(1, [groupType])', { groupType: 'x' }, '[groupType]'],
    ['Join([cn])', { cn: ['a', 1] }, 'Join([cn])'],
    ['Contains([cn], "a")', { cn: [1] }, 'Contains([cn], "a")'],
    ['CBool([cn])', { cn: bytes(1) }, 'CBool([cn])'],
    ['CRef([cn])', { cn: 1 }, 'CRef([cn])'],
  ])('%s of %o', (text, values, part) => {
    expect(run(text, values)).toBe(part);
  });
});

describe('what counts as present', () => {
  it.each<[string, Given, unknown]>([
    ['IsPresent([groupType])', { groupType: 0 }, true],
    ['IsPresent([isCriticalSystemObject])', { isCriticalSystemObject: false }, true],
    ['IsNullOrEmpty([groupType])', { groupType: 0 }, false],
    ['IsPresent([objectGUID])', { objectGUID: bytes() }, false],
    ['IsNull([objectGUID])', { objectGUID: bytes() }, false],
    ['IsPresent(" ")', {}, true],
    ['IsEmpty(" ")', {}, false],
    ['IsPresent(Left([missing], 3))', {}, false],
    ['IsNull(Left([missing], 3))', {}, false],
    ['IsNull(Trim([missing]))', {}, true],
    ['IsNull(NULL)', {}, true],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });
});

describe('branches', () => {
  it.each<[string, Given, unknown]>([
    ['IIF([cn] = "a", Error("a"), "other")', { cn: 'b' }, 'other'],
    ['IIF([cn] = "b", "b", Error("no b"))', { cn: 'b' }, 'b'],
    ['IIF(IsNull([description]), NULL, Item([description], 1))', {}, null],
    ['IIF([isCriticalSystemObject], 1, 2)', {}, 2],
    ['IIF(NULL, 1, 2)', {}, 2],
    ['IIF("mS-DS-ConsistencyGuid"="mS-DS-ConsistencyGuid", [cn], Error("never"))', { cn: 'x' }, 'x'],
    ['(IIF([cn] = "x", (IIF(True, 1, 2)), 3))', { cn: 'x' }, 1],
    ['Switch([cn] = "a", 1, [cn] = "b", 2)', { cn: 'b' }, 2],
    ['Switch([cn] = "a", 1, [cn] = "b", 2)', { cn: 'c' }, null],
    ['Switch([cn] = "b", 2, True, Error("no"))', { cn: 'b' }, 2],
    ['Switch(NULL, 1, True, 2)', {}, 2],
    ['False && Error("x")', {}, false],
    ['True || Error("x")', {}, true],
    ['[isCriticalSystemObject] && Error("x")', {}, false],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it.each<[string, Given, string, string]>([
    ['IIF([cn] = "a", Error("not a: " & [cn]), 1)', { cn: 'a' }, 'not a: a', 'Error("not a: " & [cn])'],
    ['Switch(True, Error("Unknown city"))', {}, 'Unknown city', 'Error("Unknown city")'],
    ['With($a, Error("first"), 1)', {}, 'first', 'Error("first")'],
  ])('%s fails with its own message', (text, given, message, part) => {
    expect(() => flow(text, given)).toThrow(message);
    expect(stopsAt(text, given)).toBe(part);
  });

  it('has words of its own for an error without a message', () => {
    expect(() => flow('Error([cn])')).toThrow(/./);
  });
});

describe('variables', () => {
  it.each<[string, Given, unknown]>([
    ['With($a, [cn], $a & $a)', { cn: 'x' }, 'xx'],
    ['With($a, [cn], $a)', {}, null],
    ['With($a, "1", With($b, $a & "2", With($a, $b & "3", $a & $b)))', {}, '12312'],
    ['With($a, "o", With($b, With($a, "i", $a), $a & $b))', {}, 'oi'],
    [
      'Join(Select($i, [otherMobile], Join(Select($j, [description], $i & $j), "+")), ",")',
      { otherMobile: ['1', '2'], description: ['a', 'b'] },
      '1a+1b,2a+2b',
    ],
    [
      'Where($i, [otherMobile], Contains([description], $i) > 0)',
      { otherMobile: ['1', '2', '3'], description: ['x2', 'y3'] },
      ['2', '3'],
    ],
    ['Where($i, [otherMobile], NULL)', { otherMobile: ['1'] }, null],
    ['Where($i, [otherMobile], $i = "2")', { otherMobile: '2' }, '2'],
    ['Where($i, [missing], True)', {}, null],
    ['Select($i, [otherMobile], IIF($i = "1", NULL, $i))', { otherMobile: ['1', '2', '3'] }, ['2', '3']],
    ['Count(Select($i, [otherMobile], IIF($i = "1", NULL, $i)))', { otherMobile: ['1', '2', '3'] }, 2],
    [
      'With($c, Where($i, [otherMobile], Len($i) > 1), IIF(Count($c) > 0, $c, NULL))',
      { otherMobile: ['1', '22'] },
      '22',
    ],
  ])('%s of %o', (text, given, result) => {
    expect(valueOf(text, given)).toEqual(result);
  });

  it('do not live on from one object to the next', () => {
    const { expression } = compileExpression('With($a, [cn], $a)', environmentOf(known));
    expect(expression?.evaluate(contextOf({ cn: 'x' }))).toEqual({ kind: 'value', value: 'x' });
    expect(expression?.evaluate(contextOf({}))).toEqual({ kind: 'null' });
  });
});

describe('time and chance', () => {
  it('take the instant of the plan for now', () => {
    expect(valueOf('NumFromDate(Now())')).toBe((BigInt(asOf) + 11_644_473_600_000n) * 10_000n);
    expect(valueOf('FormatDateTime(Now(), "o")', {}, { asOf: asOf + 0.9 })).toBe('2026-01-15T12:00:00.0000000Z');
  });

  it('make version 4 GUIDs of the bytes that are given', () => {
    expect(valueOf('Guid()')).toBe('01020304-0506-4708-890a-0b0c0d0e0f10');
    expect(valueOf('Guid()', {}, { random: (length) => new Uint8Array(length).fill(255) })).toBe(
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
    );
  });

  it('draw anew for each object', () => {
    let calls = 0;
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(calls++);
    const { expression } = compileExpression('RandomNum(0, 1000000)', environmentOf(known));
    const drawn = [1, 2, 3].map(() => expression?.evaluate({ ...contextOf({}), random }));
    expect(calls).toBe(3);
    expect(new Set(drawn.map((one) => JSON.stringify(one))).size).toBe(3);
  });

  it.each<[string, unknown]>([
    ['RandomNum(5, 5)', 5],
    ['RandomNum(-9223372036854775807, -9223372036854775807)', -9223372036854775807n],
  ])('%s', (text, result) => {
    expect(valueOf(text)).toBe(result);
  });

  it('stay within their bounds', () => {
    for (let byte = 0; byte < 256; byte++) {
      const value = valueOf('RandomNum(-3, 3)', {}, { random: (length) => new Uint8Array(length).fill(byte) });
      expect(value).toBeGreaterThanOrEqual(-3);
      expect(value).toBeLessThanOrEqual(3);
    }
  });

  it('refuse bounds that are upside down', () => {
    expect(stopsAt('RandomNum(2, 1)')).toBe('RandomNum(2, 1)');
  });
});
