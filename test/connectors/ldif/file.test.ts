import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ldifConnector } from '../../../src/connectors/ldif/index.ts';
import type { SourceConnector } from '../../../src/model/source.ts';
import { codesOf, contextOf, entryOf, importAll } from '../../conformance/source.ts';
import { ldifOf } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'ldif-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function connectorFor(path: string): SourceConnector {
  return ldifConnector({ settings: { name: 'corp', type: 'ldif', path: './corp.ldif' }, path });
}

describe('a file', () => {
  test('is read whole when it is longer than one piece', async () => {
    const path = join(folder, 'long.ldif');
    const entries = Array.from({ length: 6000 }, (_, index) =>
      entryOf('user', index, { description: 'x'.repeat(500) }),
    );
    writeFileSync(path, ldifOf(entries));
    const progress: number[] = [];
    const context = { ...contextOf(), progress: (_: string, done: number) => progress.push(done) };
    const { objects, summary } = await importAll(connectorFor(path), { user: ['description'] }, context);
    expect(objects.size).toBe(6000);
    expect(summary.origin).toBe('./corp.ldif');
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(6000);
  });

  test('that is not there is SRC020, under the name that the user gave it', async () => {
    const running = importAll(connectorFor(join(folder, 'none.ldif')), { user: [] });
    await expect(running).rejects.toMatchObject({ diagnostics: [{ code: 'SRC020', subject: './corp.ldif' }] });
    await expect(running).rejects.not.toThrow(folder);
  });

  test('that is a folder, or lies below a file, is SRC020', async () => {
    mkdirSync(join(folder, 'd.ldif'));
    writeFileSync(join(folder, 'f.ldif'), '');
    expect(await codesOf(importAll(connectorFor(join(folder, 'd.ldif')), { user: [] }))).toEqual(['SRC020']);
    expect(await codesOf(importAll(connectorFor(join(folder, 'f.ldif', 'x')), { user: [] }))).toEqual(['SRC020']);
  });

  test('that grows while it is read is SRC022', async () => {
    const path = join(folder, 'growing.ldif');
    writeFileSync(path, ldifOf([entryOf('user', 1)]));
    const running = connectorFor(path).import(
      { attributes: new Map([['user', []]]) },
      {
        put: () => {
          appendFileSync(path, '# more\n');
        },
        remove: () => undefined,
        restart: () => undefined,
      },
      contextOf(),
    );
    expect(await codesOf(running)).toEqual(['SRC022']);
  });

  test('of an interrupted import is let go of', async () => {
    const path = join(folder, 'interrupted.ldif');
    writeFileSync(
      path,
      ldifOf(Array.from({ length: 9000 }, (_, index) => entryOf('user', index, { info: 'x'.repeat(500) }))),
    );
    const controller = new AbortController();
    const reason = new Error('enough');
    const running = connectorFor(path).import(
      { attributes: new Map([['user', []]]) },
      {
        put: () => {
          controller.abort(reason);
        },
        remove: () => undefined,
        restart: () => undefined,
      },
      contextOf(controller.signal),
    );
    await expect(running).rejects.toBe(reason);
  });
});
