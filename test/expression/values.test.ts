import { describe, expect, it } from 'vitest';
import { describeKinds, describeValue, isBlank, presentItems } from '../../src/expression/values.ts';
import type { Evaluated } from '../../src/expression/values.ts';
import { contextOf, compileFor } from './support.ts';

describe('values in words', () => {
  it.each<[Evaluated, string]>([
    [null, 'nothing'],
    ['x', 'a text'],
    ['', 'a text'],
    [1, 'a number'],
    [1n, 'a number'],
    [true, 'a boolean'],
    [Uint8Array.of(1), 'bytes'],
    [{ dn: 'CN=a' }, 'a reference'],
    [['a', 'b'], 'several values'],
    [[], 'several values'],
    [{ items: ['a'], origin: ['b'] }, 'several values'],
    [{ flow: 'ignore' }, 'IgnoreThisFlow'],
    [{ flow: 'clear' }, 'AuthoritativeNull'],
    [{ filetime: 0n }, 'a date'],
  ])('%o', (value, words) => {
    expect(describeValue(value)).toBe(words);
  });

  it('several kinds are told apart by or', () => {
    expect(describeKinds(['str'])).toBe('a text');
    expect(describeKinds(['str', 'bin', 'dt'])).toBe('a text or bytes or a date');
  });

  it('say what an expression stops at', () => {
    const { expression } = compileFor('IIF(IsPresent([cn]), [objectGUID], "x") & [cn]');
    const given = { cn: 'x', objectGUID: Uint8Array.of(1) };
    expect(() => expression?.evaluate(contextOf(given))).toThrow('not bytes and a text');
  });
});

describe('what is there', () => {
  it('is neither nothing, nor an empty text, nor no bytes', () => {
    expect([null, '', new Uint8Array()].map(isBlank)).toEqual([true, true, true]);
    expect([' ', 0, false, Uint8Array.of(0), { dn: '' }].map(isBlank)).toEqual([false, false, false, false, false]);
  });

  it('of several values are those that are not null', () => {
    expect(presentItems(null)).toEqual([]);
    expect(presentItems('')).toEqual(['']);
    expect(presentItems(['a', null, 'b'])).toEqual(['a', 'b']);
    expect(presentItems({ items: [null, 'a'], origin: ['x', 'y'] })).toEqual(['a']);
  });
});
