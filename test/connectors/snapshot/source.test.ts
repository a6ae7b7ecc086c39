import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SourceConnector } from '../../../src/model/source.ts';
import { connectorSpace } from '../../../src/space/index.ts';
import { contextOf, sourceSteps } from '../../conformance/source.ts';
import { refusalOf } from '../../support/run/failure.ts';
import { temporaryFolder } from '../../support/run/folder.ts';
import { connectorOver, ldifOf } from '../ldif/fixture.ts';
import { fileIn, openSource, signal, writeSource } from './files.ts';
import { request } from './populations.ts';
import { writeSourceSnapshot } from '../../../src/connectors/snapshot/index.ts';

/** Reads a source through a snapshot of it that is made on the way. */
function through(live: SourceConnector, folder: string): SourceConnector {
  return {
    ...live,
    async import(asked, sink, context) {
      const space = connectorSpace(live.name);
      const summary = await live.import(asked, space, context);
      const about = { workspace: 'contoso', connector: live.name, connectorType: live.kind, tool: '1.2.3' };
      const objects = Array.from(space.objects(), ({ object }) => object);
      const file = fileIn(folder);
      await writeSourceSnapshot({ ...file, runId: 'run' }, { ...about, request: asked, summary, objects }, signal);
      const read = await (await openSource(file)).import(asked, sink, context);
      return { ...read, origin: summary.origin };
    },
  };
}

describe('a snapshot of a source is a source', () => {
  for (const { name, run } of sourceSteps) {
    test(name, () => run((entries, use) => use(through(connectorOver(ldifOf(entries)), temporaryFolder()))));
  }
});

describe('what it does not hold', () => {
  const nowhere = { put: () => undefined, remove: () => undefined, restart: () => undefined };
  const asking = (attributes: Readonly<Record<string, readonly string[]>>) => ({
    attributes: new Map(Object.entries(attributes)),
  });

  test('is an attribute that was not read, and never one without a value', async () => {
    const file = fileIn(temporaryFolder());
    await writeSource(file, []);
    const source = await openSource(file);
    const asked = asking({ user: ['displayName', 'department'], group: ['member'], computer: ['cn'] });
    expect(source.lacking(asked)).toEqual([{ type: 'user', attribute: 'department' }, { type: 'computer' }]);
    expect(await refusalOf(() => source.import(asked, nowhere, contextOf()))).toBe('SNP004 SNP004 exit 3');
    expect(source.lacking(request)).toEqual([]);
  });

  test('a file that is gone, or another one by now', async () => {
    const file = fileIn(temporaryFolder());
    await writeSource(file, []);
    const source = await openSource(file);
    await writeSource(file, [], request, 1);
    expect(await refusalOf(() => source.import(request, nowhere, contextOf()))).toBe('SNP001 exit 3');
    rmSync(file.path);
    expect(await refusalOf(() => source.import(request, nowhere, contextOf()))).toBe('CLI002 exit 3');
  });
});
