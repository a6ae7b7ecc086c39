import { lineOf } from '../kernel/position.ts';
import { isAtOrBelow } from '../model/dn.ts';
import type { EmptyInclusion } from '../model/pin.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { ImportedSource } from '../model/space.ts';

/**
 * Containers that a filter includes and in which a source that was read whole shows nothing: misspelt, renamed or
 * truly empty. Pinned ones are watched over by their pins. Linear in objects and containers.
 */
export function emptyInclusions(
  { filters, pins }: RuleSet,
  sources: readonly ImportedSource[],
): readonly EmptyInclusion[] {
  return sources.flatMap(({ space }) => {
    const { connector } = space;
    const pinned = new Set(pins.filter((pin) => pin.connector === connector).map(({ key }) => key));
    const open = new Set(
      filters
        .filter(({ connectors }) => connectors.includes(connector))
        .flatMap(({ containers }) => containers.filter(({ include, key }) => include && !pinned.has(key))),
    );
    for (const { dnKey } of space.objects()) {
      if (open.size === 0) break;
      for (const container of open) if (isAtOrBelow(dnKey, container.key)) open.delete(container);
    }
    return [...open].map(({ dn, source }) => ({ connector, dn, at: lineOf(source) }));
  });
}
