import { invariant } from '../kernel/invariant.ts';
import type { ImportedSource } from '../model/space.ts';
import type { ConnectorContext } from '../model/source.ts';
import { connectorSpace } from '../space/index.ts';
import { sourceConnector } from './registry.ts';
import type { Workspace } from './workspace.ts';

/** Imports every source of the workspace whole, in the order of the topology. */
export async function importSources(
  workspace: Workspace,
  context: ConnectorContext,
): Promise<readonly ImportedSource[]> {
  const imported: ImportedSource[] = [];
  for (const settings of workspace.settings.connectors) {
    const connector = await sourceConnector(settings, workspace.directory, workspace.readSecret);
    const request = workspace.requests.get(settings.name);
    invariant(request !== undefined, `no import request for ${settings.name}`);
    const space = connectorSpace(settings.name);
    const summary = await connector.import(request, space, context);
    imported.push({ space, summary });
  }
  return imported;
}
