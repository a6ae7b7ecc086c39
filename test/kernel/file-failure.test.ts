import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { failureText, isSystemError } from '../../src/kernel/file-failure.ts';

function failureOf(path: string): unknown {
  try {
    readFileSync(path);
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each([
  [import.meta.dirname, 'it is a folder'],
  [`${import.meta.dirname}/nothing`, 'there is no such file or folder'],
  [`${import.meta.filename}/below`, 'a part of the path is no folder'],
])('%s', (path, words) => {
  const error = failureOf(path);
  expect(isSystemError(error)).toBe(true);
  expect(failureText(error)).toBe(words);
});

test('what has no words of its own says what it says', () => {
  expect(failureText(Object.assign(new Error('odd'), { code: 'ECRAZY', syscall: 'read' }))).toBe('odd');
  expect(failureText('odd')).toBe('odd');
  expect(isSystemError(new TypeError('x is not a function'))).toBe(false);
});
