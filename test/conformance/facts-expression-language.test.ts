import { describe, expect, it } from 'vitest';
import { compileExpression, parseExpression } from '../../src/expression/index.ts';
import type { ExpressionNode } from '../../src/expression/index.ts';
import type { Value } from '../../src/model/value.ts';
import { environmentOf, flow, issuesOf, stopsAt, valueOf } from '../expression/support.ts';

// What the rules that Microsoft ships show of the language, beyond its documentation or against it.

const FILTERED =
  'IIF(IsPresent([critical]) || IsPresent([account]) = False || [account] = "SUPPORT_388945a0" || (Left([alias], 4) = "CAS_" && (InStr([alias], "}") > 0)), True, NULL)';

function operators(node: ExpressionNode): unknown {
  return node.kind === 'binary' ? [operators(node.left), node.operator, operators(node.right)] : '';
}

function cloud(text: string, given: Readonly<Record<string, Value | null>> = {}): unknown {
  return valueOf(text, given, {}, 'cloudSync');
}

describe('operators have the conventional priority, whatever the documentation says', () => {
  it('comparisons bind stronger than &&, and && stronger than ||', () => {
    expect(operators(parseExpression('[a] || [b] = [c] && [d]').root!)).toEqual(['', '||', [['', '=', ''], '&&', '']]);
  });

  it('the cloudFiltered of default rules has a type and a sense', () => {
    const environment = environmentOf({ critical: 'boolean', account: 'string', alias: 'string' });
    expect(compileExpression(FILTERED, environment).issues).toEqual([]);
    const filtered = (given: Readonly<Record<string, Value>>): unknown => {
      return valueOf(FILTERED, { critical: null, account: null, alias: null, ...given });
    };
    expect(filtered({ account: 'ada', alias: 'ada' })).toBeNull();
    expect(filtered({ account: 'SUPPORT_388945a0' })).toBe(true);
    expect(filtered({ alias: 'ada' })).toBe(true);
    expect(filtered({ account: 'ada', alias: 'CAS_{1}' })).toBe(true);
  });

  it('arithmetic before joining of texts before comparison, and a sign first of all', () => {
    expect(operators(parseExpression('-1 + 2 * 3 & "x" = "y"').root!)).toEqual([
      [['', '+', ['', '*', '']], '&', ''],
      '=',
      '',
    ]);
    expect(valueOf('IIF("7" = CStr(1 + 2 * 3), "conventional", "flat")')).toBe('conventional');
  });

  it('comparisons are not chained', () => {
    expect(issuesOf('1 = 1 = True')).toEqual(['EXP001 =']);
  });

  it('an expression that would come to something else from left to right is told', () => {
    const text = '[isCriticalSystemObject] || [isCriticalSystemObject] && [isCriticalSystemObject]';
    expect(issuesOf(text)).toEqual([`EXP013 ${text}`]);
    expect(issuesOf('1 + 2 * [userAccountControl]')).toEqual(['EXP013 1 + 2 * [userAccountControl]']);
    expect(issuesOf('1 + (2 * [userAccountControl])')).toEqual([]);
  });
});

it('a backslash escapes inside a text: "\\\\0ACNF:" is found in the DN of a replication conflict', () => {
  const text = String.raw`InStr(DNComponent(CRef([dn]), 1), "\\0ACNF:") > 0`;
  expect(valueOf(text, { dn: String.raw`CN=Ada\0ACNF:1f05a927,DC=x` })).toBe(true);
  expect(valueOf(text, { dn: 'CN=Ada 0ACNF:1f05a927,DC=x' })).toBe(false);
});

describe('what is absent is soft', () => {
  it.each([
    ['Left([missing], 14) = "SystemMailbox{"', false],
    ['IsEmpty(Left([missing], 3))', true],
    ['IsEmpty(Mid([missing], 1, 3))', true],
    ['IsEmpty(Right([missing], 3))', true],
    ['IsEmpty(Word([missing], 1, "_"))', true],
    ['IsEmpty(PadLeft([missing], 3, "0"))', true],
    ['IsEmpty(PadRight([missing], 3, "0"))', true],
    ['[missing] = "x"', false],
    ['InStr([missing], "}") > 0', false],
    ['IsNull(Trim([missing]))', true],
  ])('%s is %s', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  it('Trim of nothing flows nothing, and never an empty text', () => {
    expect(flow('Trim([missing])')).toEqual({ kind: 'null' });
    expect(flow('Trim([cn])', { cn: '  ' })).toEqual({ kind: 'null' });
  });
});

it('CBool of NULL is False', () => {
  expect(valueOf('CBool(IIF(IsPresent([missingNumber]), BitAnd([missingNumber], &H21C07000) > 0, NULL))')).toBe(false);
});

it('IIF runs the chosen branch alone', () => {
  expect(valueOf('IIF(IsNullOrEmpty([missing]), NULL, Left(Trim(Item([missing], 1)), 448))')).toBeNull();
  expect(valueOf('IIF(True, "a", Error("b"))')).toBe('a');
  expect(stopsAt('IIF(False, "a", Error("b"))')).toBe('Error("b")');
});

it('&& and || stop at the first side that decides', () => {
  const item = 'Item([proxyAddresses], Contains([proxyAddresses], "SMTP:"))';
  const given = { proxyAddresses: ['smtp:a@x'] };
  expect(valueOf(`Contains([proxyAddresses], "SMTP:") > 0 && InStr(${item}, "@") > 0`, given)).toBe(false);
  expect(valueOf(`Contains([proxyAddresses], "SMTP:") = 0 || InStr(${item}, "@") > 0`, given)).toBe(true);
  expect(stopsAt(`InStr(${item}, "@") > 0`, given)).toBe(item);
});

describe('numbers have 64 bits and a sign', () => {
  it('groupType is negative, and its bit 31 is found', () => {
    const text = 'CBool(BitAnd([groupType], -2147483648))';
    expect(valueOf(text, { groupType: -2147483646 })).toBe(true);
    expect(valueOf(text, { groupType: 2 })).toBe(false);
  });

  it.each([2n ** 33n, 2n ** 35n, 2n ** 54n])('recipient types beyond 32 bits keep their bits: %s', (type) => {
    const given = { type };
    expect(valueOf('BitAnd([type], &H21C07000) > 0', given)).toBe(false);
    expect(valueOf('BitAnd([type], &H21C07000) > 0', { type: type + 0x1000n })).toBe(true);
    expect(valueOf('BitAnd([type], [type]) = [type]', given)).toBe(true);
  });
});

it('Mid, Len and & take bytes, by positions from 1', () => {
  const key = Uint8Array.of(10, 20, 30, 40);
  expect(valueOf('Len([key])', { key })).toBe(4);
  expect(valueOf('Mid([key], 2, 2)', { key })).toEqual(Uint8Array.of(20, 30));
  expect(valueOf('Mid([key], 4, 1) & Mid([key], 1, 1)', { key })).toEqual(Uint8Array.of(40, 10));
});

it('= compares texts with regard to case', () => {
  expect(valueOf('"Hrd" = "hrd"')).toBe(false);
  expect(valueOf('Left(LCase([cn]), 3) = "hrd"', { cn: 'HRD Oslo' })).toBe(true);
});

it('a constant may be compared with a constant, and arguments may stand in parentheses', () => {
  const text = 'IIF("mS-DS-ConsistencyGuid"="mS-DS-ConsistencyGuid", (IIF(True, ("a"), "b")), "c")';
  expect(issuesOf(text)).toEqual([]);
  expect(valueOf(text)).toBe('a');
});

it('Mid does without its third argument', () => {
  expect(valueOf('Mid(Item([proxyAddresses], 1), 6)', { proxyAddresses: ['SMTP:a@x'] })).toBe('a@x');
});

it('Switch of Connect asks conditions in order and runs the chosen value alone', () => {
  const text = 'Switch([cn] = "Rome", "Italian", [cn] = "Oslo", "Norwegian", True, Error("Unknown city"))';
  expect(valueOf(text, { cn: 'Rome' })).toBe('Italian');
  expect(valueOf(text, { cn: 'Oslo' })).toBe('Norwegian');
  expect(stopsAt(text, { cn: 'Paris' })).toBe('Error("Unknown city")');
  expect(valueOf('Switch([cn] = "Rome", "Italian")', { cn: 'Oslo' })).toBeNull();
});

describe('names that mean something else in Cloud Sync', () => {
  it('FormatDateTime has three arguments or four there, and two in Connect', () => {
    const d = '20150123105347.1Z';
    expect(cloud('FormatDateTime([d], "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', { d })).toBe('2015-01-23');
    expect(cloud('FormatDateTime([d], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', { d })).toBe('2015-01-23');
    expect(issuesOf('FormatDateTime([cn], "yyyy")', {}, 'cloudSync')[0]).toContain('EXP018');
    expect(valueOf('FormatDateTime(CDate("2015-01-23"), "yyyy")')).toBe('2015');
    expect(issuesOf('FormatDateTime(CDate("2015-01-23"), "yyyy", "MM")')[0]).toContain('EXP007');
  });

  it('IIF cannot ask whether a value is there, and its condition never holds for none', () => {
    for (const condition of ['IsNullOrEmpty([cn])', 'IsPresent([cn])', '[cn] = ""']) {
      expect(issuesOf(`IIF(${condition}, "a", "b")`, {}, 'cloudSync')[0]).toContain('EXP016');
    }
    expect(cloud('IIF([missing] <> "USA", "a", "b")')).toBe('b');
    expect(valueOf('IIF([missing] <> "USA", "a", "b")')).toBe('a');
    expect(cloud('Switch([missing], "there", "", "not there")')).toBe('not there');
  });

  it('Join has the separator first there, and last in Connect', () => {
    const given = { sn: 'Doe', givenName: 'John', m: ['a', 'b'] };
    expect(cloud('Join(", ", "", [sn], [givenName])', given)).toBe('Doe, John');
    expect(valueOf('Join([m], ", ")', given)).toBe('a, b');
  });

  it('Switch compares a value with keys there, with regard to case, and takes conditions in Connect', () => {
    const text = 'Switch([state], "elsewhere", "NSW", "Sydney", "QLD", "Brisbane")';
    expect(cloud(text, { state: 'QLD' })).toBe('Brisbane');
    expect(cloud(text, { state: 'qld' })).toBe('elsewhere');
    expect(valueOf('Switch([state] = "QLD", "Brisbane")', { state: 'QLD' })).toBe('Brisbane');
    expect(issuesOf('Switch([cn], "x")')[0]).toContain('EXP008');
  });

  it('Replace with a group and another attribute keeps a source that is there', () => {
    const text = 'Replace([p], , "(?<n>[0-9]+)", "n", , [q], )';
    expect(cloud(text, { p: 'kept', q: 'room 12' })).toBe('kept');
    expect(cloud(text, { p: '', q: 'room 12' })).toBe('12');
    expect(cloud(text, { p: null, q: 'room 12' })).toBe('12');
  });
});
