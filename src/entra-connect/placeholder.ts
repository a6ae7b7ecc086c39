import type { SourceRange } from '../kernel/position.ts';
import { compareText } from '../kernel/text.ts';
import { wholeDomain } from './domain.ts';
import { entraConnector } from './entra-connector.ts';
import type { Parts } from './parts.ts';
import { ENTRA_CONNECTOR } from './server-export.ts';
import type { ExportedConnector, ExportedRule } from './server-export.ts';

/**
 * Scripts name connectors by identifier and describe none. Where nothing else does, each gets one that stands for it:
 * the tenant, which has one identifier everywhere, and directories of domains that can never be reached (RFC 2606,
 * `.invalid`), so that the workspace can be checked, and no plan can be made before somebody has said which they are.
 */
export function withPlaceholders(parts: Parts): Parts {
  const first = parts.rules[0];
  if (parts.connectors.length > 0 || parts.namedByScripts.size === 0 || first === undefined) return parts;
  const ids = [...parts.namedByScripts].sort(compareText);
  const tenants = ids.filter((id) => isTenant(id, parts.rules));
  const directories = ids.filter((id) => !tenants.includes(id));
  const names = new Map(directories.map((id) => [id, `directory-${id.replace(/[^0-9a-z]+/g, '').slice(0, 8)}`]));
  const range = (id: string): SourceRange => (parts.rules.find(({ connector }) => connector === id) ?? first).range;
  const entra = tenants.map((id) => ({ ...entraConnector('Entra ID', range(id)), id }));
  const stand = directories.map((id) => placeholder(id, names.get(id) ?? 'directory', range(id)));
  // Rules for the tenant alone are of people and groups of some directory, too.
  return {
    ...parts,
    connectors: [...(stand.length === 0 ? [placeholder('', 'directory', first.range)] : stand), ...entra],
  };
}

/** Directories have no such attributes. */
const OF_TENANT: ReadonlySet<string> = new Set(['sourceanchor', 'cloudanchor', 'cloudsourceanchor']);

/** Is it the tenant's by its identifier, or by what its rules join and write there? */
function isTenant(id: string, rules: readonly ExportedRule[]): boolean {
  const own = rules.filter(({ connector }) => connector === id);
  return (
    id === ENTRA_CONNECTOR || own.some((rule) => namesThere(rule).some((name) => OF_TENANT.has(name.toLowerCase())))
  );
}

/** Attributes of the connector space that a rule joins by or writes. */
function namesThere({ direction, join, flows }: ExportedRule): readonly string[] {
  const joined = join.flat().map(({ connectorAttribute }) => connectorAttribute);
  return direction === 'outbound' ? [...joined, ...flows.map(({ target }) => target)] : joined;
}

function placeholder(id: string, name: string, range: SourceRange): ExportedConnector {
  const partitions = [wholeDomain(`${name}.invalid`)];
  return { id, name, kind: 'activeDirectory', category: 'AD', partitions, attributes: [], isDescribed: false, range };
}
