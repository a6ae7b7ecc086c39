import { describe, expect, test } from 'vitest';
import type { ApplyOptions, PlanOptions, ValidateOptions } from '../../src/app/contract.ts';
import { diagnostic, DiagnosticError } from '../../src/kernel/diagnostic.ts';
import type { Plan } from '../../src/model/plan.ts';
import { documentationOf } from '../render/documentations.ts';
import { change, planOf, update, user } from '../render/plans.ts';
import { sourceSnapshot } from '../render/snapshots.ts';
import { applied, failing, planning, runWith } from './machine.ts';
import type { Situation } from './machine.ts';
import type { UseCases } from '../../src/cli/machine.ts';

const changes = planOf({ operations: [update(user('ada@contoso.com'), [change('city', 'Oslo', 'Bergen')])] });
const finding = { code: 'SAFE001', blocks: true, detail: 'too many', policyKey: 'limits', operations: [], count: 1 };

describe('plan', () => {
  test('passes its options on', async () => {
    const seen: PlanOptions[] = [];
    const plan = (_: unknown, options: PlanOptions) => {
      seen.push(options);
      return Promise.resolve({ plan: changes, diagnostics: [] });
    };
    await runWith('plan -C dir --as-of 2027-01-01', { useCases: { plan } });
    await runWith('plan', { useCases: { plan } });
    expect(seen).toEqual([{ workspace: 'dir', asOf: '2027-01-01T00:00:00.000Z' }, {}]);
  });

  test('writes the plan to standard output and warnings beside it', async () => {
    const diagnostics = [{ ...diagnostic('CLI001', { detail: 'Take care.' }), severity: 'warning' as const }];
    const { out, err } = await runWith('plan', {
      useCases: { plan: () => Promise.resolve({ plan: changes, diagnostics }) },
    });
    expect(out).toContain('ada@contoso.com');
    expect(out).not.toContain('Take care');
    expect(err).toContain('warning CLI001');
  });

  test('saves the plan and says how to apply exactly that', async () => {
    const saved: [string, Plan][] = [];
    const writePlanFile = (_: unknown, path: string, plan: Plan) => {
      saved.push([path, plan]);
      return Promise.resolve();
    };
    const { err } = await runWith('plan --out a.plan -C dir', { useCases: { ...planning(changes), writePlanFile } });
    expect(saved).toEqual([['a.plan', changes]]);
    expect(err).toContain(`lockstep -C dir apply a.plan --expect-digest ${changes.envelope.bodyDigest}`);
  });

  test.each([
    ['blocked', { ...changes, findings: [finding] }, 'It is blocked: apply will refuse it.'],
    ['empty', planOf({}), 'There is nothing to apply.'],
    [
      'for another day',
      { ...changes, envelope: { ...changes.envelope, asOf: '2027-01-01T00:00:00.000Z' } },
      'It was made for another day: apply will refuse it.',
    ],
  ])('says of a saved plan that it is %s', async (_, plan, words) => {
    const { err } = await runWith('plan --out a.plan', { useCases: planning(plan) });
    expect(err).toBe(`\nSaved to a.plan. ${words}\n`);
  });

  test('says where it is to be saved', async () => {
    const seen: PlanOptions[] = [];
    const plan = (_: unknown, options: PlanOptions) => {
      seen.push(options);
      return Promise.resolve({ plan: changes, diagnostics: [] });
    };
    await runWith('plan --out a.plan', { useCases: { plan } });
    expect(seen).toEqual([{ out: 'a.plan' }]);
  });

  test('with --quiet tells the census alone', async () => {
    const { out, err } = await runWith('plan --quiet --out a.plan', {
      useCases: planning(changes),
      errIsTerminal: true,
    });
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toMatch(/^1 to update\. Nothing is blocked\.\nOf 212 in scope/);
    expect(err).toBe('');
  });

  test('with --format json writes one document', async () => {
    const { out } = await runWith('plan --format json', { useCases: planning(changes) });
    expect(JSON.parse(out)).toMatchObject({
      format: 'lockstep-plan-view',
      version: 1,
      blocked: false,
      counts: { update: 1 },
    });
  });
});

describe('apply', () => {
  test('shows the plan, asks, and takes only yes', async () => {
    const { code, out, err } = await runWith('apply', { typed: 'yes\n', useCases: planning(changes) });
    expect(code).toBe(0);
    expect(err).toContain("Apply this to contoso? Only 'yes' will be accepted: ");
    expect(out).toMatch(/"Oslo" -> "Bergen"[^]*Applied: 1 updated in 1\.0 s\.\n$/);
  });

  test.each(['y\n', 'YES\n', 'no\n', '\n', ''])('answers %j with nothing written', async (typed) => {
    const apply = failing(new Error('must not be called'));
    const { code, err } = await runWith('apply', { typed, useCases: { ...planning(changes), apply } });
    expect(code).toBe(130);
    expect(err).toContain('Not confirmed: nothing was written.');
  });

  test('never asks about a plan file, and passes the digest on', async () => {
    const seen: ApplyOptions[] = [];
    const apply = (_: unknown, options: ApplyOptions) => {
      seen.push(options);
      return Promise.resolve(applied(options, { status: 'done' }));
    };
    const { out, err } = await runWith(
      `apply a.plan -C dir --expect-digest ${'ab'.repeat(32)} --approved-rules ${'cd'.repeat(32)}`,
      {
        useCases: { ...planning(changes), apply },
      },
    );
    expect(err).toBe('');
    expect(out).toMatch(/^Applied: /);
    expect(seen).toMatchObject([
      { workspace: 'dir', plan: changes, expectDigest: 'ab'.repeat(32), approvedRules: 'cd'.repeat(32) },
    ]);
  });

  test('is refused before it reads anything when nobody could answer', async () => {
    const { code, err } = await runWith('apply', { useCases: { plan: failing(new Error('must not be called')) } });
    expect(code).toBe(3);
    expect(err).toContain('CLI004');
  });

  test('shows what is to be confirmed even with --quiet', async () => {
    const { out } = await runWith('apply --quiet', { typed: 'yes\n', useCases: planning(changes) });
    expect(out).toContain('"Oslo" -> "Bergen"');
    const approved = await runWith('apply --quiet --auto-approve', { useCases: planning(changes) });
    expect(approved.out).not.toContain('Oslo');
  });

  test('with --format json writes a line per event', async () => {
    const { out } = await runWith('apply --auto-approve --format json', { useCases: planning(changes) });
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(events.map((event) => event.kind)).toEqual([
      'planned',
      'operation',
      'verified',
      'result',
      'finished',
      'summary',
    ]);
    expect(events.at(-1)).toEqual({
      kind: 'summary',
      counts: { done: 1, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0 },
      diagnostics: [],
      exitCode: 0,
    });
  });
});

describe('apply --format json always ends with a summary', () => {
  const ending = async (commandLine: string, situation: Situation) => {
    const { code, out } = await runWith(`apply --format json ${commandLine}`.trim(), situation);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string; readonly exitCode?: number });
    expect(events.at(-1)?.exitCode).toBe(code);
    return { code, kinds: events.map(({ kind }) => kind), last: events.at(-1) };
  };
  const refusing = failing(new DiagnosticError([diagnostic('PLN005', { detail: 'It is old.' })]));

  test.each([
    ['an empty plan', '--auto-approve', {}, 0, ['planned', 'summary']],
    [
      'a blocked plan',
      '--auto-approve',
      { useCases: planning({ ...planOf({}), findings: [finding] }) },
      4,
      ['planned', 'summary'],
    ],
    ['a refused plan file', 'a.plan', { useCases: { apply: refusing } }, 5, ['diagnostic', 'summary']],
    ['nobody to ask', '', {}, 3, ['diagnostic', 'summary']],
    ['another digest', `--auto-approve --expect-digest ${'0'.repeat(64)}`, {}, 5, ['diagnostic', 'summary']],
  ] as const)('%s', async (_, commandLine, situation, code, kinds) => {
    const ended = await ending(commandLine, situation);
    expect(ended).toMatchObject({ code, kinds, last: { counts: { done: 0 } } });
  });

  test('a fault of our own counts nothing', async () => {
    const ended = await ending('a.plan', { useCases: { apply: failing(new TypeError('x')) } });
    expect(ended).toMatchObject({ code: 1, kinds: ['summary'] });
    expect(ended.last).not.toHaveProperty('counts');
  });
});

test.each([
  ['empty', planOf({})],
  ['blocked', { ...changes, findings: [finding] }],
])('another plan than the expected one is refused, also when it is %s', async (_, plan) => {
  const ended = await runWith(`apply --auto-approve --expect-digest ${'0'.repeat(64)}`, { useCases: planning(plan) });
  expect(ended).toMatchObject({ code: 5, out: '' });
  expect(ended.err).toContain('PLN006');
  const rules = await runWith(`apply --auto-approve --approved-rules ${'0'.repeat(64)}`, { useCases: planning(plan) });
  expect(rules).toMatchObject({ code: 5, out: '' });
  expect(rules.err).toContain('PLN012');
});

describe('resolve', () => {
  const resolving = (more: object) => ({
    useCases: {
      resolve: () =>
        Promise.resolve({ file: 'lockstep.pins.yaml', pins: 2, written: true, changes: [], diagnostics: [], ...more }),
    },
  });

  test('says which pins came, went and changed', async () => {
    const changes = [
      { connector: 'corp', of: 'container' as const, dn: 'OU=A,DC=corp', after: 'a' },
      { connector: 'corp', of: 'container' as const, dn: 'OU=B,DC=corp', before: 'b', after: 'c' },
      { connector: 'corp', of: 'group' as const, dn: 'CN=\u001b[2J,DC=corp', before: 'd' },
    ];
    const { code, out } = await runWith('resolve', resolving({ changes }));
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '+ corp container OU=A,DC=corp  a',
      '~ corp container OU=B,DC=corp  b -> c',
      '- corp group CN=\\u001b[2J,DC=corp  d',
      'Written: lockstep.pins.yaml, 2 pins. Commit it with the rules.',
      '',
    ]);
    expect((await runWith('resolve -q', resolving({ changes }))).out).toMatch(/^Written/);
  });

  test.each([
    [{ written: false }, 'lockstep.pins.yaml is up to date: 2 pins.\n'],
    [{ written: true, pins: 0 }, 'lockstep.pins.yaml pins nothing any more.\n'],
    [{ written: false, pins: 0 }, 'No filter and no scope names a container or a group: there is nothing to pin.\n'],
  ])('%j', async (more, words) => {
    expect((await runWith('resolve', resolving(more))).out).toBe(words);
  });
});

describe('validate', () => {
  test('counts what it read', async () => {
    expect((await runWith('validate')).out).toBe(
      'Workspace config/example is valid: 12 documents, 4 rules, 31 flows; no problem.\n',
    );
  });

  test('calls the workspace in the current folder by its name', async () => {
    const validate = (more: object) => () =>
      Promise.resolve({ workspace: '.', documents: 1, rules: 1, flows: 1, diagnostics: [], ...more });
    const named = await runWith('validate', { useCases: { validate: validate({ name: 'contoso' }) } });
    expect(named.out).toMatch(/^Workspace contoso is valid: /);
    expect((await runWith('validate', { useCases: { validate: validate({}) } })).out).toMatch(
      /^The workspace is valid: /,
    );
  });

  test('tells what is wrong', async () => {
    const diagnostics = [diagnostic('CLI001', { detail: 'This is wrong.' })];
    const validate = () => Promise.resolve({ workspace: 'w', documents: 1, rules: 0, flows: 0, diagnostics });
    const { code, out, err } = await runWith('validate', { useCases: { validate } });
    expect(code).toBe(3);
    expect(err).toContain('This is wrong.');
    expect(out).toBe('Workspace w is not valid: 1 document; 1 error.\n');
    const json = await runWith('validate --format json', { useCases: { validate } });
    expect(JSON.parse(json.out)).toMatchObject({ format: 'lockstep-validation', diagnostics: [{ code: 'CLI001' }] });
  });

  test('says how much was there before', async () => {
    const seen: ValidateOptions[] = [];
    const validate = (_: unknown, options: ValidateOptions) => {
      seen.push(options);
      return Promise.resolve({ workspace: 'w', documents: 1, rules: 1, flows: 1, diagnostics: [], known: 2 });
    };
    const { out } = await runWith('validate --git-base main -C w', { useCases: { validate } });
    expect(seen).toEqual([{ workspace: 'w', gitBase: 'main' }]);
    expect(out).toBe(
      'Workspace w is valid: 1 document, 1 rule, 1 flow; no problem that main does not have; 2 warnings are there already.\n',
    );
    const json = await runWith('validate --git-base main --format json', { useCases: { validate } });
    expect(JSON.parse(json.out)).toMatchObject({ gitBase: 'main', known: 2, diagnostics: [] });
  });
});

describe('docs', () => {
  test.each([
    ['docs', '<!-- Made by Lockstep. -->'],
    ['docs --format html', '<!doctype html>'],
    ['docs --format json', '{\n  "format": "lockstep-documentation"'],
  ])('%s is written to standard output', async (line, begin) => {
    const { code, out, err } = await runWith(line);
    expect({ code, err, begins: out.startsWith(begin) }).toEqual({ code: 0, err: '', begins: true });
  });

  test('passes on what it was asked, and writes into a file', async () => {
    const asked: unknown[] = [];
    const useCases: Partial<UseCases> = {
      documentWorkspace: (_world, options) => {
        asked.push(options);
        return Promise.resolve({ documentation: documentationOf(), diagnostics: [] });
      },
      writeReport: (_world, out, pieces) => {
        asked.push(out, [...pieces].join('').slice(0, 15));
        return Promise.resolve();
      },
    };
    const { out, err } = await runWith('-C w docs --base main --format html -o d.html', { useCases });
    expect(asked).toEqual([{ workspace: 'w', base: 'main', out: 'd.html' }, 'd.html', '<!doctype html>']);
    expect({ out, err }).toEqual({ out: '', err: 'Saved to d.html.\n' });
  });
});

test('show reads the file and nothing else', async () => {
  const { out } = await runWith('show a.plan', { useCases: { ...planning(changes), plan: failing(new Error('no')) } });
  expect(out).toContain('"Oslo" -> "Bergen"');
});

test('init says what to do next', async () => {
  const { out } = await runWith('init identities');
  expect(out).toContain('lockstep -C identities plan');
  expect((await runWith('init')).out).toBe(
    'Made a workspace in this folder (1 file).\nSee what it would do: lockstep plan\n',
  );
  expect((await runWith('init --ci github')).out).toBe(
    'Wrote 1 workflow:\n  lockstep.yaml\nThe beginning of each says what to set before it runs.\n',
  );
});

test('version', async () => {
  expect((await runWith('--version')).out).toBe('lockstep 1.2.3\n');
});

test('failures are a JSON document too where JSON was asked for', async () => {
  const plan = failing(new DiagnosticError([diagnostic('CLI002', { detail: 'No such file.', subject: 'a.plan' })]));
  const { out, err } = await runWith('plan --format json', { useCases: { plan } });
  expect(JSON.parse(out)).toMatchObject({ format: 'lockstep-diagnostics', diagnostics: [{ code: 'CLI002' }] });
  expect(err).toContain('error CLI002');
});

describe('snapshots', () => {
  test('stand in where they are named', async () => {
    const seen: PlanOptions[] = [];
    const plan = (_: unknown, options: PlanOptions) => {
      seen.push(options);
      return Promise.resolve({ plan: changes, diagnostics: [] });
    };
    await runWith('plan --source a.snapshot --source b.snapshot --tenant t.snapshot', { useCases: { plan } });
    expect(seen).toEqual([{ sources: ['a.snapshot', 'b.snapshot'], tenant: 't.snapshot' }]);
  });

  test('are made with the options that were typed', async () => {
    const seen: unknown[] = [];
    const snapshotSource = (_: unknown, options: unknown) => {
      seen.push(options);
      return Promise.resolve({ ...sourceSnapshot, diagnostics: [diagnostic('SRC031', { detail: 'Take care.' })] });
    };
    const line = 'snapshot source -C dir --connector corp --all-attributes --out a.snapshot';
    const { code, out, err } = await runWith(line, { useCases: { snapshotSource } });
    expect(seen).toEqual([{ workspace: 'dir', connector: 'corp', out: 'a.snapshot', allAttributes: true }]);
    expect(code).toBe(0);
    expect(out).toMatch(/^snapshot {4}source corp[^]*Saved to a\.snapshot\. It holds personal data\.\n$/);
    expect(err).toContain('SRC031');
    expect((await runWith('snapshot tenant -q --out t.snapshot')).out).toBe(
      'Saved to t.snapshot. It holds personal data.\n',
    );
  });

  test('are shown as text or as one document', async () => {
    expect((await runWith('snapshot show a.snapshot')).out).toContain('user 1,204');
    const { out } = await runWith('snapshot show a.snapshot --format json');
    expect(JSON.parse(out)).toMatchObject({ format: 'lockstep-snapshot-view', kind: 'source' });
  });
});
