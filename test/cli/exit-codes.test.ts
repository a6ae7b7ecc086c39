import { describe, expect, test } from 'vitest';
import { codes } from '../../src/kernel/codes/index.ts';
import type { Code, ExitCode } from '../../src/kernel/codes/index.ts';
import { diagnostic, DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { planOf, update, user } from '../render/plans.ts';
import { applied, failing, planning, runWith } from './machine.ts';
import type { UseCases } from '../../src/cli/machine.ts';
import type { ImpactOutcome } from '../../src/model/impact.ts';
import type { Situation } from './machine.ts';

const changes = planOf({ operations: [update(user('ada@contoso.com'), [])] });
const finding = { code: 'SAFE001', blocks: true, detail: 'too many', policyKey: 'limits', operations: [], count: 1 };
const blocked = { ...changes, findings: [finding] };

const place = { file: 't.yaml', line: 1, column: 1 };
const failedTest = {
  workspace: 'contoso',
  cases: [{ test: 't', name: 'n', at: place, passed: false, mustFail: false, failures: [] }],
};

/** Some registered code that ends a run this way. */
function failingWith(exit: ExitCode): () => Promise<never> {
  const code = (Object.keys(codes) as Code[]).find(
    (one) => codes[one].severity === 'error' && codes[one].exit === exit,
  );
  if (code === undefined) throw new Error(`no diagnostic asks for ${exit}`);
  return failing(new DiagnosticError([diagnostic(code, { detail: 'It is so.' })]));
}

/** An impact on so many identities; undefined: base is not valid. */
function touching(identities: number | undefined): Pick<UseCases, 'impact'> {
  const revision = { ref: 'main', dirty: false };
  const about = { workspace: 'contoso', base: revision, head: revision, asOf: '2026-11-22T00:00:00.000Z', sources: [] };
  const outcome: ImpactOutcome =
    identities === undefined
      ? { kind: 'unknown', wanted: 1, failed: 0 }
      : { kind: 'compared', impact: { identities, wanted: { base: 1, head: 1 }, groups: [] } };
  const diagnostics = identities === undefined ? [diagnostic('CFG025', { detail: 'It is so.' })] : [];
  return { impact: () => Promise.resolve({ report: { ...about, outcome }, diagnostics }) };
}

const cases: Readonly<Record<ExitCode, readonly (readonly [string, Situation])[]>> = {
  0: [
    ['plan', {}],
    ['plan', { useCases: planning(changes) }],
    ['plan --detailed-exitcode', {}],
    ['apply --auto-approve', {}],
    ['apply --auto-approve', { useCases: planning(changes) }],
    ['apply saved.plan', { useCases: planning(changes) }],
    ['show saved.plan', { useCases: planning(blocked) }],
    ['validate', {}],
    ['test', {}],
    ['rules', {}],
    ['docs', {}],
    ['impact --base main', { useCases: touching(1) }],
    ['impact --base main --detailed-exitcode', { useCases: touching(0) }],
    ['init', {}],
    ['snapshot source --out a.snapshot', {}],
    ['snapshot tenant --out a.snapshot', {}],
    ['snapshot show a.snapshot', {}],
    ['sandbox', {}],
    ['--help', {}],
    ['version', {}],
  ],
  1: [['plan', { useCases: { plan: failing(new TypeError('x is not a function')) } }]],
  2: [
    ['plan --detailed-exitcode', { useCases: planning(changes) }],
    ['impact --base main --detailed-exitcode', { useCases: touching(1) }],
  ],
  3: [
    ['', {}],
    ['snapshot', {}],
    ['plna', {}],
    ['apply', { useCases: planning(changes) }],
    ['apply --format json', { typed: 'yes\n', useCases: planning(changes) }],
    ['plan', { useCases: { plan: failingWith(3) } }],
    [
      'test',
      { useCases: { testRules: () => Promise.resolve({ workspace: '.', report: failedTest, diagnostics: [] }) } },
    ],
    ['test', { useCases: { testRules: failingWith(3) } }],
    ['rules', { useCases: { listRules: failingWith(3) } }],
    ['rules --population', {}],
    ['docs --format text', {}],
    ['impact', {}],
    ['impact --base main', { useCases: { impact: failingWith(3) } }],
    ['impact --base main --detailed-exitcode', { useCases: touching(undefined) }],
    ['docs', { useCases: { documentWorkspace: failingWith(3) } }],
    ['test --format yaml', {}],
  ],
  4: [
    ['plan', { useCases: planning(blocked) }],
    ['plan --detailed-exitcode', { useCases: planning(blocked) }],
    ['apply --auto-approve', { useCases: planning(blocked) }],
    ['apply saved.plan', { useCases: { apply: failingWith(4) } }],
  ],
  5: [['apply saved.plan', { useCases: { apply: failingWith(5) } }]],
  6: [['apply saved.plan', { useCases: { apply: failingWith(6) } }]],
  7: [['plan', { useCases: { plan: failingWith(7) } }]],
  8: [
    [
      'apply saved.plan',
      {
        useCases: {
          ...planning(changes),
          apply: (_, options) => Promise.resolve(applied(options, { status: 'failed', code: 'x', message: 'y' })),
        },
      },
    ],
    // All of it was done, and it is not all that there was to do.
    [
      'apply derived.plan',
      { useCases: planning({ ...changes, envelope: { ...changes.envelope, derivedFrom: '0'.repeat(64) } }) },
    ],
  ],
  130: [
    ['apply', { typed: 'no\n', useCases: planning(changes) }],
    [
      'apply saved.plan',
      {
        useCases: {
          ...planning(changes),
          apply: (_, options) => Promise.resolve(applied(options, { status: 'done' }, true)),
        },
      },
    ],
  ],
};

describe.each(Object.keys(exitCodes).map(Number) as ExitCode[])('%i', (code) => {
  test.each(cases[code])('%s', async (commandLine, situation) => {
    expect((await runWith(commandLine, situation)).code).toBe(code);
  });
});
