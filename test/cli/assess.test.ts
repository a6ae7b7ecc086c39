import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/index.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import type { AssessOptions } from '../../src/app/assess.ts';
import type { AssessmentInput } from '../../src/model/assessment.ts';
import { diagnostic } from '../../src/kernel/diagnostic.ts';
import { given, serverOf, WORKSPACE } from '../assess/inputs.ts';
import { runWith } from './machine.ts';

function assessing(diagnostics: Parameters<typeof diagnostic>[0][] = []) {
  const seen: AssessOptions[] = [];
  const useCase = (_: unknown, options: AssessOptions) => {
    seen.push(options);
    const told = diagnostics.map((code) => diagnostic(code, { detail: 'In this case.' }));
    return Promise.resolve({ assessment: assess(given({ server: {} })), diagnostics: told });
  };
  return { seen, situation: { useCases: { assess: useCase } } };
}

test('passes its options on', async () => {
  const { seen, situation } = assessing();
  await runWith('assess', situation);
  await runWith('assess --export e --tenant t -C w', situation);
  expect(seen).toEqual([{}, { export: 'e', tenant: 't', workspace: 'w' }]);
});

test.each([
  ['text', /^ {2}export {6}export\n\nSituation\n/],
  ['json', /^\{\n {2}"format": "lockstep-assessment"/],
  ['markdown', /^# Assessment\n\n- export: export\n\n## Situation\n/],
])('--format %s', async (format, begins) => {
  const { code, out, err } = await runWith(`assess --format ${format}`, assessing().situation);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(begins);
});

test('parts that were not read end with 8, and are told beside the output or in the document', async () => {
  const { situation } = assessing(['IMP002']);
  const text = await runWith('assess', situation);
  expect([text.code, text.err]).toEqual([8, expect.stringContaining('error IMP002')]);
  expect(text.out).toContain('Situation');
  const json = await runWith('assess --format json', situation);
  expect([json.code, json.err]).toEqual([8, '']);
  expect(JSON.parse(json.out)).toMatchObject({ diagnostics: [{ code: 'IMP002' }] });
});

test('warnings end with 0', async () => {
  expect((await runWith('assess', assessing(['IMP004']).situation)).code).toBe(0);
});

test.each(['assess --format html', 'assess export', 'assess --export'])('%s is not understood', async (line) => {
  expect((await runWith(line)).code).toBe(3);
});

describe('what it says to type next', () => {
  const inputs: readonly AssessmentInput[] = [
    given({ server: {} }),
    given({ tenant: {} }),
    given({ server: {}, tenant: { facts: { liveSync: true } } }),
    given({ workspace: WORKSPACE }),
    given({ workspace: WORKSPACE, tenant: {} }),
    given({ server: {}, workspace: WORKSPACE, tenant: { facts: { liveSync: true } } }),
  ];

  test.each(inputs)('is understood (%#)', (input) => {
    const lines = assess(input).next.map(({ line }) => line);
    expect(lines).toHaveLength(3);
    expect(lines.map((line) => parseArguments(line.split(' ').slice(1)).kind)).toEqual(['line', 'line', 'line']);
  });

  test('is parity beside a live engine, and a plan without', () => {
    const live = { facts: { liveSync: true }, objects: [] };
    const server = { settings: { 'Synchronize.StagingMode': 'False' } };
    expect(assess(given({ server, tenant: live })).next[2]?.line).toBe('lockstep -C identities parity');
    expect(assess(given({ server, tenant: {} })).next[2]?.line).toBe('lockstep -C identities plan');
  });

  test.each([
    ['my export', `'my export'`],
    [`it's`, String.raw`'it'\''s'`],
    ['-rf', `'./-rf'`],
    ['$(reboot)', `'$(reboot)'`],
    ['', `''`],
    ['./a-b_c/1.0', './a-b_c/1.0'],
  ])('takes the path %s as one word', (path, word) => {
    const [first] = assess({ export: { ...serverOf(), path } }).next;
    expect(first?.line).toBe(`lockstep import entra-connect ${word} --out identities`);
  });
});
