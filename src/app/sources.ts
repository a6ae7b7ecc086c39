import { invariant } from '../kernel/invariant.ts';
import type { ImportedSource } from '../model/space.ts';
import type { ConnectorContext, ImportRequest, SourceConnector } from '../model/source.ts';
import { connectorSpace } from '../space/index.ts';
import { sourceConnector } from './registry.ts';
import type { Workspace } from './workspace.ts';

/** What is read in the place of connectors, by their names. */
export type StandIns = ReadonlyMap<string, SourceConnector>;

/** Imports every source of the workspace whole, in the order of the topology. */
export async function importSources(
  workspace: Workspace,
  context: ConnectorContext,
  standIns: StandIns = new Map(),
): Promise<readonly ImportedSource[]> {
  const imported: ImportedSource[] = [];
  for (const settings of workspace.settings.connectors) {
    const connector =
      standIns.get(settings.name) ?? (await sourceConnector(settings, workspace.directory, workspace.readSecret));
    imported.push(await importWhole(connector, requestOf(workspace, settings.name), context));
  }
  return imported;
}

export async function importWhole(
  connector: SourceConnector,
  request: ImportRequest,
  context: ConnectorContext,
): Promise<ImportedSource> {
  const space = connectorSpace(connector.name);
  const summary = await connector.import(request, space, context);
  return { space, summary };
}

/** What rules and filters want of a connector of the topology. */
export function requestOf({ requests }: Workspace, connector: string): ImportRequest {
  const request = requests.get(connector);
  invariant(request !== undefined, `no import request for ${connector}`);
  return request;
}
