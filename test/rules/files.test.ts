import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findWorkspace, loadWorkspace, scaffold } from '../../src/rules/index.ts';
import { environment, load, placed, rule, topology, withFolder } from './workspace.ts';

const broken = 'kind: Nonsense\n';

describe('the files of a workspace', () => {
  it('are all YAML below it, apart from packs, packages and what is hidden', async () => {
    const { diagnostics } = await load({
      'lockstep.yaml': topology,
      'b.yml': broken,
      'a/deep/er/c.yaml': broken,
      'sub/packs/d.YAML': broken,
      'packs/mine/x.yaml': broken,
      '.lockstep/x.yaml': broken,
      '.git/x.yaml': broken,
      '.github/workflows/x.yml': broken,
      '.gitlab-ci.yml': broken,
      'node_modules/x.yaml': broken,
      'a/node_modules/x.yaml': broken,
      'notes.txt': broken,
      'empty.yaml': '',
      'comment.yaml': '# nothing yet\n---\n# and nothing here\n',
      'comments.yaml': '# nothing\n'.repeat(20_000),
    });
    expect(diagnostics.map(placed)).toEqual([
      'CFG021 a/deep/er/c.yaml:1:7',
      'CFG021 b.yml:1:7',
      'CFG021 sub/packs/d.YAML:1:7',
    ]);
  });

  it('may hold several documents, and are counted', async () => {
    const spec = 'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nlink: provision\n';
    const two = `${rule('a', `${spec}precedence: 1`)}\n---\n${rule('b', `${spec}precedence: 2`)}\n`;
    const { documents, ruleSet } = await load({ 'lockstep.yaml': topology, 'rules.yaml': two });
    expect([documents, ruleSet?.rules.length]).toEqual([3, 2]);
  });

  it('are UTF-8, with or without byte order mark', async () => {
    expect((await load({ 'lockstep.yaml': `\ufeff${topology}` })).diagnostics).toEqual([]);
    const { diagnostics } = await load({
      'lockstep.yaml': topology,
      'latin.yaml': Buffer.from('kind: \xe9\n', 'latin1'),
    });
    expect(diagnostics.map(placed)).toEqual(['CFG003 latin.yaml']);
  });

  it('are bounded in size', async () => {
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'large.yaml': '#'.repeat(1_000_001) });
    expect(diagnostics.map(placed)).toEqual(['CFG004 large.yaml']);
  });

  it('are bounded in number', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${index}.yaml`, '']));
    const { diagnostics } = await load({ 'lockstep.yaml': topology, ...many });
    expect(diagnostics.map(({ code }) => code)).toEqual(['CFG004']);
  });

  it('are bounded in documents', async () => {
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'many.yaml': '---\n'.repeat(20_000) });
    expect(diagnostics.map(placed)).toEqual(['CFG004 many.yaml:5001:1']);
  });

  it('are not reached by symbolic links', async () => {
    await withFolder({ 'out/x.yaml': broken, 'ws/lockstep.yaml': topology }, async (folder) => {
      await symlink(join(folder, 'out/x.yaml'), join(folder, 'ws/x.yaml'));
      await symlink(join(folder, 'out'), join(folder, 'ws/more'));
      const { diagnostics, ruleSet } = await loadWorkspace(join(folder, 'ws'), environment);
      expect(diagnostics.map(placed)).toEqual(['CFG005 more', 'CFG005 x.yaml']);
      expect(ruleSet).toBeDefined();
    });
  });

  it('show no more problems than a person reads', async () => {
    const keys = Array.from({ length: 300 }, (_, index) => `key${index}: 1`).join('\n');
    const { diagnostics } = await load({ 'lockstep.yaml': topology, 'x.yaml': `kind: Policy\n${keys}\n` });
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)?.code).toBe('CFG006');
  });

  it('cannot be read when they are not there', async () => {
    await expect(loadWorkspace('/nowhere/at/all', environment)).rejects.toMatchObject({
      diagnostics: [{ code: 'CFG003', detail: 'The folder cannot be read: there is no such file or folder.' }],
    });
  });
});

describe('finding the workspace', () => {
  const found = async (files: Record<string, string>, named?: string): Promise<string> =>
    withFolder(files, async (folder) => (await findWorkspace(folder, named)).slice(folder.length));
  const refused = async (files: Record<string, string>, named?: string): Promise<unknown> =>
    found(files, named).then(
      (path) => path,
      (error: unknown) => (error as { diagnostics: { code: string; detail: string }[] }).diagnostics,
    );

  it.each([
    [{ 'lockstep.yaml': '' }, undefined, ''],
    [{ 'config/lockstep.yaml': '' }, undefined, '/config'],
    [{ 'config/prod/lockstep.yaml': '' }, undefined, '/config/prod'],
    [{ 'lockstep.yaml': '', 'else/where/lockstep.yaml': '' }, 'else/where', '/else/where'],
    [{ 'deep/down/here/lockstep.yaml': '', 'config/lockstep.yaml': '' }, undefined, '/config'],
  ])('%j', async (files: Record<string, string>, named, path) => {
    expect(await found(files, named)).toBe(path);
  });

  it('fails without one', async () => {
    expect(await refused({ 'a/b/lockstep.yaml': '' })).toMatchObject([{ code: 'CFG001' }]);
    expect(await refused({ 'lockstep.yaml': '' }, 'config')).toMatchObject([{ code: 'CFG001' }]);
  });

  it.each([
    [{ 'lockstep.yml': '' }, undefined, 'lockstep.yml'],
    [{ 'config/prod/Lockstep.YAML': '' }, undefined, 'config/prod/Lockstep.YAML'],
    [{ 'else/.lockstep.yaml': '' }, 'else', 'else/.lockstep.yaml'],
    [{ 'else/lockstep.json': '' }, './else', 'else/lockstep.json'],
  ])('hints at %j', async (files: Record<string, string>, named, near) => {
    expect(await refused(files, named)).toMatchObject([
      { code: 'CFG001', help: `Did you mean lockstep.yaml? ${near} is there: rename it.` },
    ]);
  });

  it.each(['lockstep.yaml.bak', 'mylockstep.yml', 'lockstep'])('does not take %s for it', async (name) => {
    const [only] = (await refused({ [name]: '' })) as { help?: string }[];
    expect(only?.help).toBeUndefined();
  });

  it('fails with several, and names them', async () => {
    const several = { 'lockstep.yaml': '', 'config/a/lockstep.yaml': '', 'config/b/lockstep.yaml': '' };
    const [only] = (await refused(several)) as { code: string; detail: string }[];
    expect(only).toMatchObject({ code: 'CFG002' });
    expect(only?.detail).toMatch(/\., config\/a, config\/b/);
  });
});

describe('the scaffold', () => {
  it('is a sound workspace of the given name', async () => {
    await withFolder({}, async (folder) => {
      for (const [path, text] of scaffold('fabrikam')) {
        await mkdir(join(folder, path, '..'), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const { diagnostics, ruleSet, settings } = await loadWorkspace(folder, environment);
      expect(diagnostics).toEqual([]);
      expect(ruleSet?.topology.workspace).toBe('fabrikam');
      const files = await readdir(folder);
      expect(files).toContain('.gitignore');
      expect(settings?.connectors).toMatchObject([{ type: 'ldif', path: './directory.ldif' }]);
      expect(files).toContain('directory.ldif');
      expect(settings?.tenant).toMatchObject({ type: 'sandbox', seed: './tenant.ndjson' });
      expect(files).toContain('tenant.ndjson');
    });
  });

  it('is understood on one screen', () => {
    expect(scaffold('x').get('lockstep.yaml')?.split('\n').length).toBeLessThan(32);
  });
});
