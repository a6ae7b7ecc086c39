import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRule } from '../../../src/access/membership-rule/parser.ts';
import { printRule } from '../../../src/access/membership-rule/printer.ts';
import { rules } from './rules.ts';

const printed = (source: string) => {
  const { rule, why } = parseRule(source);
  return rule === undefined ? `? ${why}` : printRule(rule);
};

describe('what the documentation shows', () => {
  test.each([
    ['user.department -eq "Sales"', 'user.department -eq "Sales"'],
    ['(user.department -eq "Sales")', 'user.department -eq "Sales"'],
    ['user.accountEnabled -eq true', 'user.accountEnabled -eq true'],
    ['user.mail –ne null', 'user.mail -ne null'],
    ['user.mail -ne $null', 'user.mail -ne null'],
    ['user.department -in ["50001","50002"]', 'user.department -in ["50001","50002"]'],
    ['user.employeehiredate -ge system.now -plus p1d', 'user.employeehiredate -ge system.now -plus p1d'],
    ['user.employeehiredate -le 2020-06-10T18:13:20Z ', 'user.employeehiredate -le 2020-06-10T18:13:20Z'],
    ['user.displayName -match "^Da.*"', 'user.displayName -match "^Da.*"'],
    ['user.department -eq "`"Sales`""', `user.department -eq '"Sales"'`],
    [`user.department -eq 'O''Neil'`, `user.department -eq "O'Neil"`],
    ['accountEnabled eq true', '? accountEnabled is no property'],
    ['user.accountEnabled eq true', 'user.accountEnabled -eq true'],
    [
      '(user.department -eq "Sales") -or (user.department -eq "Marketing")',
      '(user.department -eq "Sales") -or (user.department -eq "Marketing")',
    ],
    [
      '(user.department -eq "Sales") -and -not (user.jobTitle -startsWith "SDE")',
      '(user.department -eq "Sales") -and (-not (user.jobTitle -startsWith "SDE"))',
    ],
    [
      'user.country –eq "US" –and (user.department –eq "Marketing" –or user.department –eq "Sales")',
      '(user.country -eq "US") -and ((user.department -eq "Marketing") -or (user.department -eq "Sales"))',
    ],
    [
      'user.a -eq "1" -or user.b -eq "2" -and -not user.c -eq "3"',
      '(user.a -eq "1") -or ((user.b -eq "2") -and (-not (user.c -eq "3")))',
    ],
    [
      'user.assignedPlans -any (assignedPlan.service -eq "SCO" -and assignedPlan.capabilityStatus -eq "Enabled")',
      'user.assignedPlans -any ((assignedPlan.service -eq "SCO") -and (assignedPlan.capabilityStatus -eq "Enabled"))',
    ],
    [
      'user.assignedPlans -all (assignedPlan.servicePlanId -eq null)',
      'user.assignedPlans -all (assignedPlan.servicePlanId -eq null)',
    ],
    ['(user.proxyAddresses -any (_ -startsWith "contoso"))', 'user.proxyAddresses -any (_ -startsWith "contoso")'],
    [
      'device.devicePhysicalIDs -any _ -startsWith "[ZTDId]"',
      'device.devicePhysicalIDs -any (_ -startsWith "[ZTDId]")',
    ],
    [
      "user.memberof -any (group.objectId -in ['aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb'])",
      'user.memberof -any (group.objectId -in ["aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb"])',
    ],
    [
      'Direct Reports for "AAAAAAAA-0000-1111-2222-bbbbbbbbbbbb"',
      'Direct Reports for "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb"',
    ],
    ['user.objectId -ne null', 'user.objectId -ne null'],
    [
      '(user.objectId -ne null) -and (user.userType -eq "Member")',
      '(user.objectId -ne null) -and (user.userType -eq "Member")',
    ],
    [
      'user.extension_c272a57b722d4eb29bfe327874ae79cb_OfficeNumber -eq "123"',
      'user.extension_c272a57b722d4eb29bfe327874ae79cb_OfficeNumber -eq "123"',
    ],
  ])('%s', (source, expected) => {
    expect(printed(source)).toBe(expected);
  });
});

describe('what is not understood says why', () => {
  test.each([
    ['', 'no property where one is expected'],
    ['user.department -eq', 'no value where one is expected'],
    ['user.department -eq Sales', 'Sales is no value: texts stand in quotes'],
    ['user.department -like "S*"', '-like is no operator'],
    ['user.department "Sales"', 'user.department is not followed by an operator'],
    ['user.department -eq "Sales', 'a text without end'],
    ['user.department -eq "a\\"b"', 'a backslash before a quote'],
    [`user.department -eq "O''Neil"`, 'two single quotes within double ones'],
    ['user.department -in "Sales"', '-in without a list'],
    ['user.department -eq ["Sales"]', '-eq with a list'],
    ['(user.department -eq "Sales"', 'it ends too early'],
    ['user.department -eq "Sales")', 'it goes on where it should end'],
    ['user.a -any _ -eq "1" -or _ -eq "2"', '-any or -all without parentheses, and more after it'],
    ['user.a -eq "1" & user.b -eq "2"', 'a character that starts nothing at 16'],
    ['user.a -ge system.now -plus 1', 'no duration after -plus'],
  ])('%s', (source, why) => {
    expect(parseRule(source)).toEqual({ why });
  });
});

test('hostile length and depth', () => {
  const nests = { why: 'it nests deeper than 64 levels' };
  expect(parseRule(`user.a -eq "${'x'.repeat(9000)}"`)).toEqual({ why: 'it has more than 8192 characters' });
  expect(parseRule(`${'('.repeat(1000)}user.a -eq "1"${')'.repeat(1000)}`)).toEqual(nests);
  expect(parseRule(`${'-not '.repeat(1000)}user.a -eq "1"`)).toEqual(nests);
});

test('a printed rule reads back as the same rule', () => {
  fc.assert(
    fc.property(rules(), (rule) => {
      expect(parseRule(printRule(rule))).toEqual({ rule });
    }),
    { numRuns: 500 },
  );
});

test('no text makes it throw, and what it takes it takes again', () => {
  const word = fc.constantFrom(
    ...[
      'user.a',
      'device.b',
      '_',
      '-eq',
      '-ne',
      '-and',
      '-or',
      '-not',
      '-any',
      '-all',
      '-in',
      'null',
      'true',
      '(',
      ')',
    ],
    ...[
      '[',
      ']',
      ',',
      '"x"',
      "'y'",
      '"',
      "'",
      '`',
      '\\',
      '-',
      '–',
      '12',
      '2020-01-01',
      'system.now',
      '-plus',
      'p1d',
      '\0',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(texts, (source) => {
      const { rule } = parseRule(source);
      if (rule !== undefined) expect(parseRule(printRule(rule))).toEqual({ rule });
    }),
    { numRuns: 2000 },
  );
});
