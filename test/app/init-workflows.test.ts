import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { init } from '../../src/app/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { worldIn } from '../support/run/world.ts';

describe('init --ci github', () => {
  test('writes the workflows into a repository that is in use, and nothing else', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, '.github/workflows/own.yml'), 'own');
    writeFileSync(join(folder, 'lockstep.yaml'), 'own');
    const { directory, files } = await init(worldIn(folder), { directory: '.', ci: 'github' });
    expect(directory).toBe('.');
    expect(files).toHaveLength(5);
    const source = join(import.meta.dirname, '../../config/init/github');
    for (const file of readdirSync(source)) {
      expect(readFileSync(join(folder, '.github/workflows', file), 'utf8')).toBe(
        readFileSync(join(source, file), 'utf8'),
      );
    }
    expect(readFileSync(join(folder, '.github/workflows/own.yml'), 'utf8')).toBe('own');
    expect(readFileSync(join(folder, 'lockstep.yaml'), 'utf8')).toBe('own');
    expect(readdirSync(folder).sort()).toEqual(['.github', 'lockstep.yaml']);
  });

  test('writes over none, and then writes no other', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, '.github/workflows/lockstep-drift.yml'), 'mine');
    expect(await refusalOf(() => init(worldIn(folder), { directory: '.', ci: 'github' }))).toMatch(/^CLI002 /);
    expect(readdirSync(join(folder, '.github/workflows'))).toEqual(['lockstep-drift.yml']);
  });

  test('without --ci makes a workspace and no workflow', async () => {
    const folder = temporaryFolder();
    await init(worldIn(folder), { directory: 'mine' });
    expect(existsSync(join(folder, 'mine/.github'))).toBe(false);
  });
});
