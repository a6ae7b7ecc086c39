import { expect, test } from 'vitest';
import type { ExplainOptions } from '../../src/app/explain.ts';
import { DiagnosticError, diagnostic } from '../../src/kernel/diagnostic.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import { failing, runWith } from './machine.ts';

const explanation: Explanation = {
  asOf: '2026-11-22T00:00:00.000Z',
  tenant: {
    standing: { kind: 'notOurs', detail: 'it carries no owner mark' },
    attributes: [],
    operations: [],
    held: [],
  },
};

function explaining() {
  const asked: ExplainOptions[] = [];
  const useCases = {
    explain: (_world: unknown, options: ExplainOptions) => {
      asked.push(options);
      return Promise.resolve({ explanation, diagnostics: [diagnostic('CFG046', { detail: 'A warning.' })] });
    },
  };
  return { asked, useCases };
}

test('what is asked for reaches the use case', async () => {
  const { asked, useCases } = explaining();
  const line = '-C here explain ada@contoso.com --attribute displayName --as-of 2027-01-01';
  const { code, out, err } = await runWith(line, { useCases });
  expect(asked).toEqual([
    { workspace: 'here', name: 'ada@contoso.com', attribute: 'displayName', asOf: '2027-01-01T00:00:00.000Z' },
  ]);
  expect(code).toBe(0);
  expect(out).toContain('not ours: it carries no owner mark.');
  expect(err).toContain('CFG046');
});

test('snapshots reach the use case', async () => {
  const { asked, useCases } = explaining();
  await runWith('explain ada --source a.snapshot --source b.snapshot --tenant t.snapshot', { useCases });
  expect(asked).toEqual([{ name: 'ada', sources: ['a.snapshot', 'b.snapshot'], tenant: 't.snapshot' }]);
});

test('JSON is one document', async () => {
  const { useCases } = explaining();
  const { out } = await runWith('explain ada --format json', { useCases });
  expect(JSON.parse(out)).toMatchObject({ format: 'lockstep-explanation', version: 1, asOf: explanation.asOf });
});

test('a name that is nobody, or several, ends with 3', async () => {
  for (const code of ['CLI005', 'CLI006', 'CLI007'] as const) {
    const explain = failing(new DiagnosticError([diagnostic(code, { detail: 'No.', help: 'Did you mean ada?' })]));
    const ended = await runWith('explain adda', { useCases: { explain } });
    expect(ended.code).toBe(3);
    expect(ended.err).toContain('Did you mean ada?');
  }
});

test.each(['explain', 'explain a b', 'explain a --as-of yesterday', 'explain a --format yaml'])(
  '%s is refused',
  async (line) => {
    expect((await runWith(line)).code).toBe(3);
  },
);
