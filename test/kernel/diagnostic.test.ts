import { expect, test } from 'vitest';
import { codes } from '../../src/kernel/codes/index.ts';
import { diagnostic, DiagnosticError, exitCodeOf, fail, hasErrors } from '../../src/kernel/diagnostic.ts';
import { assertNever, invariant, InvariantError } from '../../src/kernel/invariant.ts';

const warning = Object.keys(codes).find((code) => codes[code as keyof typeof codes].severity === 'warning');

test('a diagnostic has the severity of its code', () => {
  expect(diagnostic('SAFE001', { detail: 'x' })).toEqual({ code: 'SAFE001', severity: 'error', detail: 'x' });
});

test('the first error decides the exit code; warnings do not', () => {
  const soft = diagnostic(warning as 'SAFE001', { detail: 'soft' });
  const blocked = diagnostic('SAFE001', { detail: 'a' });
  const damaged = diagnostic('PLN001', { detail: 'b' });
  expect(exitCodeOf([soft])).toBe(0);
  expect(exitCodeOf([soft, blocked, damaged])).toBe(4);
  expect(exitCodeOf([damaged, blocked])).toBe(5);
  expect([hasErrors([soft]), hasErrors([soft, blocked])]).toEqual([false, true]);
});

test('fail throws one diagnostic with its cause', () => {
  const cause = new Error('why');
  const caught = catching(() => fail('PLN001', { detail: 'broken' }, cause));
  expect(caught).toBeInstanceOf(DiagnosticError);
  expect(caught).toMatchObject({ message: 'PLN001: broken', cause, diagnostics: [{ code: 'PLN001' }] });
});

test('a bug of ours is an InvariantError', () => {
  expect(() => {
    invariant(false, 'never');
  }).toThrow(InvariantError);
  expect(() => assertNever('x' as never)).toThrow(InvariantError);
});

test.each(Object.entries(codes))('%s says what, why and what to do', (code, entry) => {
  expect(code).toMatch(/^[A-Z]{3,4}\d{3}$/);
  expect(entry.summary).toMatch(/^\S.*[^.]$/);
  expect(entry.why).toMatch(/\.$/);
  expect(entry.fix).toMatch(/\.$/);
  expect([0, 1, 3, 4, 5, 6, 7, 8, 130]).toContain(entry.exit);
});

function catching(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
