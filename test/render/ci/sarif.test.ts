import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codes } from '../../../src/kernel/codes/index.ts';
import type { Code } from '../../../src/kernel/codes/index.ts';
import { diagnostic } from '../../../src/kernel/diagnostic.ts';
import type { Diagnostic } from '../../../src/kernel/diagnostic.ts';
import { renderSarif } from '../../../src/render/index.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region } },
  ];
}
interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: string };
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
      readonly columnKind: string;
      readonly results: readonly Result[];
      readonly properties: { readonly shown: number; readonly of: number };
    },
  ];
}

// A pattern of that schema is none in Unicode mode.
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
ajv.addFormat('uri', (text: string) => URL.canParse(text));
// A relative reference: resolved against a base it stays on that host and under that folder.
ajv.addFormat(
  'uri-reference',
  (text: string) =>
    URL.canParse(text, 'https://host/folder/') &&
    new URL(text, 'https://host/folder/').host === 'host' &&
    /^(?:[\w.!~*'()-]|%[0-9A-F]{2}|\/)*$/.test(text),
);
const schema = join(import.meta.dirname, '../../support/sarif-2.1.0.schema.json');
const isSarif = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const options = { workspace: 'config/corp', version: '1.2.3' };

function runOf(diagnostics: readonly Diagnostic[], given = options): Log['runs'][0] {
  const log: unknown = JSON.parse(renderSarif(diagnostics, given));
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  return (log as Log).runs[0];
}

const source = { path: 'rules/people.yaml', text: "a: 1\n'日本 𝒳': '=[givenNam]'\nend: x\n" };

function at(text: string) {
  const start = source.text.indexOf(text);
  return { source, start, end: start + text.length };
}

describe('SARIF', () => {
  test('of a workspace without a finding is a run without results', () => {
    expect(runOf([])).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
  });

  test('places are relative to the repository, 1-based, and count UTF-16 code units', () => {
    const run = runOf([
      diagnostic('CFG003', { detail: 'It is wrong.', range: at('[givenNam]'), help: 'Did you mean x?' }),
    ]);
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.results).toEqual([
      {
        ruleId: 'CFG003',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'It is wrong.\nDid you mean x?' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'config/corp/rules/people.yaml', uriBaseId: 'SRCROOT' },
              // Two ideographs are a unit each, the letter beyond the basic plane is two.
              region: { startLine: 2, startColumn: 12, endLine: 2, endColumn: 22 },
            },
          },
        ],
      },
    ]);
  });

  test('a range over lines, an empty range, and the workspace at the root of the repository', () => {
    const root = { ...options, workspace: '.' };
    const [over, empty] = runOf(
      [
        diagnostic('CFG003', { detail: 'x', range: { source, start: 0, end: source.text.indexOf('end') + 3 } }),
        diagnostic('CFG003', { detail: 'x', range: { source, start: 3, end: 3 } }),
      ],
      root,
    ).results.map(({ locations: [{ physicalLocation }] }) => physicalLocation);
    expect(over).toMatchObject({
      artifactLocation: { uri: 'rules/people.yaml' },
      region: { startLine: 1, startColumn: 1, endLine: 3, endColumn: 4 },
    });
    expect(empty?.region).toEqual({ startLine: 1, startColumn: 4, endLine: 1, endColumn: 4 });
  });

  test('what has no place is shown at the topology, which code scanning demands', () => {
    const [result] = runOf([diagnostic('SEC001', { detail: 'It is not set.', subject: 'env:SECRET' })]).results;
    expect(result?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'config/corp/lockstep.yaml', uriBaseId: 'SRCROOT' },
      region: { startLine: 1 },
    });
    expect(result?.message.text).toContain('Concerns: env:SECRET');
  });

  test('rules are those that occur, with the words of the registry; errors come first', () => {
    const run = runOf([
      diagnostic('LINT004', { detail: 'a' }),
      diagnostic('CFG003', { detail: 'b' }),
      diagnostic('LINT004', { detail: 'c' }),
    ]);
    const { rules } = run.tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(['CFG003', 'LINT004']);
    expect(rules.map(({ defaultConfiguration }) => defaultConfiguration.level)).toEqual(['error', 'warning']);
    for (const { id, shortDescription, help } of rules) {
      const { summary, why, fix } = codes[id as Code];
      expect(shortDescription.text).toBe(`${summary}.`);
      expect(help.text).toBe(`${why}\n\n${fix}`);
    }
    expect(run.results.map(({ message }) => message.text.charAt(0))).toEqual(['b', 'a', 'c']);
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('no more results than GitHub takes, the gravest of them, and it says so', () => {
    const warnings = Array.from({ length: 25_000 }, () => diagnostic('LINT004', { detail: 'w' }));
    const run = runOf([...warnings, diagnostic('CFG003', { detail: 'e' })]);
    expect(run.results).toHaveLength(25_000);
    expect(run.results[0]?.ruleId).toBe('CFG003');
    expect(run.properties).toEqual({ shown: 25_000, of: 25_001 });
  });

  test('a text of the outside makes no link and hides nothing', () => {
    const [result] = runOf([
      diagnostic('CFG003', { detail: '[sign in](https://evil.example) \u202e\u001b[31m', subject: '](x)' }),
    ]).results;
    expect(result?.message.text).not.toMatch(/\]\(|\u202e|\u001b/);
  });

  test('any path and any range is valid SARIF', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: 'binary' }),
        fc.nat(40),
        fc.nat(40),
        (path, text, start, end) => {
          const range = {
            source: { path, text },
            start: Math.min(start, text.length),
            end: Math.min(end, text.length),
          };
          const [result] = runOf([diagnostic('CFG003', { detail: text, range })]).results;
          const {
            startLine,
            startColumn = 1,
            endLine = 1,
            endColumn = 1,
          } = result!.locations[0].physicalLocation.region;
          expect(endLine > startLine || (endLine === startLine && endColumn >= startColumn)).toBe(true);
        },
      ),
    );
  });
});
