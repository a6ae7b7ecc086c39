import { ldifConnector } from '../../src/connectors/ldif/index.ts';
import { silent } from '../../src/kernel/ports.ts';
import type { ImportRequest } from '../../src/model/source.ts';
import type { ImportedSource } from '../../src/model/space.ts';
import { connectorSpace } from '../../src/space/index.ts';

export const context = {
  signal: new AbortController().signal,
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  progress: silent,
};

export async function importFile(path: string, request: ImportRequest): Promise<ImportedSource> {
  const connector = ldifConnector({ settings: { name: 'corp', type: 'ldif', path }, path });
  const space = connectorSpace('corp');
  return { space, summary: await connector.import(request, space, context) };
}
