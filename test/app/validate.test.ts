import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { validate } from '../../src/app/index.ts';
import type { ValidateResult } from '../../src/app/contract.ts';
import { gitIn } from '../support/run/repository.ts';
import { copyExample, edit } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

let folder: string;
let workspace: string;

let git: ReturnType<typeof gitIn>;

function commit(): void {
  git('add', '-A');
  git('commit', '-qm', 'state');
}

async function since(gitBase?: string): Promise<ValidateResult> {
  return validate(worldIn(folder), { workspace, ...(gitBase === undefined ? {} : { gitBase }) });
}

const codesOf = ({ diagnostics }: ValidateResult): readonly string[] => diagnostics.map(({ code }) => code);
const clauses = 'scope:\n    all:\n';
const addClause = (clause: string): void => {
  edit(workspace, 'rules/contractors.yaml', clauses, `${clauses}      - ${clause}\n`);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-validate-'));
  workspace = copyExample(join(folder, 'config', 'corp'));
  git = gitIn(folder);
  git('init', '-q');
  writeFileSync(join(folder, '.gitignore'), '.lockstep/\n');
  addClause('department: { notEqual: Sales }');
  commit();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('validate --git-base', () => {
  it('shows everything without it, nothing of what is not new with it', async () => {
    expect(codesOf(await since())).toEqual(['LINT004']);
    expect(await since('HEAD')).toMatchObject({ diagnostics: [], known: 1 });
  });

  it('shows what is new, not what only moved', async () => {
    addClause('title: { notEqual: Test }');
    edit(workspace, 'rules/contractors.yaml', 'apiVersion', '# moved down\n\napiVersion');
    mkdirSync(join(workspace, 'rules', 'people'));
    renameSync(join(workspace, 'rules/contractors.yaml'), join(workspace, 'rules/people/contractors.yaml'));
    const result = await since('main');
    expect(result.diagnostics.map(({ detail }) => detail)).toEqual([
      'contractor-names: title notEqual Test holds for objects without title, too.',
    ]);
    expect(result.known).toBe(1);
  });

  it('counts: a second one of the same words is new', async () => {
    addClause('department: { notEqual: Sales }');
    expect(codesOf(await since('HEAD'))).toEqual(['LINT004']);
  });

  it('never hides an error, and reads neither the working tree nor the index', async () => {
    edit(workspace, 'policy.yaml', 'graceDays: 30', 'graceDays: often');
    commit();
    expect(codesOf(await since('HEAD'))).toEqual(['CFG025']);
    expect(git('status', '--porcelain')).toBe('');
    expect(codesOf(await since('HEAD~1'))).toEqual(['CFG025']);
  });

  it('takes everything for new where the workspace was not there yet', async () => {
    git('checkout', '-q', '--orphan', 'empty');
    git('rm', '-q', '--cached', '-r', '.');
    git('-c', 'user.name=t', 'commit', '-q', '--allow-empty', '-m', 'empty');
    expect(codesOf(await since('empty'))).toEqual(['LINT004']);
  });

  it.each(['nowhere', '--upload-pack=x', 'HEAD:config', ''])('says that there is no commit %j', async (ref) => {
    await expect(since(ref)).rejects.toMatchObject({
      diagnostics: [{ code: 'GIT001', detail: `There is no commit ${ref}.` }],
    });
  });

  it('says that a shallow clone does not hold it', async () => {
    const first = git('rev-parse', 'HEAD').trim();
    addClause('title: { notEqual: Test }');
    commit();
    const clone = join(folder, 'clone');
    git('clone', '-q', '--depth', '1', `file://${folder}`, clone);
    const shallow = validate(worldIn(clone), { workspace: join(clone, 'config/corp'), gitBase: first });
    await expect(shallow).rejects.toMatchObject({
      diagnostics: [{ code: 'GIT001', detail: `The clone is shallow and does not hold ${first}.` }],
    });
  });

  it('says that there is no repository', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    await expect(since('HEAD')).rejects.toMatchObject({
      diagnostics: [{ code: 'GIT001', detail: 'The workspace lies in no git repository.' }],
    });
  });
});
