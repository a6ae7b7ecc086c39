import { compareText } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { DnKey } from '../model/dn.ts';
import type { ImportSink, SourceObject } from '../model/source.ts';
import type { ConnectorSpaceView, SpaceObject } from '../model/space.ts';
import { inValueOrder } from './value-order.ts';

export interface ConnectorSpace extends ConnectorSpaceView, ImportSink {}

/**
 * A connector space in memory: about 1.5 KB an object. Objects are keyed by anchor; an object put again replaces
 * the earlier one, under whatever DN it now has.
 */
export function connectorSpace(connector: string): ConnectorSpace {
  const byAnchor = new Map<string, SpaceObject>();
  const byKey = new Map<DnKey, SpaceObject>();
  let sorted: readonly SpaceObject[] | undefined;

  const remove = (anchor: string): void => {
    const former = byAnchor.get(anchor);
    if (former === undefined) return;
    byAnchor.delete(anchor);
    // A renamed object may have left its DN to another one.
    if (byKey.get(former.dnKey) === former) byKey.delete(former.dnKey);
    sorted = undefined;
  };

  return {
    connector,
    get size() {
      return byAnchor.size;
    },
    put(object: SourceObject) {
      remove(object.anchor);
      const attributes = inValueOrder(object.attributes);
      const ordered = attributes === object.attributes ? object : { ...object, attributes };
      const entry = { object: ordered, dnKey: dnKey(object.dn) };
      byAnchor.set(object.anchor, entry);
      byKey.set(entry.dnKey, entry);
      sorted = undefined;
    },
    remove,
    restart() {
      byAnchor.clear();
      byKey.clear();
      sorted = undefined;
    },
    objects() {
      sorted ??= [...byAnchor.values()].sort((a, b) => compareText(a.object.anchor, b.object.anchor));
      return sorted;
    },
    byDn: (dn) => byKey.get(dnKey(dn)),
  };
}
