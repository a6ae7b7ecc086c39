import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkReport, writeReport } from '../../src/app/index.ts';
import type { UseCases } from '../../src/cli/machine.ts';
import { diagnostic, DiagnosticError } from '../../src/kernel/diagnostic.ts';
import type { Plan } from '../../src/model/plan.ts';
import { create, planOf, user } from '../render/plans.ts';
import { impactOn } from '../render/review-impacts.ts';
import { failing, planning, runWith } from './machine.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-redact-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const made = planOf({ operations: [create(user('ada@contoso.com'), [])] });
const useCases: Partial<UseCases> = {
  ...planning(made),
  impact: () => Promise.resolve({ report: impactOn(20), diagnostics: [] }),
};
const KEY = '0123456789abcdef0123456789abcdef';
const environment = { KEY };
const personOf = (text: string): string | undefined => /user-[0-9a-f]{16}/.exec(text)?.[0];

describe('--redact', () => {
  const lines = ['text', 'json', 'jsonl', 'markdown', 'html'].flatMap((format) => [
    `plan --redact env:KEY --format ${format}`,
    `show a.plan --redact env:KEY --format ${format}`,
    ...(format === 'jsonl' ? [] : [`impact --base HEAD --redact env:KEY --format ${format}`]),
  ]);

  test.each(lines)('%s', async (line) => {
    const { code, out, err } = await runWith(line, { useCases, environment });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('user-');
    expect(out).not.toMatch(/ada@|person\d/);
  });

  test('gives the same names for the same key, from a variable or from a file with a line end', async () => {
    const file = join(folder, 'key');
    writeFileSync(file, `${KEY}\r\n`);
    const [variable, asFile, random] = await Promise.all(
      ['env:KEY', `file:${file}`, 'random'].map(async (key) => {
        const { out } = await runWith(`plan --redact ${key}`, { useCases, environment });
        return personOf(out);
      }),
    );
    expect(variable).toMatch(/^user-/);
    expect(asFile).toBe(variable);
    expect(random).toMatch(/^user-/);
    expect(random).not.toBe(variable);
  });

  test('redacts what is shown, and never the file for apply', async () => {
    const saved: Plan[] = [];
    const writePlanFile: UseCases['writePlanFile'] = (_world, _path, plan) => {
      saved.push(plan);
      return Promise.resolve();
    };
    const line = 'plan --out c.plan --redact env:KEY';
    const { out } = await runWith(line, { useCases: { ...useCases, writePlanFile }, environment });
    expect(saved).toEqual([made]);
    expect(out).not.toContain('ada@');
  });

  test('hides people in what stops it, too', async () => {
    const wrong = diagnostic('SRC024', { detail: 'CN=Ada is wrong.', subject: 'CN=Ada' });
    const stopped = { useCases: { plan: failing(new DiagnosticError([wrong])) }, environment };
    const { code, err } = await runWith('plan --redact env:KEY', stopped);
    expect(code).toBe((await runWith('plan', stopped)).code);
    expect(err).toContain('SRC024');
    expect(err).not.toContain('Ada');
  });

  test('begins nothing without its key', async () => {
    const untouched = { useCases: { plan: failing(new Error('was read')) }, environment: { SHORT: 'secret' } };
    const missing = await runWith('plan --redact env:NONE', untouched);
    expect([missing.code, missing.out]).toEqual([3, '']);
    expect(missing.err).toContain('SEC001');
    const short = await runWith('plan --redact env:SHORT', untouched);
    expect([short.code, short.out]).toEqual([3, '']);
    expect(short.err).toMatch(/SEC002[^]*env:SHORT has 6 bytes/);
    expect(short.err).not.toContain('secret');
  });

  test('takes no key on the command line, and does not repeat one', async () => {
    const { code, out, err } = await runWith(`plan --redact ${KEY}`, { useCases });
    expect(code).toBe(3);
    expect(err).toContain('CLI001');
    expect(out + err).not.toContain(KEY);
  });

  test('does not go with the name of an object', async () => {
    for (const line of ['plan', 'show a.plan']) {
      const { code, err } = await runWith(`${line} --redact random --object ada`, { useCases });
      expect(code).toBe(3);
      expect(err).toContain('--object does not go with --redact.');
    }
  });
});

test('a key that is not text is taken byte for byte', async () => {
  const bytes = new Uint8Array(32).fill(200);
  bytes[31] = 10;
  writeFileSync(join(folder, 'key'), bytes);
  const { code } = await runWith(`plan --redact file:${join(folder, 'key')}`, { useCases });
  expect(code).toBe(0);
  expect(readFileSync(join(folder, 'key'))).toHaveLength(32);
});

describe('--encrypt-to', () => {
  const written: Partial<UseCases> = {
    ...useCases,
    checkReport: (world, out) => checkReport({ ...world, directory: folder }, out),
    writeReport: (world, out, pieces, to) => writeReport({ ...world, directory: folder }, out, pieces, to),
  };
  const lines = (recipient: string): readonly string[] => [
    `plan --format html --report r.age --encrypt-to ${recipient}`,
    `show a.plan --format html --out r.age --encrypt-to ${recipient}`,
    `impact --base HEAD --format html --out r.age --encrypt-to ${recipient}`,
  ];

  test('writes what only the holder of the key opens: the same as without, readable by its owner only', async () => {
    const identity = await generateIdentity();
    for (const line of lines(await identityToRecipient(identity))) {
      const { code, err } = await runWith(line, { useCases: written });
      expect([code, err]).toEqual([0, 'Saved to r.age.\n']);
      const file = join(folder, 'r.age');
      const bytes = readFileSync(file);
      expect(bytes.subarray(0, 22).toString()).toBe('age-encryption.org/v1\n');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder)).toEqual(['r.age']);
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      const plain = line.replace(/ --(?:report|out) .*$/, '');
      expect(await decrypter.decrypt(bytes, 'text')).toBe((await runWith(plain, { useCases: written })).out);
      const other = new Decrypter();
      other.addIdentity(await generateIdentity());
      await expect(other.decrypt(bytes, 'text')).rejects.toThrow();
      rmSync(file);
    }
  });

  test('leaves nothing of a report that breaks off', async () => {
    const recipient = await identityToRecipient(await generateIdentity());
    const broken: UseCases['writeReport'] = (world, out, _pieces, to) => {
      const pieces = (function* () {
        yield 'x'.repeat(200_000);
        throw new Error('broke off');
      })();
      return writeReport({ ...world, directory: folder }, out, pieces, to);
    };
    const [line = ''] = lines(recipient);
    const { code } = await runWith(line, { useCases: { ...written, writeReport: broken } });
    expect(code).not.toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(['age1wrong', 'ssh-ed25519', 'age1'])('refuses %s before anything is read', async (recipient) => {
    const untouched = { ...written, plan: failing(new Error('was read')), impact: failing(new Error('was read')) };
    for (const line of lines(recipient)) {
      const { code, out, err } = await runWith(line, { useCases: untouched });
      expect([code, out]).toEqual([3, '']);
      expect(err).toContain('CLI010');
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test('does not repeat a secret key', async () => {
    const identity = await generateIdentity();
    const { code, out, err } = await runWith(`show a.plan --format html --out r.age --encrypt-to ${identity}`, {
      useCases: written,
    });
    expect(code).toBe(3);
    expect(err).toContain('CLI010');
    expect(out + err).not.toContain(identity);
  });

  test('needs a file', async () => {
    for (const [line, option] of [
      ['plan', '--report'],
      ['show a.plan', '--out'],
      ['impact --base HEAD', '--out'],
    ]) {
      const { code, err } = await runWith(`${line ?? ''} --format json --encrypt-to age1x`, { useCases: written });
      expect(code).toBe(3);
      expect(err).toContain(`--encrypt-to needs ${option ?? ''}.`);
    }
  });
});
