import { describe, expect, test } from 'vitest';
import { compileFor } from './support.ts';

/** Expression, and whether it gives a value for everybody: what comes after it in precedence then never wins. */
const rows: readonly (readonly [string, boolean])[] = [
  // Booleans and numbers are values whatever they are; null is none.
  ['True', true],
  ['7', true],
  ['IsPresent([mail])', true],
  ['Len("abc")', true],
  ['IIF(IsPresent([mail]), True, 3)', true],
  ['[userAccountControl]', false],
  ['BitAnd([userAccountControl], 2)', false],
  ['IIF(IsPresent([mail]), True, NULL)', false],
  ['NULL', false],
  ['IgnoreThisFlow', false],
  // Of texts only those that are written out: an attribute may be absent, and an empty text is no value.
  ['"staff"', true],
  ['""', false],
  ['"  "', false],
  ['[displayName]', false],
  ['Trim("staff")', false],
  ['"a" & "b"', true],
  ['"a" & ""', true],
  ['"" & "b"', true],
  ['[cn] & "b"', true],
  ['[cn] & ""', false],
  ['[cn] & [sn]', false],
  ['IIF(IsPresent([mail]), "yes", "no")', true],
  ['IIF(IsPresent([mail]), "yes", "")', false],
  ['IIF(IsPresent([mail]), "", "no")', false],
  ['IIF(IsPresent([mail]), "yes", NULL)', false],
  ['Switch(IsPresent([mail]), "yes", True, "no")', false],
  // Several values may be none.
  ['Split("a,b", ",")', false],
  ['CBool("true")', true],
];

describe('an expression that gives a value for every object', () => {
  test.each(rows)('%s: %s', (text, expected) => {
    const { expression, issues } = compileFor(text, { displayName: null });
    expect({ text, issues: issues.filter(({ code }) => code === 'EXP001') }).toEqual({ text, issues: [] });
    expect(expression?.alwaysGives).toBe(expected);
  });
});
