import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { loadWorkspace } from '../../src/rules/index.ts';
import { compiled, environment, repository, rule, topology } from './workspace.ts';

const base = 'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n';
const spec = `${base}scope: { all: [{ employeeID: { equal: 0123 } }] }\nflows:\n  mail: mail\n  company: { constant: Contoso }\n`;
const policy = 'apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\nspec: { quotaShare: 0.5 }\n';

const digestOf = async (files: Record<string, string>): Promise<string> => (await compiled(files)).digest;

describe('the digest', async () => {
  const digest = await digestOf({ 'r.yaml': rule('r', spec), 'p.yaml': policy });

  it.each<[string, Record<string, string>]>([
    [
      'comments',
      { 'r.yaml': `# first\n${rule('r', spec.replace('mail: mail', 'mail: mail # last'))}`, 'p.yaml': policy },
    ],
    [
      'the style of maps',
      { 'r.yaml': rule('r', spec.replace('to: { metaverse: person }', 'to:\n  metaverse: person')), 'p.yaml': policy },
    ],
    ['quotes of texts', { 'r.yaml': rule('r', spec.replace('mail: mail', `'mail': "mail"`)), 'p.yaml': policy }],
    [
      'the order of keys',
      {
        'r.yaml': rule('r', spec.replace('precedence: 40\nlink: provision\n', 'link: provision\nprecedence: 40\n')),
        'p.yaml': policy,
      },
    ],
    ['names of files', { 'z.yaml': rule('r', spec), 'a/b.yml': policy }],
    ['one file or several', { 'all.yaml': `${rule('r', spec)}\n---\n${policy}` }],
    ['line ends', { 'r.yaml': rule('r', spec).replaceAll('\n', '\r\n'), 'p.yaml': policy }],
  ])('does not see %s', async (_name, files) => {
    expect(await digestOf(files)).toBe(digest);
  });

  it.each<[string, Record<string, string>]>([
    ['a name', { 'r.yaml': rule('s', spec), 'p.yaml': policy }],
    ['a flow', { 'r.yaml': rule('r', spec.replace('mail: mail', 'mail: cn')), 'p.yaml': policy }],
    ['a comparand by a zero', { 'r.yaml': rule('r', spec.replace('0123', '123')), 'p.yaml': policy }],
    ['a number by quotes', { 'r.yaml': rule('r', spec.replace('0123', '"0123"')), 'p.yaml': policy }],
    ['a precedence', { 'r.yaml': rule('r', spec.replace('40', '41')), 'p.yaml': policy }],
    ['a policy', { 'r.yaml': rule('r', spec), 'p.yaml': policy.replace('0.5', '0.6') }],
    ['no policy', { 'r.yaml': rule('r', spec) }],
    [
      'a topology',
      { 'lockstep.yaml': topology.replace('lab.ldif', 'lob.ldif'), 'r.yaml': rule('r', spec), 'p.yaml': policy },
    ],
    [
      'a pack',
      { 'lockstep.yaml': `${topology}  extends: [lockstep/default@1]\n`, 'r.yaml': rule('r', spec), 'p.yaml': policy },
    ],
  ])('sees %s', async (_name, files) => {
    expect(await digestOf(files)).not.toBe(digest);
  });

  it('sees a change in a pack', async () => {
    const files = { 'lockstep.yaml': `${topology}  extends: [lockstep/default@1]\n` };
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-pack-'));
    try {
      await cp(join(repository, 'config/packs/default'), join(folder, 'pack'), { recursive: true });
      await cp(join(repository, 'config/example'), join(folder, 'ws'), { recursive: true });
      const changed = { ...environment, packs: () => join(folder, 'pack') };
      const before = await loadWorkspace(join(folder, 'ws'), changed);
      const file = join(folder, 'pack/users.yaml');
      await writeFile(file, (await readFile(file, 'utf8')).replace('city: l', 'city: co'));
      const after = await loadWorkspace(join(folder, 'ws'), changed);
      expect(before.ruleSet?.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(after.ruleSet?.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(after.ruleSet?.digest).not.toBe(before.ruleSet?.digest);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    expect(await digestOf(files)).toBe(await digestOf(files));
  });

  it('does not see how the library would format the text', async () => {
    const text = rule('r', spec.replace('0123', '"0123"'));
    const plain = await digestOf({ 'r.yaml': text });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 20, 80),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async (lineWidth, indent, flow) => {
          const value: unknown = parseAllDocuments(text)[0]?.toJS();
          const again = stringify(value, { lineWidth, indent, collectionStyle: flow ? 'flow' : 'block' });
          expect(await digestOf({ 'r.yaml': again })).toBe(plain);
        },
      ),
      { numRuns: 20 },
    );
  });
});
