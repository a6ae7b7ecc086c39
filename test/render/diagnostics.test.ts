import { expect, test } from 'vitest';
import { diagnostic } from '../../src/kernel/diagnostic.ts';
import { diagnosticCount, renderDiagnostics, renderDiagnosticsJson } from '../../src/render/index.ts';

const source = {
  path: 'rules/contractors.yaml',
  text: "flows:\n  mail: mail\n\tdisplayName: '=[givenNam] & 日本 & [sn]'\n",
};

function at(text: string) {
  const start = source.text.indexOf(text);
  return { source, start, end: start + text.length };
}

test('a diagnostic points at the text and says why it matters and what to do', () => {
  const one = diagnostic('CLI001', {
    detail: 'There is no attribute givenNam.',
    range: at('[givenNam]'),
    help: 'Did you mean givenName?',
  });
  expect(renderDiagnostics([one], { colour: false })).toBe(`\
error CLI001: The command line is not understood
  --> rules/contractors.yaml:3:17
  |
3 | \\tdisplayName: '=[givenNam] & 日本 & [sn]'
  |                  ^^^^^^^^^^
  There is no attribute givenNam.
  Why: Nothing was read and nothing was written.
  Help: Did you mean givenName?
`);
});

test('the mark stands right behind wide characters too', () => {
  const text = renderDiagnostics([diagnostic('CLI001', { detail: 'x', range: at('[sn]') })], { colour: false });
  const [line = '', mark = ''] = text.split('\n').slice(3, 5);
  // Two wide characters take two columns more than they have code units.
  expect(mark.indexOf('^')).toBe(line.indexOf('[sn]') + 2);
  expect(mark.trimEnd().endsWith('^^^^')).toBe(true);
});

test('a long line is cut around the mark', () => {
  const long = { path: 'a.yaml', text: `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}` };
  const text = renderDiagnostics(
    [diagnostic('CLI001', { detail: 'x', range: { source: long, start: 5000, end: 5004 } })],
    { colour: false },
  );
  const [line = '', mark = ''] = text.split('\n').slice(3, 5);
  expect(line.length).toBeLessThan(180);
  expect(mark.indexOf('^^^^')).toBe(line.indexOf('HERE'));
});

test('what has no place in a text names its subject', () => {
  const text = renderDiagnostics([diagnostic('CLI002', { detail: 'It does not answer.', subject: 'ldaps://dc1' })], {
    colour: false,
  });
  expect(text.split('\n').slice(0, 3)).toEqual([
    'error CLI002: A file cannot be read or written',
    '  --> ldaps://dc1',
    '  It does not answer.',
  ]);
});

test('a flood of diagnostics is bounded', () => {
  const many = Array.from({ length: 130 }, () => diagnostic('CLI001', { detail: 'x' }));
  expect(renderDiagnostics(many, { colour: false })).toMatch(/… and 30 diagnostics more\.\n$/);
  expect(diagnosticCount(many)).toBe('130 errors');
});

test('JSON gives places as numbers', () => {
  const one = diagnostic('CLI001', { detail: 'x', range: at('[sn]') });
  expect(JSON.parse(renderDiagnosticsJson([one]))).toMatchObject({
    format: 'lockstep-diagnostics',
    version: 1,
    diagnostics: [
      {
        code: 'CLI001',
        severity: 'error',
        range: { file: source.path, start: { line: 3, column: 35 }, end: { line: 3, column: 39 } },
      },
    ],
  });
});
