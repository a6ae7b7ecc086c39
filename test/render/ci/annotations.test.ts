import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../../src/kernel/diagnostic.ts';
import type { RuleTestReport } from '../../../src/model/rule-test-report.ts';
import { renderAnnotations, renderRuleTestAnnotations } from '../../../src/render/index.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads lines as the runner of GitHub does: what begins with :: is a command, blanks before it are skipped. */
function commandsOf(output: string): readonly Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const found = /^\s*::([a-z-]+)(?: ([^]*?))?::([^]*)$/.exec(line);
    if (found === null) return line.includes('##[') ? [{ name: '##', properties: {}, message: line }] : [];
    const [, name = '', given = '', message = ''] = found;
    const properties = given.split(',').map((one): [string, string] => {
      const index = one.indexOf('=');
      return [
        one.slice(0, index),
        unescaped(one.slice(index + 1))
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ];
    });
    return [{ name, properties: Object.fromEntries(properties), message: unescaped(message) }];
  });
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

const source = { path: 'rules/a.yaml', text: 'first: 1\nsecond: [givenNam]\n' };
const start = source.text.indexOf('[');
const range = { source, start, end: start + 10 };

describe('annotations of diagnostics', () => {
  test('stand at file, line and columns', () => {
    const text = renderAnnotations(
      [diagnostic('CFG003', { detail: 'It is wrong.', range, help: 'Mend it.' })],
      'config',
    );
    expect(text).toMatch(
      /^::error file=config\/rules\/a\.yaml,line=2,col=9,endColumn=19,title=CFG003%3A [^:,]+::It is wrong\.%0AWhy: .+%0AHelp: Mend it\.\n1 error, 0 warnings\.\n$/,
    );
  });

  test('over several lines name no columns; without a place they stand at the topology', () => {
    const [whole, none] = commandsOf(
      renderAnnotations(
        [
          diagnostic('CFG003', { detail: 'x', range: { source, start: 0, end: start } }),
          diagnostic('LINT004', { detail: 'x', subject: 'S' }),
        ],
        '.',
      ),
    );
    expect(whole?.properties).toMatchObject({ file: 'rules/a.yaml', line: '1', endLine: '2' });
    expect(whole?.properties).not.toHaveProperty('col');
    expect(none).toMatchObject({ name: 'warning', properties: { file: 'lockstep.yaml', line: '1' } });
    expect(none?.message).toContain('Concerns: S');
  });

  test('ten of each kind, errors first, and the last line counts all', () => {
    const many = Array.from({ length: 12 }, (_, index) => [
      diagnostic('LINT004', { detail: `w${index}` }),
      diagnostic('CFG003', { detail: `e${index}` }),
    ]).flat();
    const text = renderAnnotations(many, '.');
    expect(commandsOf(text).map(({ name }) => name)).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      ...Array.from({ length: 10 }, () => 'warning'),
    ]);
    expect(text.trimEnd().split('\n').at(-1)).toBe('12 errors, 12 warnings; 4 of them not shown here.');
  });

  test('of nothing are a count', () => {
    expect(renderAnnotations([], '.')).toBe('0 errors, 0 warnings.\n');
  });

  test('a long message is cut, and stays well formed', () => {
    const [command] = commandsOf(renderAnnotations([diagnostic('CFG003', { detail: `a${'𝒳'.repeat(9000)}` })], '.'));
    expect(command!.message.length).toBeLessThanOrEqual(4000);
    expect(command!.message.isWellFormed()).toBe(true);
  });
});

const ATTACKS = [
  '\n::add-mask::x',
  '\r\n::stop-commands::x',
  '%0A::set-output name=a::b',
  '%250A',
  ',line=1::x',
  '::error::',
  '\u2028::error::',
  '\u0085::error::',
  '##[set-env name=PATH]x',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...ATTACKS), fc.string({ unit: 'binary' })))
  .map((parts) => parts.join(''));

describe('whatever a text says', () => {
  test('a diagnostic is one command, and its properties are ours', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (detail, path, subject) => {
        const text = renderAnnotations(
          [diagnostic('CFG003', { detail, subject, range: { source: { path, text: 'abc' }, start: 1, end: 2 } })],
          'config',
        );
        const commands = commandsOf(text);
        expect(commands.map(({ name }) => name)).toEqual(['error']);
        expect(Object.keys(commands[0]!.properties)).toEqual(['file', 'line', 'col', 'endColumn', 'title']);
        expect(commands[0]!.properties['line']).toBe('1');
        expect(text.split('\n')).toHaveLength(3);
      }),
    );
  });

  test('a failed expectation of a rule test is one command', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const commands = commandsOf(renderRuleTestAnnotations(reportAbout(text), [], 'config'));
        expect(commands.map(({ name }) => name)).toEqual(['error']);
        expect(Object.keys(commands[0]!.properties)).toEqual(['file', 'line', 'col', 'endColumn', 'title']);
      }),
    );
  });
});

function reportAbout(text: string): RuleTestReport {
  const at = { file: `${text}.yaml`, line: 3, column: 7 };
  const failure = {
    at: { ...at, line: 5 },
    of: text,
    subject: text,
    expected: { kind: 'value', value: text },
    got: { kind: 'words', text },
    why: [{ rule: text, at: `${text}:1`, says: text }],
  } as const;
  return {
    workspace: text,
    cases: [
      { test: text, name: 'fine', at, passed: true, mustFail: false, failures: [] },
      { test: text, name: text, at, passed: false, mustFail: false, failures: [failure] },
    ],
  };
}

test('annotations of rule tests: what was expected, what came, and who gave it', () => {
  const [failed, warning, ...others] = commandsOf(
    renderRuleTestAnnotations(reportAbout('names'), [diagnostic('LINT004', { detail: 'w' })], 'config'),
  );
  expect(failed).toEqual({
    name: 'error',
    properties: { file: 'config/names.yaml', line: '5', col: '7', endColumn: '7', title: 'names: names' },
    message: 'names: names: expected "names", got names\nby names (names:1) names',
  });
  expect(warning?.name).toBe('warning');
  expect(others).toEqual([]);
});
