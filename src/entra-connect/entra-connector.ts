import type { SourceRange } from '../kernel/position.ts';
import { ENTRA_CONNECTOR } from './server-export.ts';
import type { ExportedConnector } from './server-export.ts';

/** The connector of the tenant where an export does not describe it: it is the same on every server. */
export function entraConnector(name: string, range: SourceRange): ExportedConnector {
  return {
    id: ENTRA_CONNECTOR,
    name,
    kind: 'entra',
    category: 'Extensible2',
    partitions: [],
    attributes: [],
    isDescribed: true,
    range,
  };
}
