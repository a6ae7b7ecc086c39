import { describe, expect, test } from 'vitest';
import { diagnostic, DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { failing, runWith } from './machine.ts';

const source = { path: 'rules/a.yaml', text: 'spec: wrong\n' };
const wrong = diagnostic('CFG003', { detail: 'It is wrong.', range: { source, start: 6, end: 11 } });
const base = { workspace: 'config/corp', documents: 1, rules: 0, flows: 0 };
const validating = (diagnostics = [wrong]) => ({
  useCases: { validate: () => Promise.resolve({ ...base, diagnostics }) },
});
const ANNOTATION = /^::error file=config\/corp\/rules\/a\.yaml,line=1,col=7,endColumn=12,title=CFG003%3A /;

describe('validate for CI systems', () => {
  test('--format sarif gives one document and the exit code of validate', async () => {
    const { code, out, err } = await runWith('validate --format sarif', validating());
    expect([code, err]).toEqual([3, '']);
    expect(JSON.parse(out)).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { semanticVersion: '1.2.3' } }, results: [{ ruleId: 'CFG003', level: 'error' }] }],
    });
    expect((await runWith('validate --format sarif', validating([]))).code).toBe(0);
  });

  test('--format github gives annotations, and no line that the runner could take for something else', async () => {
    const { code, out, err } = await runWith('validate --format github', validating());
    expect([code, err]).toEqual([3, '']);
    expect(out).toMatch(ANNOTATION);
  });

  test('what ends it before it has begun is told in the same form', async () => {
    const situation = { useCases: { validate: failing(new DiagnosticError([wrong])) } };
    const sarif = await runWith('-C config/corp validate --format sarif', situation);
    expect(sarif.code).toBe(3);
    expect(JSON.parse(sarif.out)).toMatchObject({
      runs: [
        {
          results: [{ locations: [{ physicalLocation: { artifactLocation: { uri: 'config/corp/rules/a.yaml' } } }] }],
        },
      ],
    });
    const github = await runWith('-C config/corp validate --format github', situation);
    expect([github.code, github.err]).toEqual([3, '']);
    expect(github.out).toMatch(ANNOTATION);
  });

  test('a fault of ours is no clean report', async () => {
    const situation = { useCases: { validate: failing(new Error('boom')) } };
    for (const format of ['sarif', 'github']) {
      const { code, out, err } = await runWith(`validate --format ${format}`, situation);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('unexpected error');
    }
  });
});

describe('validate --format json', () => {
  test('tells the digest of the rules, where they are sound', async () => {
    const rulesDigest = 'a'.repeat(64);
    const sound = { useCases: { validate: () => Promise.resolve({ ...base, rulesDigest, diagnostics: [] }) } };
    expect(JSON.parse((await runWith('validate --format json', sound)).out)).toMatchObject({ rulesDigest });
    expect(JSON.parse((await runWith('validate --format json', validating())).out)).not.toHaveProperty('rulesDigest');
  });
});

test('test --format github annotates failed cases and warnings, and writes nothing else', async () => {
  const at = { file: 'rules/a.test.yaml', line: 4, column: 3 };
  const failure = {
    at,
    subject: 'filtered',
    expected: { kind: 'words', text: 'yes' },
    got: { kind: 'words', text: 'no' },
    why: [],
  } as const;
  const report = {
    workspace: 'contoso',
    cases: [{ test: 'a', name: 'one', at, passed: false, mustFail: false, failures: [failure] }],
  };
  const diagnostics = [diagnostic('LINT004', { detail: 'w', range: { source, start: 0, end: 4 } })];
  const { code, out, err } = await runWith('test --format github', {
    useCases: { testRules: () => Promise.resolve({ workspace: 'config/corp', report, diagnostics }) },
  });
  expect([code, err]).toEqual([3, '']);
  expect(out.split('\n').map((line) => line.replace(/,title.*/, ''))).toEqual([
    '::error file=config/corp/rules/a.test.yaml,line=4,col=3,endColumn=3',
    '::warning file=config/corp/rules/a.yaml,line=1,col=1,endColumn=5',
    '1 error, 1 warning.',
    '',
  ]);
});
