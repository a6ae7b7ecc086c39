import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { documentWorkspace, writeReport } from '../../src/app/index.ts';
import { renderDocsHtml, renderDocsJson, renderDocsMarkdown } from '../../src/render/index.ts';
import type { Documentation } from '../../src/model/documentation.ts';
import { gitIn } from '../support/run/repository.ts';
import { copyExample, edit } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

let folder: string;
let workspace: string;
let git: ReturnType<typeof gitIn>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-docs-'));
  workspace = copyExample(join(folder, 'config', 'corp'));
  git = gitIn(folder);
  git('init', '-q');
  commit();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function commit(): void {
  git('add', '-A');
  git('commit', '-qm', 'state');
}

async function documented(base?: string): Promise<Documentation> {
  const asked = { workspace, ...(base === undefined ? {} : { base }) };
  return (await documentWorkspace(worldIn(folder), asked)).documentation;
}

async function differencesFrom(base: string): Promise<Readonly<Record<string, string>>> {
  const { comparison } = await documented(base);
  return Object.fromEntries(
    [...comparison!.rules, ...comparison!.filters].map(({ name, before, after }) => [
      name,
      before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ]),
  );
}

describe('a documentation', () => {
  test('has each document once, by precedence, and says which are of a pack', async () => {
    const { rules } = await documented();
    const names = rules.map(({ rule: { id } }) => id);
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 2)).toEqual(['contractor-names', 'lockstep/default@1:user-join']);
    expect(rules.map(({ rule: { precedence } }) => precedence)).toEqual(
      rules.map(({ rule: { precedence } }) => precedence).toSorted((a, b) => a - b),
    );
    expect(rules[1]).toMatchObject({ own: false, sourceTypes: ['user', 'inetOrgPerson'] });
    expect(rules.filter(({ own }) => own).map(({ rule: { id } }) => id)).toEqual([
      'contractor-names',
      'sign-in-names',
      'usage-location',
    ]);
  });

  test('follows an attribute of the tenant to those of the directory', async () => {
    const { attributes } = await documented();
    const told = attributes
      .filter(({ type, attribute }) => type === 'user' && attribute === 'displayName')
      .flatMap(({ writers }) => writers)
      .map(({ rule: by, reads }) => ({
        by: by.rule.id,
        reads: reads.map(({ attribute, contributions }) => [
          attribute,
          ...contributions.map((one) => `${one.rule.rule.id}: ${one.reads.join()}`),
        ]),
      }));
    expect(told).toEqual([
      {
        by: 'lockstep/default@1:person-to-entra-user',
        reads: [
          [
            'displayName',
            'contractor-names: givenName,sn',
            'lockstep/default@1:user-common-from-exchange: displayName,cn',
            'lockstep/default@1:user-common: displayName,cn',
            'lockstep/default@1:contact-common: displayName,cn',
          ],
        ],
      },
    ]);
  });

  test('lists who writes an attribute by precedence', async () => {
    const { attributes } = await documented();
    const upn = attributes.find(({ attribute }) => attribute === 'userPrincipalName');
    expect(upn?.writers.map(({ rule: { rule: by } }) => by.id)).toEqual([
      'sign-in-names',
      'lockstep/default@1:person-to-entra-user',
    ]);
  });

  test('is refused for a workspace that is not sound', async () => {
    edit(workspace, 'policy.yaml', 'graceDays: 30', 'graceDays: often');
    await expect(documented()).rejects.toMatchObject({ diagnostics: [{ code: 'CFG025' }] });
  });
});

describe('compared with a commit', () => {
  test('nothing differs from itself, wherever the texts are', async () => {
    edit(workspace, 'rules/contractors.yaml', 'apiVersion', '# moved down\n\napiVersion');
    expect(await differencesFrom('HEAD')).toEqual({});
  });

  test('names rules and filters that came, went and changed; neither working tree nor index plays a part', async () => {
    rmSync(join(workspace, 'rules/contractors.test.yaml'));
    edit(workspace, 'rules/contractors.yaml', 'name: contractor-names', 'name: contractors');
    edit(workspace, 'rules/usage-location.yaml', '"NO"', '"SE"');
    edit(workspace, 'filters.yaml', '[Employee, Contractor]', '[Employee]');
    const before = git('status', '--porcelain');
    expect(await differencesFrom('main')).toEqual({
      'contractor-names': 'removed',
      contractors: 'added',
      'usage-location': 'changed',
      'corp-staff': 'changed',
    });
    expect(git('status', '--porcelain')).toBe(before);
    commit();
    expect(await differencesFrom('main')).toEqual({});
    expect(Object.keys(await differencesFrom('main~1'))).toHaveLength(4);
  });

  test('has the settings of then', async () => {
    edit(workspace, 'policy.yaml', 'graceDays: 30', 'graceDays: 7');
    const { comparison, policy } = await documented('HEAD');
    expect(comparison!.before?.policy.deletions.graceDays).toBe(30);
    expect(policy.deletions.graceDays).toBe(7);
  });

  test('everything is new where there was no workspace', async () => {
    git('checkout', '-q', '--orphan', 'empty');
    git('rm', '-q', '--cached', '-r', '.');
    git('commit', '-q', '--allow-empty', '-m', 'empty');
    const { comparison, rules } = await documented('empty');
    expect(comparison!.before).toBeUndefined();
    expect(comparison!.rules.map(({ after }) => after)).toEqual(rules);
  });

  test('says that the workspace was not sound', async () => {
    edit(workspace, 'policy.yaml', 'graceDays: 30', 'graceDays: often');
    commit();
    edit(workspace, 'policy.yaml', 'graceDays: often', 'graceDays: 30');
    await expect(documented('HEAD')).rejects.toMatchObject({
      diagnostics: [
        {
          code: 'GIT001',
          detail: expect.stringMatching(
            /^The workspace is not valid at HEAD\. It begins with CFG025 \(policy\.yaml:\d+:\d+\): /,
          ) as string,
        },
      ],
    });
  });

  test('says that there is no such commit, and that a clone is shallow', async () => {
    await expect(documented('nowhere')).rejects.toMatchObject({
      diagnostics: [{ code: 'GIT001', detail: 'There is no commit nowhere.' }],
    });
    const first = git('rev-parse', 'HEAD').trim();
    edit(workspace, 'policy.yaml', 'graceDays: 30', 'graceDays: 7');
    commit();
    const clone = join(folder, 'clone');
    git('clone', '-q', '--depth', '1', `file://${folder}`, clone);
    const shallow = documentWorkspace(worldIn(clone), { workspace: join(clone, 'config/corp'), base: first });
    await expect(shallow).rejects.toMatchObject({
      diagnostics: [{ code: 'GIT001', detail: `The clone is shallow and does not hold ${first}.` }],
    });
  });
});

describe('where it is saved', () => {
  const path = (): string => join(folder, 'out.md');
  const save = async (text: string): Promise<string> => {
    const world = worldIn(folder);
    await documentWorkspace(world, { workspace, out: 'out.md' });
    await writeReport(world, 'out.md', [text]);
    return readFileSync(path(), 'utf8');
  };

  test.each([
    ['Markdown', renderDocsMarkdown],
    ['a page', renderDocsHtml],
    ['JSON', renderDocsJson],
  ])('an earlier one makes way, as %s', async (_what, render) => {
    writeFileSync(path(), render(await documented()));
    expect(await save('new')).toBe('new');
  });

  test.each(['', '# Mine', '{ "format": "other" }', `${' '.repeat(5000)}<!-- Made by Lockstep. -->`])(
    'nothing else does: %j',
    async (mine) => {
      writeFileSync(path(), mine);
      await expect(save('new')).rejects.toMatchObject({
        diagnostics: [{ code: 'CLI002', detail: 'out.md is there already and is no report.' }],
      });
      expect(readFileSync(path(), 'utf8')).toBe(mine);
    },
  );
});
