import { dnKey } from '../../model/dn.ts';
import type { ExportedConnector, ServerExport } from '../server-export.ts';
import { connectorNames } from './names.ts';
import type { PlainDocument } from './plain.ts';

/** A filter for each directory that names containers. */
export function filterDocuments(server: ServerExport): readonly PlainDocument[] {
  const names = connectorNames(server);
  return server.connectors.flatMap((connector) => {
    const name = names.get(connector.id);
    const document = name === undefined ? undefined : filterOf(name, connector);
    return document === undefined ? [] : [document];
  });
}

function filterOf(name: string, connector: ExportedConnector): PlainDocument | undefined {
  const { include, exclude } = containersOf(connector);
  if (include.length + exclude.length === 0) return undefined;
  const organizationalUnits = {
    ...(include.length === 0 ? {} : { include }),
    ...(exclude.length === 0 ? {} : { exclude }),
  };
  return {
    comment: [`Containers that are selected on the connector ${connector.name}.`],
    content: {
      apiVersion: 'lockstep/v1alpha1',
      kind: 'ScopingFilter',
      metadata: { name: `${name}-containers`.slice(0, 64) },
      spec: { connectors: [name], organizationalUnits },
    },
    remarks: [],
  };
}

/**
 * Containers of the partitions that are selected. A partition that is taken whole beside another that is not must be
 * named, and one that is excluded as a whole need not be where something else is included.
 */
function containersOf({ partitions }: ExportedConnector): { include: readonly string[]; exclude: readonly string[] } {
  const selected = partitions.filter(({ selected, domain }) => selected && domain !== undefined);
  const some = selected.some(({ include }) => include.length > 0);
  const include = selected.flatMap((one) => {
    const wholly = some && one.include.length === 0 && !isExcluded(one.dn, one.exclude);
    return wholly ? [one.dn] : one.include;
  });
  const whole =
    (include.length === 1 && selected.length === 1 && include[0] === selected[0]?.dn) || include.length === 0;
  const exclude = selected.flatMap((one) => one.exclude.filter((dn) => !(some && dnKey(dn) === dnKey(one.dn))));
  return { include: whole ? [] : include, exclude };
}

function isExcluded(dn: string, exclude: readonly string[]): boolean {
  return exclude.some((one) => dnKey(one) === dnKey(dn));
}
