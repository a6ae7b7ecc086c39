import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttributeChange } from '../../src/model/plan.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'config/example');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What of a plan in JSON an edit of a rule shows in. */
interface ShownPlan {
  readonly operations: readonly ShownChange[];
  readonly held: readonly ShownChange[];
}
interface ShownChange {
  readonly kind: string;
  readonly reason?: string;
  readonly from?: string;
  readonly object: { readonly name: string };
  readonly changes: readonly AttributeChange[];
}

function execute(command: string, args: readonly string[], directory: string): Promise<Ended> {
  return new Promise((resolve) => {
    // The bin asks for `node`: it shall be the one that runs the tests.
    const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` };
    const options = { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env } as const;
    const child = execFile(command, args, options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, out, err });
    });
    child.stdin?.end();
  });
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-job-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function lockstep(commandLine: string): Promise<Ended> {
  return execute(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...commandLine.split(' ')], folder);
}

/** Distinguished names of the people in scope whom the directory calls contractors. */
function contractors(): readonly string[] {
  const entries = readFileSync(join(EXAMPLE, 'corp.ldif'), 'utf8')
    .replace(/\r?\n /g, '')
    .split(/\r?\n\r?\n/);
  return entries
    .filter((entry) => /^employeeType: Contractor$/m.test(entry) && /^objectClass: user$/m.test(entry))
    .map(dnOf)
    .filter((dn) => dn.includes('OU=Staff,DC=') && !dn.includes('OU=Test,') && !dn.includes('CNF:'));
}

function dnOf(entry: string): string {
  const plain = /^dn: (.*)$/m.exec(entry)?.[1];
  const encoded = /^dn:: (.*)$/m.exec(entry)?.[1];
  return plain ?? Buffer.from(encoded ?? '', 'base64').toString('utf8');
}

describe('the example workspace', () => {
  beforeAll(() => {
    cpSync(EXAMPLE, join(folder, 'config/example'), {
      recursive: true,
      filter: (path) => basename(path) !== '.lockstep',
    });
  });

  test('is valid and found without being named', async () => {
    const { code, out } = await lockstep('validate');
    expect(out).toMatch(/^Workspace config\/example is valid: \d+ documents, \d+ rules, \d+ flows; no problem\.\n$/);
    expect(code).toBe(0);
  });

  test('does what its rule tests say, and with a rule edited it does not', async () => {
    const passed = await lockstep('test');
    expect(passed).toMatchObject({ code: 0, err: '' });
    expect(passed.out).toMatch(/^\d+ cases of 2 rule tests: all passed\.\n$/);
    const path = join(folder, 'config/example/rules/contractors.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('(Contractor)', '(External)'));
    const failed = await lockstep('test config/example/rules/contractors.test.yaml --run labelled$');
    writeFileSync(path, text);
    expect(failed).toMatchObject({ code: 3, err: '' });
    expect(failed.out).toContain('got       "Ada Byron (External)"');
    expect(failed.out).toMatch(/contractor-names \(rules\/contractors\.yaml:\d+\)/);
    expect(failed.out).toContain('1 case of 1 rule test: 0 passed, 1 failed.');
    expect(await lockstep('test --run (')).toMatchObject({ code: 3, out: '' });
  });

  test('plans changes without making any', async () => {
    const first = await lockstep('plan --detailed-exitcode');
    expect(first.code).toBe(2);
    expect(first.err).toBe('');
    const second = await lockstep('plan --detailed-exitcode');
    const body = (text: string): string => text.split('\n').slice(1).join('\n');
    expect(body(second.out)).toBe(body(first.out));
  });

  test('is not applied while nobody can confirm it', async () => {
    expect((await lockstep('apply')).code).toBe(3);
  });

  test('is applied as it was reviewed, and then nothing is left to do', async () => {
    const planned = await lockstep('plan --out change.plan');
    const digest = /--expect-digest ([0-9a-f]{64})/.exec(planned.err)?.[1] ?? '';
    expect((await lockstep('show change.plan')).out).toBe(planned.out);
    expect((await lockstep(`apply change.plan --expect-digest ${'0'.repeat(64)}`)).code).toBe(5);

    const applied = await lockstep(`apply change.plan --expect-digest ${digest}`);
    expect(applied.err).toBe('');
    expect(applied.out).toMatch(/^Applied: \d+ created, .*members? added/);
    expect(applied.code).toBe(0);

    const after = await lockstep('plan --detailed-exitcode');
    expect(after.out).toContain('Nothing to change');
    expect(after.code).toBe(0);
  });

  test('after an edit of a rule, exactly the people it concerns change', async () => {
    const path = join(folder, 'config/example/rules/contractors.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('(Contractor)', '(External)'));

    const { code, out } = await lockstep('plan --detailed-exitcode --format json --out external.plan');
    const { operations, held } = JSON.parse(out) as ShownPlan;
    expect(code).toBe(2);
    // One of them is mastered by another engine: held, with the difference.
    const renamed = held.filter(({ changes }) => changes.some(({ attribute }) => attribute === 'displayName'));
    expect(renamed.map(({ reason }) => reason)).toEqual(['masteredElsewhere']);
    expect([...operations, ...renamed].map(({ from }) => from).sort()).toEqual([...contractors()].sort());
    for (const { kind, changes } of operations) {
      expect(kind).toBe('update');
      expect(changes.map(({ attribute }) => attribute)).toEqual(['displayName']);
      const { before, after } = changes[0] ?? {};
      expect(typeof before === 'string' && before.replace('(Contractor)', '(External)')).toBe(after);
      expect(changes[0]?.why.at(-1)?.at).toMatch(/^rules\/contractors\.yaml:\d+$/);
    }

    const [someone] = operations;
    const shown = await lockstep(`plan --object ${someone?.object.name ?? ''}`);
    expect(shown.out).toMatch(/contractor-names \(rules\/contractors\.yaml:\d+\): =\[givenName\]/);
    expect(shown.out).toContain('instead of lockstep/default@1:user-common');
  });

  test('a plan made by other rules is stale', async () => {
    expect(await lockstep('apply change.plan')).toMatchObject({ code: 5 });
  });

  test('and a run without review ends in step as well', async () => {
    const applied = await lockstep('apply --auto-approve --quiet');
    expect(applied.code).toBe(0);
    expect((await lockstep('plan --detailed-exitcode')).code).toBe(0);
  });
});

describe('another workspace', () => {
  test('with a mistake says where and how it is written', async () => {
    expect((await lockstep('init broken')).code).toBe(0);
    const path = join(folder, 'broken/lockstep.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('connectors:', 'conectors:'));
    const { code, err } = await lockstep('-C broken validate');
    expect(code).toBe(3);
    expect(err).toMatch(/--> lockstep\.yaml:\d+:\d+\n/);
    expect(err).toContain('conectors');
  });

  test('that is not there is refused', async () => {
    expect((await lockstep('-C nowhere plan')).code).toBe(3);
  });

  test('whose directory is not there cannot be planned', async () => {
    await lockstep('init gone');
    const path = join(folder, 'gone/lockstep.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/path: \S+\.ldif/, 'path: ./nowhere.ldif'));
    const { code, err } = await lockstep('-C gone plan');
    expect(code).toBe(3);
    expect(err).toContain('./nowhere.ldif');
  });

  test('whose tenant does not answer cannot be planned', async () => {
    await lockstep('init silent');
    const path = join(folder, 'silent/lockstep.yaml');
    const tenant = `\
  tenant:
    id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10
    auth: { method: secret, clientId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33, secret: 'file:./secret' }
    endpoint: { authority: 'https://127.0.0.1:9', graph: 'https://127.0.0.1:9' }
`;
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^ {2}tenant:\n( {4}.*\n)+/m, tenant));
    writeFileSync(join(folder, 'silent/secret'), 'x');
    const { code, err } = await lockstep('-C silent plan');
    expect({ code, err }).toMatchObject({ code: 7 });
  });
});

describe('packed and installed elsewhere', () => {
  test('it makes a workspace and plans it', { timeout: 300_000 }, async () => {
    const packed = await execute('npm', ['pack', '--silent', '--pack-destination', folder], ROOT);
    expect(packed).toMatchObject({ code: 0 });
    const tarball = packed.out.trim().split('\n').at(-1) ?? '';
    const place = mkdtempSync(join(folder, 'elsewhere-'));
    writeFileSync(join(place, 'package.json'), '{ "private": true }\n');
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
    expect(await execute('npm', ['install', ...flags, join(folder, tarball)], place)).toMatchObject({ code: 0 });

    const bin = join(place, 'node_modules/.bin/lockstep');
    expect(await execute(bin, ['init', 'mine'], place)).toMatchObject({ code: 0, err: '' });
    const tested = await execute(bin, ['-C', 'mine', 'test'], place);
    expect(tested).toMatchObject({ code: 0, err: '', out: '2 cases of 1 rule test: all passed.\n' });
    const planned = await execute(bin, ['-C', 'mine', 'plan'], place);
    expect(planned).toMatchObject({ code: 0, err: '' });
    expect(planned.out).toContain(' to create');
    expect(await execute(bin, ['-C', 'mine', 'apply', '--auto-approve'], place)).toMatchObject({ code: 0, err: '' });
    expect(await execute(bin, ['-C', 'mine', 'plan', '--detailed-exitcode'], place)).toMatchObject({
      code: 0,
      err: '',
    });
  });
});
