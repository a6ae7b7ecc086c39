import type { ExportedJoin } from '../server-export.ts';
import type { Ends } from './ends.ts';
import type { Plain } from './plain.ts';

/** Join groups as they are written, or why they cannot be. */
export function joinOf(groups: readonly (readonly ExportedJoin[])[], ends: Ends): readonly Plain[] | string {
  if (ends.kind === 'directory') return directoryJoins(groups, ends);
  if (groups.every((group) => group.every(isAnchorJoin))) {
    // Objects of the tenant are found by their owner mark; people by their anchor, too.
    const byAnchor = ends.kind === 'fromTenant' && ends.from.type === 'user' && groups.length > 0;
    return byAnchor ? [{ onPremisesImmutableId: 'sourceAnchor' }] : [];
  }
  return 'Objects of the tenant are found by their anchor alone; the rule joins them by something else.';
}

function isAnchorJoin({ connectorAttribute, metaverseAttribute }: ExportedJoin): boolean {
  return connectorAttribute.toLowerCase() === 'sourceanchor' && metaverseAttribute.toLowerCase() === 'sourceanchor';
}

function directoryJoins(groups: readonly (readonly ExportedJoin[])[], { from, to }: Ends): readonly Plain[] | string {
  const written: Plain[] = [];
  for (const group of groups) {
    const names = group.map(({ connectorAttribute }) => from.nameOf(connectorAttribute) ?? connectorAttribute);
    if (new Set(names).size < names.length) return 'A group of join conditions asks for one attribute twice.';
    written.push(
      Object.fromEntries(
        group.map(({ metaverseAttribute, caseSensitive }, index) => {
          const attribute = to.nameOf(metaverseAttribute) ?? metaverseAttribute;
          return [names[index] ?? '', caseSensitive ? { attribute, caseSensitive } : attribute];
        }),
      ),
    );
  }
  return written;
}

/** Attributes of the metaverse that join conditions ask for. */
export function joinReads(groups: readonly (readonly ExportedJoin[])[], { kind, to }: Ends): readonly string[] {
  if (kind !== 'directory') return [];
  return groups.flat().map(({ metaverseAttribute }) => to.nameOf(metaverseAttribute) ?? metaverseAttribute);
}
