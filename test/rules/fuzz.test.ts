import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/kernel/diagnostic.ts';
import { newProblems } from '../../src/rules/problems.ts';
import { readYaml } from '../../src/rules/read-yaml.ts';
import type { LoadedWorkspace } from '../../src/rules/index.ts';
import { load, repository, rule, topology } from './workspace.ts';

const read = async (path: string): Promise<string> => readFile(join(repository, path), 'utf8');
const example = {
  'lockstep.yaml': await read('config/example/lockstep.yaml'),
  'filters.yaml': await read('config/example/filters.yaml'),
  'policy.yaml': await read('config/example/policy.yaml'),
  'contractors.yaml': await read('config/example/rules/contractors.yaml'),
  'users.yaml': (await read('config/packs/default/users.yaml')).replaceAll('precedence: 1', 'precedence: 2'),
};

/** What holds of every load: places lie in the text, and there is a rule set just when there is no error. */
function expectSane({ diagnostics, ruleSet, requests }: LoadedWorkspace): void {
  expect(diagnostics.length).toBeLessThanOrEqual(101);
  for (const { range, detail } of diagnostics) {
    expect(detail.length).toBeGreaterThan(0);
    if (range === undefined) continue;
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(range.end).toBeLessThanOrEqual(range.source.text.length);
  }
  expect(ruleSet === undefined).toBe(hasErrors(diagnostics));
  if (ruleSet === undefined) expect(requests.size).toBe(0);
}

const words = fc.constantFrom(
  ...[
    'apiVersion',
    'kind',
    'metadata',
    'spec',
    'name',
    'Topology',
    'SyncRule',
    'Policy',
    'lockstep/v1alpha1',
    'from',
    'to',
  ],
  ...[
    'flows',
    'scope',
    'all',
    'any',
    'equal',
    'in',
    'join',
    'order',
    'before',
    'mail',
    'toString',
    '__proto__',
    'constructor',
  ],
  ...[
    ': ',
    ':',
    '- ',
    '-',
    '\n',
    '\n  ',
    '\n    ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '|',
    '>',
    '|-',
    '#',
    ' #',
    '&a',
    '*a',
    '!!x',
    '---\n',
    '...\n',
    '%',
    '\t',
  ],
  ...[
    '? ',
    '<<',
    '0x1',
    '1e999',
    '.nan',
    '-.inf',
    'null',
    '~',
    'true',
    '=',
    '=IIF(',
    '[mail]',
    '\\',
    '\u0000',
    '\ud800',
    '\ufeff',
    '🚀',
    '\r\n',
    '\r',
  ],
);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(words, { maxLength: 60 }).map((parts) => parts.join('')),
);

describe('whatever is written', () => {
  it('is read or reported', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expectSane(await load({ 'lockstep.yaml': topology, 'x.yaml': text }));
      }),
      { numRuns: 300 },
    );
  });

  it('a changed workspace is read or reported', async () => {
    const change = fc.record({
      file: fc.constantFrom(...(Object.keys(example) as (keyof typeof example)[])),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(30),
      put: fc.oneof(words, fc.string({ maxLength: 5 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const files: Record<string, string> = { ...example };
        for (const { file, at, cut, put } of changes) {
          const text = files[file] ?? '';
          const offset = Math.floor(at * text.length);
          files[file] = text.slice(0, offset) + put + text.slice(offset + cut);
        }
        expectSane(await load(files));
      }),
      { numRuns: 200 },
    );
  });

  it('a changed value of a rule is read or reported', async () => {
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, 0, -1, 1e300, 'mail', '=[mail]', '', 'person', 'corp'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(words, tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    const keys = ['from', 'to', 'precedence', 'order', 'link', 'scope', 'join', 'flows'] as const;
    const sound: Record<(typeof keys)[number], unknown> = {
      from: { connectors: ['corp'], type: 'user' },
      to: { metaverse: 'person' },
      precedence: 40,
      order: undefined,
      link: 'provision',
      scope: { all: [{ mail: { isNotNull: null } }] },
      join: [{ mail: 'mail' }],
      flows: { mail: 'mail' },
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), value, async (key, replacement) => {
        const document = {
          apiVersion: 'lockstep/v1alpha1',
          kind: 'SyncRule',
          metadata: { name: 'r' },
          spec: { ...sound, [key]: replacement },
        };
        expectSane(await load({ 'lockstep.yaml': topology, 'x.yaml': JSON.stringify(document) }));
      }),
      { numRuns: 200 },
    );
  });
});

describe('hostile texts end soon', () => {
  const inbound =
    'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n';
  it.each([
    ['brackets', '['.repeat(900_000)],
    ['braces', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(200_000)],
    ['question marks', '? '.repeat(200_000)],
    ['steps', Array.from({ length: 2_000 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
    ['quotes', '"'.repeat(300_000)],
    [
      'anchors',
      `a: &a [${'x,'.repeat(50_000)}]\n${Array.from({ length: 500 }, (_, index) => `b${index}: [*a,*a]`).join('\n')}`,
    ],
    ['keys', Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['equal keys', 'k: 1\n'.repeat(50_000)],
    [
      'flows',
      rule('r', `${inbound}flows:\n${Array.from({ length: 20_000 }, (_, index) => `  a${index}: {}`).join('\n')}`),
    ],
    ['blanks in a DN', rule('r', `${inbound}scope: { all: [{ manager: { equal: "CN=${' '.repeat(900_000)}<" } }] }`)],
    ['quotes in a DN', rule('r', `${inbound}scope: { all: [{ memberOf: '${'"'.repeat(900_000)}' }] }`)],
    ['a long expression', rule('r', `${inbound}flows: { mail: '=${'('.repeat(500_000)}' }`)],
    [
      'rules in a row',
      Array.from({ length: 3_000 }, (_, index) =>
        rule(
          `r${index}`,
          inbound.replace('precedence: 40', index === 0 ? 'precedence: 1' : `order: { after: r${index - 1} }`),
        ),
      ).join('\n---\n'),
    ],
  ])('%s', { timeout: 30_000 }, async (_name, text) => {
    const start = performance.now();
    expectSane(await load({ 'lockstep.yaml': topology, 'x.yaml': text }));
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it('a text is read or refused as a whole', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const problems = newProblems();
        const roots = readYaml({ path: 'x.yaml', text }, problems.report);
        for (const root of roots) expect(root.kind).toBe('map');
      }),
      { numRuns: 1_000 },
    );
  });
});
