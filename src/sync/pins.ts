import { dnKey, isAtOrBelow } from '../model/dn.ts';
import type { DnKey } from '../model/dn.ts';
import type { FollowedPin, Pin } from '../model/pin.ts';
import type { RuleSet, ScopingFilter } from '../model/rule-set.ts';
import type { ImportedSource, SpaceObject } from '../model/space.ts';

type Container = ScopingFilter['containers'][number];

/** Where the pins of a source lead: the objects by anchor; undefined for one that no object has. */
function leadsOf(pins: readonly Pin[], source: ImportedSource): ReadonlyMap<Pin, SpaceObject | undefined> {
  const own = pins.filter(({ connector }) => connector === source.space.connector);
  if (own.length === 0) return new Map();
  const wanted = new Set(own.map(({ anchor }) => anchor));
  const found = new Map<string, SpaceObject>();
  for (const entry of source.space.objects())
    if (wanted.has(entry.object.anchor)) found.set(entry.object.anchor, entry);
  return new Map(own.map((pin) => [pin, found.get(pin.anchor)]));
}

/**
 * The filter with its containers where they are now: one that was renamed or moved takes what lies in it along, and
 * so it does with containers below it that are not pinned themselves. One that is gone stays where it was.
 */
export function followFilter(filter: ScopingFilter, pins: readonly Pin[], source: ImportedSource): ScopingFilter {
  const leads = leadsOf(pins, source);
  const now = new Map<DnKey, DnKey>();
  for (const [{ of, key }, entry] of leads) if (of === 'container' && entry !== undefined) now.set(key, entry.dnKey);
  if (now.size === 0) return filter;
  return {
    ...filter,
    containers: filter.containers.map((container) => ({ ...container, key: presentKey(container, now) })),
  };
}

function presentKey({ key }: Container, now: ReadonlyMap<DnKey, DnKey>): DnKey {
  let nearest: DnKey | undefined;
  for (const former of now.keys()) {
    if (isAtOrBelow(key, former) && former.length > (nearest?.length ?? -1)) nearest = former;
  }
  const present = nearest === undefined ? undefined : now.get(nearest);
  return nearest === undefined || present === undefined ? key : (`${key.slice(0, -nearest.length)}${present}` as DnKey);
}

/** The group that a clause names: a pinned one by its objectGUID, wherever it is; undefined when it is not in sight. */
export function groupFinder(pins: readonly Pin[], source: ImportedSource): (dn: string) => SpaceObject | undefined {
  const leads = new Map(
    [...leadsOf(pins, source)].flatMap(([pin, entry]) => (pin.of === 'group' ? [[pin.key, entry]] : [])),
  );
  return (dn) => {
    const key = dnKey(dn);
    return leads.has(key) ? leads.get(key) : source.space.byDn(dn);
  };
}

/** Every pin that is of use, and where it leads now: for those who watch over names that changed. */
export function followPins({ pins, filters }: RuleSet, sources: readonly ImportedSource[]): readonly FollowedPin[] {
  return sources.flatMap((source) =>
    [...leadsOf(pins, source)].flatMap(([pin, entry]): readonly FollowedPin[] => {
      const use = useOf(pin, filters);
      if (use === undefined) return [];
      return [{ pin, use, now: entry?.object.dn, moved: entry !== undefined && entry.dnKey !== pin.key }];
    }),
  );
}

function useOf({ of, key, connector }: Pin, filters: RuleSet['filters']): FollowedPin['use'] | undefined {
  if (of === 'group') return 'group';
  const listed = filters
    .filter(({ connectors }) => connectors.includes(connector))
    .flatMap(({ containers }) => containers)
    .find((container) => container.key === key);
  return listed === undefined ? undefined : listed.include ? 'include' : 'exclude';
}
